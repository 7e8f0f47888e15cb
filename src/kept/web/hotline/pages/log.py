"""Logging a request."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from django.forms import BoundField, Form

from kept.web.hotline.pages.knowledge import HelpArticle
from kept.web.hotline.pages.parts import ClauseRef, Link


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
    only: str = ""  # the types of request it matters for, by their keys; empty: all


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
    articles: Sequence[HelpArticle] = ()  # what is known that may help


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """What the request is about."""

    equipment: str
    detail: str
    customer: Link
    change_url: str


@dataclass(frozen=True, kw_only=True)
class Asking:
    """Whose machines are to choose from, and what keeps it while one looks among them."""

    customer: str
    detail: str  # who calls, and where from, as far as known
    keeps: Sequence[tuple[str, int]]


@dataclass(frozen=True, kw_only=True)
class CallShown:
    """The call by which a request is told: its number, and its times."""

    title: str
    state: str
    url: str


@dataclass(frozen=True, kw_only=True)
class LogPage:
    """Log a request: first find what it is about, then say what happened."""

    now: datetime
    find_url: str
    words: str = ""
    call: CallShown | None = None
    new_url: str = ""  # where somebody is taken down who is not found
    keeps: Sequence[tuple[str, int]] = ()  # what the form sends along before anyone is chosen
    asking: Asking | None = None  # whose machines stand below
    problem: str = ""  # why nothing can be logged
    candidates: Sequence[Candidate] | None = None  # None: nothing was looked for yet
    chosen: Chosen | None = None
    form: Form | None = None
    sections: Sequence[FormSection] = ()
    preview_url: str = ""
    draft_key: str = ""
    answer: Answer | None = None
    similar: Sequence[Link] = field(default_factory=tuple)


@dataclass(frozen=True, kw_only=True)
class NewcomerPage:
    """Take down somebody who asks for the first time, perhaps for a customer that is known."""

    now: datetime
    form: Form
    back_url: str
    customer: str = ""


@dataclass(frozen=True, kw_only=True)
class SearchPage:
    """What words may mean, anywhere."""

    now: datetime
    words: str
    found: Sequence[Candidate] | None
