"""By what a spare part is found: as it is written, and how its Chinese names sound."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from kept.records.archive.search.folding import compact
from kept.records.archive.search.lines import text_lines

MOST_WORDS = 8


def found_by(texts: Iterable[str], names: Mapping[str, str]) -> str:
    """Return what a part is found by, folded, a line for each: also pinyin and its initials."""
    lines = [line.folded for text in (*texts, *names.values()) for line in text_lines(text)]
    return "\n".join(dict.fromkeys(line for line in lines if line))


def asked_words(asked: str) -> list[str] | None:
    """Return the words that are looked for, folded; None if only signs were asked for."""
    words = [word for word in (compact(one) for one in asked.split()[:MOST_WORDS]) if word]
    return None if asked.strip() and not words else words
