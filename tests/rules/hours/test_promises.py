"""Tables of cases: when a limit ends. 2 March 2026 is a Monday."""

from __future__ import annotations

from datetime import date

import pytest

from kept.rules.hours import CalendarSpec, DayHours, Duration, Window, compiled, parse_limit
from kept.rules.hours.seconds import NoWorkingTime, OutOfReach
from tests.rules.hours.calendars import LUNCH, NIGHT, NINE_TO_SIX, at, calendar, span

OFFICE = calendar(NINE_TO_SIX)
ROUND_THE_CLOCK = compiled(CalendarSpec.always("Asia/Shanghai"))


@pytest.mark.parametrize(
    ("week", "start", "limit", "due"),
    [
        (NINE_TO_SIX, "2026-03-02 10:00", "4 h", "2026-03-02 14:00"),  # within one day
        (NINE_TO_SIX, "2026-03-02 16:00", "4 h", "2026-03-03 11:00"),  # over the night
        (NINE_TO_SIX, "2026-03-06 17:00", "2 h", "2026-03-09 10:00"),  # over the weekend
        (NINE_TO_SIX, "2026-03-02 14:00", "4 h", "2026-03-02 18:00"),  # used up at closing time
        (NINE_TO_SIX, "2026-03-02 18:00", "1 h", "2026-03-03 10:00"),  # starts as it closes
        (NINE_TO_SIX, "2026-03-02 09:00", "1 h", "2026-03-02 10:00"),  # starts as it opens
        (NINE_TO_SIX, "2026-03-02 06:30", "1 h", "2026-03-02 10:00"),  # before opening
        (NINE_TO_SIX, "2026-03-07 12:00", "9 h", "2026-03-09 18:00"),  # Saturday, one whole day
        (NINE_TO_SIX, "2026-03-02 17:59:59", "2 s", "2026-03-03 09:00:01"),  # whole seconds
        (NINE_TO_SIX, "2026-03-02 10:00", "0 h", "2026-03-02 10:00"),  # 0 is a value
        (NINE_TO_SIX, "2026-03-07 12:00", "0 h", "2026-03-07 12:00"),  # also while closed
        (NINE_TO_SIX, "2026-03-02 09:00", "450 h", "2026-05-08 18:00"),  # fifty working days
        (LUNCH, "2026-03-02 11:30", "1 h", "2026-03-02 14:00"),  # over lunch
        (LUNCH, "2026-03-02 11:00", "1 h", "2026-03-02 12:00"),  # used up as lunch begins
        (LUNCH, "2026-03-02 12:30", "30 min", "2026-03-02 14:00"),  # called at lunch
        (NIGHT, "2026-03-02 23:00", "4 h", "2026-03-03 03:00"),  # over midnight
        (NIGHT, "2026-03-03 05:00", "2 h", "2026-03-03 23:00"),  # Monday's night, then Tuesday's
        (NIGHT, "2026-03-07 05:00", "2 h", "2026-03-09 23:00"),  # Friday's night ends on Saturday
        ({"sat": ["00:00-24:00"]}, "2026-03-07 23:00", "2 h", "2026-03-14 01:00"),
        ({"sat": ["00:00-23:59"]}, "2026-03-07 23:00", "1 h", "2026-03-08 00:00"),  # means 24:00
        ({"mon-sun": ["00:00-24:00"]}, "2026-03-02 09:00", "100 h", "2026-03-06 13:00"),
    ],
)
def test_hours_run_while_open(week, start, limit, due):
    assert calendar(week).due(at(start), Duration.parse(limit)) == at(due)


