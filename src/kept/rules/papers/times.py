"""Calendars and frequencies in a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from kept.rules.papers.numbers import CHINESE, DIGITS, ENGLISH, number

ELAPSED: Final = "elapsed"
ALWAYS: Final = "day_and_night"
WORKING_DAYS: Final = "working_days"
OFFICE: Final = "office_hours"
_BY = re.compile(
    r"(?P<days>[5-7])\s*(?:天|日|days?)?\s*(?:[x×*✕]|by|/(?=\d))\s*(?P<hours>\d{1,2})"
    r"(?:\s*(?:小时|hours?|hrs?|h)(?![a-z]))?"
    r"|(?P<hours_first>24)\s*(?:小时|hours?|hrs?|h)?\s*(?:[x×*✕]|/"
    r"|by)\s*(?P<days_last>[5-7])(?!\d)(?:\s*(?:天|days?))?"
)
_ALWAYS = re.compile(
    r"24[ -]?hours?(?: (?:a|per|each|every) day|,? (?:7|seven) days)(?:[ ,/]+(?:7"
    r"|seven) days(?: a week| per week)?)?"
    r"|24[ -]?hours? (?=(?:hot ?line|telephone|phone|service|duty|support))"
    r"|around the clock|round[- ]the[- ]clock|day and night|at any time|at all times"
    r"|全天候|昼夜|24小时(?=.{0,6}(?:热线|值班|服务|电话|在线|受理|开通))|24小时不间断|随时"
)
_OFFICE = re.compile(
    r"(?:office|opening|business|working|service) hours|(?:工作|办公|营业|上班)时间(?:内)?"
)
_WORKING_DAYS = re.compile(r"(?:working|business|work)[ -]days?|工作日|工作天")

_PERIODS: Final = {
    "day": r"day|daily|天|日",
    "week": r"week|周|星期",
    "month": r"month|个?月",
    "quarter": r"quarter|个?季度?",
    "half year": r"half[- ]year|six months|半年",
    "year": r"year|annum|年度?",
}
_ADVERBS: Final = {
    "weekly": "week",
    "monthly": "month",
    "quarterly": "quarter",
    "half-yearly": "half year",
    "semi-annually": "half year",
    "semi-annual": "half year",
    "annually": "year",
    "yearly": "year",
    "annual": "year",
    "每日": "day",
    "每天": "day",
    "每周": "week",
    "每星期": "week",
    "每月": "month",
    "按月": "month",
    "每个月": "month",
    "每季": "quarter",
    "每季度": "quarter",
    "按季度": "quarter",
    "每个季度": "quarter",
    "每半年": "half year",
    "每年": "year",
    "每年度": "year",
    "年度": "year",
}
_TIMES: Final = {"once": "1", "twice": "2", "thrice": "3"}
_COUNT: Final = rf"(?:{DIGITS}|{ENGLISH})"
_PERIOD: Final = "|".join(words for words in _PERIODS.values())
_EN_COUNTED = re.compile(
    rf"\b(?:(?P<word>once|twice|thrice)|(?:at least )?(?P<low>{_COUNT})(?:\s*(?:-|–|to"
    rf"|or)\s*(?P<high>{_COUNT}))? (?:times?|visits?|inspections?|checks?|sessions?))"
    rf" (?:a|an|per|each|every|in (?:a|each|every)|every) (?:calendar )?(?P<period>{_PERIOD})s?\b"
)
_ZH_COUNTED = re.compile(
    rf"(?P<period>每(?:个)?(?:年度?|半年|季度?|月|周|星期|天"
    rf"|日))[^,，。;；\d一二两三四五六七八九十]{{0,10}}?"
    rf"(?:不少于|至少)?(?P<low>{DIGITS}|{CHINESE})(?:\s*[-–~～至到]\s*(?P<high>{DIGITS}"
    rf"|{CHINESE}))?\s*次"
)
_EN_EVERY = re.compile(
    rf"\b(?:every|each) (?:(?P<low>{_COUNT}) )?(?P<period>{_PERIOD})s?\b"
    rf"|\b(?P<adverb>{'|'.join(k for k in _ADVERBS if k.isascii())})\b"
)
_ZH_ADVERBS: Final = "|".join(sorted((k for k in _ADVERBS if not k.isascii()), key=len)[::-1])
_ZH_EVERY = re.compile(
    rf"每隔?(?P<low>{DIGITS}|{CHINESE})(?P<period>天|周|个月|月|个季度|年)"
    rf"|(?P<adverb>{_ZH_ADVERBS})"
)
_DAILY = re.compile(r"\bdaily\b(?= (?:visit|inspect|check|call|report|clean(?!ing\b)))")
_NEAR: Final = 16  # "twice a year, regularly" says one thing
_UNSET = re.compile(
    r"\b(?:regular(?:ly)?(?! (?:business|working|office|opening|hours|rates?|prices?|charges?"
    r"|fees?|service calls?)\b)|periodic(?:al|ally)?|routine(?:ly)?|from time to time"
    r"|on a regular basis|at (?:regular )?intervals)\b"
    r"|定期|不定期|周期性|例行|经常性"
)


@dataclass(frozen=True, slots=True)
class CalendarWords:
    """The words that name a calendar, and its key in a draft."""

    start: int
    end: int
    key: str
    days: int = 0
    hours: int = 0
    masks: bool = True  # numbers in it are no durations


@dataclass(frozen=True, slots=True)
class Frequency:
    """How often: `low` to `high` times per period; `period` is "" where the paper leaves it out."""

    start: int
    end: int
    low: str
    high: str
    period: str
    masks: bool = True


def calendars(plain: str) -> list[CalendarWords]:
    """Return the calendars that a text names, in their order."""
    found = []
    for match in _BY.finditer(plain):
        days = int(match["days"] or match["days_last"])
        hours = int(match["hours"] or match["hours_first"])
        if 1 <= hours <= 24:
            key = ALWAYS if (days, hours) == (7, 24) else f"window_{days}_by_{hours}"
            found.append(CalendarWords(match.start(), match.end(), key, days, hours))
    for pattern, key, masks in (
        (_ALWAYS, ALWAYS, True),
        (_OFFICE, OFFICE, True),
        (_WORKING_DAYS, WORKING_DAYS, False),
    ):
        found += [
            CalendarWords(match.start(), match.end(), key, masks=masks)
            for match in pattern.finditer(plain)
            if not _inside(match.start(), found)
        ]
    return sorted(found, key=lambda one: one.start)


def frequencies(plain: str, *, taken: Iterable[CalendarWords] = ()) -> list[Frequency]:
    """Return how often a text says that something happens."""
    found: list[Frequency] = []
    busy = [one for one in taken if one.masks]
    for pattern in (_EN_COUNTED, _ZH_COUNTED, _EN_EVERY, _ZH_EVERY):
        for match in pattern.finditer(plain):
            if not _inside(match.start(), [*busy, *found]):
                found.append(_frequency(match))
    found += [Frequency(m.start(), m.end(), "1", "1", "day") for m in _DAILY.finditer(plain)]
    for match in _UNSET.finditer(plain):
        if not any(one.start - _NEAR < match.start() < one.end + _NEAR for one in found):
            found.append(Frequency(match.start(), match.end(), "", "", "", masks=False))
    return sorted(found, key=lambda one: one.start)


def _frequency(match: re.Match[str]) -> Frequency:
    named = match.groupdict()
    period = _ADVERBS.get(named.get("adverb") or "") or _period(named["period"] or "")
    low = _TIMES.get(named.get("word") or "") or _digits(named.get("low")) or "1"
    if "high" not in named and named.get("low"):  # every 3 months: once per 3 months
        low, period = "1", f"{low} {period}s"
    high = _digits(named.get("high")) or low
    return Frequency(match.start(), match.end(), low, high, period)


def _period(words: str) -> str:
    said = words.removeprefix("每").removeprefix("个")
    return next((name for name, pattern in _PERIODS.items() if re.fullmatch(pattern, said)), "year")


def _digits(words: str | None) -> str:
    found = number(words) if words else None
    return str(found) if found else ""


def _inside(place: int, taken: Iterable[CalendarWords | Frequency]) -> bool:
    return any(one.start <= place < one.end for one in taken)
