"""Who else has a case open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True)
class Mark:
    """What stands at a case that others have open."""

    words: str  # "Liu Yang is writing"
    is_writing: bool


@dataclass(frozen=True, kw_only=True)
class Marks:
    """The marks of cases by their numbers, and a token that differs once any of them does."""

    token: str = ""
    cases: Mapping[str, Mark] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Here:
    """A case, for a page on which somebody works on it: has it changed, who else is there?"""

    number: str
    url: str
    version_url: str
    version: str
