"""Reading checklists: what there is, what fits a case, what was found."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from kept.records.cases.queries import CaseCard
from kept.records.checklists.items import Item, Outcome, from_json
from kept.records.checklists.models import (
    Checklist,
    ChecklistAnswer,
    ChecklistPublication,
    ChecklistRun,
    ChecklistVersion,
)
from kept.records.checklists.services import open_items
from kept.records.naming import Named


@dataclass(frozen=True, kw_only=True)
class VersionCard(Named):
    """One version of a checklist. `published_at` none: no case gets it."""

    number: int
    names: Mapping[str, str]
    case_types: tuple[str, ...]
    families: tuple[str, ...]
    ways: tuple[str, ...]
    completes: str
    items: tuple[Item, ...]
    written_at: datetime
    written_by: str
    published_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class ChecklistCard:
    """A checklist with its versions, the newest first."""

    key: str
    retired_at: datetime | None
    versions: tuple[VersionCard, ...]

    @property
    def newest(self) -> VersionCard:
        """Return what was written last."""
        return self.versions[0]

    @property
    def published(self) -> VersionCard | None:
        """Return what new cases get, if anything."""
        if self.retired_at is not None:
            return None
        return next((one for one in self.versions if one.published_at), None)


def checklists() -> list[ChecklistCard]:
    """Return all checklists that were not retired, by key, then those that were."""
    rows = Checklist.objects.order_by("key")
    versions: dict[int, list[VersionCard]] = defaultdict(list)
    for version in _versions():
        versions[version.checklist_id].append(_version(version))
    cards = [_card(row, versions[row.pk]) for row in rows if versions[row.pk]]
    return sorted(cards, key=lambda card: card.retired_at is not None)


def checklist(key: str) -> ChecklistCard | None:
    """Return a checklist with all its versions; None if there is none."""
    row = Checklist.objects.filter(key=key).first()
    if row is None:
        return None
    return _card(row, [_version(one) for one in _versions() if one.checklist_id == row.pk])


def _versions() -> Sequence[ChecklistVersion]:
    rows = ChecklistVersion.objects.select_related("publication", "written_by")
    return list(rows.order_by("checklist_id", "-number"))


def _card(row: Checklist, versions: Sequence[VersionCard]) -> ChecklistCard:
    return ChecklistCard(key=row.key, retired_at=row.retired_at, versions=tuple(versions))


def _version(row: ChecklistVersion) -> VersionCard:
    publication: ChecklistPublication | None = getattr(row, "publication", None)
    return VersionCard(
        number=row.number,
        names=row.names,
        case_types=tuple(row.case_types),
        families=tuple(row.families),
        ways=tuple(row.ways),
        completes=row.completes,
        items=tuple(from_json(kept) for kept in row.items),
        written_at=row.written_at,
        written_by=row.written_by.display_name,
        published_at=publication.published_at if publication else None,
    )


@dataclass(frozen=True, kw_only=True)
class AnswerLine:
    """What somebody said of an item."""

    seq: int
    outcome: Outcome
    said: str
    is_outside: bool
    photo_id: int | None
    photo_is_there: bool
    text: str
    at: datetime
    by: str


@dataclass(frozen=True, kw_only=True)
class ItemLine:
    """An item with what was said of it, the last first."""

    place: int
    item: Item
    answers: tuple[AnswerLine, ...]

    @property
    def last(self) -> AnswerLine | None:
        """Return the answer that counts; None while the item is open."""
        found = next(iter(self.answers), None)
        return None if found is None or found.outcome == Outcome.OPEN else found


@dataclass(frozen=True, kw_only=True)
class RunCard(Named):
    """A checklist of a case, as far as it came."""

    pk: int
    key: str
    names: Mapping[str, str]
    number: int
    lines: tuple[ItemLine, ...]
    started_at: datetime
    started_by: str
    aside_at: datetime | None
    aside_why: str

    @property
    def seen(self) -> int:
        """Return the last answer that is on record."""
        return max((one.seq for line in self.lines for one in line.answers), default=0)

    @property
    def answered(self) -> int:
        """Return how many items are answered."""
        return sum(line.last is not None for line in self.lines)

    @property
    def open_required(self) -> tuple[ItemLine, ...]:
        """Return the required items that nobody has answered; none of what was set aside."""
        if self.aside_at is not None:
            return ()
        outcomes = {line.place: line.last.outcome for line in self.lines if line.last}
        places = open_items([line.item for line in self.lines], outcomes)
        return tuple(line for line in self.lines if line.place in places)

    @property
    def outside(self) -> int:
        """Return how many values lie outside what is allowed."""
        return sum(line.last is not None and line.last.is_outside for line in self.lines)


def runs_of(case_id: int) -> list[RunCard]:
    """Return the checklists that were started for a case, in that order."""
    runs = ChecklistRun.objects.filter(case_id=case_id).select_related("version", "checklist")
    found = list(runs.order_by("pk"))
    if not found:
        return []
    answers: dict[int, list[ChecklistAnswer]] = defaultdict(list)
    rows = ChecklistAnswer.objects.filter(run__in=[run.pk for run in found])
    for row in rows.select_related("photo").order_by("run_id", "-seq"):
        answers[row.run_id].append(row)
    return [_run(run, answers[run.pk]) for run in found]


def _run(run: ChecklistRun, answers: Sequence[ChecklistAnswer]) -> RunCard:
    lines = tuple(
        ItemLine(
            place=place,
            item=from_json(kept),
            answers=tuple(_answer(row) for row in answers if row.item == place),
        )
        for place, kept in enumerate(run.version.items, start=1)
    )
    return RunCard(
        pk=run.pk,
        key=run.checklist.key,
        names=run.version.names,
        number=run.version.number,
        lines=lines,
        started_at=run.started_at,
        started_by=run.started_by_name,
        aside_at=run.aside_at,
        aside_why=run.aside_why,
    )


def _answer(row: ChecklistAnswer) -> AnswerLine:
    return AnswerLine(
        seq=row.seq,
        outcome=Outcome(row.outcome),
        said=row.said,
        is_outside=row.is_outside,
        photo_id=row.photo_id,
        photo_is_there=row.photo is not None and row.photo.withdrawn_at is None,
        text=row.text,
        at=row.at,
        by=row.by_name,
    )


@dataclass(frozen=True)
class Offered(Named):
    """A checklist that fits a case and was not started there."""

    key: str
    names: Mapping[str, str]


def fitting(card: CaseCard, family: str, *, running: Sequence[RunCard]) -> list[Offered]:
    """Return the published checklists that fit a case, by key, without those that run."""
    there = {run.key for run in running if run.aside_at is None}
    newest = ChecklistPublication.objects.filter(version__checklist__retired_at=None)
    newest = newest.order_by("version__checklist__key", "-version__number")
    rows = newest.distinct("version__checklist__key").select_related("version__checklist")
    return [
        Offered(row.version.checklist.key, row.version.names)
        for row in rows
        if row.version.checklist.key not in there and fits(row.version, card, family)
    ]


def fits(version: ChecklistVersion, card: CaseCard, family: str) -> bool:
    """Say whether a version is for such a case, such a machine, and a way of helping there."""
    ways = {step.key for line in card.assessment.ladders for step in line.steps}
    return (
        (not version.case_types or card.case_type in version.case_types)
        and (not version.families or family in version.families)
        and (not version.ways or bool(ways & set(version.ways)))
    )
