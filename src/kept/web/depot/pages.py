"""What the pages of the depot show: frozen values, made by views, read by templates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.forms import Form


@dataclass(frozen=True, kw_only=True)
class ClauseRef:
    """A clause by its number; `url` leads to its words."""

    label: str
    url: str = ""


@dataclass(frozen=True, kw_only=True)
class Face:
    """A clock: what it is called, how it stands, and by which clause it runs."""

    name: str
    state: str
    due_at: datetime | None = None
    met_at: datetime | None = None
    note: str = ""
    clause: ClauseRef | None = None
    started_at: datetime | None = None
    stops: Sequence[str] = ()
    paused_by: ClauseRef | None = None  # while it stands still


@dataclass(frozen=True, kw_only=True)
class BoardCard:
    """A return on the board."""

    number: str
    url: str
    what: str
    customer: str
    case: str
    since: datetime
    state: str
    clocks: Sequence[Face]


@dataclass(frozen=True, kw_only=True)
class Column:
    """The returns that stand at one place."""

    title: str
    cards: Sequence[BoardCard]


@dataclass(frozen=True, kw_only=True)
class Tab:
    """A view of the board."""

    label: str
    url: str
    is_on: bool


@dataclass(frozen=True, kw_only=True)
class BoardPage:
    """The returns by where they stand."""

    now: datetime
    asked: str
    show: str
    tabs: Sequence[Tab]
    columns: Sequence[Column]
    is_empty: bool
    version: str
    version_url: str


@dataclass(frozen=True, kw_only=True)
class LineRow:
    """A line of a return: how many pieces went which way, and what came instead."""

    seq: int
    name: str
    serial: str
    instead: str
    counts: Sequence[tuple[str, int]]
    chain_url: str = ""


@dataclass(frozen=True, kw_only=True)
class EventRow:
    """Something that happened."""

    at: datetime
    what: str
    detail: str
    by: str


@dataclass(frozen=True, kw_only=True)
class StepButton:
    """A step that can be recorded now."""

    label: str
    url: str
    key: str
    is_likely: bool


@dataclass(frozen=True, kw_only=True)
class PayRow:
    """Who pays for one way of the goods."""

    component: str
    payer: str
    price: str
    clause: ClauseRef | None


@dataclass(frozen=True, kw_only=True)
class ClaimLine:
    """A claim against a supplier: of whom, how much, where it stands, and what came of it."""

    supplier: str
    url: str
    claimed: str
    came: str
    state: str


@dataclass(frozen=True, kw_only=True)
class RmaPage:
    """A return."""

    now: datetime
    number: str
    version: str
    version_url: str
    state: str
    look: str
    since: datetime
    is_over: bool
    customer: str
    case: str
    case_title: str
    case_url: str
    facts: Sequence[tuple[str, str]]
    clocks: Sequence[Face]
    lines: Sequence[LineRow]
    steps: Sequence[StepButton]
    more_steps: Sequence[StepButton]
    pays: Sequence[PayRow]
    quotes: Sequence[tuple[str, str]]
    events: Sequence[EventRow]
    labels: Sequence[tuple[str, str]]
    scans: Sequence[str]  # what was said by scanning its labels
    refunds: Sequence[tuple[str, str]] = ()  # what of its price is given back, and where decided
    claims: Sequence[ClaimLine] = ()
    claim_url: str = ""  # where a supplier is asked for money, for who may


@dataclass(frozen=True, kw_only=True)
class FormPage:
    """A form, where it belongs, and what it does."""

    now: datetime
    title: str
    back: str
    back_label: str
    button: str
    form: Form
    remarks: Sequence[str] = ()
    links: Sequence[tuple[str, str]] = ()  # where it goes on instead: words, address


@dataclass(frozen=True, kw_only=True)
class LoanRow:
    """A loaner: what it is, where it is, and what can be done with it."""

    name: str
    serial: str
    office: str
    note: str
    state: str
    look: str
    case: str
    case_url: str
    customer: str
    face: Face | None
    steps: Sequence[StepButton]


@dataclass(frozen=True, kw_only=True)
class LoanersPage:
    """The pool of loaners."""

    now: datetime
    rows: Sequence[LoanRow]
    may_add: bool


@dataclass(frozen=True, kw_only=True)
class OfCasePage:
    """The returns and loaners of a case."""

    now: datetime
    case: str
    case_url: str
    title: str
    cards: Sequence[tuple[str, str, str]]  # number, address, where it stands
    loans: Sequence[LoanRow]
    ask_url: str
    reserve_url: str
    remedies: Sequence[tuple[str, str, str]] = ()  # open now: name, why and clause, where chosen


@dataclass(frozen=True, kw_only=True)
class OwedRow:
    """Something owed."""

    what: str
    quantity: str
    reason: str
    customer: str
    case: str
    case_url: str
    url: str
    since: datetime
    turn: str
    face: Face | None
    clause: ClauseRef | None


@dataclass(frozen=True, kw_only=True)
class OwedGroup:
    """What is owed by one side: a page of it, and how much there is of it."""

    title: str
    rows: Sequence[OwedRow]
    count: int
    more_url: str = ""


@dataclass(frozen=True, kw_only=True)
class OwedPage:
    """Units that we hold or are owed."""

    now: datetime
    groups: Sequence[OwedGroup]
