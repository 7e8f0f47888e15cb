"""Promises of time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from kept.rules.facts.values import Texts
from kept.rules.hours import Duration
from kept.rules.policy.model.clauses import Place
from kept.rules.policy.model.expressions import Condition, Event, EventExpr
from kept.rules.policy.model.tables import Table


class Strength(StrEnum):
    """What a missed promise means."""

    GUARANTEE = "guarantee"  # a breach, with its consequences
    TARGET = "target"  # reported, without a right for the customer
    AIM = "aim"  # measured


@dataclass(frozen=True, slots=True)
class Pause:
    """While this lasts the clock stands still."""

    start: Event
    until: Event
    when: Condition
    name: Texts
    source: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Warn:
    """When to warn: at a fraction of the budget, or an offset from the due (negative: before)."""

    fraction: float | None = None
    offset: Duration | None = None
    before: bool = True


class Repeat(StrEnum):
    """How often a clock runs."""

    ONCE = "once"
    EACH_START = "each_start"  # the next start after a stop begins a new run
    AFTER_STOP = "after_stop"  # each stop begins the next run, until `repeat_until`


@dataclass(frozen=True, slots=True)
class ClockRule:
    """A promise of time between two events."""

    id: str
    name: Texts
    source: tuple[str, ...]
    actor: str
    when: Condition
    start: EventExpr
    stop: EventExpr
    limit: Table
    calendar: str
    strength: Strength
    pauses: tuple[Pause, ...] = ()
    warnings: tuple[Warn, ...] = ()
    assumed: Mapping[str, str] = field(default_factory=dict)  # part -> reading that fills it
    repeat: Repeat = Repeat.ONCE
    repeat_until: EventExpr | None = None
    waived_by: EventExpr | None = None
    lead_before: EventExpr | None = None  # the limit is a minimum lead before this moment
    not_before: str = ""  # never due before this clock, while that one is still open
    see: tuple[str, ...] = ()
    note: Texts = field(default_factory=dict)
    place: Place | None = None
