"""Reading checklists: what there is, what fits a case, what was found."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef
from django.db.models.functions import JSONObject

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

ANSWERED = ("seq", "item", "outcome", "said", "is_outside", "photo_id", "text", "at", "by_name")
SAID = ArraySubquery(
    ChecklistAnswer.objects.filter(run=OuterRef("pk"))
    .order_by("-seq")
    .values(
        answer=JSONObject(
            **{name: F(name) for name in ANSWERED}, photo_withdrawn_at=F("photo__withdrawn_at")
        )
    )
)


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
    return [_run(run, run.said) for run in runs.annotate(said=SAID).order_by("pk")]


def _run(run: ChecklistRun, answers: Sequence[Mapping[str, Any]]) -> RunCard:
    lines = tuple(
        ItemLine(
            place=place,
            item=from_json(kept),
            answers=tuple(_answer(told) for told in answers if told["item"] == place),
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


def _answer(told: Mapping[str, Any]) -> AnswerLine:
    known = {name: told[name] for name in ("seq", "said", "is_outside", "photo_id", "text")}
    return AnswerLine(
        outcome=Outcome(told["outcome"]),
        photo_is_there=told["photo_id"] is not None and told["photo_withdrawn_at"] is None,
        at=datetime.fromisoformat(told["at"]),
        by=told["by_name"],
        **known,
    )


@dataclass(frozen=True, kw_only=True)
class Published(Named):
    """A checklist that is offered where it fits, as it is published now."""

    key: str
    names: Mapping[str, str]
    case_types: Sequence[str]
    families: Sequence[str]
    ways: Sequence[str]

    def fits(self, card: CaseCard, family: str) -> bool:
        """Say whether it is for such a case, such a machine, and a way of helping there."""
        ways = {step.key for line in card.assessment.ladders for step in line.steps}
        return (
            (not self.case_types or card.case_type in self.case_types)
            and (not self.families or family in self.families)
            and (not self.ways or bool(ways & set(self.ways)))
        )


def published() -> list[Published]:
    """Return the checklists that are published and not retired, by key."""
    rows = ChecklistPublication.objects.filter(version__checklist__retired_at=None)
    rows = rows.order_by("version__checklist__key", "-version__number")
    rows = rows.distinct("version__checklist__key").select_related("version__checklist")
    return [_published(row.version) for row in rows]


def _published(row: ChecklistVersion) -> Published:
    return Published(
        key=row.checklist.key,
        names=row.names,
        case_types=row.case_types,
        families=row.families,
        ways=row.ways,
    )


def fitting(
    card: CaseCard, family: str, *, running: Sequence[RunCard], among: Iterable[Published]
) -> list[Published]:
    """Return the checklists that fit a case, without those that run there already."""
    there = {run.key for run in running if run.aside_at is None}
    return [one for one in among if one.key not in there and one.fits(card, family)]
