"""Work by when it was done: how much of it fell into working hours, evenings, nights, days off."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Final

from kept.rules.hours.calendar import Calendar, compiled
from kept.rules.hours.spec import CalendarSpec

WORKING: Final = "working"
EVENING: Final = "evening"
NIGHT: Final = "night"
WEEKEND: Final = "weekend"
HOLIDAY: Final = "holiday"
_DAY: Final = timedelta(days=1)


def seconds_by_band(spec: CalendarSpec, start: datetime, end: datetime) -> dict[str, int]:
    """Return how many seconds of [start, end) fell into each band; they sum up to all of them.

    What is working time is "working", whatever day it is. The rest is "holiday" on a day that is
    closed by name, "weekend" on a weekday that never opens, "night" in the band of that name, else
    "evening".
    """
    calendar, found = compiled(spec), dict[str, int]()
    begun = int(start.timestamp())
    for edge in sorted(_edges(calendar, spec, start, end)):
        band = _band(calendar, spec, calendar.at(begun))
        found[band] = found.get(band, 0) + edge - begun
        begun = edge
    return found


def _edges(calendar: Calendar, spec: CalendarSpec, start: datetime, end: datetime) -> Iterator[int]:
    """Yield the seconds at which the band may change, and the end, each once and after `start`."""
    first, last = int(start.timestamp()), int(end.timestamp())
    seen = {int(m.timestamp()) for m in _moments(calendar, spec, start, end)}
    yield from (second for second in {*seen, last} if first < second <= last)


def _moments(
    calendar: Calendar, spec: CalendarSpec, start: datetime, end: datetime
) -> Iterator[datetime]:
    for span in calendar.periods(start, end):
        yield from (span.start, span.end)
    day, until = calendar.wall(start).date(), calendar.wall(end).date()
    while day <= until:
        yield calendar.at_wall(day, time())
        for band in spec.bands:
            yield from (_on(calendar, day, s) for s in (band.window.opens, band.window.closes))
        day += _DAY


def _on(calendar: Calendar, day: date, second: int) -> datetime:
    days, left = divmod(second, 24 * 3600)
    at = time(left // 3600, left // 60 % 60, left % 60)
    return calendar.at_wall(day + days * _DAY, at)


def _band(calendar: Calendar, spec: CalendarSpec, at: datetime) -> str:
    if calendar.is_open(at):
        return WORKING
    if calendar.on_holiday(at):
        return HOLIDAY
    if not spec.weekly[calendar.wall(at).weekday()]:
        return WEEKEND
    return NIGHT if calendar.band(at) == NIGHT else EVENING
