"""What the hotline's pages show: a frozen dataclass per page, made by a view, read by a template.

Templates neither query nor decide. Texts are whole sentences in the reader's language; Chinese
words inside them need no mark. Moments are aware datetimes. A clause is always a ClauseRef.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from django.forms import BoundField, Form

from kept.web.common.ruler import Ruler

State = Literal[
    "running",
    "soon",
    "breached",
    "met",
    "paused",
    "not_started",
    "unset",
    "possible",
    "stopped",
]
Strength = Literal["guarantee", "target", "aim"]


@dataclass(frozen=True, kw_only=True)
class ClauseRef:
    """A clause by its number; `url` leads to its words."""

    label: str
    url: str = ""


@dataclass(frozen=True, kw_only=True)
class Link:
    """Words that lead somewhere."""

    label: str
    url: str


@dataclass(frozen=True, kw_only=True)
class Action:
    """Something that can be done. `waits_for`: it cannot yet, and this sentence says why."""

    label: str
    url: str
    key: str = ""
    waits_for: str = ""
    clause: ClauseRef | None = None


# --- the queue ------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class QueueClock:
    """The clock of a case that runs out first, or the one that says most if none runs."""

    state: State
    due_at: datetime | None = None
    met_at: datetime | None = None
    note: str = ""  # after the state: what it waits for


@dataclass(frozen=True, kw_only=True)
class QueueRow:
    """One case in the queue."""

    number: str
    url: str
    customer: str
    summary: str
    clock: QueueClock
    promise: str  # what is owed next: "Engineer on site", or "2 h 10 left" for a paused one
    clause: str
    viewers: str = ""  # "Liu Yang is viewing"

    @property
    def row_id(self) -> str:
        """Return the id by which a refresh knows the row again."""
        return f"row-{self.number}"


@dataclass(frozen=True, kw_only=True)
class QueueGroup:
    """Rows that belong together; the first group needs no title."""

    rows: Sequence[QueueRow]
    title: str = ""


@dataclass(frozen=True, kw_only=True)
class QueueFilter:
    """A view of the queue, kept in the address."""

    label: str
    url: str
    is_on: bool
    count: int | None = None


@dataclass(frozen=True, kw_only=True)
class Queue:
    """The queue. `version` changes when anything in it does; `version_url` answers 204 if not."""

    title: str
    groups: Sequence[QueueGroup]
    filters: Sequence[QueueFilter]
    version: str
    version_url: str
    new_url: str
    urgent: Link | None = None  # "2 within 10 min"
    more: Link | None = None  # when there are more rows than are shown
    current: str = ""  # the number of the case that is open

    @property
    def is_empty(self) -> bool:
        """Say whether nothing waits."""
        return not any(group.rows for group in self.groups)


@dataclass(frozen=True, kw_only=True)
class QueuePage:
    """The queue without an open case."""

    now: datetime
    queue: Queue


# --- a case ---------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class ClauseText:
    """What the paper says, in one language (BCP 47)."""

    lang: str
    text: str


@dataclass(frozen=True, kw_only=True)
class SumLine:
    """One line of the sum that gives a due time: "+ 3 h", "promised", "S2-2b"."""

    amount: str
    words: str
    source: str
    is_total: bool = False


@dataclass(frozen=True, kw_only=True)
class Why:
    """Why a clock says what it says."""

    title: str
    clause: ClauseRef
    texts: Sequence[ClauseText]
    sum: Sequence[SumLine] = ()
    sentence: str = ""  # where there is no sum: why not started, why unset
    calendar: str = ""
    applies: Sequence[str] = ()
    assumed: Sequence[str] = ()  # readings that somebody decided where the paper is silent
    if_missed: str = ""
    if_missed_clause: ClauseRef | None = None
    cites: Sequence[int] = ()  # numbers of the facts it stands on
    say: str = ""  # the same for the customer, to copy
    say_lang: str = ""
    links: Sequence[Link] = ()

    @property
    def cited_ids(self) -> str:
        """Return the ids of the facts it stands on."""
        return " ".join(f"fact-{number}" for number in self.cites)


@dataclass(frozen=True, kw_only=True)
class Clock:
    """A promise of time."""

    key: str
    name: str  # "Engineer on site, 3 h"
    clause: ClauseRef
    state: State
    why: Why | None = None
    started_at: datetime | None = None
    due_at: datetime | None = None
    target_at: datetime | None = None
    met_at: datetime | None = None
    broken_at: datetime | None = None
    note: str = ""
    spent: str = ""  # "2 h 18 of 3 h, 14 min paused"
    no_due: str = ""  # instead of a due time: "none yet", "moves on"
    ruler: Ruler | None = None
    strength: Strength = "guarantee"
    is_certain: bool = True  # no: a condition is unknown, it runs as if it applied
    is_assumed: bool = False  # the calendar, the start or the end was decided, not written
    then: str = ""  # as known then, where a late fact changed the answer

    @property
    def why_id(self) -> str:
        """Return the id of its why."""
        return f"why-{self.key.replace('#', '-')}"


@dataclass(frozen=True, kw_only=True)
class LateFact:
    """A fact that came later than it happened and changed an answer."""

    received_at: datetime
    known_then: str
    known_now: str


@dataclass(frozen=True, kw_only=True)
class FactLine:
    """Something that happened."""

    number: int
    at: datetime
    title: str
    detail: str = ""
    turns_clock: bool = False  # it started or stopped one
    late: LateFact | None = None
    is_late: bool = False  # received later than it happened, without changing an answer
    received_at: datetime | None = None
    is_withdrawn: bool = False

    @property
    def fact_id(self) -> str:
        """Return the id by which a why cites it."""
        return f"fact-{self.number}"


@dataclass(frozen=True, kw_only=True)
class NextFact:
    """A button for what may happen next. With `url` it asks more on a page of its own."""

    kind: str
    label: str
    key: str
    is_likely: bool = False
    url: str = ""


@dataclass(frozen=True, kw_only=True)
class Pair:
    """A label and its value, with a link and a note if there are."""

    label: str
    value: str
    url: str = ""
    note: str = ""
    is_unknown: bool = False


@dataclass(frozen=True, kw_only=True)
class TermBox:
    """A warranty or another term."""

    title: str
    state: State  # met: it holds; stopped: it has ended; possible, unset, not_started
    words: str  # "in warranty, 263 days left"
    starts_on: str = ""
    ends_on: str = ""
    ruler: Ruler | None = None
    sentence: str = ""
    clause: ClauseRef | None = None
    possible: str = ""


@dataclass(frozen=True, kw_only=True)
class PayLine:
    """Who pays a component. A possible line says under which condition."""

    component: str
    payer: str
    clause: ClauseRef | None
    price: str = ""
    is_sure: bool = True
    condition: str = ""


@dataclass(frozen=True, kw_only=True)
class Owed:
    """What must still be done or handed over."""

    words: str
    state: State
    clause: ClauseRef | None


@dataclass(frozen=True, kw_only=True)
class PolicyLine:
    """A rule of the policy that gives nothing here, with the reason."""

    name: str
    words: str
    clause: ClauseRef
    state: State = "stopped"


@dataclass(frozen=True, kw_only=True)
class EarlierCase:
    """Another case of the same equipment."""

    number: str
    url: str
    summary: str
    on: str


@dataclass(frozen=True, kw_only=True)
class Level:
    """The severity level: its words, and 1 (worst) to 4 for the bars."""

    words: str
    bars: int


@dataclass(frozen=True, kw_only=True)
class CasePage:
    """One case, with the queue beside it."""

    now: datetime
    queue: Queue
    version: str
    version_url: str
    number: str
    title: str
    level: Level | None
    customer: Link
    equipment: Link | None
    policy: Link
    clocks: Sequence[Clock]
    facts: Sequence[FactLine]  # newest first
    next_facts: Sequence[NextFact]
    fact_url: str  # where a fact is posted: key, kind, when, note
    fact_key: str  # makes the post safe to repeat
    fact_form: Form | None = None  # what was posted and could not be taken
    actions: Sequence[Action] = ()
    viewers: str = ""
    equipment_pairs: Sequence[Pair] = ()
    customer_pairs: Sequence[Pair] = ()
    terms: Sequence[TermBox] = ()
    pays: Sequence[PayLine] = ()
    owed: Sequence[Owed] = ()
    earlier: Sequence[EarlierCase] = ()
    policy_lines: Sequence[PolicyLine] = ()
    description: str = ""

    @property
    def blocked(self) -> Sequence[Action]:
        """Return the actions that wait for something."""
        return [action for action in self.actions if action.waits_for]

    @property
    def sure_pays(self) -> Sequence[PayLine]:
        """Return who pays for sure."""
        return [line for line in self.pays if line.is_sure]

    @property
    def possible_pays(self) -> Sequence[PayLine]:
        """Return who may have to pay."""
        return [line for line in self.pays if not line.is_sure]


# --- logging a request ----------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """A piece of equipment, a contact or a customer that the words may mean."""

    title: str
    detail: str
    url: str
    kind: str


@dataclass(frozen=True, kw_only=True)
class FormRow:
    """A field and where it stands: w (whole width), c2 (left half), c3 (right half)."""

    field: BoundField
    place: Literal["w", "c2", "c3"] = "w"


@dataclass(frozen=True, kw_only=True)
class FormSection:
    """Fields that belong together."""

    title: str
    rows: Sequence[FormRow]
    help: str = ""


@dataclass(frozen=True, kw_only=True)
class AnswerLine:
    """One line of what is promised. `value` is what makes it new when it changes."""

    key: str
    value: str
    when: str
    words: str
    when_detail: str = ""
    detail: str = ""
    clause: ClauseRef | None = None
    is_time: bool = False
    is_possible: bool = False


@dataclass(frozen=True, kw_only=True)
class AnswerGroup:
    """Lines of one kind: by when, who pays, and also."""

    title: str
    lines: Sequence[AnswerLine]


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What is promised for the request as it is typed so far."""

    policy: str
    groups: Sequence[AnswerGroup]
    say: str = ""
    say_lang: str = ""
    problem: str = ""  # why there is no answer yet


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """What the request is about."""

    equipment: str
    detail: str
    customer: Link
    change_url: str


