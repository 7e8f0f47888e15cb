"""Things that are measured: downtime, uptime, hours of operation, rates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

from kept.rules.hours import Duration
from kept.rules.policy.model.expressions import ALWAYS, Condition, Event, EventExpr
from kept.rules.policy.model.heads import RuleHead
from kept.rules.policy.model.numbers import Number

if TYPE_CHECKING:
    from kept.rules.policy.model.terms import Length


@dataclass(frozen=True, slots=True)
class Interval:
    """The time from one fact until another; `when` is asked of the first, at its own moment."""

    start: Event
    until: Event
    when: Condition = ALWAYS
    at_least: Duration | None = None  # shorter ones do not count
    same: tuple[str, ...] = ()  # values by which a beginning and an end belong together
    source: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Exclusion:
    """Time that is taken out of what is measured, at most so much in each period."""

    interval: Interval
    at_most: Length | None = None
    per: str = ""  # "month" | "quarter" | "year"; "": in the whole window


@dataclass(frozen=True, slots=True)
class Window:
    """The time that is looked at: a calendar period, a year of a term, or between two events."""

    period: str = ""  # "month" | "quarter" | "year"
    term: str = ""  # years of this term
    last: Event | None = None  # since the latest such event
    start: EventExpr | None = None
    until: EventExpr | None = None  # None: until now


@dataclass(frozen=True, slots=True)
class Deemed:
    """What a meter is taken to show while nobody has read it: so much a day since an event."""

    per_day: Decimal
    since: EventExpr


@dataclass(frozen=True, slots=True)
class Target:
    """What a measure has to be in each window; `bounds` are numbers in its unit."""

    bounds: Mapping[str, Number]  # "at_least" | "more_than" | "at_most" | "less_than"
    source: tuple[str, ...] = ()


class Gives(StrEnum):
    """What is made of the intervals."""

    TOTAL = "total"
    UPTIME = "uptime"  # per cent of the window that they do not take
    COUNT = "count"
    LONGEST = "longest"


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureRule(RuleHead):
    """Something that is measured: intervals between facts, a meter's reading, or a number."""

    intervals: tuple[Interval, ...] = ()
    exclude: tuple[Exclusion, ...] = ()
    window: Window | None = None  # None: everything until now
    calendar: str | None = None  # whose open hours count; None: every second
    unit: str = ""  # "minute" | "hour" | "day"
    gives: Gives = Gives.TOTAL
    reading: str = ""  # the attribute that a meter's reading gives
    deemed: Deemed | None = None
    value: Number | None = None
    target: Target | None = None
