"""Work by when it was done: how much of it fell into working hours, evenings, nights, days off."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from kept.rules.hours.calendar import Calendar, compiled
from kept.rules.hours.spans import DAY
from kept.rules.hours.spec import CalendarSpec
from kept.rules.hours.windows import Window

WORKING: Final = "working"
EVENING: Final = "evening"
NIGHT: Final = "night"
WEEKEND: Final = "weekend"
HOLIDAY: Final = "holiday"
_DAY: Final = timedelta(days=1)
_WHOLE_DAY: Final = Window(0, DAY)


@dataclass(frozen=True, slots=True)
class TimeBand:
    """Hours of some days: a date that fits, and on it the time of day within `window`.

    A date fits by its weekday (0 is Monday) or as a holiday of the calendar; `open` and `closed`
    fit by the calendar's hours at that moment. With none of these every date fits. An overnight
    window belongs to the date on which it opens.
    """

    name: str
    weekdays: frozenset[int] = frozenset()
    on_holidays: bool = False
    when_open: bool = False
    when_closed: bool = False
    window: Window = _WHOLE_DAY

    @property
    def is_whole_day(self) -> bool:
        """Whether it says nothing of the time of day."""
        return self.window == _WHOLE_DAY

    @property
    def on_all_days(self) -> bool:
        """Whether it says nothing of days."""
        return not (self.weekdays or self.on_holidays or self.when_open or self.when_closed)


def seconds_by_band(
    spec: CalendarSpec, start: datetime, end: datetime, bands: Sequence[TimeBand] = ()
) -> dict[str, int]:
    """Return how many seconds of [start, end) fell into each band; they sum up to all of them.

    The first of `bands` that fits counts. Of the rest, what is working time is "working", whatever
    day it is; else it is "holiday" on a day that is closed by name, "weekend" on a weekday that
    never opens, "night" in the calendar's band of that name, else "evening".
    """
    calendar, found = compiled(spec), dict[str, int]()
    begun = int(start.timestamp())
    for edge in sorted(_edges(calendar, spec, start, end, bands)):
        at = calendar.at(begun)
        fits = (band.name for band in bands if _fits(calendar, band, at))
        name = next(fits, None) or _band(calendar, spec, at)
        found[name] = found.get(name, 0) + edge - begun
        begun = edge
    return found


def _edges(
    calendar: Calendar,
    spec: CalendarSpec,
    start: datetime,
    end: datetime,
    bands: Sequence[TimeBand],
) -> Iterator[int]:
    """Yield the seconds at which the band may change, and the end, each once and after `start`."""
    first, last = int(start.timestamp()), int(end.timestamp())
    windows = {*(band.window for band in spec.bands), *(band.window for band in bands)}
    seen = {int(m.timestamp()) for m in _moments(calendar, start, end, windows)}
    yield from (second for second in {*seen, last} if first < second <= last)


def _moments(
    calendar: Calendar, start: datetime, end: datetime, windows: set[Window]
) -> Iterator[datetime]:
    for span in calendar.periods(start, end):
        yield from (span.start, span.end)
    day, until = calendar.wall(start).date() - _DAY, calendar.wall(end).date()
    while day <= until:
        yield calendar.at_wall(day, time())
        for window in windows:
            yield from _edges_on(calendar, day, window)
        day += _DAY


def _edges_on(calendar: Calendar, day: date, window: Window) -> tuple[datetime, datetime]:
    return _on(calendar, day, window.opens), _on(calendar, day, window.closes)


def _on(calendar: Calendar, day: date, second: int) -> datetime:
    days, left = divmod(second, DAY)
    at = time(left // 3600, left // 60 % 60, left % 60)
    return calendar.at_wall(day + days * _DAY, at)


def _fits(calendar: Calendar, band: TimeBand, at: datetime) -> bool:
    today = at.date()
    by_hours = band.when_open if calendar.is_open(at) else band.when_closed
    return any(
        (by_hours or _fits_date(calendar, band, day)) and _within(calendar, band, day, at)
        for day in (today, today - _DAY)
    )


def _fits_date(calendar: Calendar, band: TimeBand, day: date) -> bool:
    if band.on_all_days or day.weekday() in band.weekdays:
        return True
    return band.on_holidays and calendar.on_holiday(day)


def _within(calendar: Calendar, band: TimeBand, day: date, at: datetime) -> bool:
    opens, closes = _edges_on(calendar, day, band.window)
    return opens <= at < closes and calendar.at_wall(day, time()).date() == day  # a day that was


def _band(calendar: Calendar, spec: CalendarSpec, at: datetime) -> str:
    if calendar.is_open(at):
        return WORKING
    if calendar.on_holiday(at):
        return HOLIDAY
    if not spec.weekly[calendar.wall(at).weekday()]:
        return WEEKEND
    return NIGHT if calendar.band(at) == NIGHT else EVENING
