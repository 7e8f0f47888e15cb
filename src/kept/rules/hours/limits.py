"""How long a promise may take: durations, ordinal working days, fixed times of day."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import time
from enum import StrEnum
from typing import Final, Literal, TypeAlias

from kept.rules.hours.windows import seconds_of_day, time_text
from kept.rules.said import Misread, Saying


class Unit(StrEnum):
    """What a duration counts. Seconds, minutes and hours are working time on the calendar."""

    SECOND = "second"
    MINUTE = "minute"
    HOUR = "hour"
    DAY = "day"
    WORKING_DAY = "working_day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


class Ends(StrEnum):
    """When a duration in days, weeks, months or years ends on its last day."""

    CLOSE = "close"  # at close of business if there is one, else at 24:00
    SAME_TIME = "same_time"  # at the time of day at which it started


CLOCK_SECONDS: Final = {Unit.SECOND: 1, Unit.MINUTE: 60, Unit.HOUR: 3600}

_WORDS: Final = {
    Unit.SECOND: ("s", "sec", "secs", "second", "seconds"),
    Unit.MINUTE: ("min", "mins", "minute", "minutes"),
    Unit.HOUR: ("h", "hr", "hrs", "hour", "hours", "working hour", "working hours"),
    Unit.DAY: ("d", "day", "days", "calendar day", "calendar days"),
    Unit.WORKING_DAY: ("wd", "working day", "working days", "business day", "business days"),
    Unit.WEEK: ("w", "week", "weeks"),
    Unit.MONTH: ("month", "months"),
    Unit.YEAR: ("y", "year", "years"),
}
_UNIT_OF: Final = {word: unit for unit, words in _WORDS.items() for word in words}
_CHINESE: Final = {
    Unit.SECOND: ("秒", "秒"),
    Unit.MINUTE: ("分钟", "分鐘"),
    Unit.HOUR: ("小时", "小時"),
    Unit.DAY: ("天", "天"),
    Unit.WORKING_DAY: ("个工作日", "個工作日"),
    Unit.WEEK: ("周", "週"),
    Unit.MONTH: ("个月", "個月"),
    Unit.YEAR: ("年", "年"),
}
_SAME_TIME: Final = {
    "en": "{}, same time of day",
    "zh-Hans": "{}（同一时刻）",
    "zh-Hant": "{}（同一時刻）",
}
_TEXT: Final = re.compile(
    r"(\d+)(?:\.(\d{1,6}))?[ _-]?([a-z][a-z _-]*?)(,? (?:at the )?same[ _]time.*)?"
)
_ISO: Final = re.compile(
    r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?"
)


@dataclass(frozen=True, slots=True)
class Duration:
    """An amount of one unit; `ends` matters for days and longer units only."""

    amount: int
    unit: Unit
    ends: Ends = Ends.CLOSE
    # The working seconds it stands for; None for days and longer units.
    seconds: int | None = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Refuse negative amounts; a duration in clock units has no end of day."""
        if self.amount < 0:
            raise ValueError(f"A duration is not negative: {self.amount}.")
        factor = CLOCK_SECONDS.get(self.unit)
        object.__setattr__(self, "seconds", None if factor is None else self.amount * factor)
        if factor is not None:
            object.__setattr__(self, "ends", Ends.CLOSE)

    @classmethod
    def parse(cls, text: str) -> Duration:
        """Return the duration that `text` says: "4 h", "2 working days", "PT30M", "P1D".

        ", same time of day" behind days and longer units keeps the time of day. ISO texts of
        mixed units are brought to the smaller one (PT1H30M is 90 minutes). Raises ValueError.
        """
        given = " ".join(text.split())
        if given[:1] in ("P", "p"):
            return _from_iso(given.upper(), text)
        match = _TEXT.fullmatch(given.lower())
        if match is None:
            raise _not_a_duration(text)
        whole, fraction, word, same = match.groups()
        unit = _UNIT_OF.get(word.strip().replace("_", " ").replace("-", " "))
        if unit is None:
            raise _not_a_duration(text)
        if fraction:
            return _from_fraction(int(whole), fraction, unit, text)
        return cls(int(whole), unit, Ends.SAME_TIME if same else Ends.CLOSE)

    def __str__(self) -> str:
        """Return the canonical text, which `parse` reads back: "2 working days"."""
        return self.wording("en")

    def wording(self, language: str) -> str:
        """Return the duration as people say it in "en", "zh-Hans" or "zh-Hant"."""
        if language.startswith("zh"):
            traditional = language in ("zh-Hant", "zh-TW", "zh-HK", "zh-MO")
            said = f"{self.amount} {_CHINESE[self.unit][traditional]}"
            key = "zh-Hant" if traditional else "zh-Hans"
        else:
            said = f"{self.amount} {self.unit.replace('_', ' ')}{'' if self.amount == 1 else 's'}"
            key = "en"
        return _SAME_TIME[key].format(said) if self.ends is Ends.SAME_TIME else said


