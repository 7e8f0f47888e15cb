"""Working time: one engine for every clock, term and pause. Semantics in docs/hours.md."""

from kept.rules.hours.calendar import Calendar, compiled
from kept.rules.hours.days import Inclusive
from kept.rules.hours.limits import (
    Duration,
    Ends,
    FixedTime,
    HalfWorkingDays,
    Limit,
    OrdinalWorkingDay,
    Unit,
    parse_limit,
)
from kept.rules.hours.months import month_later
from kept.rules.hours.national import HolidayTable
from kept.rules.hours.seconds import NoWorkingTime, OutOfReach
from kept.rules.hours.spans import Span, is_zone, localize
from kept.rules.hours.spec import CLOSED_WEEK, ROUND_THE_CLOCK, Band, CalendarSpec, week
from kept.rules.hours.terms import term_end
from kept.rules.hours.windows import (
    WHOLE_DAY,
    DayHours,
    Week,
    Window,
    Windows,
    seconds_of_day,
    weekday,
    weekdays,
)
from kept.rules.hours.worked import TimeBand, seconds_by_band

__all__ = [
    "CLOSED_WEEK",
    "ROUND_THE_CLOCK",
    "WHOLE_DAY",
    "Band",
    "Calendar",
    "CalendarSpec",
    "DayHours",
    "Duration",
    "Ends",
    "FixedTime",
    "HalfWorkingDays",
    "HolidayTable",
    "Inclusive",
    "Limit",
    "NoWorkingTime",
    "OrdinalWorkingDay",
    "OutOfReach",
    "Span",
    "TimeBand",
    "Unit",
    "Week",
    "Window",
    "Windows",
    "compiled",
    "is_zone",
    "localize",
    "month_later",
    "parse_limit",
    "seconds_by_band",
    "seconds_of_day",
    "term_end",
    "week",
    "weekday",
    "weekdays",
]
