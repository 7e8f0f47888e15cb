"""What a policy says, as values. Read from text by `load`, evaluated by `kept.rules.assess`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import TypeAlias

from kept.rules.facts.values import Scalar, Texts
from kept.rules.hours import CalendarSpec, Duration, Limit

# --- where it stands -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a policy file something is said."""

    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


class ClauseState(StrEnum):
    """How a clause is kept: by rules, shown as text, without value yet, or by a form to come."""

    RULE = "rule"
    STATEMENT = "statement"
    UNSET = "unset"
    PENDING = "pending"


@dataclass(frozen=True, slots=True)
class Clause:
    """One numbered sentence of the paper, in the reader's languages."""

    id: str
    text: Texts
    state: ClauseState
    form: str = ""  # for unset and pending: the rule form that will keep it
    note: Texts = field(default_factory=dict)  # a proxy measure, or what the owner must set
    paper_line: int | None = None
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """How the company reads a doubtful or contradictory place of its paper, and who decided it."""

    id: str
    clauses: tuple[str, ...]
    text: Texts
    decided_by: str = ""
    decided_on: date | None = None


# --- vocabulary ------------------------------------------------------------------------------


class FactType(StrEnum):
    """What kind of value an attribute holds."""

    YES_NO = "yes_no"
    ONE_OF = "one_of"
    TEXT = "text"
    NUMBER = "number"
    MOMENT = "moment"
    DURATION = "duration"


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a `one_of` attribute; `within` names the wider value it is a kind of."""

    key: str
    name: Texts
    within: str | None = None


@dataclass(frozen=True, slots=True)
class Attribute:
    """Something that can be known about a case, its equipment, site or contract."""

    key: str
    name: Texts
    type: FactType
    choices: tuple[Choice, ...] = ()
    ask: Texts = field(default_factory=dict)  # the question put to the caller
    asked_at: str = ""  # "intake", "finding" or "" (not asked)


@dataclass(frozen=True, slots=True)
class EventKind:
    """A kind of fact that can start or stop something; `undone_by` opens it again (reopening)."""

    key: str
    name: Texts
    undone_by: str | None = None


@dataclass(frozen=True, slots=True)
class Named:
    """A channel, case type, party or cost component, and where the paper says so."""

    key: str
    name: Texts
    source: tuple[str, ...] = ()
    calendar: str | None = None


# --- conditions ------------------------------------------------------------------------------


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
    """

    event: EventExpr
    at: EventExpr | None = None


@dataclass(frozen=True, slots=True)
class Elapsed:
    """The time from one event until another (or until now) compared with a duration."""

    start: EventExpr
    until: EventExpr | None
    op: Op
    duration: Duration
    calendar: str | None = None


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


Condition: TypeAlias = Test | Happened | Elapsed | AllOf | AnyOf | Not
ALWAYS = AllOf(())

# --- events ----------------------------------------------------------------------------------


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
    duration: Duration
    before: bool = False
    calendar: str | None = None


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


EventExpr: TypeAlias = Event | TimeIn | TermEdge | After | Several

# --- tables ----------------------------------------------------------------------------------


class CellState(StrEnum):
    """What a cell holds when it holds no value of its own."""

    VALUE = "value"
    UNSET = "unset"  # the paper leaves the number out
    NEGOTIATED = "negotiated"  # agreed case by case
    NOT_OFFERED = "not_offered"  # not part of the service
    NONE = "none"  # deliberately without limit
    FROM = "from"  # an attribute of contract, equipment or site gives it
    ON_TIME = "on_time"  # due at the start itself: an appointment
    IMMEDIATELY = "immediately"  # the word without a number; `limit` is the owner's tolerance


@dataclass(frozen=True, slots=True)
class Modifier:
    """Adds working time to a limit when a condition holds at the start ("+2 h on days off")."""

    when: Condition
    add: Duration
    source: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a limit: how long, or why there is no number."""

    state: CellState
    limit: Limit | None = None
    target: Limit | None = None  # the lower end of a range
    attribute: str = ""  # for FROM
    fallback: Cell | None = None  # for FROM, when the attribute is not known
    source: tuple[str, ...] = ()
    modifiers: tuple[Modifier, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table: a value or "*" for each dimension, and its cell."""

    keys: tuple[str, ...]
    cell: Cell


@dataclass(frozen=True, slots=True)
class Table:
    """A limit by dimensions (keys as in `Test`); the first row that fits counts."""

    by: tuple[str, ...]
    rows: tuple[Row, ...]


# --- rules -----------------------------------------------------------------------------------


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


@dataclass(frozen=True, slots=True)
class LengthFrom:
    """A length that an attribute gives ("contract.warranty"); `source` names it for people."""

    attribute: str
    source: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Lengths:
    """Several lengths of which one counts: the longest, the shortest, or the first known."""

    pick: str  # "longest_of" | "shortest_of" | "first_known"
    options: tuple[Length, ...]
    source: tuple[str, ...] = ()


class NoLength(StrEnum):
    """A term without a number."""

    LIFE = "life"
    UNSET = "unset"
    NEGOTIATED = "negotiated"