@dataclass(frozen=True, kw_only=True)
class LogPage:
    """Log a request: first find what it is about, then say what happened."""

    now: datetime
    find_url: str
    words: str = ""
    candidates: Sequence[Candidate] | None = None  # None: nothing was looked for yet
    chosen: Chosen | None = None
    form: Form | None = None
    sections: Sequence[FormSection] = ()
    preview_url: str = ""
    draft_key: str = ""
    answer: Answer | None = None
    similar: Sequence[Link] = field(default_factory=tuple)


# --- one request under all policies ---------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class PolicyColumn:
    """One policy as a column."""

    name: str
    detail: str
    url: str = ""


@dataclass(frozen=True, kw_only=True)
class Cell:
    """What one policy says to one row. Empty `words`: it says nothing."""

    words: str = ""
    detail: str = ""
    clause: ClauseRef | None = None
    state: State | None = None  # unset or possible, where it is
    mark: str = ""  # what sets it apart: "earliest"


@dataclass(frozen=True, kw_only=True)
class CompareRow:
    """One promise, right or payer under every policy."""

    label: str
    cells: Sequence[Cell]
    detail: str = ""


@dataclass(frozen=True, kw_only=True)
class CompareGroup:
    """Rows of one kind."""

    title: str
    rows: Sequence[CompareRow]


@dataclass(frozen=True, kw_only=True)
class ComparePage:
    """The same request under each policy."""

    now: datetime
    request: str  # the request in one sentence
    columns: Sequence[PolicyColumn]
    groups: Sequence[CompareGroup]
    form: Form | None = None  # how the request may be changed
