"""Reading macros: what there is, who changed it, where it was run."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count

from kept.records.cases.queries.visible import visible_to
from kept.records.macros.models import Macro, MacroRun, MacroVersion
from kept.records.macros.offering import OfferedMacro, fits, newest, offered, steps_of
from kept.records.macros.steps import Step
from kept.records.macros.taking import may_take
from kept.records.naming import Named
from kept.records.people.models import Person

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


@dataclass(frozen=True, kw_only=True)
class MarkedCase:
    """A case that was marked, to run a macro in it beside others."""

    number: str
    title: str
    customer_names: Mapping[str, str]
    case_type: str
    family: str


@dataclass(frozen=True, kw_only=True)
class MacroForSeveral(Named):
    """A macro that a person may run, and how many of some cases it is for."""

    key: str
    names: Mapping[str, str]
    steps: int
    fitting: int


def marked_cases(numbers: Sequence[str], *, viewer: Person) -> list[MarkedCase]:
    """Return those cases that a person may see, in the order in which they are named."""
    rows = visible_to(viewer).filter(number__in=numbers)
    fields = ("number", "title", "customer__names", "case_type", "equipment__product__family")
    found = {
        number: MarkedCase(
            number=number, title=title, customer_names=names, case_type=kind, family=family or ""
        )
        for number, title, names, kind, family in rows.values_list(*fields)
    }
    return [found[number] for number in dict.fromkeys(numbers) if number in found]


def macros_for(cases: Sequence[MarkedCase], *, by: Person) -> list[MacroForSeveral]:
    """Return the macros whose every step a person may take, and that are for one of the cases.

    Whether a case lets them happen is found out by rehearsing them there.
    """
    mine = [(row, steps_of(row)) for row in newest()]
    counted = [
        MacroForSeveral(
            key=row.macro.key,
            names=row.names,
            steps=len(steps),
            fitting=sum(fits(row, case.case_type, case.family) for case in cases),
        )
        for row, steps in mine
        if all(may_take(step, by) for step in steps)
    ]
    return [one for one in counted if one.fitting]
