"""Working seconds on a calendar: due, between, open or closed. Whole UTC seconds throughout."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import Literal

import numpy as np

from kept.rules.hours.spans import DAY, to_date, to_day
from kept.rules.hours.spec import CalendarSpec
from kept.rules.hours.table import Table, build
from kept.rules.hours.windows import WHOLE_DAY
from kept.rules.hours.zones import Seconds

# How far from what was asked a table may grow; a promise further away is a typing error.
_REACH_YEARS = 400
_MOST_SECONDS = _REACH_YEARS * 366 * DAY
# A table holds starts that lie 400 years apart and what is 400 years from each.
_MOST_YEARS = 3 * _REACH_YEARS


class NoWorkingTime(ValueError):
    """The calendar has no (more) working time where some is needed."""


class OutOfReach(ValueError):
    """The instant is too far away to be meant."""


class WorkingSeconds:
    """The table of a calendar, compiled when first asked and extended on demand."""

    __slots__ = ("_endless", "_spec", "_specials", "_table")

    def __init__(self, spec: CalendarSpec) -> None:
        self._spec = spec
        self._table: Table | None = None
        self._endless = _endless(spec)
        self._specials = _specials(spec)

    @property
    def spec(self) -> CalendarSpec:
        """The calendar as it is written."""
        return self._spec

    def due_seconds(self, start: int, seconds: int) -> int:
        """Return the earliest instant at which `seconds` of working time have passed since `start`.

        Zero is `start` itself. Negative seconds go back, to the latest such instant. Raises
        NoWorkingTime if the calendar never offers that much.
        """
        table = self._table
        if table is None or not table.lo <= start < table.hi:
            table = self.table_at(start)
        opens = table.opens
        i = bisect_right(opens, start) - 1
        close = table.closes[i]
        if seconds <= 0:
            return self._back(start, -seconds) if seconds else start
        if start + seconds <= close:
            return start + seconds
        worked = table.worked
        goal = worked[i] + (start if start < close else close) - opens[i] + seconds
        if goal > table.total:
            return self._forward(start, seconds)
        j = bisect_left(worked, goal) - 1
        return opens[j] + goal - worked[j]

    def due_many(self, starts: Seconds, seconds: Seconds | int) -> Seconds:
        """Return `due_seconds` for many starts at once (int64 UTC seconds; seconds > 0)."""
        budget = np.asarray(seconds, dtype=np.int64)
        if not len(starts):
            return np.empty(0, dtype=np.int64)
        if budget.min() <= 0:
            raise ValueError("Deadlines in bulk need more than 0 seconds.")
        table = self.table_over(int(starts.min()), int(starts.max()))
        i = np.searchsorted(table.opens_array, starts, side="right") - 1
        passed = np.minimum(starts, table.closes_array[i]) - table.opens_array[i]
        goal = table.worked_array[i] + passed + budget
        if goal.max() > table.total:
            late = int(goal.argmax())
            self._forward(int(starts[late]), int(np.broadcast_to(budget, goal.shape)[late]))
            return self.due_many(starts, seconds)
        j = np.searchsorted(table.worked_array, goal, side="left") - 1
        due: Seconds = table.opens_array[j] + goal - table.worked_array[j]
        return due

    def seconds_between(self, start: int, end: int) -> int:
        """Return the working seconds from `start` to `end`; negative if `end` comes first."""
        table = self.table_over(min(start, end), max(start, end))
        return table.working(end) - table.working(start)

    def with_pauses(self, start: int, due: int, pauses: Sequence[tuple[int, int]]) -> int:
        """Return `due` moved by the working overlap of the `pauses` begun before it.

        `pauses` are disjoint, in order, and lie after `start`.
        """
        if due < start:
            return due
        extra, moved = 0, due
        for begin, end in pauses:
            if begin >= moved:
                break
            extra += self.seconds_between(begin, end)
            moved = self.due_seconds(due, extra)
        return moved

    def intervals(self, start: int) -> Iterator[tuple[int, int | None]]:
        """Yield the open intervals that end after `start`, in order, uncut.

        An end of None means that it never closes again.
        """
        at = start
        while True:
            table = self.table_at(at)
            i = bisect_right(table.closes, at)
            if i == len(table.closes) or table.closes[i] == table.hi:
                if not self.extend_later(table, start):
                    if i < len(table.closes):
                        yield table.opens[i], None
                    return
                continue
            yield table.opens[i], table.closes[i]
            at = table.closes[i]

    def intervals_before(self, end: int) -> Iterator[tuple[int | None, int]]:
        """Yield the open intervals that begin before `end`, latest first, uncut.

        A begin of None means that it was always open before.
        """
        at = end
        while True:
            table = self.table_at(at)
            i = bisect_left(table.opens, at) - 1
            if i < 1 or table.opens[i] == table.lo:
                if not self.extend_earlier(table, end):
                    if i >= 1:
                        yield None, table.closes[i]
                    return
                continue
            yield table.opens[i], table.closes[i]
            at = table.opens[i]

    def table_at(self, at: int) -> Table:
        """Return a table that is exact at `at`, compiling or extending as needed.

        An instant far from all that was asked before begins a new table.
        """
        table = self._table
        if table is not None and table.lo < at < table.hi:
            return table
        year = to_date(at // DAY).year
        if table is not None:
            first, last = min(year - 1, table.first_year), max(year + 1, table.last_year)
            if last - first <= _REACH_YEARS:
                return self._compile(first, last)
        return self._compile(year - 1, year + 2)

    def table_over(self, first: int, last: int) -> Table:
        """Return one table that is exact at both instants, `first` being the earlier one."""
        if last - first > _MOST_SECONDS:
            raise OutOfReach("Instants more than 400 years apart are not compared.")
        self.table_at(first)
        table = self.table_at(last)
        if table.lo < first:
            return table
        return self._compile(to_date(first // DAY).year - 1, to_date(last // DAY).year + 1)

    def extend_later(self, table: Table, since: int) -> bool:
        """Extend the table forward; False if nothing new would ever come."""
        if self._endless is not None and table.hi > self._specials[1]:
            return False
        self.grow(table, since, later=True)
        return True

    def extend_earlier(self, table: Table, since: int) -> bool:
        """Extend the table backward; False if nothing new would ever come."""
        if self._endless is not None and table.lo < self._specials[0]:
            return False
        self.grow(table, since, later=False)
        return True

    def _forward(self, start: int, seconds: int) -> int:
        """Return a due that lies beyond the end of the table."""
        _check_amount(seconds)
        while True:
            table = self.table_at(start)
            goal = table.working(start) + seconds
            if goal <= table.total:
                return table.earliest(goal)
            if not self.extend_later(table, start):
                if self._endless == "open":
                    return table.hi + goal - table.total
                raise NoWorkingTime("The calendar does not have that much working time left.")

    def _back(self, start: int, seconds: int) -> int:
        """Return the latest instant from which `seconds` of working time lead to `start`."""
        _check_amount(seconds)
        while True:
            table = self.table_at(start)
            goal = table.working(start) - seconds
            if goal >= 0:
                return table.latest(goal)
            if not self.extend_earlier(table, start):
                if self._endless == "open":
                    return table.lo + goal
                raise NoWorkingTime("The calendar did not have that much working time before.")

    def grow(self, table: Table, since: int, *, later: bool) -> None:
        """Take in as many years again, at one end, as have been followed from `since`."""
        year = to_date(since // DAY).year
        first, last = table.first_year, table.last_year
        followed = last - year if later else year - first
        if followed > _REACH_YEARS:
            raise OutOfReach("The calendar would have to be followed for more than 400 years.")
        years = min(max(4, followed), _REACH_YEARS + 1 - followed)
        first, last = (first, last + years) if later else (first - years, last)
        if last - first > _MOST_YEARS:  # keep the side that is asked about
            first, last = (year - 1, last) if later else (first, year + 1)
        self._compile(first, last)

    def _compile(self, first_year: int, last_year: int) -> Table:
        if first_year < 3 or last_year > 9996:
            raise OutOfReach("Calendars are kept for the years 3 to 9996.")
        self._table = build(self._spec, first_year, last_year)
        return self._table


def _endless(spec: CalendarSpec) -> Literal["open", "closed"] | None:
    """Return the state that only single dates interrupt, if there is one."""
    if not any(spec.weekly) and not spec.ordinary_day:
        return "closed"
    national = spec.country is not None or bool(spec.tables)
    if not national and all(windows == WHOLE_DAY for windows in spec.weekly):
        return "open"
    return None


def _specials(spec: CalendarSpec) -> tuple[int, int]:
    """Return UTC seconds before and after every dated entry, with room for zones and nights."""
    days = [to_day(entry.on) for entry in (*spec.contract, *spec.company, *spec.breaks)]
    return (min(days, default=0) - 3) * DAY, (max(days, default=0) + 3) * DAY


def _check_amount(seconds: int) -> None:
    if seconds > _MOST_SECONDS:
        raise OutOfReach("More than 400 years of working time cannot be meant.")
