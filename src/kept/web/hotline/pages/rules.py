"""What a policy asks, allows or counts beside its clocks: one line for each rule."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kept.web.common.reading.parts import ClauseText
from kept.web.hotline.pages.parts import ClauseRef, Link, State


@dataclass(frozen=True, kw_only=True)
class Part:
    """A part of a line: a step and where it stands, an option, a stretch of time that counts."""

    state: State
    words: str
    notes: Sequence[str] = ()  # each attempt of a step


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One line and why it is there."""

    key: str
    state: State
    name: str
    words: str
    clause: ClauseRef | None
    when: str = ""  # by when: "by 14:20"
    parts: Sequence[Part] = ()
    acts: Sequence[Link] = ()  # the facts that fulfil it, open it or choose it
    texts: Sequence[ClauseText] = ()  # its clauses in the paper
    grounds: Sequence[str] = ()  # the conditions with what they saw
    readings: Sequence[str] = ()  # what somebody decided where the paper is silent
    cites: Sequence[Link] = ()  # the facts it stands on
    earlier: Sequence[Link] = ()  # earlier cases it stands on
    passed: Sequence[str] = ()  # what did not wait, and why it was let pass
    rank: tuple[int, float] = (99, 0.0)  # what matters most comes first

    @property
    def has_why(self) -> bool:
        """Return whether there is more to say."""
        return bool(
            self.parts or self.texts or self.grounds or self.readings or self.cites or self.earlier
        )


@dataclass(frozen=True, kw_only=True)
class RuleGroup:
    """The lines of one form."""

    key: str
    title: str
    rules: Sequence[Rule]
    is_folded: bool = False


@dataclass(frozen=True, kw_only=True)
class Asks:
    """What the policy asks now: the three that matter most, and the rest."""

    first: Sequence[Rule] = ()
    rest: Sequence[Rule] = ()
