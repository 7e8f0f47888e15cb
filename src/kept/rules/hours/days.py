"""Working days on a calendar: the dates that have hours, their openings and their close."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from datetime import date, datetime, time
from typing import Final, Literal, TypeAlias

from kept.rules.hours.national import library_name, published_to
from kept.rules.hours.seconds import NoWorkingTime, OutOfReach, WorkingSeconds
from kept.rules.hours.spans import (
    DAY,
    localize,
    to_date,
    to_datetime,
    to_day,
    to_seconds,
    zone_of,
)
from kept.rules.hours.spec import CalendarSpec
from kept.rules.hours.table import NEVER, Table, days_of_year

Inclusive: TypeAlias = Literal["[)", "(]", "[]", "()"]
_BOUNDS: Final = {"[)": (0, 0), "(]": (1, 1), "[]": (0, 1), "()": (1, 0)}
_MIDNIGHT = time(0)
_MOST_DAYS = 400 * 366


class WorkingDays(WorkingSeconds):
    """The dates of a calendar, seen from its own zone."""

    __slots__ = ("zone",)

    def __init__(self, spec: CalendarSpec) -> None:
        super().__init__(spec)
        self.zone = zone_of(spec.zone)

    def wall(self, at: datetime) -> datetime:
        """Return `at` in whole seconds as wall time of the calendar's zone."""
        return self.at(to_seconds(at))

    def at(self, second: int) -> datetime:
        """Return a UTC second as wall time of the calendar's zone, with a fixed offset."""
        table = self._table
        if table is None or not table.lo <= second < table.hi or second < 0:
            return to_datetime(second, self.zone)
        return datetime.fromtimestamp(second, table.clocks[bisect_right(table.changed, second)])

    def at_wall(self, on: date, at: time) -> datetime:
        """Return a date and time of day of the calendar's zone as an instant that exists."""
        return localize(datetime.combine(on, at), self.zone)

    def date_of(self, on: date | datetime) -> date:
        """Return the local date of an instant; a date is itself."""
        return self.wall(on).date() if isinstance(on, datetime) else on

    def is_workday(self, on: date | datetime) -> bool:
        """Return whether the date has hours; an overnight window belongs to its opening date."""
        return self.close_of(self.date_of(on)) is not None

    def on_holiday(self, on: date | datetime) -> bool:
        """Return whether the date is closed by a dated entry or a national holiday.

        That its weekday would have been closed anyway does not matter.
        """
        day = self.date_of(on)
        for entry in (*self._spec.contract, *self._spec.company):
            if entry.on == day:
                return not entry.windows
        national = days_of_year(self._spec, day.year)
        return national is not None and day in national.days_off and day not in national.make_up

    def close_of(self, on: date) -> datetime | None:
        """Return the close of business of a date; None if the date has no hours."""
        day = to_day(on)
        table = self.table_on(day)
        return self._instant_or_none(table.last_close[day - table.day0])

    def open_of(self, on: date) -> datetime | None:
        """Return the first opening of a date; None if the date has no hours."""
        day = to_day(on)
        table = self.table_on(day)
        return self._instant_or_none(table.first_open[day - table.day0])

    def end_of(self, on: date) -> datetime:
        """Return the close of business of a date if there is one, else its 24:00."""
        return self.close_of(on) or self.at_wall(to_date(to_day(on) + 1), _MIDNIGHT)

    def workday_from(self, on: date, n: int) -> date:
        """Return the nth date with hours after `on` (before it for negative n); 0 is `on`."""
        if n == 0:
            return on
        if abs(n) > _MOST_DAYS:
            raise OutOfReach("More than 400 years of working days cannot be meant.")
        day = to_day(on)
        while True:
            table = self.table_on(day)
            days = table.workdays
            at = bisect_right(days, day) + n - 1 if n > 0 else bisect_left(days, day) + n
            if 0 <= at < len(days):
                return to_date(days[at])
            self.extend_days(table, day, later=n > 0)

    def add_days(self, start: datetime, days: int) -> datetime:
        """Return the same time of day on the nth date that has hours; negative goes back.

        Zero days are `start` itself; the start date is never counted.
        """
        wall = self.wall(start)
        if days == 0:
            return wall
        return self.at_wall(self.workday_from(wall.date(), days), wall.time())

    def days_between(
        self, start: date | datetime, end: date | datetime, inclusive: Inclusive = "[)"
    ) -> int:
        """Return how many dates that have hours lie from `start` to `end`, bounds as marked.

        If `end` comes first, it is the negative of the count the other way round.
        """
        if inclusive not in _BOUNDS:
            raise ValueError(f"Bounds are '[)', '(]', '[]' or '()', not {inclusive!r}.")
        first, last = to_day(self.date_of(start)), to_day(self.date_of(end))
        if first > last:
            return -self.days_between(end, start, inclusive)
        workdays = self.table_over((first - 1) * DAY, (last + 2) * DAY).workdays
        skip, more = _BOUNDS[inclusive]
        return max(0, bisect_left(workdays, last + more) - bisect_left(workdays, first + skip))

    def is_provisional(self, at: date | datetime) -> bool:
        """Return whether the national adjustments of that year are not published yet."""
        spec, year = self._spec, self.date_of(at).year
        if spec.country is None or any(year in table.years for table in spec.tables):
            return False
        known = published_to(spec.country)
        return known is not None and year > known

    @property
    def version(self) -> str:
        """Source and date of the tables of national days in use; empty if there are none."""
        parts = [f"{table.source}, {table.dated}" for table in self._spec.tables]
        if self._spec.country is not None:
            parts.append(library_name(self._spec.country))
        return "; ".join(parts)

    def table_on(self, day: int) -> Table:
        """Return a table that holds the local date `day` (days since 1970) and its neighbours."""
        return self.table_over((day - 1) * DAY, (day + 2) * DAY)

    def extend_days(self, table: Table, day: int, *, later: bool) -> None:
        """Extend the table for more dates; raises NoWorkingTime where there will be none."""
        since = day * DAY
        if self._endless == "open":
            self.grow(table, since, later=later)
        elif not (self.extend_later(table, since) if later else self.extend_earlier(table, since)):
            raise NoWorkingTime("The calendar has no such working day.")

    def _instant_or_none(self, second: int) -> datetime | None:
        return None if second == NEVER else self.at(second)
