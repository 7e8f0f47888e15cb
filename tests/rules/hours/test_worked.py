"""Work by band: every second falls into exactly one."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kept.rules.hours import Band, CalendarSpec, Window, compiled, seconds_by_band, week

HOUR = 3600
WEEK = week({"mon-fri": ["09:00-18:00"]})
NIGHT = (Band("night", Window.parse("22:00-06:00")),)
HERE = CalendarSpec(zone="Asia/Shanghai", weekly=WEEK, country="CN", bands=NIGHT)
BERLIN = CalendarSpec(zone="Europe/Berlin", weekly=WEEK, country="DE", bands=NIGHT)


def on(text, zone="Asia/Shanghai"):
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


@pytest.mark.parametrize(
    ("since", "until", "hours"),
    [
        ("2026-11-24 10:00", "2026-11-24 12:30", {"working": 2.5}),
        ("2026-11-24 17:00", "2026-11-24 23:00", {"working": 1, "evening": 4, "night": 1}),
        ("2026-11-24 23:00", "2026-11-25 09:30", {"night": 7, "evening": 3, "working": 0.5}),
        ("2026-11-27 23:00", "2026-11-28 01:00", {"night": 1, "weekend": 1}),  # a Friday's night
        ("2026-10-01 08:00", "2026-10-01 10:00", {"holiday": 2}),
    ],
)
def test_hours_fall_into_bands_by_the_clock_of_the_place(since, until, hours):
    found = seconds_by_band(HERE, on(since), on(until))

    assert found == {band: int(number * HOUR) for band, number in hours.items()}


def test_the_clock_is_that_of_the_site():
    since, until = on("2026-11-24 15:00"), on("2026-11-24 17:00")

    # 15:00 in Shanghai is 08:00 in Berlin.
    assert seconds_by_band(BERLIN, since, until) == {"evening": HOUR, "working": HOUR}


def test_the_hour_that_comes_twice_counts_twice():
    since, until = on("2026-10-25 01:00", "Europe/Berlin"), on("2026-10-25 04:00", "Europe/Berlin")

    assert seconds_by_band(BERLIN, since, until) == {"weekend": 4 * HOUR}


STARTS = st.integers(1_577_836_800, 1_893_456_000)  # from 2020 to 2030


@given(st.sampled_from([HERE, BERLIN, CalendarSpec.always("UTC")]), STARTS, st.integers(1, 400_000))
def test_all_bands_add_up_to_the_whole(spec, start, seconds):
    start, end = (datetime.fromtimestamp(at, UTC) for at in (start, start + seconds))
    found = seconds_by_band(spec, start, end)

    assert sum(found.values()) == seconds
    assert all(number > 0 for number in found.values())
    working = compiled(spec).working_seconds(start, end)
    assert found.get("working", 0) == working
