"""Opening windows of a day and the days they are written for."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import TypeAlias

from kept.rules.hours.spans import DAY
from kept.rules.said import Misread, Saying

# How people write the last minute of a day; both mean 24:00 (a lost minute a day adds up).
_LAST_MINUTE = (DAY - 60, DAY - 1)
_TIME = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}))?")
_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(frozen=True, slots=True, order=True)
class Window:
    """One stretch of opening, in seconds after 00:00 of the date on which it opens.

    `closes` may pass 24:00: an overnight window belongs to its opening date.
    """

    opens: int
    closes: int

    def __post_init__(self) -> None:
        """Make 23:59 mean 24:00; refuse a window that is empty or longer than a day."""
        if self.closes % DAY in _LAST_MINUTE:
            object.__setattr__(self, "closes", (self.closes // DAY + 1) * DAY)
        if not 0 <= self.opens < DAY:
            raise Misread(
                Saying("window-opens-too-late", "A window opens between 00:00 and 23:59.")
            )
        if not self.opens < self.closes <= self.opens + DAY:
            raise Misread(
                Saying("window-too-long", "A window closes after it opens, at most 24 hours later.")
            )

    @classmethod
    def between(cls, opens: str, closes: str) -> Window:
        """Return the window "09:00" to "17:00"; "22:00" to "06:00" is overnight.

        "00:00" to "00:00" is the whole day.
        """
        first, last = seconds_of_day(opens), seconds_of_day(closes)
        if first == last and first != 0:
            raise Misread(
                Saying(
                    "window-empty",
                    "The window {opens} to {closes} is empty.",
                    opens=opens,
                    closes=closes,
                )
            )
        return cls(first, last if last > first else last + DAY)

    @classmethod
    def parse(cls, text: str) -> Window:
        """Return the window written "09:00-17:00"."""
        opens, dash, closes = text.replace("–", "-").partition("-")
        if not dash:
            raise Misread(
                Saying("not-a-window", "“{text}” is not a window such as 09:00-17:00.", text=text)
            )
        return cls.between(opens.strip(), closes.strip())

    def covers(self, second: int) -> bool:
        """Return whether a time of day, in seconds after 00:00, lies in the window."""
        return self.opens <= second < self.closes or second + DAY < self.closes

    def __str__(self) -> str:
        """Return the text that `parse` reads."""
        return f"{time_text(self.opens)}-{time_text((self.closes - 1) % DAY + 1)}"


Windows: TypeAlias = tuple[Window, ...]
Week: TypeAlias = tuple[Windows, Windows, Windows, Windows, Windows, Windows, Windows]

WHOLE_DAY: Windows = (Window(0, DAY),)


@dataclass(frozen=True, slots=True)
class DayHours:
    """What holds on one single date; without windows the date is closed (a holiday)."""

    on: date
    windows: Windows = ()
    name: str = ""


def seconds_of_day(text: str) -> int:
    """Return a time of day, "9:00", "18:30:15" or "24:00", as seconds after 00:00."""
    match = _TIME.fullmatch(text.strip())
    if match is None:
        raise Misread(
            Saying("not-a-time-of-day", "“{text}” is not a time of day such as 09:30.", text=text)
        )
    hours, minutes, seconds = (int(part or 0) for part in match.groups())
    if minutes > 59 or seconds > 59 or hours * 3600 + minutes * 60 + seconds > DAY:
        raise Misread(
            Saying(
                "time-of-day-too-late", "“{text}” is not a time of day: 00:00 to 24:00.", text=text
            )
        )
    return hours * 3600 + minutes * 60 + seconds


def time_text(seconds: int) -> str:
    """Return seconds after 00:00 as "09:30" or, when needed, "09:30:15"."""
    minutes, rest = divmod(seconds, 60)
    text = f"{minutes // 60:02}:{minutes % 60:02}"
    return f"{text}:{rest:02}" if rest else text


def weekday(name: str) -> int:
    """Return 0 for Monday to 6 for Sunday; reads "mon", "Monday" and the ISO numbers 1 to 7."""
    word = name.strip().lower()
    if word in tuple("1234567"):
        return int(word) - 1
    found = [at for at, full in enumerate(_NAMES) if len(word) >= 3 and full.startswith(word)]
    if not found:
        raise Misread(
            Saying(
                "not-a-weekday",
                "“{name}” is not a weekday: mon, tue, wed, thu, fri, sat, sun.",
                name=name,
            )
        )
    return found[0]


def weekdays(names: str) -> tuple[int, ...]:
    """Return the weekdays that "mon", "mon-fri" or "sat, sun" names."""
    days: list[int] = []
    for part in names.split(","):
        first, dash, last = part.partition("-")
        begin = weekday(first)
        end = weekday(last) if dash else begin
        days += [(begin + step) % 7 for step in range((end - begin) % 7 + 1)]
    return tuple(days)


def disjoint(windows: Iterable[Window], where: object) -> Windows:
    """Return `windows` in order; raises ValueError if two of one day overlap."""
    ordered = tuple(sorted(windows))
    for one, next_one in pairwise(ordered):
        if next_one.opens < one.closes:
            raise Misread(
                Saying(
                    "windows-overlap",
                    "The windows {one} and {next_one} of {where} overlap.",
                    one=one,
                    next_one=next_one,
                    where=where,
                )
            )
    return ordered
