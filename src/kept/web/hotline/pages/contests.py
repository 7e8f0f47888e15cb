"""What is contested, how a cause stands, and what managers are shown of both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from kept.web.hotline.pages.parts import ClauseRef, Link, State


@dataclass(frozen=True, kw_only=True)
class ContestShown:
    """One contest of a level or of the cause. With `decide_url` somebody has to decide."""

    state: State
    words: str
    text: str
    requester: str
    number: int  # of the fact
    clause: ClauseRef | None = None
    decide_url: str = ""
    reason: str = ""  # why it was decided so


@dataclass(frozen=True, kw_only=True)
class FindingOutcome:
    """Who would pay what if the cause was this one."""

    label: str
    words: str


@dataclass(frozen=True, kw_only=True)
class FindingShown:
    """The cause as it was found, on what evidence, and what hangs on it while it is not final."""

    state: State
    words: str
    number: int
    evidence: str = ""
    outcomes: Sequence[FindingOutcome] = ()
    dispute_url: str = ""
    find_url: str = ""


@dataclass(frozen=True, kw_only=True)
class Contests:
    """All of it. Nothing to show: neither a finding nor a contest."""

    lines: Sequence[ContestShown] = ()
    finding: FindingShown | None = None

    @property
    def is_empty(self) -> bool:
        """Say whether there is nothing to show."""
        return not self.lines and self.finding is None


NOTHING_CONTESTED = Contests()


@dataclass(frozen=True, kw_only=True)
class MarkRow:
    """What was counted for one person, customer or office."""

    name: str
    url: str
    is_on: bool
    cells: Sequence[str]
    labels: Sequence[str] = ()  # what each cell counts

    @property
    def labelled(self) -> Sequence[tuple[str, str]]:
        """Return the cells with what they count."""
        return list(zip(self.labels, self.cells, strict=True))


@dataclass(frozen=True, kw_only=True)
class MarkShown:
    """One mark, with the case it is in."""

    mark: str
    number: str
    title: str
    url: str
    person: str
    customer: str
    at: datetime
    said: str = ""
    lasting: str = ""


@dataclass(frozen=True, kw_only=True)
class MarksPage:
    """What made levels, times and pauses look better, or may have."""

    now: datetime
    by: Sequence[tuple[Link, bool]]
    days: Sequence[tuple[Link, bool]]
    headings: Sequence[str]
    rows: Sequence[MarkRow]
    shown: Sequence[MarkShown]
    narrowed_to: str = ""
    all_url: str = ""
    more: str = ""
