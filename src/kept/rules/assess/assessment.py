"""What follows from a policy and the facts of a case, each line with its clause and its reasons."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, replace
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

from kept.rules.assess.unchanging import unchanging
from kept.rules.facts.values import Texts, Truth, Value
from kept.rules.hours import Duration
from kept.rules.policy.model import CellState, Condition, Strength

if TYPE_CHECKING:
    from kept.rules.assess.amounts import AmountLine
    from kept.rules.assess.assignments import AssignmentLine
    from kept.rules.assess.contests import ContestLine, FindingLine
    from kept.rules.assess.counters import CounterLine
    from kept.rules.assess.duties import DutyLine
    from kept.rules.assess.escalations import EscalationLine
    from kept.rules.assess.gates import GateLine
    from kept.rules.assess.ladders import LadderLine
    from kept.rules.assess.measures import MeasureLine
    from kept.rules.assess.precedence import PrecedenceLine
    from kept.rules.assess.provisions import ProvisionLine
    from kept.rules.assess.remedies import RemedyLine
    from kept.rules.assess.schedules import ScheduleLine


CLOSED = "case.closed"


SHARED = "shared"


class ClockState(StrEnum):
    """Where a clock stands; every state has a word, a shape and a colour on every screen."""

    NOT_STARTED = "not_started"
    RUNNING = "running"
    PAUSED = "paused"
    MET = "met"
    BROKEN = "broken"  # past its due and not done
    LATE = "late"  # done after its due
    UNSET = "unset"  # running or done without a number, or done after a due that is only possible
    ENDED = "ended"  # no longer owed (waived, withdrawn, no longer applies); nothing was broken


@unchanging
class Because:
    """One condition with its answer and the values it saw (None: unknown).

    `parts`: the alternatives of an any-of that is still open, or what one of them takes together.
    """

    condition: Condition
    truth: Truth
    values: tuple[tuple[str, Value | None], ...] = ()
    facts: tuple[str, ...] = ()  # ids of the facts it rests on
    parts: tuple[Because, ...] = ()
    case: str = ""  # the earlier case in which it happened


@unchanging
class Reason:
    """Why a line is there: the clauses, the conditions with their values, and the facts used."""

    clauses: tuple[str, ...]
    because: tuple[Because, ...] = ()
    facts: tuple[str, ...] = ()
    readings: tuple[str, ...] = ()


@unchanging
class Stop:
    """An interval that a clock did not count, [start, end); `end` None: still going on."""

    start: datetime
    end: datetime | None
    clauses: tuple[str, ...]
    facts: tuple[str, ...]
    name: Texts = field(default_factory=dict)
    counted_seconds: int = 0  # working time taken out of the clock, up to `at`


@unchanging
class Promise:
    """One version of a promise; a new grade or contract term makes the next one.

    `due_at` None: without number (`cell` says why). `since` is when this version came into force.
    """

    since: datetime
    cell: CellState
    limit: str  # canonical text of the limit, "" without number
    due_at: datetime | None
    target_at: datetime | None
    keys: tuple[tuple[str, str | None], ...]  # table dimension -> value it was read at
    clauses: tuple[str, ...]
    certain: bool
    provisional: bool = False  # the calendar of that year is not published yet


@unchanging
class ClockLine:
    """One run of one promised clock, as known from the facts at the asked moment."""

    rule: str
    run: int  # 1 for the first; repeating clocks have more
    name: Texts
    actor: str
    strength: Strength
    state: ClockState
    certain: bool  # False: a condition is unknown, the clock runs as if it applied
    started_at: datetime | None
    promises: tuple[Promise, ...]  # oldest first; the last one counts
    due_at: datetime | None
    target_at: datetime | None
    done_at: datetime | None
    broken_at: datetime | None  # stays when the rule later stops applying
    ended_at: datetime | None
    warn_at: tuple[datetime, ...]
    stops: tuple[Stop, ...]
    spent_seconds: int | None  # working time used up to done_at or `at`
    calendar: str
    assumed: Mapping[str, str]  # part -> reading
    start_kind: str  # the event or attribute it began with, "" until then
    start_fact: str | None
    stop_fact: str | None
    reason: Reason

    @property
    def key(self) -> str:
        """Return the name of this run within its case: "on_site", "answer#2"."""
        return self.rule if self.run == 1 else f"{self.rule}#{self.run}"

    @property
    def open(self) -> bool:
        """Return whether the promise is still to be done."""
        return self.done_at is None and self.ended_at is None and self.started_at is not None


class TermState(StrEnum):
    """Where a term stands at a moment."""

    NOT_STARTED = "not_started"
    ACTIVE = "active"
    ENDED = "ended"
    UNKNOWN = "unknown"


@unchanging
class TermLine:
    """A term of the equipment. `end` None with a known start: for life, or without number."""

    rule: str
    name: Texts
    gives: Texts
    start: datetime | None
    end: datetime | None
    base_end: datetime | None  # without extensions
    length: str  # canonical text, "life", "unset", "negotiated"
    length_source: str  # attribute or "" for the policy's own number
    extended_seconds: int
    extensions: tuple[Stop, ...]
    state: TermState  # at the asked moment
    at_fault: TermState  # at the start of the fault, which decides cover and cost
    evidence_missing: bool
    ended_by: str  # "length" | "end" | "cap" | "floor" | "void" | "transfer"; "": no end known
    guarantor: str
    restarted_at: datetime | None  # when it last began again
    renewals: int  # how often it went on because nobody gave notice
    certain: bool  # False: nobody can say yet whether it is given
    reason: Reason

    def placed(self, at: datetime, fault_began: datetime) -> TermLine:
        """Return the term with its states at the asked moment and at the start of the fault."""
        return replace(self, state=self.state_at(at), at_fault=self.state_at(fault_began))

    def state_at(self, moment: datetime) -> TermState:
        """Return where the term stands at `moment`; without number it is unknown once begun."""
        if self.start is None:
            return TermState.UNKNOWN
        if moment < self.start:
            return TermState.NOT_STARTED
        if self.end is not None and moment >= self.end:
            return TermState.ENDED
        if self.end is not None:
            open_ended = self.length in ("unset", "negotiated", "open") and self.ended_by == "cap"
            return TermState.UNKNOWN if open_ended else TermState.ACTIVE
        return TermState.ACTIVE if self.length == "life" else TermState.UNKNOWN


@unchanging
class GradeLine:
    """The value of a level or zone. None: not known yet; `possible` is what it may still be."""

    scale: str  # "level.fault"
    name: Texts
    value: str | None
    value_name: Texts
    since: datetime | None
    possible: tuple[str, ...]
    changes_at: datetime | None  # when it will change by time alone
    reason: Reason


@unchanging
class CoverLine:
    """One cover or exclusion that holds or may hold."""

    rule: str
    name: Texts
    inside: bool
    truth: Truth  # YES or UNKNOWN (possible)
    items: tuple[str, ...]
    reason: Reason


@unchanging
class Charge:
    """What a price says in numbers; None: nothing, or not known (then `missing` says why)."""

    fee: Decimal | None = None
    at_least: Decimal | None = None
    increments: Duration | None = None
    word: str = ""  # what the paper has instead of a number
    missing: tuple[str, ...] = ()


@unchanging
class Outcome:
    """One answer for a component: sure (`truth` YES) or possible (UNKNOWN).

    `value` is a party, SHARED (then `shares` are the per cent of each, None: not known), or a price
    basis, "" for a price in numbers alone.
    """

    value: str
    truth: Truth
    provisional: bool  # what follows from a finding that is provisional
    reason: Reason
    shares: tuple[tuple[str, Decimal | None], ...] = ()
    charge: Charge | None = None


@unchanging
class BandRate:
    """How many times the normal price an hour of a band costs.

    No factor: its own price in a list counts, unless `word` or `missing` says why it is not known.
    """

    key: str
    name: Texts
    factor: Decimal | None
    word: str
    missing: tuple[str, ...]
    reason: Reason

    @property
    def is_multiple(self) -> bool:
        """Say whether its price is a multiple of the normal one, known or not."""
        return self.factor is not None or bool(self.word or self.missing)


@unchanging
class HoursCharged:
    """How hours of a component are told apart, and the least that is charged for them."""

    bands: tuple[BandRate, ...]
    call_out: Duration | None
    increments: Duration | None
    reason: Reason


@unchanging
class CostLine:
    """Who pays a component and at which price. Nothing in `payers`: the paper is silent, ask."""

    component: str
    payers: tuple[Outcome, ...]
    prices: tuple[Outcome, ...]
    hours: HoursCharged | None = None

    @property
    def payer(self) -> str | None:
        """Return the party when every outcome left standing names the same one alone."""
        values = {outcome.value for outcome in self.payers}
        if SHARED in values:
            return None
        return values.pop() if len(values) == 1 and self.payers[-1].truth is Truth.YES else None


@unchanging
class Absent:
    """A rule that gives no line here, and why: the conditions that are not met."""

    rule: str
    name: Texts
    reason: Reason


@unchanging
class Passed:
    """A case of a cost or cover rule that decides nothing here, and why.

    `beaten_by` are the clauses of what wins over it; none: its own condition does not hold.
    """

    rule: str
    number: int  # 1 for the first case of its rule
    name: Texts
    reason: Reason
    beaten_by: tuple[str, ...] = ()


@unchanging
class Assessment:
    """Everything that follows at `at`. `look_at`: when time alone next changes something."""

    policy: str
    version: str
    at: datetime
    clocks: tuple[ClockLine, ...]
    terms: tuple[TermLine, ...]
    grades: tuple[GradeLine, ...]
    contests: tuple[ContestLine, ...]
    finding: FindingLine | None
    cover: tuple[CoverLine, ...]
    costs: tuple[CostLine, ...]
    gates: tuple[GateLine, ...]
    remedies: tuple[RemedyLine, ...]
    ladders: tuple[LadderLine, ...]
    counters: tuple[CounterLine, ...]
    duties: tuple[DutyLine, ...]
    measures: tuple[MeasureLine, ...]
    provisions: tuple[ProvisionLine, ...]
    assignments: tuple[AssignmentLine, ...]
    escalations: tuple[EscalationLine, ...]
    precedence: tuple[PrecedenceLine, ...]
    amounts: tuple[AmountLine, ...]
    schedules: tuple[ScheduleLine, ...]
    absent: tuple[Absent, ...]
    passed: tuple[Passed, ...]
    unset: tuple[str, ...]  # clauses without value
    statements: tuple[str, ...]
    pending: tuple[str, ...]
    look_at: datetime | None

    def clock(self, key: str) -> ClockLine:
        """Return the clock run named `key`; KeyError if there is none."""
        return {line.key: line for line in self.clocks}[key]

    def duty(self, key: str) -> DutyLine:
        """Return the duty named `key`; KeyError if there is none."""
        return {line.key: line for line in self.duties}[key]

    @property
    def contested(self) -> tuple[ContestLine, ...]:
        """Return the contests that nobody has decided yet."""
        return tuple(line for line in self.contests if line.is_open)

    def holding_back(self, step: str) -> tuple[GateLine | DutyLine, ...]:
        """Return what keeps a step ("case.closed") from happening now."""
        gates = tuple(g for g in self.gates if g.state.value == "closed" and step in g.steps)
        owed = (d for d in self.duties if d.blocks_closing and d.state.value == "owed")
        return (*gates, *(owed if step == CLOSED else ()))

    def cost(self, component: str) -> CostLine:
        """Return the line of a cost component; KeyError if there is none."""
        return {line.component: line for line in self.costs}[component]
