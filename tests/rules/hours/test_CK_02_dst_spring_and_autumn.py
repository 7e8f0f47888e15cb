"""CK-02: hours are real hours and days are wall clock on the nights that the clocks change."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kept.rules.hours import CalendarSpec, Duration, compiled, localize, parse_limit
from tests.rules.hours.calendars import at, calendar

# Zone, wall time 30 minutes before the change, and what the clocks do there.
CHANGES = [
    ("Europe/Berlin", "2026-03-29 01:30"),  # 02:00 becomes 03:00
    ("Europe/Berlin", "2026-10-25 02:30"),  # 03:00 becomes 02:00
    ("America/New_York", "2026-03-08 01:30"),
    ("America/New_York", "2026-11-01 01:30"),
    ("Australia/Lord_Howe", "2026-10-04 01:30"),  # 02:00 becomes 02:30
    ("Australia/Lord_Howe", "2026-04-05 01:30"),  # 02:00 becomes 01:30
    ("Asia/Shanghai", "2026-03-29 01:30"),  # nothing
    ("Asia/Tehran", "2026-03-22 00:30"),  # nothing since 2022
    ("Asia/Tehran", "2022-03-21 23:30"),  # the last spring: 00:00 becomes 01:00
]
EAST = "America/New_York"


@pytest.mark.parametrize(("zone", "wall"), CHANGES)
@pytest.mark.parametrize("limit", ["10 min", "1 h", "3 h", "4 h", "24 h"])
def test_CK_02_hours_are_real_elapsed_hours(zone, wall, limit):
    start, duration = at(wall, zone), Duration.parse(limit)

    due = compiled(CalendarSpec.always(zone)).due(start, duration)

    assert due - start.astimezone(UTC) == timedelta(seconds=duration.seconds)


@pytest.mark.parametrize(
    ("zone", "wall", "due"),
    [
        ("Europe/Berlin", "2026-03-28 10:00", "2026-03-29T17:00:00+02:00"),
        ("Europe/Berlin", "2026-10-24 10:00", "2026-10-25T17:00:00+01:00"),
        (EAST, "2026-03-07 10:00", "2026-03-08T17:00:00-04:00"),
        (EAST, "2026-10-31 10:00", "2026-11-01T17:00:00-05:00"),
        ("Australia/Lord_Howe", "2026-10-03 10:00", "2026-10-04T17:00:00+11:00"),
    ],
)
def test_CK_02_next_working_day_at_17_is_wall_clock(zone, wall, due):
    every_day = calendar({"mon-sun": ["08:00-17:00"]}, zone)

    for limit in ("next working day 17:00", "1 working day", "1 day"):
        assert every_day.due(at(wall, zone), parse_limit(limit)).isoformat() == due


@pytest.mark.parametrize(
    ("zone", "naive", "instant"),
    [
        ("Europe/Berlin", "2026-03-29T02:30", "2026-03-29T03:30:00+02:00"),  # does not exist
        ("Europe/Berlin", "2026-10-25T02:30", "2026-10-25T02:30:00+02:00"),  # the first of two
        (EAST, "2026-03-08T02:30", "2026-03-08T03:30:00-04:00"),
        (EAST, "2026-11-01T01:30", "2026-11-01T01:30:00-04:00"),
        ("Australia/Lord_Howe", "2026-10-04T02:15", "2026-10-04T02:45:00+11:00"),
        ("Pacific/Apia", "2011-12-30T10:00", "2011-12-31T10:00:00+14:00"),  # nor does its date
        ("Asia/Shanghai", "2026-03-29T02:30", "2026-03-29T02:30:00+08:00"),
    ],
)
def test_CK_02_times_that_do_not_exist_or_happen_twice(zone, naive, instant):
    assert localize(datetime.fromisoformat(naive), zone).isoformat() == instant


def test_CK_02_same_time_of_day_into_the_gap_moves_later():
    always = compiled(CalendarSpec.always("Europe/Berlin"))
    start = at("2026-03-28 02:30", "Europe/Berlin")

    due = always.due(start, Duration.parse("1 day, same time of day"))

    assert due.isoformat() == "2026-03-29T03:30:00+02:00"


def test_CK_02_a_night_shift_is_an_hour_shorter_in_spring_and_longer_in_autumn():
    night = calendar({"sat": ["22:00-06:00"]}, "Europe/Berlin")

    def hours(saturday):
        shift = night.periods(at(f"{saturday} 12:00", "Europe/Berlin"), take=1)[0]
        return night.working_seconds(shift.start, shift.end) / 3600

    assert [hours(day) for day in ("2026-03-21", "2026-03-28", "2026-10-24")] == [8, 7, 9]


def test_CK_02_a_window_within_the_gap_is_none():
    early = calendar({"sun": ["02:10-02:50"]}, "Europe/Berlin")
    later = calendar({"sun": ["02:30-03:15"]}, "Europe/Berlin")  # 03:30 to 03:15

    for zone_calendar in (early, later):
        day = zone_calendar.periods(
            at("2026-03-29 00:00", "Europe/Berlin"), at("2026-03-30 00:00", "Europe/Berlin")
        )
        assert sum((s.end - s.start for s in day), timedelta()) in (
            timedelta(0),
            timedelta(minutes=40),  # 02:10-02:50 moves later as a whole
        )
    assert not later.is_workday(date(2026, 3, 29))


def test_CK_02_a_date_that_was_skipped_is_no_working_day():
    apia = calendar({"mon-sun": ["09:00-17:00"]}, "Pacific/Apia")
    thursday = at("2011-12-29 10:00", "Pacific/Apia")

    assert not apia.is_workday(date(2011, 12, 30))
    assert apia.add_days(thursday, 1) == at("2011-12-31 10:00", "Pacific/Apia")
    assert apia.due(thursday, Duration.parse("8 h")) == at("2011-12-31 10:00", "Pacific/Apia")
    assert apia.days_between(date(2011, 12, 29), date(2012, 1, 1)) == 2


def test_CK_02_answers_compare_and_subtract_in_real_time():
    """Wall times of one zone compare as written, 02:50 before the later 02:10; answers do not."""
    always = compiled(CalendarSpec.always("Europe/Berlin"))
    start = at("2026-10-25 01:50", "Europe/Berlin")

    first = always.due(start, Duration.parse("1 h"))  # 02:50, first pass
    second = always.due(start, Duration.parse("80 min"))  # 02:10, second pass

    assert (first.hour, first.minute, second.hour, second.minute) == (2, 50, 2, 10)
    assert second - first == timedelta(minutes=20)
    assert first < second


zones = st.sampled_from(
    [
        "Europe/Berlin",
        EAST,
        "Australia/Lord_Howe",
        "Asia/Tehran",
        "America/Sao_Paulo",
        "Africa/Cairo",
    ]
)
instants = st.integers(  # 1990 to 2049
    int(datetime(1990, 1, 1, tzinfo=UTC).timestamp()),
    int(datetime(2050, 1, 1, tzinfo=UTC).timestamp()),
).map(lambda second: datetime.fromtimestamp(second, UTC))


@given(zones, instants, st.integers(1, 200_000))
def test_CK_02_elapsed_seconds_are_elapsed_seconds_in_every_zone(zone, start, seconds):
    always = compiled(CalendarSpec.always(zone))

    assert always.add_seconds(start, seconds) == start + timedelta(seconds=seconds)
    assert always.add_seconds(start, -seconds) == start - timedelta(seconds=seconds)


@given(zones, instants)
def test_CK_02_every_answer_is_a_wall_time_that_exists(zone, start):
    wall = localize(start.replace(tzinfo=None), zone)

    assert localize(wall.replace(tzinfo=None), zone).astimezone(UTC) == wall
