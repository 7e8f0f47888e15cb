"""Tables of cases: open, closed, periods, days. 2 March 2026 is a Monday."""

from __future__ import annotations

from datetime import date, datetime

import numpy as np
import pytest

from kept.rules.hours import CalendarSpec, DayHours, OutOfReach, Span, compiled
from tests.rules.hours.calendars import LUNCH, NINE_TO_SIX, at, calendar, span

LUNCHES = calendar(LUNCH)
OFFICE = calendar(NINE_TO_SIX)
ALWAYS = compiled(CalendarSpec.always("Asia/Shanghai"))


@pytest.mark.parametrize(
    ("start", "is_open", "next_open", "next_close", "prev_close"),
    [
        # before opening
        ("2026-03-02 08:59:59", False, "03-02 09:00", "03-02 12:00", "02-27 18:00"),
        # as it opens
        ("2026-03-02 09:00", True, "03-02 09:00", "03-02 12:00", "02-27 18:00"),
        # open: the next working instant is now
        ("2026-03-02 10:00", True, "03-02 10:00", "03-02 12:00", "02-27 18:00"),
        ("2026-03-02 11:59:59", True, "03-02 11:59:59", "03-02 12:00", "02-27 18:00"),
        # as it closes
        ("2026-03-02 12:00", False, "03-02 13:30", "03-02 18:00", "03-02 12:00"),
        ("2026-03-02 13:30", True, "03-02 13:30", "03-02 18:00", "03-02 12:00"),
        ("2026-03-06 18:00", False, "03-09 09:00", "03-09 12:00", "03-06 18:00"),
        ("2026-03-08 12:00", False, "03-09 09:00", "03-09 12:00", "03-06 18:00"),
    ],
)
def test_open_or_closed(start, is_open, next_open, next_close, prev_close):
    assert LUNCHES.is_open(at(start)) is is_open
    assert LUNCHES.next_open(at(start)) == at(f"2026-{next_open}")
    assert LUNCHES.next_close(at(start)) == at(f"2026-{next_close}")
    assert LUNCHES.prev_close(at(start)) == at(f"2026-{prev_close}")


def test_what_never_closes_has_no_closing_time():
    now = at("2026-03-02 10:00")

    assert ALWAYS.is_open(now)
    assert ALWAYS.next_open(now) == now
    assert ALWAYS.next_close(now) is None
    assert ALWAYS.prev_close(now) is None


def test_one_closed_day_in_a_calendar_that_never_closes():
    closed = DayHours(date(2026, 5, 1))
    almost = calendar({"mon-sun": ["00:00-24:00"]}, company=(closed,))

    assert almost.next_close(at("2026-03-02 10:00")) == at("2026-05-01 00:00")
    assert almost.next_open(at("2026-05-01 10:00")) == at("2026-05-02 00:00")
    assert almost.prev_close(at("2040-03-02 10:00")) == at("2026-05-01 00:00")
    assert almost.next_close(at("2040-03-02 10:00")) is None
    assert almost.working_seconds(at("2026-04-30 00:00"), at("2026-05-03 00:00")) == 2 * 86_400


@pytest.mark.parametrize(
    ("start", "seconds", "found"),
    [
        ("2026-03-02 10:00", 3600, "2026-03-02 11:00"),
        ("2026-03-02 11:00", 3600, "2026-03-02 12:00"),  # forward: closing
        ("2026-03-02 14:30", -3600, "2026-03-02 13:30"),  # back: opening, not 12:00
        ("2026-03-02 14:00", -3600, "2026-03-02 11:30"),
        ("2026-03-02 12:30", -3600, "2026-03-02 11:00"),
        ("2026-03-08 12:00", -1, "2026-03-06 17:59:59"),
        ("2026-03-02 12:30", 0, "2026-03-02 12:30"),
        ("2026-03-02 09:00", -7 * 3600 - 1800, "2026-02-27 09:00"),
    ],
)
def test_working_seconds_are_added_and_taken(start, seconds, found):
    assert LUNCHES.add_seconds(at(start), seconds) == at(found)


def test_going_back_past_the_first_hours_extends_the_table():
    assert OFFICE.add_seconds(at("2026-03-02 09:00"), -9 * 3600 * 5000) == at("2007-01-01 09:00")


