"""A policy's own bands of hours: the first that fits counts, and every second is in exactly one."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kept.rules.hours import CalendarSpec, DayHours, TimeBand, Window, seconds_by_band, week

HOUR = 3600
WEEK = week({"mon-fri": ["08:00-12:00", "13:00-17:00"]})
HOLIDAY = TimeBand("holiday", on_holidays=True)
NIGHT = TimeBand("night", window=Window.parse("22:00-06:00"))
SATURDAY = TimeBand("saturday", frozenset({5}))
MARKET = TimeBand("market", frozenset({2, 4}), window=Window.parse("23:30-02:30"))
OVERTIME = TimeBand("overtime", when_closed=True)
LATE = TimeBand("late", when_open=True, window=Window.parse("16:00-20:00"))
USUAL = (HOLIDAY, NIGHT, SATURDAY)


def spec(zone, country=None):
    return CalendarSpec(zone=zone, weekly=WEEK, country=country)


def on(text, zone="Europe/Berlin"):
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


@pytest.mark.parametrize(
    ("since", "until", "hours"),
    [
        ("2026-11-24 21:00", "2026-11-24 23:00", {"evening": 1, "night": 1}),
        ("2026-11-25 05:00", "2026-11-25 09:00", {"night": 1, "evening": 2, "working": 1}),
        # Before six on Saturday it is still the night; at six the Saturday's own begins.
        ("2026-11-28 04:00", "2026-11-28 08:00", {"night": 2, "saturday": 2}),
        ("2026-11-29 10:00", "2026-11-29 11:00", {"weekend": 1}),
        # The first of May is a holiday, its night as well: what stands first counts.
        ("2026-05-01 20:00", "2026-05-01 23:00", {"holiday": 3}),
    ],
)
def test_the_first_band_that_fits_counts(since, until, hours):
    found = seconds_by_band(spec("Europe/Berlin", "DE"), on(since), on(until), USUAL)

    assert found == {band: number * HOUR for band, number in hours.items()}


def test_an_overnight_band_of_a_weekday_belongs_to_the_day_on_which_it_begins():
    found = seconds_by_band(
        spec("Europe/Berlin"), on("2026-11-26 00:00"), on("2026-11-26 04:00"), (MARKET,)
    )

    assert found == {"market": 2.5 * HOUR, "evening": 1.5 * HOUR}  # a Wednesday's, on Thursday


def test_open_and_closed_are_the_hours_of_the_calendar():
    since, until = on("2026-11-24 11:00"), on("2026-11-24 18:00")

    assert seconds_by_band(spec("Europe/Berlin"), since, until, (LATE, OVERTIME)) == {
        "working": 4 * HOUR,
        "overtime": 2 * HOUR,  # the lunch hour, and the one after closing
        "late": HOUR,
    }


# --- every minute on its own -----------------------------------------------------------------

HOLIDAYS = {date(2026, 1, 1), date(2026, 5, 1), date(2026, 10, 5), date(2026, 12, 25)}
CLOSED = tuple(DayHours(day) for day in sorted(HOLIDAYS))


def wall(day, second, zone):
    """Return the instant of a wall time: in a gap later by the gap, in an overlap the first."""
    midnight = datetime(day.year, day.month, day.day, tzinfo=zone)
    return (midnight + timedelta(seconds=second)).timestamp()  # adds to the wall time


def holds(band, minute, here, zone, is_open):
    for day in (here.date(), here.date() - timedelta(days=1)):
        begins = wall(day, band.window.opens, zone)
        ends = wall(day, band.window.closes, zone)
        if not begins <= minute < ends:
            continue
        said = band.weekdays or band.on_holidays or band.when_open or band.when_closed
        fits = (
            not said
            or day.weekday() in band.weekdays
            or (band.on_holidays and day in HOLIDAYS)
            or (band.when_open and is_open)
            or (band.when_closed and not is_open)
        )
        if fits:
            return True
    return False


def minute_by_minute(calendar, start, minutes, bands):
    """Return the seconds in each band, asking each minute alone; none for what no band takes."""
    zone, found = ZoneInfo(calendar.zone), Counter()
    for number in range(minutes):
        minute = start + 60 * number
        here = datetime.fromtimestamp(minute, zone)
        closed_day = here.weekday() > 4 or here.date() in HOLIDAYS
        is_open = not closed_day and (8 <= here.hour < 12 or 13 <= here.hour < 17)
        fitting = (b.name for b in bands if holds(b, minute, here, zone, is_open))
        found[next(fitting, "working" if is_open else "rest")] += 60
    return dict(found)


WINDOWS = st.tuples(st.integers(0, 47), st.integers(1, 48)).map(
    lambda pair: Window(pair[0] * 1800, (pair[0] + pair[1]) * 1800)
)
BANDS = st.builds(
    lambda days, holiday, opened, closed, window: TimeBand(
        "", days, holiday, opened, closed, window
    ),
    st.frozensets(st.integers(0, 6), max_size=3),
    st.booleans(),
    st.booleans(),
    st.booleans(),
    WINDOWS,
)
SEVERAL = st.lists(BANDS, min_size=1, max_size=4).map(
    lambda bands: tuple(
        TimeBand(f"b{n}", b.weekdays, b.on_holidays, b.when_open, b.when_closed, b.window)
        for n, b in enumerate(bands)
    )
)
# Days on which the clocks are changed, days round holidays, and any others.
STARTS = st.one_of(
    st.sampled_from(
        ["2026-03-28 18:00", "2026-10-24 18:00", "2026-04-04 20:00", "2026-10-03 20:00"]
    ).map(lambda text: int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp())),
    st.integers(29_451_000, 29_976_000).map(lambda minute: minute * 60),  # 2026
)
CALENDARS = st.sampled_from(["Europe/Berlin", "Asia/Shanghai", "America/Santiago"]).map(
    lambda zone: CalendarSpec(zone=zone, weekly=WEEK, company=CLOSED)
)


@given(CALENDARS, STARTS, st.integers(1, 2000), SEVERAL)
def test_bands_are_what_each_minute_says_and_sum_to_the_time_worked(
    calendar, start, minutes, bands
):
    since = datetime.fromtimestamp(start, UTC)
    found = seconds_by_band(calendar, since, since + timedelta(minutes=minutes), bands)

    assert sum(found.values()) == minutes * 60
    by_rest = Counter()
    for name, seconds in found.items():
        by_rest["rest" if name in ("evening", "weekend", "holiday", "night") else name] += seconds
    assert dict(by_rest) == minute_by_minute(calendar, start, minutes, bands)