Length: TypeAlias = Duration | LengthFrom | Lengths | NoLength


@dataclass(frozen=True, slots=True)
class Extension:
    """Adds the union of these intervals to a term ("the actual stop time")."""

    start: Event
    until: Event
    when: Condition
    source: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TermRule:
    """A period in which something holds: a warranty, a phase, the time a service is available."""

    id: str
    name: Texts
    source: tuple[str, ...]
    start: EventExpr
    length: Length
    end: EventExpr | None = None  # ends at this moment if that is earlier (retired, hours used up)
    evidence: EventExpr | None = None  # what proves the start
    when: Condition = ALWAYS
    extensions: tuple[Extension, ...] = ()
    gives: Texts = field(default_factory=dict)  # what the term entitles to
    assumed: Mapping[str, str] = field(default_factory=dict)
    see: tuple[str, ...] = ()
    note: Texts = field(default_factory=dict)
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Grade:
    """One value of a classification and when it is given; `when` None: otherwise."""

    key: str
    name: Texts
    when: Condition | None
    source: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Scale:
    """A classification: severity level, service tier or zone. Worst (or nearest) grades first.

    The first grade that holds counts. `attribute`: the value is read from there instead.
    """

    id: str
    kind: str  # "level" | "zone"
    name: Texts
    grades: tuple[Grade, ...]
    source: tuple[str, ...] = ()
    attribute: str = ""
    grader: str = ""
    table: Mapping[tuple[str, ...], str] = field(
        default_factory=dict
    )  # a matrix, e.g. impact x urgency
    table_by: tuple[str, ...] = ()
    see: tuple[str, ...] = ()
    note: Texts = field(default_factory=dict)
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class CoverCase:
    """Something that a term covers or does not cover."""

    inside: bool
    when: Condition
    name: Texts
    source: tuple[str, ...]
    items: tuple[str, ...] = ()  # services or components; empty: all


@dataclass(frozen=True, slots=True)
class CoverRule:
    """What is in and what is out; an exclusion wins over a cover."""

    id: str
    name: Texts
    cases: tuple[CoverCase, ...]
    see: tuple[str, ...] = ()
    note: Texts = field(default_factory=dict)
    place: Place | None = None

    @property
    def source(self) -> tuple[str, ...]:
        """Return the clauses of all cases."""
        return tuple(c for case in self.cases for c in case.source)


@dataclass(frozen=True, slots=True)
class CostCase:
    """Who pays which component, and at which price, when a condition holds."""

    when: Condition
    pays: Mapping[str, str]  # component or "all" -> party
    price: Mapping[str, str]  # component or "all" -> price basis
    source: tuple[str, ...]
    name: Texts = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CostRule:
    """Ordered cases; for each component the first that holds and names it decides."""

    id: str
    name: Texts
    cases: tuple[CostCase, ...]
    see: tuple[str, ...] = ()
    note: Texts = field(default_factory=dict)
    place: Place | None = None

    @property
    def source(self) -> tuple[str, ...]:
        """Return the clauses of all cases."""
        return tuple(c for case in self.cases for c in case.source)


Rule: TypeAlias = ClockRule | TermRule | CoverRule | CostRule


@dataclass(frozen=True, slots=True)
class CalendarRule:
    """A named calendar; `zone` is an IANA name or "site" / "office" (taken from the case)."""

    id: str
    name: Texts
    spec: CalendarSpec  # with the policy's own time zone where `zone` depends on the case
    zone: str
    source: tuple[str, ...] = ()
    assumed: str = ""


@dataclass(frozen=True, eq=False)
class Policy:
    """A whole policy version. Immutable; compared by identity, `sha256` tells which text it is."""

    id: str
    title: Texts
    version: str
    language_version: int
    zone: str
    paper: str
    clauses: Mapping[str, Clause]
    readings: Mapping[str, Reading]
    events: Mapping[str, EventKind]  # the standard ones and the policy's own
    attributes: Mapping[str, Attribute]
    parties: Mapping[str, Named]
    channels: Mapping[str, Named]
    case_types: Mapping[str, Named]
    components: Mapping[str, Named]
    prices: Mapping[str, Named]
    calendars: Mapping[str, CalendarRule]
    scales: Mapping[str, Scale]  # by "level.<id>" / "zone.<id>"
    rules: Mapping[str, Rule]
    sha256: str = ""

    @cached_property
    def clocks(self) -> tuple[ClockRule, ...]:
        """Return the clock rules in the order of the file."""
        return tuple(r for r in self.rules.values() if isinstance(r, ClockRule))

    @cached_property
    def terms(self) -> tuple[TermRule, ...]:
        """Return the terms in the order of the file."""
        return tuple(r for r in self.rules.values() if isinstance(r, TermRule))

    @cached_property
    def covers(self) -> tuple[CoverRule, ...]:
        """Return the coverage rules in the order of the file."""
        return tuple(r for r in self.rules.values() if isinstance(r, CoverRule))

    @cached_property
    def costs(self) -> tuple[CostRule, ...]:
        """Return the cost rules in the order of the file."""
        return tuple(r for r in self.rules.values() if isinstance(r, CostRule))
