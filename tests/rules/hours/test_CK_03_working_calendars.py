"""CK-03: holidays, make-up days, half days, hotlines, lunch; an edit moves the future only.

That every answer is the one of a minute-by-minute oracle is proved in test_walker.py.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from kept.rules.hours import CalendarSpec, DayHours, Duration, Window, compiled
from tests.rules.hours.calendars import LUNCH, at, calendar

WORKSHOP = calendar(LUNCH, country="CN")
HOTLINE_DAILY = calendar({"mon-sun": ["09:00-17:00"]})  # 7 x 8
HOTLINE_ALWAYS = compiled(CalendarSpec.always("Asia/Shanghai"))  # 7 x 24


@pytest.mark.parametrize(
    ("working_calendar", "start", "limit", "due"),
    [
        # Saturday 14 February 2026 is worked for the Spring Festival, 15 to 23 February is off.
        (WORKSHOP, "2026-02-13 17:00", "2 h", "2026-02-14 10:00"),
        (WORKSHOP, "2026-02-14 17:00", "2 h", "2026-02-24 10:00"),
        (WORKSHOP, "2026-02-14 10:00", "1 working day", "2026-02-24 18:00"),
        (WORKSHOP, "2026-02-28 10:00", "4 h", "2026-02-28 15:30"),  # another worked Saturday
        (WORKSHOP, "2026-09-30 17:00", "2 h", "2026-10-08 10:00"),  # National Day week
        (HOTLINE_DAILY, "2026-02-16 16:00", "2 h", "2026-02-17 10:00"),  # a hotline has no holidays
        (HOTLINE_ALWAYS, "2026-02-16 23:00", "2 h", "2026-02-17 01:00"),
    ],
)
def test_CK_03_holidays_and_worked_saturdays(working_calendar, start, limit, due):
    assert working_calendar.due(at(start), Duration.parse(limit)) == at(due)


def test_CK_03_a_half_day():
    half = DayHours(date(2026, 12, 31), (Window.parse("09:00-12:00"),))
    office = calendar(LUNCH, company=(half,))

    due = office.due(at("2026-12-31 11:00"), Duration.parse("2 h"))

    assert due == at("2027-01-01 10:00")


def test_CK_03_an_edited_calendar_moves_only_what_comes_after_the_edit():
    start, edited_day = at("2026-03-02 10:00"), date(2026, 3, 5)
    closed = replace(WORKSHOP.spec, company=(DayHours(edited_day),))

    for hours in range(1, 60):
        limit = Duration.parse(f"{hours} h")
        before = WORKSHOP.due(start, limit)
        after = compiled(closed).due(start, limit)
        if before <= at("2026-03-04 18:00"):
            assert after == before
        else:
            assert after > before


def test_CK_03_a_holiday_that_a_feed_puts_on_a_closed_day_changes_nothing():
    sunday = DayHours(date(2026, 3, 8), name="odd")
    office = calendar(LUNCH, company=(sunday,))

    limit = Duration.parse("40 h")
    assert office.due(at("2026-03-02 10:00"), limit) == calendar(LUNCH).due(
        at("2026-03-02 10:00"), limit
    )