@pytest.mark.parametrize(
    ("start", "limit", "due"),
    [
        ("2026-03-02 10:00", "1 working day", "2026-03-03 18:00"),  # ends at close of business
        ("2026-03-06 10:00", "1 working day", "2026-03-09 18:00"),
        ("2026-03-07 10:00", "1 working day", "2026-03-09 18:00"),  # a day off needs no rule
        ("2026-03-08 10:00", "2 working days", "2026-03-10 18:00"),
        ("2026-03-06 10:00", "1 working day, same time of day", "2026-03-09 10:00"),
        ("2026-03-02 10:00", "0 working days", "2026-03-02 18:00"),
        ("2026-03-02 19:00", "0 working days", "2026-03-02 19:00"),  # never before its start
        ("2026-03-02 10:00", "1 day", "2026-03-03 18:00"),
        ("2026-03-06 10:00", "1 day", "2026-03-08 00:00"),  # Saturday has no close: 24:00
        ("2026-03-06 10:00", "1 day, same time of day", "2026-03-07 10:00"),
        ("2026-03-02 10:00", "1 week", "2026-03-09 18:00"),
        ("2026-01-31 10:00", "1 month", "2026-03-01 00:00"),  # 28 February, a Saturday
        ("2026-01-30 10:00", "2 months", "2026-03-30 18:00"),
        ("2024-02-29 10:00", "1 year", "2025-02-28 18:00"),
        ("2024-02-29 10:00", "4 years, same time of day", "2028-02-29 10:00"),
        ("2026-03-04 11:59", "2nd working day, counting from next", "2026-03-06 18:00"),
        ("2026-03-04 11:59", "2nd working day, counting from start", "2026-03-05 18:00"),
        ("2026-03-04 18:00", "1st working day, counting from start", "2026-03-05 18:00"),  # closed
        ("2026-03-07 11:00", "1st working day, counting from start", "2026-03-09 18:00"),
        ("2026-03-02 10:00", "same day 12:00", "2026-03-02 12:00"),
        ("2026-03-02 13:00", "same day 12:00", "2026-03-02 13:00"),  # never before its start
        ("2026-03-06 10:00", "next day 18:00", "2026-03-07 18:00"),
        ("2026-03-06 10:00", "next working day 12:00", "2026-03-09 12:00"),
        ("2026-03-07 10:00", "same working day 12:00", "2026-03-09 12:00"),
        ("2026-03-02 10:00", "in 3 working days 12:00", "2026-03-05 12:00"),
    ],
)
def test_days_are_wall_clock(start, limit, due):
    assert OFFICE.due(at(start), parse_limit(limit)) == at(due)


def test_a_round_the_clock_day_ends_at_24_or_at_the_same_time():
    start = at("2026-03-02 10:00")

    assert ROUND_THE_CLOCK.due(start, Duration.parse("1 day")) == at("2026-03-04 00:00")
    same = Duration.parse("1 day, same time of day")
    assert ROUND_THE_CLOCK.due(start, same) == at("2026-03-03 10:00")
    assert ROUND_THE_CLOCK.due(start, Duration.parse("24 h")) == at("2026-03-03 10:00")


@pytest.mark.parametrize(
    ("limit", "pauses", "due"),
    [
        # Started Monday 10:00 with 4 h: due 14:00 without pauses.
        ("4 h", [("11:00", "12:00")], "2026-03-02 15:00"),
        ("4 h", [("11:00", "12:00"), ("11:30", "13:00")], "2026-03-02 16:00"),  # overlap once
        ("4 h", [("11:00", "12:00"), ("12:00", "13:00")], "2026-03-02 16:00"),  # touching
        ("4 h", [("13:00", "14:00"), ("11:00", "12:00")], "2026-03-02 16:00"),  # any order
        ("4 h", [("11:00", "12:00"), ("14:30", "15:30")], "2026-03-02 16:00"),  # begun before moved
        ("4 h", [("14:00", "15:00")], "2026-03-02 14:00"),  # begun at the due: too late
        ("4 h", [("08:00", "11:00")], "2026-03-02 15:00"),  # before the start does not count
        ("4 h", [("06:00", "09:30")], "2026-03-02 14:00"),
        ("4 h", [("13:00", "13:00")], "2026-03-02 14:00"),  # without length
        ("8 h", [("19:00", "23:00")], "2026-03-02 18:00"),  # after closing and after the due
        ("9 h", [("19:00", "23:00")], "2026-03-03 10:00"),  # over closing: nothing to count
        ("9 h", [("17:00", "23:00")], "2026-03-03 11:00"),  # one working hour of it counts
        ("1 working day", [("17:00", "17:30")], "2026-03-04 09:30"),
        ("1 working day, same time of day", [("11:00", "13:00")], "2026-03-03 12:00"),
        ("0 h", [("10:00", "11:00")], "2026-03-02 10:00"),
    ],
)
def test_pauses_count_by_their_working_overlap(limit, pauses, due):
    spans = [span(f"2026-03-02 {begin}", f"2026-03-02 {end}") for begin, end in pauses]

    assert OFFICE.due(at("2026-03-02 10:00"), Duration.parse(limit), spans) == at(due)


def test_a_pause_over_the_weekend_counts_two_afternoons_and_a_morning():
    pause = span("2026-03-05 16:00", "2026-03-09 11:00")

    due = OFFICE.due(at("2026-03-05 15:00"), Duration.parse("4 h"), [pause])

    assert due == at("2026-03-09 14:00")  # 1 h on Thursday, then 3 h from Monday 11:00


