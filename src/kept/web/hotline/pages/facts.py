"""What happened, and what may happen next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.forms import Form

from kept.web.hotline.pages.marks import Here
from kept.web.hotline.pages.parts import ClauseRef, Link
from kept.web.hotline.pages.rules import Rule


@dataclass(frozen=True, kw_only=True)
class LateFact:
    """A fact that came later than it happened and changed an answer."""

    received_at: datetime
    known_then: str
    known_now: str


@dataclass(frozen=True, kw_only=True)
class FactLine:
    """Something that happened: a fact of the case, or what was answered in a checklist."""

    number: int
    at: datetime
    title: str
    detail: str = ""
    turns_clock: bool = False  # it started or stopped one
    late: LateFact | None = None
    is_late: bool = False  # received later than it happened, without changing an answer
    received_at: datetime | None = None
    is_withdrawn: bool = False
    against: str = ""  # why it was let pass although the policy wanted something else first
    against_clause: ClauseRef | None = None
    replaced: str = ""  # why it does not count any more: corrected or withdrawn, by whom
    correct_url: str = ""
    withdraw_url: str = ""
    folded: int = 0  # how many that happened before it are left out
    place: str = ""  # its id on the page, if it is no fact of the case

    @property
    def fact_id(self) -> str:
        """Return the id by which a why cites it."""
        return self.place or f"fact-{self.number}"


@dataclass(frozen=True, kw_only=True)
class FactList:
    """The facts of a case, newest first; of a long one those that matter."""

    shown: Sequence[FactLine]
    count: int  # all there are
    all_url: str


@dataclass(frozen=True, kw_only=True)
class NextFact:
    """A button for what may happen next. With `url` it asks more on a page of its own."""

    kind: str
    label: str
    key: str
    is_likely: bool = False
    url: str = ""


@dataclass(frozen=True, kw_only=True)
class Change:
    """One answer that a fact would change."""

    key: str
    name: str
    before: str
    after: str
    clause: ClauseRef | None = None


@dataclass(frozen=True, kw_only=True)
class Changes:
    """What a fact would change, before it is saved."""

    lines: Sequence[Change] = ()
    problem: str = ""  # why nothing can be said yet
    owed: Sequence[str] = ()  # what would still be owed after closing
    held_back: Sequence[Rule] = ()  # what the policy wants first


@dataclass(frozen=True, kw_only=True)
class Then:
    """What one press would change at the time that was typed."""

    label: str
    lines: Sequence[Change]


@dataclass(frozen=True, kw_only=True)
class Kind:
    """A kind of fact, with what finds it: its names, its initials in pinyin, its key."""

    label: str
    url: str
    note: str = ""  # what it would do: the promise it stops, the step it opens
    words: str = ""


@dataclass(frozen=True, kw_only=True)
class KindGroup:
    """Kinds of facts that belong together."""

    title: str
    kinds: Sequence[Kind]


@dataclass(frozen=True, kw_only=True)
class FactPage:
    """One fact of a case: to record, to correct, or to take back."""

    now: datetime
    case: Link
    title: str
    heading: str
    groups: Sequence[KindGroup] = ()  # the kinds of facts, where one is chosen
    typed: str = ""  # what they are narrowed by
    form: Form | None = None
    button: str = ""
    action: str = ""  # where it is sent; empty: to this page
    preview_url: str = ""
    corrects: int | None = None
    changes: Changes | None = None
    explains: str = ""
    here: Here | None = None
