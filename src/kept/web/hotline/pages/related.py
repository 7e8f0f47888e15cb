"""How cases belong together, and complaints."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.forms import Form

from kept.web.hotline.pages.parts import Action, Link


@dataclass(frozen=True, kw_only=True)
class BelongsLine:
    """What a case is to another one."""

    sentence: str
    case: Link
    title: str
    is_closed: bool = False


@dataclass(frozen=True, kw_only=True)
class Belongs:
    """What a case belongs to, the last linked first, and how many more there are.

    `concerns_you`: that this is a complaint about who looks at it, who handles nothing of it.
    """

    lines: Sequence[BelongsLine] = ()
    more: int = 0
    all_url: str = ""
    concerns_you: str = ""


NOTHING_LINKED = Belongs()


@dataclass(frozen=True, kw_only=True)
class KeptPromise:
    """A promise of a linked case, in a line."""

    name: str
    words: str


@dataclass(frozen=True, kw_only=True)
class LinkRow:
    """A link, as this case sees it. `undone`: why it stands no more, and by whom."""

    sentence: str
    url: str
    number: str
    title: str
    said: str
    at: datetime
    asked_at: datetime
    promises: Sequence[KeptPromise] = ()
    undone: str = ""
    undo_url: str = ""


@dataclass(frozen=True, kw_only=True)
class RelatedPage:
    """What a case belongs to, and a form to say more."""

    now: datetime
    case: Link
    rows: Sequence[LinkRow]
    actions: Sequence[Action] = ()
    link_url: str = ""
    form: Form | None = None
    concerned: str = ""  # why this person does not handle the case


@dataclass(frozen=True, kw_only=True)
class ComplaintRow:
    """A complaint in the list."""

    url: str
    number: str
    title: str
    customer: str
    about: str
    responsible: str
    state: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class ComplaintsPage:
    """All complaints, and how many there ever were."""

    now: datetime
    rows: Sequence[ComplaintRow]
    counted: str
