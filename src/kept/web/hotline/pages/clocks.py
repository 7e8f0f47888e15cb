"""A clock, and why it says what it says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from kept.web.common.reading.parts import ClauseText
from kept.web.common.ruler import Ruler
from kept.web.hotline.pages.parts import ClauseRef, Link, State, Strength


@dataclass(frozen=True, kw_only=True)
class SumLine:
    """One line of the sum that gives a due time: "+ 3 h", "promised", "S2-2b"."""

    amount: str
    words: str
    source: str
    is_total: bool = False


@dataclass(frozen=True, kw_only=True)
class Why:
    """Why a clock says what it says."""

    title: str
    clause: ClauseRef
    texts: Sequence[ClauseText]
    sum: Sequence[SumLine] = ()
    sentence: str = ""  # where there is no sum: why not started, why unset
    calendar: str = ""
    applies: Sequence[str] = ()
    strength: str = ""  # what it means to miss it
    history: Sequence[str] = ()  # its versions, oldest first, if it changed
    record: Sequence[str] = ()  # breaches and what became of them, as they were noted
    assumed: Sequence[str] = ()  # readings that somebody decided where the paper is silent
    if_missed: str = ""
    if_missed_clause: ClauseRef | None = None
    cites: Sequence[int] = ()  # numbers of the facts it stands on
    say: str = ""  # the same for the customer, to copy
    say_lang: str = ""
    links: Sequence[Link] = ()

    @property
    def cited_ids(self) -> str:
        """Return the ids of the facts it stands on."""
        return " ".join(f"fact-{number}" for number in self.cites)


@dataclass(frozen=True, kw_only=True)
class Clock:
    """A promise of time."""

    key: str
    name: str  # "Engineer on site, 3 h"
    clause: ClauseRef
    state: State
    why: Why | None = None
    started_at: datetime | None = None
    due_at: datetime | None = None
    target_at: datetime | None = None
    met_at: datetime | None = None
    broken_at: datetime | None = None
    note: str = ""
    spent: str = ""  # "2 h 18 of 3 h, 14 min paused"
    no_due: str = ""  # instead of a due time: "none yet", "moves on"
    ruler: Ruler | None = None
    strength: Strength = "guarantee"
    is_certain: bool = True  # no: a condition is unknown, it runs as if it applied
    is_assumed: bool = False  # the calendar, the start or the end was decided, not written
    then: str = ""  # as known then, where a late fact changed the answer

    @property
    def why_id(self) -> str:
        """Return the id of its why."""
        return f"why-{self.key.replace('#', '-')}"
