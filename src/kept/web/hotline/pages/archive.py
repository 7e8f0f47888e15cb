"""What is known of a customer, a site, a system or a piece of equipment, and all that happened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.forms import Form

from kept.web.hotline.pages.case import Pair, PolicyLine, TermBox
from kept.web.hotline.pages.parts import Action, Link
from kept.web.hotline.pages.queue import QueueRow


@dataclass(frozen=True, kw_only=True)
class HistoryRow:
    """One thing that happened. `day` instead of a time where only the day is known."""

    at: datetime
    kind: str
    title: str
    url: str = ""
    detail: str = ""
    case: Link | None = None
    machine: str = ""
    who: str = ""
    day: str = ""


@dataclass(frozen=True, kw_only=True)
class History:
    """One page of a history, and how it is narrowed."""

    form: Form
    rows: Sequence[HistoryRow]
    is_narrowed: bool
    all_url: str
    older_url: str = ""
    newest_url: str = ""  # where the page does not begin with the newest


@dataclass(frozen=True, kw_only=True)
class Section:
    """Some of what is known, with more of it elsewhere."""

    title: str
    pairs: Sequence[Pair]
    more: Link | None = None
    empty: str = ""  # said where there is nothing


@dataclass(frozen=True, kw_only=True)
class ArchivePage:
    """Who or what it is, what holds and is open now, and its history."""

    now: datetime
    kind: str
    title: str
    trail: Sequence[Link]
    sections: Sequence[Section]
    history: History
    open_rows: Sequence[QueueRow] = ()
    has_more_open: bool = False
    actions: Sequence[Action] = ()
    terms: Sequence[TermBox] = ()
    lines: Sequence[PolicyLine] = ()


@dataclass(frozen=True, kw_only=True)
class CustomerRow:
    """A customer in the list of all."""

    name: str
    url: str
    detail: str


@dataclass(frozen=True, kw_only=True)
class CustomersPage:
    """All customers by name, page by page."""

    now: datetime
    rows: Sequence[CustomerRow]
    more_url: str = ""