@dataclass(frozen=True, slots=True)
class OrdinalWorkingDay:
    """The close of the nth working day.

    Counting from "start", the start day is the first if it still has working time left;
    counting from "next", the first is the working day after the start day.
    """

    n: int
    counting_from: Literal["start", "next"] = "next"

    def __post_init__(self) -> None:
        """Refuse a zeroth day and unknown bases."""
        if self.n < 1:
            raise ValueError("Working days are counted from the 1st.")
        if self.counting_from not in ("start", "next"):
            raise ValueError(f"Count from 'start' or 'next', not {self.counting_from!r}.")

    def __str__(self) -> str:
        """Return for example "working day 2, counting from next"."""
        return f"working day {self.n}, counting from {self.counting_from}"

    def wording(self, language: str) -> str:
        """Return the limit as people say it in "en", "zh-Hans" or "zh-Hant"."""
        if not language.startswith("zh"):
            end = "the day itself" if self.counting_from == "start" else "the next working day"
            return f"working day {self.n}, counted from {end}"
        if language in ("zh-Hant", "zh-TW", "zh-HK", "zh-MO"):
            return (
                f"{'自當日起' if self.counting_from == 'start' else '自次日起'}第 {self.n} 個工作日"
            )
        return f"{'自当日起' if self.counting_from == 'start' else '自次日起'}第 {self.n} 个工作日"


@dataclass(frozen=True, slots=True)
class FixedTime:
    """A time of day on a later date: "next day 18:00", "same day 12:00".

    With `working_days` the offset counts working days; offset 0 is then the start day, or the
    next working day if the start day is none.
    """

    day_offset: int
    working_days: bool
    time: time

    def __post_init__(self) -> None:
        """Refuse a day before the start and a time that carries a zone of its own."""
        if self.day_offset < 0:
            raise ValueError("A fixed time lies on the start day or later.")
        if self.time.tzinfo is not None:
            raise ValueError("A fixed time is wall time of the calendar; give no zone.")
        if self.time.second or self.time.microsecond:
            raise ValueError("A fixed time of day is a whole minute.")

    def __str__(self) -> str:
        """Return for example "next working day 18:00" or "in 3 days 12:00"."""
        kind = "working day" if self.working_days else "day"
        clock = self.time.isoformat("minutes")
        if self.day_offset <= 1:
            return f"{'next' if self.day_offset else 'same'} {kind} {clock}"
        return f"in {self.day_offset} {kind}s {clock}"

    def wording(self, language: str) -> str:
        """Return the limit as people say it in "en", "zh-Hans" or "zh-Hant"."""
        if not language.startswith("zh"):
            return str(self)
        traditional = language in ("zh-Hant", "zh-TW", "zh-HK", "zh-MO")
        day = ("個工作日" if traditional else "个工作日") if self.working_days else "天"
        near = ("当日", "次日") if not traditional else ("當日", "次日")
        near_work = (
            ("当个工作日", "下个工作日") if not traditional else ("當個工作日", "下個工作日")
        )
        clock = self.time.isoformat("minutes")
        if self.day_offset <= 1:
            return f"{(near_work if self.working_days else near)[self.day_offset]} {clock}"
        return f"{self.day_offset} {day}{'後' if traditional else '后'} {clock}"


@dataclass(frozen=True, slots=True)
class HalfWorkingDays:
    """Half a working day, or some whole ones and a half; `halves` is odd.

    Each working date counts with its own working time, half of the last one with half of it.
    """

    halves: int

    def __post_init__(self) -> None:
        """Refuse whole days, which are a Duration."""
        if self.halves < 1 or self.halves % 2 == 0:
            raise ValueError("Whole working days are a duration; halves are an odd number.")

    def __str__(self) -> str:
        """Return for example "half a working day" or "1.5 working days"."""
        whole = self.halves // 2
        return f"{whole}.5 working days" if whole else "half a working day"

    def wording(self, language: str) -> str:
        """Return the limit as people say it in "en", "zh-Hans" or "zh-Hant"."""
        if not language.startswith("zh"):
            return str(self)
        traditional = language in ("zh-Hant", "zh-TW", "zh-HK", "zh-MO")
        whole = self.halves // 2
        unit = "個工作日" if traditional else "个工作日"
        return f"{whole}.5 {unit}" if whole else f"半{unit}"


