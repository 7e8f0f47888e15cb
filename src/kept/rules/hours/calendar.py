"""The calendar as the rest of the system uses it: datetimes in, datetimes out."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from datetime import datetime
from fractions import Fraction
from functools import lru_cache
from itertools import islice
from math import floor

from kept.rules.hours.days import WorkingDays
from kept.rules.hours.limits import Duration, Limit
from kept.rules.hours.months import month_later
from kept.rules.hours.promises import counted_from, last_date, unpaused_due
from kept.rules.hours.spans import Span, to_date, to_day, to_seconds, union
from kept.rules.hours.spec import CalendarSpec


class Calendar(WorkingDays):
    """A compiled working calendar. Instants are aware; results are in the calendar's own zone."""

    __slots__ = ()

    def due(self, start: datetime, limit: Limit, pauses: Iterable[Span] = ()) -> datetime:
        """Return the last moment at which a promise begun at `start` is still kept.

        Pauses begun before the due move it by their working overlap, overlapping ones counted
        once. The answer is the earliest such instant and never before `start`.
        """
        begun = to_seconds(start)
        due = unpaused_due(self, begun, limit)
        if pauses:
            due = self.with_pauses(begun, due, union(pauses, after=begun))
        return self.at(due)

    def instant_at_fraction(
        self, start: datetime, limit: Limit, fraction: float, pauses: Iterable[Span] = ()
    ) -> datetime:
        """Return when `fraction` of the budget (0.75 for 75 %) is used up, in working time.

        The budget of a limit in days is the working time up to its due; 1 is the due itself.
        """
        if fraction < 0:
            raise ValueError("A fraction of a budget is not negative.")
        begun = to_seconds(start)
        due = unpaused_due(self, begun, limit)
        if fraction != 1:
            counted = counted_from(self, begun)
            budget = self.seconds_between(counted, due) * Fraction(str(fraction))
            due = self.due_seconds(counted, floor(budget))
        return self.at(self.with_pauses(begun, due, union(pauses, after=begun)))

    def offset(self, due: datetime, limit: Duration, *, negative: bool) -> datetime:
        """Return the moment `limit` after `due`, or before it when `negative`, in working time.

        Hours are working hours, working days dates that have hours; days keep the time of day.
        """
        sign = -1 if negative else 1
        if limit.seconds is not None:
            return self.add_seconds(due, sign * limit.seconds)
        wall = self.wall(due)
        return self.at_wall(
            last_date(self, wall.date(), limit.unit, sign * limit.amount), wall.time()
        )

    def working_seconds(self, start: datetime, end: datetime) -> int:
        """Return the working seconds from `start` to `end`; negative if `end` comes first."""
        return self.seconds_between(to_seconds(start), to_seconds(end))

    def add_seconds(self, start: datetime, seconds: int, pauses: Iterable[Span] = ()) -> datetime:
        """Return `start` moved by working seconds; negative seconds go back.

        Forward it is the earliest such instant (a closing time), back the latest (an opening).
        """
        begun = to_seconds(start)
        moved = self.due_seconds(begun, seconds)
        return self.at(self.with_pauses(begun, moved, union(pauses, after=begun)))

    def is_open(self, at: datetime) -> bool:
        """Return whether `at` is working time; the moment of closing is not."""
        second = to_seconds(at)
        table = self.table_at(second)
        return second < table.closes[bisect_right(table.opens, second) - 1]

    def next_open(self, at: datetime) -> datetime | None:
        """Return the earliest working instant not before `at`, which is `at` itself while open.

        None if the calendar never opens again.
        """
        second = to_seconds(at)
        found = next(self.intervals(second), None)
        return None if found is None else self.at(max(second, found[0]))

    def next_close(self, at: datetime) -> datetime | None:
        """Return the first closing time after `at`; None if it never closes again."""
        found = next(self.intervals(to_seconds(at)), None)
        return None if found is None or found[1] is None else self.at(found[1])

    def prev_close(self, at: datetime) -> datetime | None:
        """Return the last closing time not after `at`; None if it never closed before."""
        second = to_seconds(at)
        for _, close in islice(self.intervals_before(second), 2):
            if close <= second:
                return self.at(close)
        return None

    def periods(
        self,
        start: datetime,
        end: datetime | None = None,
        *,
        take: int | None = None,
        before: bool = False,
    ) -> list[Span]:
        """Return the open intervals from `start` to `end`, or the first `take` of them.

        The outer ones are cut to `start` and `end`. With `before` they lead back from `start`,
        nearest first, and `end` is the earlier bound.
        """
        if end is None and take is None:
            raise ValueError("Say where the periods stop: an end, or how many to take.")
        if take is not None and take < 0:
            raise ValueError("The number of periods is not negative.")
        first = to_seconds(start)
        last = None if end is None else to_seconds(end)
        found = self._periods_back(first, last) if before else self._periods_on(first, last)
        return [Span(self.at(a), self.at(b)) for a, b in islice(found, take)]

    def add_months(self, start: datetime, months: int) -> datetime:
        """Return the same wall time months later; a day the month lacks becomes its last day."""
        wall = self.wall(start)
        return self.at_wall(month_later(wall.date(), months), wall.time())

    def add_calendar_days(self, start: datetime, days: int) -> datetime:
        """Return the same wall time `days` calendar days later, or earlier if negative."""
        wall = self.wall(start)
        return self.at_wall(to_date(to_day(wall.date()) + days), wall.time())

    def band(self, at: datetime) -> str | None:
        """Return the name of the band of the day ("night") in which `at` lies, if any."""
        wall = self.wall(at)
        second = wall.hour * 3600 + wall.minute * 60 + wall.second
        for band in self._spec.bands:
            if band.window.covers(second):
                return band.name
        return None

    def _periods_on(self, first: int, last: int | None) -> Iterator[tuple[int, int]]:
        for opens, closes in self.intervals(first):
            if last is not None and opens >= last:
                return
            if closes is None and last is None:
                raise ValueError("The calendar never closes again: give an end.")
            ends = min(e for e in (closes, last) if e is not None)
            if ends > max(opens, first):
                yield max(opens, first), ends

    def _periods_back(self, first: int, last: int | None) -> Iterator[tuple[int, int]]:
        for opens, closes in self.intervals_before(first):
            if last is not None and closes <= last:
                return
            if opens is None and last is None:
                raise ValueError("The calendar was always open before: give an end.")
            begin = max(b for b in (opens, last) if b is not None)
            if begin < min(closes, first):
                yield begin, min(closes, first)


@lru_cache(maxsize=512)
def compiled(spec: CalendarSpec) -> Calendar:
    """Return the one calendar of a spec, so that its table is compiled once per process."""
    return Calendar(spec)
