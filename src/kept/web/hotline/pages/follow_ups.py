"""Follow-up calls: whom to call, and what was said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.forms import Form

from kept.web.hotline.pages.parts import Link


@dataclass(frozen=True, kw_only=True)
class ToCallRow:
    """A case whose customer is to be called."""

    at: datetime | None
    way: str
    number: str
    url: str
    detail: str
    state: str
    remark: str
    is_over: bool = False


@dataclass(frozen=True, kw_only=True)
class ToCallPage:
    """Whom to call today: what was promised, what the policy wants, then who was never asked."""

    now: datetime
    promised: Sequence[ToCallRow]
    due: Sequence[ToCallRow]
    never_asked: Sequence[ToCallRow]


@dataclass(frozen=True, kw_only=True)
class SaidLine:
    """One follow-up call: `outcome` in words, and what was promised then."""

    at: datetime
    who: str
    outcome: str
    words: str
    promise: str


@dataclass(frozen=True, kw_only=True)
class Numbered:
    """A score with its word, for a button and its key."""

    score: int
    words: str


@dataclass(frozen=True, kw_only=True)
class FollowUpPage:
    """Writing down a follow-up call of a case, above those that were."""

    now: datetime
    case: Link
    form: Form
    phones: Sequence[tuple[str, str]]
    scores: Sequence[Numbered]
    said: Sequence[SaidLine]
