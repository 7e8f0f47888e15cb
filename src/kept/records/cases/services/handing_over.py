"""Acceptance of equipment, and what it hands over from one side to another."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Exists, OuterRef

from kept.records.archive.holders import Holders, holders
from kept.records.archive.models import Equipment, Milestone, MilestoneKind
from kept.records.archive.services import record_acceptance
from kept.records.cases.about import day_begins
from kept.records.cases.asking import NewFact, following
from kept.records.cases.concerned import concerned
from kept.records.cases.models import Case, News, NewsKind
from kept.records.cases.responsibility import handed_over
from kept.records.cases.services.assigning import give_to
from kept.records.cases.services.facts import add_fact
from kept.records.cases.services.holding import hold
from kept.records.cases.services.moving import renew_held
from kept.records.cases.vocabulary import check_moment
from kept.records.people.models import Person
from kept.rules.assess import assess
from kept.rules.assess.assignments import AssignmentLine

KIND = "case.handed_over"


@dataclass(frozen=True)
class HandedOver:
    """A case that another role leads from now on; `person`: who has it now."""

    case_id: int
    number: str
    before: str
    after: str
    informed: tuple[str, ...]
    person: str


@transaction.atomic
def accept_equipment(
    *,
    equipment_id: int,
    on: date,
    evidence: str,
    by: Person,
    now: datetime,
    whole: bool = False,
) -> list[HandedOver]:
    """Record that the customer accepted a piece, and hand over its open cases where that says so.

    `whole`: and all of its system that is in use and not accepted yet, as for a project.

    In each of them the day is known from then on. Where the policy lets another role lead, that
    is a fact of the case, who has that role becomes responsible, and both sides and those to be
    informed are told. Returns these. Safe to repeat. Raises EvidenceMissing, InTheFuture.
    """
    piece = Equipment.objects.select_related("site").get(pk=equipment_id)
    check_moment(day_begins(on, piece.site.time_zone if piece.site else "UTC"), now=now)
    accepted = [equipment_id, *(_others(piece) if whole else ())]
    for one in accepted:
        record_acceptance(equipment_id=one, on=on, evidence=evidence, by=by, at=now)
    open_ones = Case.objects.open().filter(equipment_id__in=accepted).order_by("pk")
    named = holders(at=now)
    return [
        one
        for case_id in open_ones.values_list("pk", flat=True)
        if by.pk not in concerned(case_id)
        for one in _hand_over(case_id, evidence, named, by, now)
    ]


def _others(piece: Equipment) -> list[int]:
    """Return the other pieces of a system that are neither accepted nor out of use."""
    if piece.system_id is None:
        return []
    over = Milestone.objects.filter(
        equipment=OuterRef("pk"),
        superseded_at=None,
        kind__in=[MilestoneKind.ACCEPTED, MilestoneKind.RETIRED],
    )
    others = Equipment.objects.filter(system_id=piece.system_id).exclude(pk=piece.pk)
    rows = others.exclude(Exists(over)).order_by("pk")
    return list(rows.values_list("pk", flat=True))


def _hand_over(
    case_id: int, evidence: str, named: Holders, by: Person, now: datetime
) -> Iterator[HandedOver]:
    held = hold(case_id)
    before = assess(held.running.policy, held.as_facts(), now)
    after = renew_held(held, by=by, now=now)
    if after is None:
        return
    for was, line in handed_over(before, after):
        informed = tuple(dict.fromkeys((*was.helpers, *line.helpers, *line.informed)))
        said = {"role": was.lead, "to_role": line.lead, "text": evidence.strip()}
        fact = NewFact(
            kind=KIND, at=now, values=said | ({"informed": informed} if informed else {})
        )
        key = following(KIND, f"{line.rule} {was.lead} {line.lead} {evidence.strip()}")
        add_fact(hold(case_id), fact, by=by, now=now, key=key)
        person = _give(held.case, line, named, by, now)
        _tell(held.case, was, line, informed, by, now)
        yield HandedOver(case_id, str(held.case.number), was.lead, line.lead, informed, person)


def _give(case: Case, line: AssignmentLine, named: Holders, by: Person, now: datetime) -> str:
    """Make who has the role responsible; without anybody the case stays where it is."""
    found = named.of(line.lead, office_id=case.office_id, customer_id=case.customer_id)
    may = [person_id for person_id in found if person_id not in concerned(case.pk)]
    if may and case.responsible_id not in may:
        give_to(case, Person.objects.get(pk=may[0]), by=by, now=now, because="handed over")
    return Case.objects.select_related("responsible").get(pk=case.pk).responsible.display_name


def _tell(
    case: Case,
    was: AssignmentLine,
    line: AssignmentLine,
    informed: tuple[str, ...],
    by: Person,
    now: datetime,
) -> None:
    News.objects.create(
        case=case,
        customer_id=case.customer_id,
        kind=NewsKind.HANDED_OVER,
        dedup=f"{case.pk}/handed/{line.rule}/{line.lead}/{now.isoformat()}",
        at=now,
        noted_at=now,
        data={
            "by": by.actor_name,
            "names": dict(line.name),
            "clauses": list(line.reason.clauses),
            "before": was.lead,
            "after": line.lead,
            "roles": [was.lead, line.lead, *informed],
            "people": [case.responsible_id],
        },
    )
