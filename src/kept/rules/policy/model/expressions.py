"""Conditions and events: data that the engine evaluates."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias

from kept.rules.facts.values import Scalar
from kept.rules.hours import Duration

if TYPE_CHECKING:
    from kept.rules.policy.model.terms import Length


class Op(StrEnum):
    """How a value is compared."""

    ONE_OF = "one_of"
    NOT_ONE_OF = "not_one_of"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    MORE_THAN = "more_than"
    LESS_THAN = "less_than"
    SAME_AS = "same_as"
    KNOWN = "known"


@dataclass(frozen=True, slots=True)
class Test:
    """`key` compared with `against`.

    Keys: an attribute ("cause", "site.city"), `term.<id>`, `level.<id>`, `zone.<id>`,
    `clock.<id>`, `calendar.<id>`. `at` is the event at whose instant it is looked at; None: the
    instant asked about (for `term.`: the start of the fault, else the request).
    """

    key: str
    op: Op
    against: tuple[Scalar, ...]
    at: EventExpr | None = None


@dataclass(frozen=True, slots=True)
class Happened:
    """An event has happened (a missing event is NO: it has not happened yet).

    `at` is the event by whose instant it must have happened; None: by the instant asked about.
    `ever`: in this case or in an earlier one of the same equipment.
    """

    event: EventExpr
    at: EventExpr | None = None
    ever: bool = False


@dataclass(frozen=True, slots=True)
class Elapsed:
    """The time from one event until another (or until now) compared with a duration."""

    start: EventExpr
    until: EventExpr | None
    op: Op
    duration: Length
    calendar: str | None = None


@dataclass(frozen=True, slots=True)
class Used:
    """An open run of a clock has used up at least this fraction (0.75) of its promised time."""

    clock: str
    fraction: float


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every part holds."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one part holds."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not hold."""

    part: Condition


Condition: TypeAlias = Test | Happened | Elapsed | Used | AllOf | AnyOf | Not
ALWAYS = AllOf(())


@dataclass(frozen=True, slots=True)
class Event:
    """A fact of this kind, or an attribute that holds a moment; `where` narrows its values."""

    kind: str
    where: tuple[Test, ...] = ()


@dataclass(frozen=True, slots=True)
class TimeIn:
    """The moment written in a field of the latest fact of this kind ("the agreed time")."""

    kind: str
    field: str


@dataclass(frozen=True, slots=True)
class TermEdge:
    """The start or end of a term."""

    term: str
    edge: str  # "start" | "end"


@dataclass(frozen=True, slots=True)
class After:
    """A while after (or, with `before`, before) another moment."""

    event: EventExpr
    duration: Length
    before: bool = False
    calendar: str | None = None


@dataclass(frozen=True, slots=True)
class Becomes:
    """The moment at which a condition began to hold."""

    condition: Condition


@dataclass(frozen=True, slots=True)
class Chosen:
    """The moment at which a remedy was chosen, if the choice stands."""

    remedy: str


@dataclass(frozen=True, slots=True)
class Reaches:
    """The moment at which a measure first was at least so much ("measure.hours")."""

    measure: str
    at_least: Decimal | Duration  # a duration is one of the measure's unit


@dataclass(frozen=True, slots=True)
class Opening:
    """The first working moment of a calendar at or after an event."""

    calendar: str
    event: EventExpr


@dataclass(frozen=True, slots=True)
class PeriodEnd:
    """The last second of the calendar month, quarter or year in which an event lies."""

    period: str
    event: EventExpr


class Pick(StrEnum):
    """How several moments become one."""

    FIRST_OF = "first_of"  # the earliest of those that have happened
    LAST_OF = "last_of"  # the latest of those that have happened
    ALL_OF = "all_of"  # the latest, once all have happened
    ONE_OF = "one_of"  # the first named that has happened


@dataclass(frozen=True, slots=True)
class Several:
    """Several events, of which `pick` chooses the moment."""

    pick: Pick
    events: tuple[EventExpr, ...]


EventExpr: TypeAlias = (
    Event | TimeIn | TermEdge | After | Becomes | Chosen | Opening | PeriodEnd | Reaches | Several
)


def alternatives(expr: EventExpr) -> tuple[Event, ...]:
    """Return the plain events of which any one is meant; () for anything more than that."""
    if isinstance(expr, Event):
        return (expr,)
    if not isinstance(expr, Several) or expr.pick not in (Pick.FIRST_OF, Pick.ONE_OF):
        return ()
    plain = tuple(event for event in expr.events if isinstance(event, Event))
    return plain if len(plain) == len(expr.events) else ()
