"""Reading the questions of the batch calculator: JSON values into calendars and instants."""

from __future__ import annotations

import json
import re
from collections.abc import Hashable, Iterable, Mapping
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from math import isfinite
from typing import NoReturn, TypeVar
from zoneinfo import ZoneInfo

from kept.rules.hours.calendar import Calendar
from kept.rules.hours.spans import localize
from kept.rules.hours.spec import CalendarSpec
from kept.rules.hours.windows import DayHours, Week, Window, Windows, seconds_of_day, weekdays

T = TypeVar("T", bound=Hashable)

_MOST_DIGITS = 1000
_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_INSTANT = re.compile(
    r"(\d{4}-\d{1,2}-\d{1,2})[T ]+(\d{1,2}:\d{2}(?::\d{2})?)(?:[.,]\d+)?"
    r"\s*(Z|[+-]\d{2}(?::?\d{2})?)?",
    re.IGNORECASE,
)


def read_question(line: str) -> dict[str, object]:
    """Return the JSON object of one line; a key given twice in one object is an error."""
    try:
        found = json.loads(
            line,
            object_pairs_hook=_once,
            parse_constant=_no_constant,
            parse_float=_finite,
            parse_int=_countable,
        )
    except json.JSONDecodeError as error:
        raise ValueError(f"This line is not JSON: {error.msg} at column {error.colno}.") from error
    except RecursionError as error:
        raise ValueError("This line is nested too deeply.") from error
    if not isinstance(found, dict):
        raise ValueError("Each line is a JSON object with an id, a calendar and an op.")
    return found


def id_of(line: str) -> object:
    """Return the id of a line that `read_question` refuses, where one can be made out."""
    try:
        found = json.loads(
            line,
            parse_constant=_nothing,
            parse_float=_finite_or_nothing,
            parse_int=_countable_or_nothing,
        )
    except (ValueError, RecursionError):
        return None
    return found.get("id") if isinstance(found, dict) else None


def calendar_of(value: object) -> Calendar:
    """Return the compiled calendar of a JSON description; equal content is compiled once."""
    if not isinstance(value, dict):
        raise ValueError("'calendar' is an object with tz and weekly.")
    return _calendar(json.dumps(value, sort_keys=True))


def date_of(value: object) -> date:
    """Return the date that a text such as "2026-10-01" says."""
    match = _DATE.fullmatch(value.strip()) if isinstance(value, str) else None
    if match is None:
        raise ValueError(f"{_shown(value)} is not a date such as 2026-10-01.")
    try:
        return date(*(int(part) for part in match.groups()))
    except ValueError as error:
        raise ValueError(f"{_shown(value)} is not a date of the calendar.") from error


def is_date(value: object) -> bool:
    """Return whether a value is a date without a time of day."""
    return isinstance(value, str) and _DATE.fullmatch(value.strip()) is not None