@pytest.mark.parametrize(
    ("start", "end", "hours"),
    [
        ("2026-03-02 10:00", "2026-03-02 11:30", 1.5),
        ("2026-03-02 08:00", "2026-03-02 20:00", 7.5),
        ("2026-03-06 17:00", "2026-03-09 10:00", 2),
        ("2026-03-07 10:00", "2026-03-08 10:00", 0),
        ("2026-03-02 11:30", "2026-03-02 10:00", -1.5),  # signed
        ("2026-03-02 10:00", "2026-03-02 10:00", 0),
        ("2026-01-01 00:00", "2027-01-01 00:00", 7.5 * 261),
    ],
)
def test_working_time_between(start, end, hours):
    assert LUNCHES.working_seconds(at(start), at(end)) == hours * 3600


def test_fractions_of_a_second_do_not_count():
    early, late = at("2026-03-02 10:00:00.9"), at("2026-03-02 10:00:02.1")

    assert OFFICE.working_seconds(early, late) == 2
    assert OFFICE.add_seconds(early, 1) == at("2026-03-02 10:00:01")


@pytest.mark.parametrize(
    ("start", "end", "bounds", "count"),
    [
        ("2026-03-06", "2026-03-13", "[)", 5),
        ("2026-03-06", "2026-03-13", "(]", 5),
        ("2026-03-06", "2026-03-13", "[]", 6),
        ("2026-03-06", "2026-03-13", "()", 4),
        ("2026-03-06", "2026-03-07", "(]", 0),  # Friday to Saturday
        ("2026-03-08", "2026-03-09", "(]", 1),  # Sunday to Monday
        ("2026-03-08", "2026-03-09", "[)", 0),
        ("2026-03-06", "2026-03-06", "[]", 1),
        ("2026-03-06", "2026-03-06", "[)", 0),
        ("2026-03-06", "2026-03-06", "()", 0),
        ("2026-03-13", "2026-03-06", "[)", -5),
        ("2026-03-13", "2026-03-06", "[]", -6),
    ],
)
def test_working_days_between(start, end, bounds, count):
    found = OFFICE.days_between(date.fromisoformat(start), date.fromisoformat(end), bounds)

    assert found == count


def test_working_days_between_instants_are_those_of_the_calendars_zone():
    evening_in_utc = datetime.fromisoformat("2026-03-05T16:30:00+00:00")  # Friday 00:30 there

    assert OFFICE.days_between(evening_in_utc, at("2026-03-06 23:00"), "[]") == 1


@pytest.mark.parametrize(
    ("start", "days", "found"),
    [
        ("2026-03-06 10:00", 1, "2026-03-09 10:00"),
        ("2026-03-06 22:00", 1, "2026-03-09 22:00"),  # the same time of day, open or not
        ("2026-03-07 10:00", 1, "2026-03-09 10:00"),
        ("2026-03-07 10:00", -1, "2026-03-06 10:00"),
        ("2026-03-09 10:00", -1, "2026-03-06 10:00"),
        ("2026-03-09 10:00", -6, "2026-02-27 10:00"),
        ("2026-03-07 10:00", 0, "2026-03-07 10:00"),
    ],
)
def test_days_that_have_hours_are_added(start, days, found):
    assert OFFICE.add_days(at(start), days) == at(found)


@pytest.mark.parametrize(
    ("start", "months", "found"),
    [
        ("2026-01-31 10:00", 1, "2026-02-28 10:00"),
        ("2024-01-31 10:00", 1, "2024-02-29 10:00"),
        ("2026-03-31 10:00", -1, "2026-02-28 10:00"),
        ("2026-01-10 10:00", -1, "2025-12-10 10:00"),
        ("2024-02-29 10:00", 12, "2025-02-28 10:00"),
        ("2026-08-31 10:00", 18, "2028-02-29 10:00"),
    ],
)
def test_months_end_on_their_last_day(start, months, found):
    assert OFFICE.add_months(at(start), months) == at(found)


