"""Understanding what someone typed into the search box."""

from __future__ import annotations

import re
import unicodedata
from contextlib import suppress
from dataclasses import dataclass

from kept.records.archive.search.folding import compact, wanted, words
from kept.records.archive.search.lines import PHONE, SHORTEST
from kept.records.people.phones import NotAPhoneNumber, phone

LONGEST = 100  # characters of a question that are looked at
DIALLED = re.compile(r"[\d\s+().\-/#*]+")


@dataclass(frozen=True)
class Reading:
    """One way to understand a question: pieces for the index, texts the lines must hold."""

    grams: tuple[str, ...]
    tokens: tuple[str, ...] = ()


@dataclass(frozen=True)
class Question:
    """What was asked, in every way it can be understood."""

    whole: str  # folded, without signs
    tokens: tuple[str, ...]
    readings: tuple[Reading, ...]


def question(text: str) -> Question:
    """Return the ways to understand a text: its words, all in one, a telephone number."""
    text = text[:LONGEST]
    tokens = tuple(dict.fromkeys(compact(part) for part in text.split() if compact(part)))
    whole = compact(text)
    readings = []
    if tokens:
        readings.append(_reading(tokens))
    if len(tokens) > 1:
        readings.append(_reading((whole,)))  # "ya li bian", "SN 2024 0001"
    readings += [Reading((PHONE + digits,)) for digits in sorted(_dialled(text))]
    return Question(whole, tokens, tuple(readings))


def _reading(tokens: tuple[str, ...]) -> Reading:
    pieces = {piece for token in tokens for piece in wanted(token)}
    return Reading(tuple(sorted(pieces)), tokens)


def _dialled(text: str) -> set[str]:
    """Return the digits of a telephone number, or of its end, as they may be stored."""
    plain = unicodedata.normalize("NFKC", text).strip()
    if not DIALLED.fullmatch(plain):
        return set()
    digits = "".join(words(plain))
    found = {digits, digits.lstrip("0")}  # 0755…, 0086755… and 86755… all end alike
    with suppress(NotAPhoneNumber):  # then it is the last digits only
        found.add(phone(plain).number.lstrip("+"))
    return {ending for ending in found if len(ending) >= SHORTEST}
