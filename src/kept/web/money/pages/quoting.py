"""Quotes: the list, one quote, what a customer sees by a link."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.forms import BoundField, Form

from kept.web.money.pages.sheets import Link


@dataclass(frozen=True, kw_only=True)
class QuoteLineRow:
    """A line of a draft as it comes out now."""

    place: int
    what: str
    quantity: str
    unit_price: str
    amount: str
    charged: str
    why: str
    clauses: Sequence[Link]
    problem: str
    is_conditional: bool
    unit: str = ""
    field: BoundField | None = None  # how much there is, where it can be changed


@dataclass(frozen=True, kw_only=True)
class NextStep:
    """What comes next with a quote: said in a sentence, with the one thing that is done most."""

    words: str
    label: str = ""
    url: str = ""  # of a page, or of a part of this one
    form: str = ""  # which form of the page stands there
    is_press: bool = False  # the address takes a press, not a visit


@dataclass(frozen=True, kw_only=True)
class SumRow:
    """A line of the sum."""

    label: str
    amount: str


@dataclass(frozen=True, kw_only=True)
class VersionRow:
    """A version that was sent and what became of it."""

    number: int
    words: str
    state: str
    said: Sequence[str]
    pdf_url: str
    sha256: str


@dataclass(frozen=True, kw_only=True)
class SaidRow:
    """Something that was said."""

    head: str
    text: str


@dataclass(frozen=True, kw_only=True)
class SentLink:
    """The link that was sent; the code is read out on the telephone."""

    words: str
    state: str
    code: str
    end_url: str


@dataclass(frozen=True, kw_only=True)
class QuoteListRow:
    """A quote in the list."""

    number: str
    url: str
    case: Link
    customer: str
    state: str
    state_words: str
    total: str
    since: datetime
    until: datetime | None
    by: str


@dataclass(frozen=True, kw_only=True)
class QuotesPage:
    """All quotes, or those in one state."""

    now: datetime
    rows: Sequence[QuoteListRow]
    filters: Sequence[Link]
    prices_url: str  # "" for who may not see price lists


@dataclass(frozen=True, kw_only=True)
class QuotePage:
    """One quote."""

    now: datetime
    number: str
    case: Link
    customer: str
    charges_url: str
    next: NextStep
    bills: Sequence[Link]  # invoices of it
    has_note: bool
    state: str
    state_words: str
    currency: str
    lines: Sequence[QuoteLineRow]
    sums: Sequence[SumRow]
    versions: Sequence[VersionRow]
    exchanges: Sequence[SaidRow]
    link: SentLink | None
    policy_until: str
    withdrawn_why: str
    is_asked: bool  # the customer waits for words of ours
    forms: Mapping[str, Form] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class QuoteByLinkPage:
    """What a customer reads, asks and answers."""

    number: str
    title: str
    provider: str
    to: str
    data: Mapping[str, Any]
    sha256: str
    pdf_url: str
    answer_url: str
    ask_url: str
    total: str
    until: datetime
    code_by_mail: bool
    answered: str
    exchanges: Sequence[SaidRow]
    is_asked: bool  # what was said last is a question of theirs
    is_ours: bool
