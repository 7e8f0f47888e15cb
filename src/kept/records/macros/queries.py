"""Reading macros: what there is, who changed it, where it was run."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count

from kept.records.macros.models import Macro, MacroRun, MacroVersion
from kept.records.macros.offering import OfferedMacro, offered, steps_of
from kept.records.macros.steps import Step
from kept.records.naming import Named

__all__ = ["OfferedMacro", "offered"]


@dataclass(frozen=True, kw_only=True)
class MacroVersionCard(Named):
    """What a macro does, or did until it was changed."""

    number: int
    names: Mapping[str, str]
    case_types: tuple[str, ...]
    families: tuple[str, ...]
    steps: tuple[Step, ...]
    written_at: datetime
    written_by: str
    runs: int


@dataclass(frozen=True, kw_only=True)
class MacroCard:
    """A macro with its versions, the newest first."""

    key: str
    retired_at: datetime | None
    versions: tuple[MacroVersionCard, ...]

    @property
    def newest(self) -> MacroVersionCard:
        """Return what it does now."""
        return self.versions[0]

    @property
    def runs(self) -> int:
        """Return how often it was run."""
        return sum(version.runs for version in self.versions)


def macros() -> list[MacroCard]:
    """Return all macros by key, those that are offered no more last."""
    versions: dict[int, list[MacroVersionCard]] = defaultdict(list)
    rows = MacroVersion.objects.select_related("written_by").annotate(ran=Count("runs"))
    for row in rows.order_by("macro_id", "-number"):
        versions[row.macro_id].append(_version(row, row.ran))
    cards = [
        MacroCard(key=row.key, retired_at=row.retired_at, versions=tuple(versions[row.pk]))
        for row in Macro.objects.order_by("key")
    ]
    return sorted(cards, key=lambda card: card.retired_at is not None)


def macro(key: str) -> MacroCard | None:
    """Return a macro with all its versions; None if there is none."""
    return next((card for card in macros() if card.key == key), None)


def _version(row: MacroVersion, runs: int) -> MacroVersionCard:
    return MacroVersionCard(
        number=row.number,
        names=row.names,
        case_types=tuple(row.case_types),
        families=tuple(row.families),
        steps=tuple(steps_of(row)),
        written_at=row.written_at,
        written_by=row.written_by.display_name,
        runs=runs,
    )


@dataclass(frozen=True)
class RunLine(Named):
    """A macro that was run in a case."""

    key: str
    names: Mapping[str, str]
    number: int
    at: datetime
    by: str


def runs_of(case_id: int) -> list[RunLine]:
    """Return the macros that were run in a case, the last first."""
    rows = MacroRun.objects.filter(case_id=case_id).select_related("version__macro")
    return [
        RunLine(row.version.macro.key, row.version.names, row.version.number, row.at, row.by_name)
        for row in rows.order_by("-pk")
    ]
