"""When a limit ends on a calendar, before pauses."""

from __future__ import annotations

from datetime import date, time

from kept.rules.hours.days import WorkingDays
from kept.rules.hours.limits import (
    Duration,
    Ends,
    FixedTime,
    HalfWorkingDays,
    Limit,
    OrdinalWorkingDay,
    Unit,
)
from kept.rules.hours.months import date_later
from kept.rules.hours.spans import to_date, to_day, to_seconds

MIDNIGHT = time()


def counted_from(calendar: WorkingDays, start: int) -> int:
    """Return the second from which a promise begun at `start` counts.

    Without a cut-off that is `start`. With one, what comes after it, or on a date without
    hours, counts as the opening of the next working day.
    """
    cut_off = calendar.spec.cut_off
    if cut_off is None:
        return start
    wall = calendar.at(start)
    seconds = wall.hour * 3600 + wall.minute * 60 + wall.second
    if seconds <= cut_off and calendar.is_workday(wall.date()):
        return start
    opening = calendar.open_of(calendar.workday_from(wall.date(), 1))
    return start if opening is None else max(start, to_seconds(opening))


def unpaused_due(calendar: WorkingDays, start: int, limit: Limit) -> int:
    """Return the second at which `limit` ends; never before `start`."""
    begun = start if calendar.spec.cut_off is None else counted_from(calendar, start)
    if isinstance(limit, Duration):
        if limit.seconds is not None:
            return calendar.due_seconds(begun, limit.seconds)
        due = _end_of_days(calendar, begun, limit)
    elif isinstance(limit, OrdinalWorkingDay):
        due = _end_of_ordinal(calendar, begun, limit)
    elif isinstance(limit, HalfWorkingDays):
        due = _end_of_halves(calendar, begun, limit)
    else:
        due = _at_fixed_time(calendar, begun, limit)
    return max(begun, due)


def last_date(calendar: WorkingDays, on: date, unit: Unit, amount: int) -> date:
    """Return the last date of a period of days, weeks, months or years; `on` is not counted."""
    if unit is Unit.WORKING_DAY:
        return calendar.workday_from(on, amount)
    return date_later(on, amount, unit)


def _end_of_days(calendar: WorkingDays, begun: int, limit: Duration) -> int:
    wall = calendar.at(begun)
    on = last_date(calendar, wall.date(), limit.unit, limit.amount)
    if limit.ends is Ends.SAME_TIME:
        return to_seconds(calendar.at_wall(on, wall.time()))
    return to_seconds(calendar.end_of(on))


def _end_of_ordinal(calendar: WorkingDays, begun: int, limit: OrdinalWorkingDay) -> int:
    on = calendar.at(begun).date()
    steps = limit.n
    if limit.counting_from == "start":
        close = calendar.close_of(on)
        if close is not None and begun < to_seconds(close):
            steps -= 1  # the start day is itself the first
    return to_seconds(calendar.end_of(calendar.workday_from(on, steps)))


def _end_of_halves(calendar: WorkingDays, begun: int, limit: HalfWorkingDays) -> int:
    """The start date is the first if it has working time left; half of the last counts."""
    on = calendar.at(begun).date()
    if not calendar.is_workday(on) or begun >= to_seconds(calendar.end_of(on)):
        on = calendar.workday_from(on, 1)
    whole, dates = limit.halves // 2, range(limit.halves // 2 + 1)
    hours = [_hours_of(calendar, calendar.workday_from(on, n)) for n in dates]
    return calendar.due_seconds(begun, sum(hours[:whole]) + hours[whole] // 2)


def _hours_of(calendar: WorkingDays, on: date) -> int:
    opens = calendar.open_of(on)
    begin = to_seconds(opens) if opens is not None else to_seconds(calendar.at_wall(on, MIDNIGHT))
    return calendar.seconds_between(begin, to_seconds(calendar.end_of(on)))


def _at_fixed_time(calendar: WorkingDays, begun: int, limit: FixedTime) -> int:
    on = calendar.at(begun).date()
    if not limit.working_days:
        on = to_date(to_day(on) + limit.day_offset)
    elif limit.day_offset or not calendar.is_workday(on):
        on = calendar.workday_from(on, max(1, limit.day_offset))
    return to_seconds(calendar.at_wall(on, limit.time))
