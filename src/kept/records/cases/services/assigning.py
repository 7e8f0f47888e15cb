"""Who is responsible for a case."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kept.records.cases.concerned import ConcernsThem, concerned, refuse_concerned
from kept.records.cases.models import Case, News, NewsKind
from kept.records.cases.models.case import NextChange
from kept.records.cases.services.holding import CaseNotFound
from kept.records.cases.services.opening import NobodyResponsible, works_here
from kept.records.ledger.actor import Actor, System
from kept.records.ledger.services import Line, write_many
from kept.records.people.models import Person
from kept.records.refusal import Refused
from kept.records.roster.queries import away, lead

ROSTER = System("duty roster")


class AssignedMeanwhile(Refused):
    """Who decides must have seen what is decided anew."""

    sentence = _("Meanwhile %(name)s became responsible. Send it again if you still want this.")


@transaction.atomic
def assign_case(
    *, case_id: int, person_id: int, by: Person, now: datetime, seen_id: int | None = None
) -> bool:
    """Make a person responsible, who is then told. Returns whether anything changed.

    `seen_id` is who was responsible as far as `by` could see. Safe to repeat. Raises CaseNotFound,
    NobodyResponsible, AssignedMeanwhile, ConcernsYou, ConcernsThem.
    """
    case = Case.objects.select_for_update(of=("self",)).filter(pk=case_id).first()
    if case is None:
        raise CaseNotFound
    person = Person.objects.active().filter(pk=person_id).first()
    if person is None or not works_here(person):
        raise NobodyResponsible
    if case.responsible_id == person.pk:
        return False
    if seen_id not in (None, case.responsible_id):
        raise AssignedMeanwhile(name=case.responsible.display_name)
    refuse_concerned(case.pk, by.pk)
    if person.pk in concerned(case.pk):
        raise ConcernsThem(person=person.display_name)
    write_many([_assigned(case, person, by, now, {})])
    return True


@transaction.atomic
def pass_on_ownerless(*, now: datetime, limit: int = 100) -> int:
    """Pass open cases whose responsible person has left or is away to who is on duty.

    A promise always has an owner. Returns how many were passed on; those for whom nobody is on
    duty anywhere stay, and are passed on as soon as somebody is.
    """
    gone = Q(responsible__is_active=False) | Q(responsible__in=away(at=now))
    rows = Case.objects.open().filter(gone).order_by("queue_at", "pk")
    held = list(rows.select_for_update(of=("self",), skip_locked=True)[:limit])
    lines = []
    for case in held:
        without = [case.responsible_id, *concerned(case.pk)]
        taker = lead(office_id=case.office_id, at=now, without=without)
        if taker is not None:
            person = Person.objects.get(pk=taker)
            lines.append(_assigned(case, person, ROSTER, now, {"because": "left or away"}))
    write_many(lines)
    return len(lines)


def give_to(case: Case, person: Person, *, by: Actor, now: datetime, because: str) -> None:
    """Make a person responsible for a held case. For the services of this app."""
    write_many([_assigned(case, person, by, now, {"because": because})])


def _assigned(
    case: Case, person: Person, by: Actor, now: datetime, more: dict[str, object]
) -> Line:
    """Make a person responsible for a held case. Returns what the ledger says of it."""
    before = case.responsible_id
    Case.objects.filter(pk=case.pk).update(responsible=person, change=NextChange())
    if person.actor_id != by.actor_id:
        News.objects.create(
            case=case,
            customer_id=case.customer_id,
            kind=NewsKind.ASSIGNED,
            dedup=f"{case.pk}/assigned/{person.pk}/{now.isoformat()}",
            at=now,
            noted_at=now,
            data={"by": by.actor_name, "person": person.pk},
        )
    data = {"before": before, "after": person.pk, "name": person.display_name, **more}
    return Line(stream=case.stream, verb="case.assigned", by=by, at=now, data=data)
