"""Durations in a sentence: digits and words, ranges, working days, and "immediately"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from kept.rules.papers.numbers import CHINESE, DIGITS, ENGLISH, number

AT_ONCE: Final = "immediately"
_EN_UNITS: Final = {
    "s": r"seconds?|secs?",
    "min": r"minutes?|mins?",
    "h": r"hours?|hrs?|h",
    "working day": r"(?:working|work|business)[ -]days?",
    "working hour": r"(?:working|work|business)[ -]hours?",
    "day": r"(?:calendar |natural |consecutive )?days?",
    "week": r"weeks?|wks?",
    "month": r"(?:calendar )?months?",
    "year": r"years?|yrs?",
}
_ZH_UNITS: Final = {
    "s": r"秒钟?",
    "min": r"分钟|分(?![之配析公部为别])",
    "working hour": r"个?工作小时",
    "h": r"个?小时|个?钟头|h(?![a-z])",
    "working day": r"个?(?:工作日|工作天)",
    "day": r"个?(?:自然日|日历日|日历天)|天|日(?![常期本益])",
    "week": r"个?(?:星期|礼拜)|周(?![期年])",
    "month": r"个月",
    "year": r"周年|年(?![度月份底间代限检])",
}
_HALVES: Final = {
    "s": "30 s",
    "min": "30 s",
    "h": "30 min",
    "working day": "4 h",
    "day": "12 h",
    "week": "4 days",
    "month": "15 days",
    "year": "6 months",
}
_MOST_YEARS: Final = 150  # more is the number of a year
_TO: Final = r"\s*(?:-|–|—|~|～|至|到|to|or)\s*"


def _named(units: dict[str, str]) -> str:
    return "|".join(f"(?P<u{place}>{words})" for place, words in enumerate(units.values()))


_EN_NUMBER: Final = rf"(?:{DIGITS}|{ENGLISH})"
_EN = re.compile(
    rf"(?<![\w.,-])(?:(?P<half>half[ -](?:an? )?|half of an? )"
    rf"|(?P<low>{_EN_NUMBER})(?:{_TO}(?P<high>{_EN_NUMBER}))?"
    rf"(?: \(\d+\))?(?P<ahalf> and a half)?[ -]?)"
    rf"(?:{_named(_EN_UNITS)})(?![\w])",
    re.IGNORECASE,
)
_ZH_NUMBER: Final = rf"(?:{DIGITS}|{CHINESE})"
_ZH = re.compile(
    rf"(?<![\d.第])(?:(?P<half>半个?)|(?P<low>{_ZH_NUMBER})(?:{_TO}(?P<high>{_ZH_NUMBER}))?"
    rf"(?P<and_half>个半(?!天))?\s*)(?:{_named(_ZH_UNITS)})(?P<ahalf>半)?",
    re.IGNORECASE,
)
_NOW = re.compile(
    r"\b(?:immediate(?:ly)?|at once|instantly|right away|straight away|without delay)\b"
    r"|立即|立刻|马上|即刻|即时|随即",
    re.IGNORECASE,
)


_WRITTEN = re.compile(
    r"(?P<amount>[1-9]\d{0,3}) (?P<unit>s|min|h|working day|day|week|month|year)s?"
)
_NUMBERS = re.compile(rf"{DIGITS}|(?<![a-z]){ENGLISH}(?![a-z])|{CHINESE}", re.IGNORECASE)
_NEXT = (
    (
        re.compile(
            r"(?:on |by |no later than )?the next (?:working|business) day|次(?:一)?(?:个)?工作日"
        ),
        "1 working day",
    ),
    (re.compile(r"\bnext[- ]day\b|the following day|次日|隔天|第二天"), "1 day"),
    (re.compile(r"\bsame[- ]day\b|当日(?!起)|当天"), "same day 24:00"),
)


@dataclass(frozen=True, slots=True)
class Duration:
    """A duration where it stands, as the language writes it."""

    start: int
    end: int
    value: str  # "4 h", "2 h .. 3 h", "3 working days", "immediately"

    @property
    def working(self) -> bool:
        """Tell whether it is counted in working days or hours."""
        return "working" in self.value


def durations(text: str, *, chinese: bool) -> list[Duration]:
    """Return the durations of `text` (simplified, if Chinese) in their order."""
    units = _ZH_UNITS if chinese else _EN_UNITS
    found = list(_numbered(text, _ZH if chinese else _EN, tuple(units)))
    found = [
        one
        for one, before in zip(found, [None, *found], strict=False)
        if not _again(text, one, before)
    ]
    found += [Duration(now.start(), now.end(), AT_ONCE) for now in _NOW.finditer(text)]
    for pattern, value in _NEXT:
        found += [
            Duration(m.start(), m.end(), value)
            for m in pattern.finditer(text)
            if not any(one.start < m.end() and m.start() < one.end for one in found)
        ]
    return sorted(found, key=lambda one: one.start)


def stands_in(value: str, words: str, *, chinese: bool) -> bool:
    """Tell whether words give a duration, or at least every number of it and its units.

    `value` is as the language writes it, such as "2 h .. 3 h"; anything else stands nowhere.
    """
    if value in (one.value for one in durations(words, chinese=chinese)):
        return True
    parts = [_WRITTEN.fullmatch(part) for part in value.split(" .. ")]
    units = _ZH_UNITS if chinese else _EN_UNITS
    said = {number(match[0]) for match in _NUMBERS.finditer(words)}
    return all(
        part is not None
        and Decimal(part["amount"]) in said
        and re.search(rf"(?<![a-z])(?:{units[part['unit']]})(?![a-z])", words, re.IGNORECASE)
        for part in parts
    )


def _again(text: str, one: Duration, before: Duration | None) -> bool:
    """Tell whether a duration says again what stands before it: "1 year (365 days)"."""
    return before is not None and text[before.end : one.start].strip() in ("(", "(=", "(or")


def _numbered(text: str, pattern: re.Pattern[str], units: tuple[str, ...]) -> Iterator[Duration]:
    for match in pattern.finditer(text):
        place = next(i for i in range(len(units)) if match[f"u{i}"] is not None)
        value = _value(match, units[place])
        if value:
            yield Duration(match.start(), match.end(), value)


def _value(match: re.Match[str], unit: str) -> str:
    if match["half"]:
        return _HALVES.get(unit, "")
    low = number(match["low"])
    high = number(match["high"]) if match["high"] else None
    if not low or (high is not None and high <= low) or (unit == "year" and low > _MOST_YEARS):
        return ""
    if match["ahalf"] or match.groupdict().get("and_half"):
        low += Decimal("0.5")
    shown = _written(low, unit)
    return shown if high is None else f"{shown} .. {_written(high, unit)}"


def _written(amount: Decimal, unit: str) -> str:
    """Return the amount in whole units: 1.5 hours are 90 minutes."""
    smaller = {"h": ("min", 60), "year": ("month", 12), "day": ("h", 24), "week": ("day", 7)}
    if amount != amount.to_integral_value() and unit in smaller:
        unit, factor = smaller[unit]
        amount *= factor
    whole = int(amount.to_integral_value())
    word = {"working hour": "h"}.get(unit, unit)
    many = "s" if whole != 1 and word not in ("s", "min", "h") else ""
    return f"{whole} {word}{many}"