def instant_of(value: object, zone: ZoneInfo) -> datetime:
    """Return an instant; without offset it is wall time of `zone`, a date alone its 00:00."""
    if is_date(value):
        return localize(datetime.combine(date_of(value), time(0)), zone)
    match = _INSTANT.fullmatch(value.strip()) if isinstance(value, str) else None
    if match is None:
        raise ValueError(f"{_shown(value)} is not an instant such as 2026-03-02T09:30:00+08:00.")
    on, clock, offset = match.groups()
    seconds = seconds_of_day(clock)
    days, rest = divmod(seconds, 86_400)  # 24:00 is the next day
    wall = datetime.combine(date_of(on), time(rest // 3600, rest // 60 % 60, rest % 60))
    wall += timedelta(days=days)
    if offset is None:
        return localize(wall, zone)
    try:
        return datetime.fromisoformat(wall.isoformat() + offset.upper())
    except ValueError as error:
        raise ValueError(f"{_shown(value)} has an offset from UTC that does not exist.") from error


def whole_number(value: object, name: str) -> int:
    """Return an integer; 3600.0 is one, "3600" and true are not."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, bool) or not isinstance(value, int):
        raise ValueError(f"'{name}' must be a whole number, not {_shown(value)}.")
    return value


@lru_cache(maxsize=64)  # each line may bring a calendar of its own: memory stays flat
def _calendar(text: str) -> Calendar:
    given = json.loads(text)
    return Calendar(
        CalendarSpec(
            zone=_text(given.get("tz") or "UTC", "tz"),
            weekly=_week(given.get("weekly") or {}),
            contract=_holidays(given.get("holidays") or []),
            company=_dated(given.get("special") or {}, "special"),
            breaks=_dated(given.get("breaks") or {}, "breaks"),
            country=_country(given),
            subdivision=_subdivision(given),
        )
    )


def _week(value: object) -> Week:
    days: dict[int, Windows] = {}
    for names, windows in _object(value, "weekly").items():
        for at in weekdays(names):
            if at in days:
                raise ValueError(f"The weekday of {names!r} is given twice in 'weekly'.")
            days[at] = _windows(windows, names)
    mon, tue, wed, thu, fri, sat, sun = (days.get(at, ()) for at in range(7))
    return (mon, tue, wed, thu, fri, sat, sun)


def _holidays(value: object) -> tuple[DayHours, ...]:
    """Return closed days from a list of dates, or an object of dates and names."""
    if not isinstance(value, (list, dict)):
        raise ValueError("'holidays' is a list of dates.")
    return _single([DayHours(date_of(on)) for on in value], "holidays")


def _dated(value: object, name: str) -> tuple[DayHours, ...]:
    entries = [
        DayHours(date_of(on), _windows(windows, on)) for on, windows in _object(value, name).items()
    ]
    return _single(entries, name)


def _single(entries: list[DayHours], name: str) -> tuple[DayHours, ...]:
    """Return the entries; two for one date are an error."""
    twice = _first_twice(entry.on for entry in entries)
    if twice is not None:
        raise ValueError(f"{twice} is entered twice in '{name}'.")
    return tuple(entries)


def _windows(value: object, where: str) -> Windows:
    """Return windows from [["09:00", "12:00"], …]; {"09:00": "12:00"} and one pair are read too."""
    if value is None or value is False:
        return ()
    pairs = list(value.items()) if isinstance(value, dict) else value
    if not isinstance(pairs, list):
        raise ValueError(
            f"The windows of {where} are a list of pairs such as [['09:00', '17:00']]."
        )
    if len(pairs) == 2 and all(isinstance(p, str) and "-" not in p for p in pairs):
        pairs = [pairs]
    return tuple(_window(pair, where) for pair in pairs)


def _window(pair: object, where: str) -> Window:
    if isinstance(pair, str):
        return Window.parse(pair)
    if not isinstance(pair, (list, tuple)) or len(pair) != 2:
        raise ValueError(f"A window of {where} is a pair such as ['09:00', '17:00'].")
    opens, closes = pair
    if not (isinstance(opens, str) and isinstance(closes, str)):
        raise ValueError(f"A window of {where} is a pair of texts such as ['09:00', '17:00'].")
    return Window.between(opens, closes)


def _country(given: Mapping[str, object]) -> str | None:
    value = given.get("country")
    return None if value is None else _text(value, "country").upper().partition("-")[0]


def _subdivision(given: Mapping[str, object]) -> str | None:
    """Return the state or province: its own key, or the tail of a country such as "DE-BY"."""
    value = given.get("subdivision", given.get("subdiv"))
    if value is None:
        return str(given.get("country") or "").partition("-")[2].upper() or None
    return _text(value, "subdivision")


def _text(value: object, name: str) -> str:
    if not isinstance(value, str):
        raise ValueError(f"'{name}' must be a text, not {_shown(value)}.")
    return value


def _object(value: object, name: str) -> dict[str, object]:
    if not isinstance(value, dict):
        raise ValueError(f"'{name}' is an object.")
    return value


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError(f"The key {_first_twice(name for name, _ in pairs)!r} is given twice.")
    return found


def _first_twice(values: Iterable[T]) -> T | None:
    """Return the first value that comes again; None if each comes once."""
    seen: set[T] = set()
    for value in values:
        if value in seen:
            return value
        seen.add(value)
    return None


def _shown(value: object) -> str:
    """Return a value as it was given, cut to what fits in a sentence."""
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 60 else f"{text[:60]}…"


def _finite(digits: str) -> float:
    number = float(digits)
    return number if isfinite(number) else _no_constant(digits)


def _countable(digits: str) -> int:
    if len(digits) > _MOST_DIGITS:
        raise ValueError(f"A number of {len(digits)} digits cannot be counted with.")
    return int(digits)


def _countable_or_nothing(digits: str) -> int | None:
    return int(digits) if len(digits) <= _MOST_DIGITS else None


def _finite_or_nothing(digits: str) -> float | None:
    number = float(digits)
    return number if isfinite(number) else None


def _nothing(name: str) -> None:
    """Stand for NaN and Infinity, which no JSON answer could repeat."""


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a number that can be counted with.")
