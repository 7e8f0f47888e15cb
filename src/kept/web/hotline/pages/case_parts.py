"""The spare parts of a case."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class CasePartLine:
    """So much of a part, where it lies or lay, which piece it is, and who when."""

    words: str
    marks: str = ""  # its serial number, its lot
    detail: str = ""


@dataclass(frozen=True, kw_only=True)
class CasePartGroup:
    """What was done alike with parts."""

    title: str
    lines: Sequence[CasePartLine]
