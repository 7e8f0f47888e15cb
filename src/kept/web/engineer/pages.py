"""Pages of work as values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.forms import Form


@dataclass(frozen=True)
class Link:
    """Words that lead somewhere."""

    label: str
    url: str


@dataclass(frozen=True, kw_only=True)
class EntryRow:
    """Something that was done, with what can be done about it."""

    what: str
    when: str
    note: str
    bands: str  # how much of it fell into which hours
    is_withdrawn: bool
    is_running: bool
    acts: Sequence[Link]
    receipt: Link | None = None
    case: Link | None = None  # where the list is of several


@dataclass(frozen=True, kw_only=True)
class Running:
    """What somebody is doing just now, and the press that ends it."""

    words: str
    case: Link
    is_here: bool
    stop_url: str


@dataclass(frozen=True, kw_only=True)
class WorkPage:
    """What was done on a case."""

    now: datetime
    case: Link
    number: str
    sums: Sequence[str]
    rows: Sequence[EntryRow]
    running: Running | None
    start: Form | None
    visits: Sequence[Link]  # of the case's facts, to be written down with a press
    acts: Sequence[Link]
    charges_url: str


@dataclass(frozen=True, kw_only=True)
class DayRows:
    """What somebody did on a day."""

    title: str
    total: str
    rows: Sequence[EntryRow]


@dataclass(frozen=True, kw_only=True)
class MinePage:
    """What somebody did in a week."""

    now: datetime
    title: str
    sums: Sequence[str]
    days: Sequence[DayRows]
    running: Running | None
    before: Link
    after: Link
    cases: Sequence[Link]  # open ones of theirs


@dataclass(frozen=True, kw_only=True)
class FormPage:
    """One form about work."""

    now: datetime
    title: str
    button: str
    back: Link
    form: Form
    lead: str = ""
