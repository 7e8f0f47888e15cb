"""The sentences of a paragraph."""

from __future__ import annotations

import re
from typing import Final

_ZH_END = re.compile(r"[。！？!?;；]+[”’」』)）\"]*")
_EN_END = re.compile(r"(?:[.!?]+[\"”’)]*(?=\s+[\"“(]?[A-Z0-9])|[;；](?=\s))")
_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|etc|approx|no|nos|incl|max|min|mr|mrs|dr|co|ltd|vs|fig|art|sec)"
    r"|\b[A-Z])\.$",
    re.IGNORECASE,
)
_SAYING = re.compile(r"\b(?:we|you|they|it|is|are|be|will|shall|must|may|can)\b", re.IGNORECASE)
_FEWEST_CHARACTERS: Final = 7
_FEWEST_WORDS: Final = 4


def sentences(text: str, *, chinese: bool) -> list[str]:
    """Return the sentences of `text`, at least one; short rests stay with what stands before."""
    found: list[str] = []
    start = 0
    for end in (_ZH_END if chinese else _EN_END).finditer(text):
        piece = text[start : end.end()].strip()
        if _is_short(piece, chinese=chinese) or (not chinese and _ABBREVIATION.search(piece)):
            continue
        found.append(piece)
        start = end.end()
    rest = text[start:].strip()
    if rest and (not _is_short(rest, chinese=chinese) or not found):
        found.append(rest)
    elif rest:
        found[-1] = f"{found[-1]}{'' if chinese else ' '}{rest}"
    return found


def _is_short(piece: str, *, chinese: bool) -> bool:
    """Tell whether a piece is a title or a rest rather than a sentence."""
    if chinese:
        return len(piece) < _FEWEST_CHARACTERS
    return len(piece.split()) < _FEWEST_WORDS and not _SAYING.search(piece)
