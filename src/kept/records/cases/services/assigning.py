"""Who is responsible for a case."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from kept.records.cases.models import Case, News, NewsKind
from kept.records.cases.models.case import NextChange
from kept.records.cases.services.holding import CaseNotFound
from kept.records.cases.services.opening import NobodyResponsible, works_here
from kept.records.ledger.services import write
from kept.records.people.models import Person


@transaction.atomic
def assign_case(*, case_id: int, person_id: int, by: Person, now: datetime) -> bool:
    """Make a person responsible, who is then told. Returns whether anything changed.

    Safe to repeat. Raises CaseNotFound, NobodyResponsible.
    """
    case = Case.objects.select_for_update(of=("self",)).filter(pk=case_id).first()
    if case is None:
        raise CaseNotFound
    person = Person.objects.active().filter(pk=person_id).first()
    if person is None or not works_here(person):
        raise NobodyResponsible
    if case.responsible_id == person.pk:
        return False
    before = case.responsible_id
    Case.objects.filter(pk=case.pk).update(responsible=person, change=NextChange())
    if person.pk != by.pk:
        News.objects.create(
            case=case,
            customer_id=case.customer_id,
            kind=NewsKind.ASSIGNED,
            dedup=f"{case.pk}/assigned/{person.pk}/{now.isoformat()}",
            at=now,
            noted_at=now,
            data={"by": by.actor_name, "person": person.pk},
        )
    data = {"before": before, "after": person.pk, "name": person.display_name}
    write(stream=case.stream, verb="case.assigned", by=by, at=now, data=data)
    return True
