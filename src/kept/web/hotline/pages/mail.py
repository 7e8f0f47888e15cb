"""Incoming mail."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.forms import Form

from kept.web.hotline.pages.log import Candidate
from kept.web.hotline.pages.parts import Link


@dataclass(frozen=True, kw_only=True)
class LetterRow:
    """A letter in the list."""

    pk: int
    url: str
    sender: str
    address: str
    subject: str
    beginning: str
    why: str
    at: datetime
    case_url: str = ""
    case_number: str = ""


@dataclass(frozen=True, kw_only=True)
class MailPage:
    """The letters of one kind."""

    now: datetime
    view: str
    rows: Sequence[LetterRow]
    waiting: int
    older_url: str = ""


@dataclass(frozen=True, kw_only=True)
class LetterPage:
    """A letter, and what can be done about it."""

    now: datetime
    row: LetterRow
    contact: str
    customer: Link | None  # whose contact the address belongs to, as far as that is known
    text: str
    files: Sequence[tuple[str, int]]
    page_url: str  # its HTML, cleaned; empty if it has none
    raw_url: str
    log_url: str
    add: Form | None  # adds it to a case; none when it is decided
    aside: Form | None
    decided: str  # by whom, and why
    problem: str = ""
    guesses: Sequence[Candidate] = ()  # whose it may be, and about what
