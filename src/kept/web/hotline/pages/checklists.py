"""Checklists of a case: on its page, and each on a page of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.forms import BoundField, Form

from kept.web.hotline.pages.marks import Here
from kept.web.hotline.pages.parts import Link, State


@dataclass(frozen=True, kw_only=True)
class ChecklistLine:
    """A checklist that was started, as far as it came."""

    name: str
    url: str
    state: State
    words: str
    outside: str = ""  # how many values lie outside what is allowed, in words
    open_items: Sequence[str] = ()  # what is required and not answered


@dataclass(frozen=True, kw_only=True)
class ChecklistOffer:
    """A checklist that fits and was not started."""

    key: str
    name: str


@dataclass(frozen=True, kw_only=True)
class Checklists:
    """The checklists of a case."""

    lines: Sequence[ChecklistLine] = ()
    offers: Sequence[ChecklistOffer] = ()
    start_url: str = ""  # empty: this person starts none

    @property
    def is_empty(self) -> bool:
        """Return whether there is nothing to show."""
        return not self.lines and not (self.offers and self.start_url)


NO_CHECKLISTS = Checklists()


@dataclass(frozen=True, kw_only=True)
class AnswerShown:
    """What somebody said of an item, in words."""

    words: str
    text: str
    by: str
    at: datetime
    outside: str = ""
    photo_url: str = ""
    small_url: str = ""


@dataclass(frozen=True, kw_only=True)
class ChecklistRow:
    """An item with its answer, the earlier ones, and the fields to answer it anew."""

    place: int
    text: str
    asks: str  # the unit and what is allowed
    is_required: bool
    last: AnswerShown | None = None
    earlier: Sequence[AnswerShown] = ()
    fields: Sequence[BoundField] = ()
    more: Sequence[BoundField] = ()  # not applicable, a note
    is_more_open: bool = False


@dataclass(frozen=True, kw_only=True)
class ChecklistPage:
    """One checklist of a case."""

    now: datetime
    case: Link
    here: Here | None
    title: str
    line: ChecklistLine
    started: str
    rows: Sequence[ChecklistRow]
    form: Form | None = None  # none: it can only be read
    aside: str = ""  # why it was set aside
    aside_url: str = ""
