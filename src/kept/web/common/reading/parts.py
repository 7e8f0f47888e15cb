"""What any page shows of a clause."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Keeping = Literal["rule", "unset", "statement", "pending"]


@dataclass(frozen=True, kw_only=True)
class ClauseText:
    """What the paper says, in one language (BCP 47)."""

    lang: str
    text: str


@dataclass(frozen=True, kw_only=True)
class RunLine:
    """A rule that keeps a clause, in one sentence, and its times row by row."""

    name: str
    words: str
    rows: Sequence[tuple[str, str]] = ()  # when, how long
    note: str = ""
    rule: str = ""  # its id in the policy; empty for what is no rule


@dataclass(frozen=True, kw_only=True)
class ClauseBlock:
    """A clause: its words, how it is kept, what runs."""

    clause_id: str
    url: str
    texts: Sequence[ClauseText]
    state: Keeping
    state_words: str
    runs: Sequence[RunLine] = ()
    readings: Sequence[str] = ()
    note: str = ""
    line: int | None = None  # in the paper
