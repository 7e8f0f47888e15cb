"""What several pages show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

State = Literal[
    "running",
    "soon",
    "breached",
    "met",
    "paused",
    "not_started",
    "unset",
    "possible",
    "stopped",
]
Strength = Literal["guarantee", "target", "aim"]


@dataclass(frozen=True, kw_only=True)
class ClauseRef:
    """A clause by its number; `url` leads to its words. `more`: what the same rests on as well."""

    label: str
    url: str = ""
    more: tuple[ClauseRef, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Link:
    """Words that lead somewhere."""

    label: str
    url: str


@dataclass(frozen=True, kw_only=True)
class Action:
    """Something that can be done. `waits_for`: it cannot yet, and this sentence says why."""

    label: str
    url: str
    key: str = ""
    waits_for: str = ""
    clause: ClauseRef | None = None
