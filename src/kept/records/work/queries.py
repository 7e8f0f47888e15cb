"""Reading what was done: on a case, by a person in a week, and when by the facts of a case."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal

from django.db.models import OuterRef, Q, QuerySet, Subquery

from kept.records.cases.queries import CaseCard
from kept.records.cases.queries.visible import visible_to
from kept.records.money import Money
from kept.records.people.models import Person
from kept.records.work.bands import seconds_by_band
from kept.records.work.models import Entry, Taken, WorkKind
from kept.rules.facts.fact import Fact

ARRIVED, ENDED = "visit.arrived", "visit.ended"
SENT = "engineer.sent"
MOST = 500
A_SECOND = timedelta(seconds=1)


@dataclass(frozen=True, kw_only=True)
class EntryLine:
    """Something that was done. `bill`: the invoice on which it, or a share of it, stands."""

    pk: int
    case_id: int
    case_number: str
    case_title: str
    person_id: int
    person: str
    kind: WorkKind
    component: str
    at: datetime
    started_at: datetime | None
    ended_at: datetime | None
    where: str
    kilometres: Decimal | None
    trips: int | None
    money: Money | None
    receipt_id: int | None
    text: str
    recorded_at: datetime
    recorded_by: str
    withdrawn_at: datetime | None
    withdrawn_by: str
    withdrawn_why: str
    bill: str

    @property
    def is_running(self) -> bool:
        """Say whether it was begun and not stopped yet."""
        started = self.kind == WorkKind.TIME and self.ended_at is None
        return started and self.withdrawn_at is None

    @property
    def seconds(self) -> int:
        """Return how long it took; zero for what has no time, or is not over."""
        if self.started_at is None or self.ended_at is None:
            return 0
        return int((self.ended_at - self.started_at).total_seconds())


@dataclass(frozen=True)
class Offered:
    """From when until when somebody was there, as the case's facts say, and nobody wrote down."""

    since: datetime
    until: datetime


def work_of_case(case_id: int) -> list[EntryLine]:
    """Return all that was done on a case, withdrawn entries too, the last first."""
    return [_line(row) for row in _rows().filter(case_id=case_id).order_by("-at", "-pk")]


def work_of_person(
    person_id: int, *, since: datetime, until: datetime, viewer: Person
) -> list[EntryLine]:
    """Return what a person did in a stretch of time, the first first; nothing that was withdrawn.

    What still runs is part of it, whenever it began.
    """
    rows = _rows().filter(person_id=person_id, withdrawn_at=None, case__in=visible_to(viewer))
    goes_on = Q(kind=WorkKind.TIME, ended_at=None)
    rows = rows.filter(Q(at__gte=since, at__lt=until) | goes_on)
    return [_line(row) for row in rows.order_by("at", "pk")[:MOST]]


def entry_line(entry_id: int, *, viewer: Person) -> EntryLine | None:
    """Return an entry; None if there is none that the viewer may see."""
    row = _rows().filter(pk=entry_id, case__in=visible_to(viewer)).first()
    return None if row is None else _line(row)


def running_of(person_id: int) -> EntryLine | None:
    """Return what a person is doing by their own word: begun, and not stopped."""
    rows = _rows().filter(person_id=person_id, kind=WorkKind.TIME, ended_at=None, withdrawn_at=None)
    row = rows.first()
    return None if row is None else _line(row)


def bands_of(line: EntryLine, card: CaseCard) -> dict[str, int]:
    """Return the seconds of an entry by band, by the policy's calendar where the machine stands."""
    if line.started_at is None or line.ended_at is None:
        return {}
    return seconds_by_band(card, line.started_at, line.ended_at, component=line.component)


def last_band_of(line: EntryLine, card: CaseCard) -> str:
    """Return the band in which an entry that has an end ended."""
    assert line.ended_at is not None
    return next(iter(bands_of(replace(line, started_at=line.ended_at - A_SECOND), card)))


def offered(card: CaseCard, entries: Sequence[EntryLine], *, person_id: int) -> list[Offered]:
    """Return visits of the case's facts for which a person has no time yet, the last first."""
    mine = [one for one in entries if one.person_id == person_id and one.withdrawn_at is None]
    there = [(one.started_at, one.ended_at) for one in mine]
    taken = [(a, b) for a, b in there if a is not None and b is not None]
    found = [
        Offered(since, until)
        for since, until in _visits(card.facts.standing)
        if not any(a < until and b > since for a, b in taken)
    ]
    return found[::-1]


def _visits(facts: Sequence[Fact]) -> Iterator[tuple[datetime, datetime]]:
    """Yield from each arrival to the end of that visit."""
    arrived: datetime | None = None
    for fact in sorted(facts, key=lambda one: one.at):
        if fact.kind == ARRIVED:
            arrived = arrived or fact.at
        elif fact.kind == ENDED and arrived is not None and fact.at > arrived:
            yield arrived, fact.at
            arrived = None


def _rows() -> QuerySet[Entry]:
    bill = Taken.objects.filter(entry=OuterRef("pk"), freed_at=None).values("bill")[:1]
    rows = Entry.objects.select_related("case", "person", "recorded_by", "withdrawn_by")
    return rows.annotate(bill=Subquery(bill))


def _line(row: Entry) -> EntryLine:
    return EntryLine(
        pk=row.pk,
        case_id=row.case_id,
        case_number=str(row.case.number),
        case_title=row.case.title,
        person_id=row.person_id,
        person=row.person.display_name,
        kind=WorkKind(row.kind),
        component=row.component,
        at=row.at,
        started_at=row.started_at,
        ended_at=row.ended_at,
        where=row.where,
        kilometres=row.kilometres,
        trips=row.trips,
        money=None if row.amount is None else Money(row.amount, row.currency),
        receipt_id=row.receipt_id,
        text=row.text,
        recorded_at=row.recorded_at,
        recorded_by=row.recorded_by.display_name,
        withdrawn_at=row.withdrawn_at,
        withdrawn_by=row.withdrawn_by.display_name if row.withdrawn_by else "",
        withdrawn_why=row.withdrawn_why,
        bill=getattr(row, "bill", None) or "",
    )