@pytest.mark.parametrize(
    ("start", "limit", "due"),
    [
        ("2026-03-04 11:59", "1 working day", "2026-03-05 18:00"),
        ("2026-03-04 12:00", "1 working day", "2026-03-05 18:00"),  # at the cut-off still counts
        ("2026-03-04 12:01", "1 working day", "2026-03-06 18:00"),  # as if received on Thursday
        ("2026-03-06 13:00", "1 working day", "2026-03-10 18:00"),  # Friday afternoon: Monday
        ("2026-03-07 10:00", "1 working day", "2026-03-10 18:00"),  # never sooner than Friday's
        ("2026-03-04 12:01", "2 h", "2026-03-05 11:00"),  # hours too
        ("2026-03-04 11:59", "2 h", "2026-03-04 13:59"),
        ("2026-03-04 11:59", "2nd working day, counting from next", "2026-03-06 18:00"),
        ("2026-03-04 12:01", "2nd working day, counting from next", "2026-03-09 18:00"),
        ("2026-03-04 12:01", "next working day 10:00", "2026-03-06 10:00"),
    ],
)
def test_after_the_cut_off_counts_as_next_working_day(start, limit, due):
    cut = calendar(NINE_TO_SIX, cut_off=12 * 3600)

    assert cut.due(at(start), parse_limit(limit)) == at(due)


@pytest.mark.parametrize(
    ("limit", "fraction", "instant"),
    [
        ("4 h", 0.75, "2026-03-02 13:00"),
        ("4 h", 1, "2026-03-02 14:00"),
        ("4 h", 0, "2026-03-02 10:00"),
        ("4 h", 1.5, "2026-03-02 16:00"),
        ("10 h", 0.75, "2026-03-02 17:30"),  # of 8 h on Monday and 2 h on Tuesday
        ("1 working day", 0.5, "2026-03-03 09:30"),  # of 8 h today and 9 h tomorrow
        ("1 s", 0.75, "2026-03-02 10:00"),  # warnings are early rather than late
    ],
)
def test_a_fraction_of_the_budget_is_working_time(limit, fraction, instant):
    start, duration = at("2026-03-02 10:00"), Duration.parse(limit)

    assert OFFICE.instant_at_fraction(start, duration, fraction) == at(instant)


def test_a_fraction_counts_pauses():
    pause = span("2026-03-02 11:00", "2026-03-02 12:00")

    warning = OFFICE.instant_at_fraction(
        at("2026-03-02 10:00"), Duration.parse("4 h"), 0.75, [pause]
    )

    assert warning == at("2026-03-02 14:00")


@pytest.mark.parametrize(
    ("due", "offset", "negative", "instant"),
    [
        ("2026-03-02 14:00", "30 min", True, "2026-03-02 13:30"),
        ("2026-03-02 09:30", "1 h", True, "2026-02-27 17:30"),  # the working hour before
        ("2026-03-02 10:00", "1 h", True, "2026-03-02 09:00"),  # an opening, not Friday's closing
        ("2026-03-02 17:30", "1 h", False, "2026-03-03 09:30"),
        ("2026-03-02 14:00", "2 working days", True, "2026-02-26 14:00"),
        ("2026-03-02 14:00", "1 working day", False, "2026-03-03 14:00"),
        ("2026-03-02 14:00", "1 week", True, "2026-02-23 14:00"),
    ],
)
def test_offsets_from_the_due_are_working_time(due, offset, negative, instant):
    found = OFFICE.offset(at(due), Duration.parse(offset), negative=negative)

    assert found == at(instant)


def test_a_calendar_without_hours_says_so():
    never = calendar({})

    with pytest.raises(NoWorkingTime, match="working time left"):
        never.due(at("2026-03-02 10:00"), Duration.parse("1 h"))
    with pytest.raises(NoWorkingTime, match="working day"):
        never.due(at("2026-03-02 10:00"), Duration.parse("1 working day"))
    assert never.next_open(at("2026-03-02 10:00")) is None


def test_a_calendar_of_single_days_runs_out():
    fair = calendar({}, company=(DayHours(date(2031, 5, 5), (Window.parse("09:00-12:00"),)),))
    start = at("2026-03-02 10:00")

    assert fair.due(start, Duration.parse("3 h")) == at("2031-05-05 12:00")
    assert fair.next_open(start) == at("2031-05-05 09:00")
    with pytest.raises(NoWorkingTime):
        fair.due(start, Duration.parse("4 h"))


def test_what_cannot_be_meant_is_refused_at_once():
    with pytest.raises(OutOfReach):
        OFFICE.due(at("2026-03-02 10:00"), Duration.parse("99999999999 h"))
    with pytest.raises(OutOfReach):
        OFFICE.add_days(at("2026-03-02 10:00"), 10**9)


def test_long_spans_extend_the_table():
    forty_years = calendar(NINE_TO_SIX, zone="Europe/Berlin")
    start = at("2026-03-02 09:00", "Europe/Berlin")

    due = forty_years.due(start, Duration.parse(f"{9 * 5 * 52 * 40} h"))

    assert due == at("2066-01-08 18:00", "Europe/Berlin")  # 10,400 working days
    assert forty_years.working_seconds(due, start) == -9 * 5 * 52 * 40 * 3600
