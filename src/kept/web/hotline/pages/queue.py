"""The queue."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.forms import Form

from kept.web.hotline.pages.marks import Mark, Marks
from kept.web.hotline.pages.parts import Link, State


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
    whose: str = ""  # who has it in hand, where not all are of one person
    pressing: str = ""  # reminders of the customer, who is called in
    mark: Mark | None = None  # who else has it open
    customer_url: str = ""  # of the customer in the archive

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
    count: int | str | None = None  # a text where nobody counted to the end: "100+"


@dataclass(frozen=True, kw_only=True)
class Queue:
    """The queue. `version` changes when anything in it does; `version_url` answers 204 if not."""

    title: str
    groups: Sequence[QueueGroup]
    filters: Sequence[QueueFilter]
    version: str
    version_url: str
    new_url: str  # where a request is logged; empty for those who log none
    order: str = ""  # what stands first, in words
    urgent: Link | None = None  # "2 within 10 min"
    more: Link | None = None  # when there are more rows than are shown
    current: str = ""  # the number of the case that is open
    play_url: str = ""  # where one begins to work through the view
    narrow_url: str = ""  # leads to the form that narrows the queue further
    wide_url: str = ""  # the same view, not narrowed
    is_narrowed: bool = False
    form: Form | None = None  # what narrows the queue
    on_duty: str = ""  # who answers the telephone now
    marks: Marks = field(default_factory=Marks)  # who else has which case open
    several_url: str = ""  # where rows that are ticked lead; without it they cannot be
    asked: Mapping[str, str] = field(default_factory=dict)  # the view, for a form

    @property
    def is_empty(self) -> bool:
        """Say whether nothing waits."""
        return not any(group.rows for group in self.groups)


@dataclass(frozen=True, kw_only=True)
class Playing:
    """A view that somebody works through, case by case."""

    title: str  # which view
    place: str  # "4 of 12, 1 skipped"
    url: str  # where the next step is sent
    here: str  # the number of the case it stands at
    here_url: str
    has_previous: bool


@dataclass(frozen=True, kw_only=True)
class QueuePage:
    """The queue without an open case."""

    now: datetime
    queue: Queue
