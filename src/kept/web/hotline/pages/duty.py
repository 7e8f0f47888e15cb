"""Who is on duty, and what one shift tells the next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.forms import Form

from kept.web.hotline.pages.parts import Link
from kept.web.hotline.pages.queue import QueueRow


@dataclass(frozen=True, kw_only=True)
class ShiftLine:
    """A shift in the plan."""

    pk: int
    times: str
    who: str
    is_away: bool
    is_now: bool


@dataclass(frozen=True, kw_only=True)
class DutyDay:
    """A day of the plan: for each duty its shifts."""

    title: str
    is_today: bool
    cells: Sequence[Sequence[ShiftLine]]


@dataclass(frozen=True, kw_only=True)
class HandOverLine:
    """A note from one shift to the next, and who has read it."""

    text: str
    who: str
    read_by: str


@dataclass(frozen=True, kw_only=True)
class DutyPage:
    """A week of an office's duties."""

    now: datetime
    office: int
    office_name: str
    offices: Sequence[Link]
    week: str
    before: str
    after: str
    duties: Sequence[str]
    days: Sequence[DutyDay]
    on_duty: str
    gaps: Sequence[str]
    plan_form: Form | None
    leave_form: Form | None
    colleagues: Sequence[tuple[str, str]]
    hand_over_form: Form | None
    hand_overs: Sequence[HandOverLine]
    problem: str = ""
    mine: Sequence[QueueRow] = ()  # what whoever hands over has open
    mine_url: str = ""