Limit: TypeAlias = Duration | OrdinalWorkingDay | FixedTime | HalfWorkingDays

_ORDINAL = re.compile(
    r"(?:working day (\d+)|(\d+)(?:st|nd|rd|th) working day)"
    r"(?:,? count(?:ing|ed) from (start|next))?"
)
_HALVES = re.compile(r"half a working day|(0|[1-9][0-9]{0,2})\.5 working days?")
_FIXED = re.compile(r"(same|next|in (\d+)) (working )?days? (\d{1,2}:\d{2})")


def parse_limit(text: str) -> Limit:
    """Return the limit that `text` says; raises ValueError with a sentence.

    Besides durations it reads "2nd working day, counting from next", "same day 12:00",
    "next working day 18:00", "in 3 days 12:00" and "half a working day".
    """
    given = " ".join(text.lower().split())
    if ordinal := _ORDINAL.fullmatch(given):
        n = int(ordinal[1] or ordinal[2])
        return OrdinalWorkingDay(n, "start" if ordinal[3] == "start" else "next")
    if fixed := _FIXED.fullmatch(given):
        offset = int(fixed[2]) if fixed[2] else int(fixed[1] == "next")
        at = time_text(seconds_of_day(fixed[4]))
        if at == "24:00":
            raise Misread(
                Saying(
                    "no-24-o-clock",
                    "“{given}” has no such time of day; write 23:59, or “1 working day”, which "
                    "ends at close of business.",
                    given=given,
                )
            )
        return FixedTime(offset, fixed[3] is not None, time.fromisoformat(at))
    if halves := _HALVES.fullmatch(given):
        return HalfWorkingDays(2 * int(halves[1] or 0) + 1)
    return Duration.parse(text)


def _not_a_duration(text: str) -> ValueError:
    return ValueError(
        f"{text!r} is not a duration; write for example '4 h', '2 working days' or 'PT30M'."
    )


def _from_fraction(whole: int, fraction: str, unit: Unit, text: str) -> Duration:
    """Return "1.5 h" as 90 minutes; only clock units can be split."""
    factor = CLOCK_SECONDS.get(unit)
    if factor is None:
        raise ValueError(f"{text!r} splits a day; only hours, minutes and seconds can be split.")
    scale = 10 ** len(fraction)
    seconds, rest = divmod((whole * scale + int(fraction)) * factor, scale)
    if rest:
        raise ValueError(f"{text!r} is not a whole number of seconds.")
    return _clock(seconds)


def _clock(seconds: int) -> Duration:
    """Return working seconds in the largest unit that needs no fraction."""
    for unit in (Unit.HOUR, Unit.MINUTE):
        if seconds and seconds % CLOCK_SECONDS[unit] == 0:
            return Duration(seconds // CLOCK_SECONDS[unit], unit)
    return Duration(seconds, Unit.SECOND)


def _from_iso(given: str, text: str) -> Duration:
    match = _ISO.fullmatch(given)
    if match is None or given in ("P", "PT") or given.endswith("T"):
        raise _not_a_duration(text)
    years, months, weeks, days, hours, minutes, seconds = match.groups()
    families = [
        _joined(Unit.YEAR, years, Unit.MONTH, months, 12),
        _joined(Unit.WEEK, weeks, Unit.DAY, days, 7),
        _clock_iso(hours, minutes, seconds),
    ]
    found = [duration for duration in families if duration is not None]
    if len(found) != 1:
        raise ValueError(f"{text!r} mixes months, days and hours; a limit counts one of them.")
    return found[0]


def _joined(
    big: Unit, many: str | None, small: Unit, few: str | None, factor: int
) -> Duration | None:
    if many is None and few is None:
        return None
    if few is None:
        return Duration(int(many or 0), big)
    return Duration(int(many or 0) * factor + int(few), small)


def _clock_iso(hours: str | None, minutes: str | None, seconds: str | None) -> Duration | None:
    given = (hours, minutes, seconds)
    if given == (None, None, None):
        return None
    for unit, only in zip((Unit.HOUR, Unit.MINUTE, Unit.SECOND), given, strict=True):
        if only is not None and given.count(None) == 2:
            return Duration(int(only), unit)
    h, m, s = (int(part or 0) for part in given)
    return _clock(h * 3600 + m * 60 + s)
