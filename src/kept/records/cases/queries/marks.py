"""What changes how a case looks, for managers: by whom, for which customer, in which office."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from django.db.models import F, Q

from kept.records.cases.asking import LATE
from kept.records.cases.models import CaseFact
from kept.records.cases.queries.visible import visible_to
from kept.records.cases.running import running_policy
from kept.records.people.models import Person

GRADED, CONTESTED, DISPUTED, FOUND = (
    "case.graded",
    "grade.contested",
    "cause.disputed",
    "cause.found",
)
BEGAN, ENDED = "waiting.began", "waiting.ended"
ABOUT: Final = {CONTESTED: GRADED, DISPUTED: FOUND}  # what a contest is about
MOST: Final = 5_000


class Mark(StrEnum):
    """What a fact may be used for to make things look better."""

    MILDER = "milder"  # a level was made milder
    CONTESTED = "contested"  # somebody else contests a level or a cause
    PAUSED = "paused"  # a clock was told to wait
    LATE = "late"  # entered later than it happened
    CHANGED = "changed"  # an entry was corrected or withdrawn


class By(StrEnum):
    """What marks are counted by."""

    PERSON = "person"
    CUSTOMER = "customer"
    OFFICE = "office"


@dataclass(frozen=True)
class MarkLine:
    """One mark, and the case it is in. `person`: whose doing it is."""

    mark: Mark
    number: str
    title: str
    seq: int
    at: datetime
    received_at: datetime
    person_id: int | None
    person: str
    customer_id: int
    customer_names: Mapping[str, str]
    office_id: int
    office_names: Mapping[str, str]
    said: str
    lasting: timedelta | None = None  # how long a wait was, or how late an entry

    def belongs_to(self, by: By) -> tuple[int | None, Mapping[str, str]]:
        """Return the key and the names of what it is counted under."""
        match by:
            case By.PERSON:
                return self.person_id, {"en": self.person}
            case By.CUSTOMER:
                return self.customer_id, self.customer_names
            case By.OFFICE:
                return self.office_id, self.office_names


@dataclass(frozen=True)
class MarkCount:
    """The marks of one person, customer or office, and in how many of their cases.

    `cases` are those in which the person recorded something, or the customer or office had any.
    """

    key: int | None
    names: Mapping[str, str]
    counts: Mapping[Mark, int]
    waited: timedelta
    paused_cases: int
    cases: int

    @property
    def share_paused(self) -> float:
        """Return the share of cases with a pause."""
        return self.paused_cases / self.cases if self.cases else 0.0


@dataclass(frozen=True)
class Marks:
    """The marks of a stretch of time, the last entered first; `more`: the first of them only."""

    lines: tuple[MarkLine, ...]
    counts: tuple[MarkCount, ...]
    more: bool


def marks(*, by: By, since: datetime, until: datetime, viewer: Person) -> Marks:
    """Return what was entered between two moments in cases that the viewer may see."""
    wanted = _wanted(since, until, viewer)
    rows = list(wanted.order_by("-received_at", "-pk")[: MOST + 1])
    told = _of_the_same_cases(rows)
    lines = [line for row in rows[:MOST] for line in _lines(row, told[row["case_id"]], until)]
    return Marks(
        tuple(lines), tuple(_counted(lines, by, _cases(by, since, until, viewer))), len(rows) > MOST
    )


def _entered(since: datetime, until: datetime, viewer: Person) -> Any:
    seen = visible_to(viewer).values("pk")
    return CaseFact.objects.filter(received_at__gte=since, received_at__lt=until, case_id__in=seen)


def _wanted(since: datetime, until: datetime, viewer: Person) -> Any:
    told = Q(kind__in=[GRADED, CONTESTED, DISPUTED, BEGAN]) | ~Q(corrects=None)
    rows = _entered(since, until, viewer).filter(told | Q(at__lt=F("received_at") - LATE))
    return rows.values(
        *("case_id", "seq", "kind", "at", "received_at", "by_id", "by_name", "values", "corrects"),
        *("case__number", "case__title", "case__version_id", "case__overrides"),
        *("case__version__sha256", "case__responsible_id", "case__responsible__display_name"),
        *("case__customer_id", "case__customer__names", "case__office_id", "case__office__names"),
    )


def _of_the_same_cases(rows: Iterable[Mapping[str, Any]]) -> dict[int, list[CaseFact]]:
    """Return what else was said in these cases about levels, causes and waiting."""
    kinds = [GRADED, FOUND, BEGAN, ENDED]
    told: dict[int, list[CaseFact]] = defaultdict(list)
    cases = {row["case_id"] for row in rows}
    for fact in CaseFact.objects.filter(case_id__in=cases, kind__in=kinds).order_by("at", "seq"):
        told[fact.case_id].append(fact)
    return told


def _lines(row: Mapping[str, Any], told: list[CaseFact], until: datetime) -> Iterator[MarkLine]:
    """Yield what a fact is a mark of; one may be of several."""
    late = row["received_at"] - row["at"]
    if row["kind"] == GRADED and _is_milder(row):
        yield _line(row, Mark.MILDER)
    if row["kind"] in ABOUT:
        yield _line(row, Mark.CONTESTED, whose=_before(row, told))
    if row["kind"] == BEGAN:
        yield _line(row, Mark.PAUSED, lasting=_waited(row, told, until))
    if row["corrects"] is not None:
        yield _line(row, Mark.CHANGED)
    if late > LATE and row["kind"] != "fact.withdrawn":
        yield _line(row, Mark.LATE, lasting=late)


def _is_milder(row: Mapping[str, Any]) -> bool:
    running = running_policy(
        row["case__version_id"], row["case__overrides"], sha256=row["case__version__sha256"]
    )
    scale = running.policy.scales.get(f"level.{row['values'].get('level')}")
    order = [grade.key for grade in scale.grades] if scale else []
    was, grade = row["values"].get("was"), row["values"].get("grade")
    return was in order and grade in order and order.index(grade) > order.index(was)


def _before(row: Mapping[str, Any], told: list[CaseFact]) -> CaseFact | None:
    """Return the last fact before a contest that it is about."""
    kind = ABOUT[row["kind"]]
    return next((f for f in reversed(told) if f.kind == kind and f.at <= row["at"]), None)


def _waited(row: Mapping[str, Any], told: list[CaseFact], until: datetime) -> timedelta:
    """Return how long a wait lasted; one that goes on, so far."""
    began: datetime = row["at"]
    ends = (f.at for f in told if f.kind == ENDED and f.at >= began)
    return next(ends, until) - began


def _line(
    row: Mapping[str, Any],
    mark: Mark,
    *,
    whose: CaseFact | None = None,
    lasting: timedelta | None = None,
) -> MarkLine:
    person_id, person = row["by_id"], row["by_name"]
    if whose is not None:
        person_id, person = whose.by_id, whose.by_name
    elif mark is Mark.CONTESTED:  # a level that nobody set: who answers for the case
        person_id = row["case__responsible_id"]
        person = row["case__responsible__display_name"]
    said = row["values"].get("reason") or row["values"].get("text") or ""
    return MarkLine(
        mark=mark,
        number=row["case__number"],
        title=row["case__title"],
        seq=row["seq"],
        at=row["at"],
        received_at=row["received_at"],
        person_id=person_id,
        person=person,
        customer_id=row["case__customer_id"],
        customer_names=row["case__customer__names"],
        office_id=row["case__office_id"],
        office_names=row["case__office__names"],
        said=str(said),
        lasting=lasting,
    )


def _cases(by: By, since: datetime, until: datetime, viewer: Person) -> dict[int | None, int]:
    """Return in how many cases something was recorded, by whom or for whom."""
    field = {By.PERSON: "by_id", By.CUSTOMER: "customer_id", By.OFFICE: "case__office_id"}[by]
    pairs = _entered(since, until, viewer).order_by().values_list(field, "case_id").distinct()
    counts: dict[int | None, int] = defaultdict(int)
    for key, _case in pairs:
        counts[key] += 1
    return counts


def _counted(lines: Iterable[MarkLine], by: By, cases: Mapping[int | None, int]) -> list[MarkCount]:
    together: dict[int | None, list[MarkLine]] = defaultdict(list)
    for line in lines:
        together[line.belongs_to(by)[0]].append(line)
    found = [_count(key, own, by, cases.get(key, 0)) for key, own in together.items()]
    return sorted(found, key=lambda one: (-sum(one.counts.values()), one.key or 0))


def _count(key: int | None, own: list[MarkLine], by: By, cases: int) -> MarkCount:
    paused = [line for line in own if line.mark is Mark.PAUSED]
    return MarkCount(
        key=key,
        names=own[0].belongs_to(by)[1],
        counts={mark: sum(line.mark is mark for line in own) for mark in Mark},
        waited=sum((line.lasting or timedelta() for line in paused), timedelta()),
        paused_cases=len({line.number for line in paused}),
        cases=max(cases, len({line.number for line in own})),
    )
