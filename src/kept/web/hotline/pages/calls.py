"""Calls: who is on the line, and who called when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.forms import Form

from kept.web.hotline.pages.case import Pair
from kept.web.hotline.pages.parts import Link


@dataclass(frozen=True, kw_only=True)
class Suspect:
    """Who it may be. `how_sure` says why; a guess always says that it is one."""

    title: str
    how_sure: str
    is_known: bool
    log_url: str


@dataclass(frozen=True, kw_only=True)
class AttachableCase:
    """An open case that the call may be about."""

    number: str
    title: str
    url: str


@dataclass(frozen=True, kw_only=True)
class LineCall:
    """A call under way."""

    pk: int
    state: str
    number: str
    suspects: Sequence[Suspect]
    machines: Sequence[Link]
    more_machines: str
    cases: Sequence[AttachableCase]
    log_url: str
    url: str
    is_first: bool


@dataclass(frozen=True, kw_only=True)
class HandOverShown:
    """What the shift before tells who is on duty now."""

    pk: int
    text: str
    who: str


@dataclass(frozen=True, kw_only=True)
class LinePage:
    """The strip at the foot of the desk's pages: who calls now, and how many wait for a call."""

    now: datetime
    url: str
    version: str
    calls: Sequence[LineCall]
    waits: Link | None
    hand_over: HandOverShown | None = None


@dataclass(frozen=True, kw_only=True)
class CallRow:
    """A call in the list."""

    at: datetime
    way: str
    state: str
    is_open: bool  # somebody must still call back
    title: str
    detail: str
    url: str
    remark: str


@dataclass(frozen=True, kw_only=True)
class CallsPage:
    """The log of calls, the last first; above it those to call back."""

    now: datetime
    form: Form
    to_return: Sequence[CallRow]
    rows: Sequence[CallRow]
    older_url: str
    is_narrowed: bool


@dataclass(frozen=True, kw_only=True)
class EventLine:
    """What the exchange told, and when: by our clock, and by its own if it says."""

    at: datetime
    words: str
    theirs: str


@dataclass(frozen=True, kw_only=True)
class CallPage:
    """One call."""

    now: datetime
    pk: int
    title: str
    state: str
    pairs: Sequence[Pair]
    suspects: Sequence[Suspect]
    cases: Sequence[AttachableCase]
    case: Link | None
    log_url: str
    owed: str  # that somebody must call back, and by when; empty if nobody must
    owner: str
    can_take: bool
    dial: str
    events: Sequence[EventLine]
    problem: str = ""
