"""Numbers in digits and in words, English and Chinese."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

_UNITS = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_ONES: Final = {word: value for value, word in enumerate(_UNITS)} | {"a": 1, "an": 1}
_TENTHS: Final = {word: 10 * value for value, word in enumerate(_TENS, start=2)}
_UNIT = "|".join(sorted(_UNITS[1:], key=len, reverse=True))
ENGLISH: Final = rf"(?:(?:{'|'.join(_TENS)})(?:[- ](?:{_UNIT}))?|(?:{_UNIT}|an?)(?: hundred)?)"
CHINESE: Final = "[零〇一二两三四五六七八九十百]+"
DIGITS: Final = r"\d{1,4}(?:\.\d{1,2})?"

_HAN_DIGITS: Final = {char: value for value, char in enumerate("零一二三四五六七八九")} | {
    "〇": 0,
    "两": 2,
}
_HAN_UNITS: Final = {"十": 10, "百": 100}
_FULL_WIDTH: Final = str.maketrans("０１２３４５６７８９", "0123456789")


def number(words: str) -> Decimal | None:
    """Return the number that `words` say; None when they say none."""
    plain = words.strip().lower().translate(_FULL_WIDTH)
    if re.fullmatch(DIGITS, plain):
        return Decimal(plain)
    if re.fullmatch(CHINESE, plain):
        return Decimal(_chinese(plain))
    return _english(plain)


def _chinese(words: str) -> int:
    total = digit = 0
    for char in words:
        if char in _HAN_UNITS:
            total += (digit or 1) * _HAN_UNITS[char]
            digit = 0
        else:
            digit = digit * 10 + _HAN_DIGITS[char]
    return total + digit


def _english(words: str) -> Decimal | None:
    total = 0
    for word in re.split(r"[- ]", words):
        if word == "hundred":
            total *= 100
        elif word in _ONES:
            total += _ONES[word]
        elif word in _TENTHS:
            total += _TENTHS[word]
        else:
            return None
    return Decimal(total) if total else None