def test_periods_lead_on_and_back():
    monday_noon = at("2026-03-02 10:00")

    assert LUNCHES.periods(monday_noon, take=2) == [
        span("2026-03-02 10:00", "2026-03-02 12:00"),  # the first is cut
        span("2026-03-02 13:30", "2026-03-02 18:00"),
    ]
    assert LUNCHES.periods(monday_noon, at("2026-03-02 14:00")) == [
        span("2026-03-02 10:00", "2026-03-02 12:00"),
        span("2026-03-02 13:30", "2026-03-02 14:00"),  # and the last
    ]
    assert LUNCHES.periods(monday_noon, take=2, before=True) == [
        span("2026-03-02 09:00", "2026-03-02 10:00"),
        span("2026-02-27 13:30", "2026-02-27 18:00"),
    ]
    assert LUNCHES.periods(monday_noon, at("2026-02-27 17:00"), before=True) == [
        span("2026-03-02 09:00", "2026-03-02 10:00"),
        span("2026-02-27 17:00", "2026-02-27 18:00"),
    ]
    assert LUNCHES.periods(monday_noon, at("2026-03-04 00:00"), take=1) == [
        span("2026-03-02 10:00", "2026-03-02 12:00")
    ]
    assert LUNCHES.periods(monday_noon, at("2026-03-01 00:00")) == []
    assert LUNCHES.periods(monday_noon, take=0) == []


def test_nights_that_touch_are_one_period():
    shifts = calendar({"mon-fri": ["06:00-14:00", "14:00-22:00", "22:00-06:00"]})

    week = span("2026-03-02 06:00", "2026-03-07 06:00")
    assert shifts.periods(at("2026-03-01 00:00"), at("2026-03-08 00:00")) == [week]
    assert shifts.next_close(at("2026-03-03 14:00")) == week.end


def test_periods_without_end_need_one():
    with pytest.raises(ValueError, match="an end, or how many"):
        OFFICE.periods(at("2026-03-02 10:00"))
    with pytest.raises(ValueError, match="never closes again"):
        ALWAYS.periods(at("2026-03-02 10:00"), take=1)
    with pytest.raises(ValueError, match="always open before"):
        ALWAYS.periods(at("2026-03-02 10:00"), take=1, before=True)


def test_a_far_year_changes_no_later_answer():
    # A year typed wrong once made every other instant "more than 400 years apart" from then on.
    office = calendar(NINE_TO_SIX, "Asia/Taipei")
    asked = at("2026-03-02 10:00", "Asia/Taipei")

    for far in ("0004-03-02 10:00", "9990-03-02 10:00", "2400-03-02 10:00", "1650-03-02 10:00"):
        office.is_open(at(far, "Asia/Taipei"))
        assert office.next_close(asked) == at("2026-03-02 18:00", "Asia/Taipei")
        assert office.add_days(asked, 1) == at("2026-03-03 10:00", "Asia/Taipei")
    assert office.working_seconds(at("1700-01-01 00:00", "Asia/Taipei"), asked) > 0
    with pytest.raises(ValueError, match="more than 400 years apart"):
        office.working_seconds(at("1600-01-01 00:00", "Asia/Taipei"), asked)


def test_an_answer_lies_at_most_400_years_away_however_much_was_asked_before():
    office = calendar({"mon-fri": ["09:00-10:00"]}, "Asia/Taipei")
    start = at("2026-03-02 09:00", "Asia/Taipei")
    years = 261 * 3600

    for _ in range(2):
        assert office.add_seconds(start, 300 * years).year == 2326
        assert office.add_seconds(start, -300 * years).year == 1726
        assert office.add_days(start, 300 * 261).year == 2326
    with pytest.raises(OutOfReach):
        office.add_seconds(start, 2000 * years)


def test_naive_datetimes_are_refused():
    naive = datetime.fromisoformat("2026-03-02T10:00:00")

    with pytest.raises(ValueError, match="has no time zone"):
        OFFICE.is_open(naive)
    with pytest.raises(ValueError, match="has no time zone"):
        Span(naive, naive)
    with pytest.raises(ValueError, match="before it starts"):
        span("2026-03-02 10:00", "2026-03-02 09:00")


def test_bulk_needs_a_budget_and_takes_nothing():
    starts = np.array([0], dtype=np.int64)

    assert OFFICE.due_many(starts[:0], 60).tolist() == []
    with pytest.raises(ValueError, match="more than 0"):
        OFFICE.due_many(starts, 0)


def test_bulk_takes_a_budget_for_each_start_and_extends_the_table():
    begun = int(at("2026-03-02 09:00").timestamp())
    budgets = np.array([3600, 9 * 3600 * 10_400])

    found = calendar(NINE_TO_SIX, "Asia/Taipei").due_many(np.array([begun, begun]), budgets)

    assert found.tolist() == [begun + 3600, int(at("2066-01-08 18:00").timestamp())]
