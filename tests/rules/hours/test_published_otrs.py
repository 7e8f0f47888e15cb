"""Working time as the tests of OTRS, OTOBO and Znuny have it: many zones, nights of change.

The facts come from scripts/test/Time.t, DateTime/AddWorkingTime.t, DateTime/DeltaWorkingTime.t,
DateTime/WorkingTime.t and DateTime/DST.t. Their hours are lists: 8 to 12 is open until 13:00.
"""

from __future__ import annotations

import pytest

from tests.rules.hours.lines import result, said

HOUR, DAY = 3600, 86_400
YEARLY = ("01-01", "05-01", "12-24", "12-25", "12-26", "12-31")
HOLIDAYS = [f"{year}-{day}" for year in range(2003, 2018) for day in YEARLY]

ALWAYS = {"mon-sun": [["00:00", "24:00"]]}
WEEKDAYS = {"mon-fri": [["00:00", "24:00"]]}
EIGHT_TO_SIX = {"mon-fri": [["08:00", "18:00"]]}
SPLIT = {"mon-fri": [["08:00", "13:00"], ["14:00", "18:00"]]}
SPLIT_DAILY = {"mon-sun": [["08:00", "13:00"], ["14:00", "18:00"]]}
OFFICE = {"mon-fri": [["08:00", "21:00"]]}


@pytest.mark.parametrize(
    ("zone", "weekly", "start", "seconds", "end"),
    [
        ("UTC", ALWAYS, "2015-02-17 12:00", 730 * DAY, "2017-02-28 12:00"),
        ("UTC", ALWAYS, "2015-02-17 12:00", 90 * DAY, "2015-05-19 12:00"),
        ("Europe/Berlin", ALWAYS, "2015-02-17 12:00", 90 * DAY + HOUR, "2015-05-19 14:00"),
        # São Paulo turns its clocks at midnight: 23:00 comes twice, or 00:00 not at all.
        ("UTC", ALWAYS, "2015-02-21 22:00", 6 * HOUR, "2015-02-22 04:00"),
        ("America/Sao_Paulo", ALWAYS, "2015-02-21 22:00", 5 * HOUR, "2015-02-22 02:00"),
        ("UTC", ALWAYS, "2015-02-20 22:10:05", 4 * DAY + 22_815, "2015-02-25 04:30:20"),
        (
            "America/Sao_Paulo", ALWAYS,
            "2015-02-21 22:10:05", 4 * DAY + 5 * HOUR + 1215, "2015-02-26 02:30:20",
        ),
        ("America/Sao_Paulo", ALWAYS, "2015-10-17 22:00", 7 * HOUR, "2015-10-18 06:00"),
        # Tehran did too, in the middle of a week.
        ("Asia/Tehran", ALWAYS, "2015-09-21 12:00", 15 * HOUR, "2015-09-22 02:00"),
        ("Asia/Tehran", ALWAYS, "2015-09-20 12:00", 48 * HOUR, "2015-09-22 11:00"),
        ("Asia/Tehran", ALWAYS, "2015-09-19 12:00", 96 * HOUR, "2015-09-23 11:00"),
        ("Asia/Tehran", ALWAYS, "2015-03-21 12:00", 17 * HOUR, "2015-03-22 06:00"),
        ("Asia/Tehran", ALWAYS, "2015-01-21 12:00", 90 * DAY + 17 * HOUR, "2015-04-22 06:00"),
        ("Asia/Tehran", EIGHT_TO_SIX, "2016-03-20 00:00", 5 * HOUR, "2016-03-21 13:00"),
        ("Asia/Tehran", EIGHT_TO_SIX, "2016-03-20 00:00", 13 * HOUR, "2016-03-22 11:00"),
        ("Asia/Tehran", ALWAYS, "2016-03-20 00:00", 29 * HOUR, "2016-03-21 06:00"),
        ("Asia/Tehran", WEEKDAYS, "2016-03-20 00:00", 29 * HOUR, "2016-03-22 06:00"),
        ("Asia/Tehran", EIGHT_TO_SIX, "2016-09-20 22:00", 5 * HOUR, "2016-09-21 13:00"),
        ("Asia/Tehran", WEEKDAYS, "2016-09-20 22:00", 5 * HOUR, "2016-09-21 02:00"),
        ("Australia/Sydney", ALWAYS, "2016-04-02 12:00", 41 * HOUR, "2016-04-04 04:00"),
        # lunch, evenings, weekends, Christmas
        ("Europe/Berlin", EIGHT_TO_SIX, "2016-01-31 12:25:30", 5 * HOUR, "2016-02-01 13:00"),
        ("Europe/Berlin", EIGHT_TO_SIX, "2016-02-01 16:59:30", 12_600, "2016-02-02 10:29:30"),
        ("Europe/Berlin", SPLIT, "2016-02-01 12:25:30", 5 * HOUR, "2016-02-02 08:25:30"),
        ("Europe/Berlin", SPLIT, "2016-01-31 12:25:30", 163_530, "2016-02-08 08:25:30"),
        ("Europe/Berlin", SPLIT, "2015-12-22 16:24:49", 20 * HOUR, "2015-12-29 08:24:49"),
        ("Europe/Berlin", EIGHT_TO_SIX, "2013-03-16 10:00", 60, "2013-03-18 08:01"),
        # given in UTC, counted in Berlin over the change to summer time
        ("Europe/Berlin", SPLIT, "2015-03-27T11:00Z", 15 * HOUR, "2015-03-31 07:00Z"),
        # Time.t: an office from 8 to 21
        ("Europe/Berlin", OFFICE, "2006-11-12 10:15", 4 * HOUR, "2006-11-13 12:00"),
        ("Europe/Berlin", OFFICE, "2006-11-13 10:15", 4 * HOUR, "2006-11-13 14:15"),
        ("Europe/Berlin", OFFICE, "2006-11-13 10:15", 11 * HOUR, "2006-11-14 08:15"),
        ("Europe/Berlin", OFFICE, "2006-12-31 10:15", 11 * HOUR, "2007-01-02 19:00"),
        ("Europe/Berlin", OFFICE, "2006-12-29 10:15", 11 * HOUR, "2007-01-02 08:15"),
        ("Europe/Berlin", OFFICE, "2006-12-30 10:45", 11 * HOUR, "2007-01-02 19:00"),
        ("Europe/Berlin", OFFICE, "2006-12-06 07:50", 50_040, "2006-12-07 08:54"),
        ("Europe/Berlin", OFFICE, "2007-01-16 20:15", 4500, "2007-01-17 08:30"),
        ("Europe/Berlin", OFFICE, "2007-03-14 21:21:02", HOUR, "2007-03-15 09:00"),
        ("Europe/Berlin", OFFICE, "2007-03-15 17:21:27", 3 * HOUR, "2007-03-15 20:21:27"),
        # a weekend with a change and one without are the same to office hours
        ("Europe/Berlin", OFFICE, "2007-10-19 18:12:23", 19_800, "2007-10-22 10:42:23"),
        ("Europe/Berlin", OFFICE, "2007-10-26 18:12:23", 19_800, "2007-10-29 10:42:23"),
        ("Europe/Berlin", OFFICE, "2007-10-26 18:12:23", 66_600, "2007-10-30 10:42:23"),
        ("Europe/Berlin", OFFICE, "2007-03-23 18:12:23", 19_800, "2007-03-26 10:42:23"),
        ("Europe/Berlin", OFFICE, "2007-03-23 18:12:23", 66_600, "2007-03-27 10:42:23"),
    ],
)  # fmt: skip
def test_working_time_is_added(zone, weekly, start, seconds, end):
    calendar = {"tz": zone, "weekly": weekly, "holidays": HOLIDAYS}

    assert result(calendar, op="add", start=start, seconds=seconds) == said(end, zone)
    assert result(calendar, op="between", start=start, end=said(end, zone)) == seconds


def test_the_instants_of_the_nights_of_change():
    # The epoch seconds of Time.t, which no zone name can hide.
    calendar = {"tz": "Europe/Berlin", "weekly": OFFICE}

    for start, seconds, end in [
        ("2007-10-26T16:12:23+00:00", 19_800, "2007-10-29 09:42:23Z"),
        ("2007-03-23T17:12:23+00:00", 66_600, "2007-03-27 08:42:23Z"),
    ]:
        found = result(calendar, op="add", start=start, seconds=seconds)
        assert found == said(end, "Europe/Berlin")


@pytest.mark.parametrize(
    ("zone", "weekly", "start", "end", "seconds"),
    [
        # signed; the projects answer 0
        ("Europe/Berlin", ALWAYS, "2015-12-28 17:10:14", "2015-12-23 08:10:15", -205_199),
        ("Europe/Berlin", ALWAYS, "2015-12-23 08:10:15", "2015-12-28 17:10:14", 205_199),
        ("Europe/Berlin", SPLIT, "2015-03-26T16:00Z", "2015-03-27T08:00Z", 2 * HOUR),
        ("Europe/Berlin", ALWAYS, "2015-02-17 22:35:49", "2015-02-19 23:05:49", 174_600),
        ("Europe/Berlin", ALWAYS, "2016-03-26 22:24:39", "2016-03-28 23:24:39", 48 * HOUR),
        ("Europe/Berlin", ALWAYS, "2016-02-01 12:15:41", "2016-02-06 10:15:41", 118 * HOUR),
        ("Europe/Berlin", SPLIT_DAILY, "2016-02-01 12:15:41", "2016-02-06 12:15:41", 45 * HOUR),
        ("Europe/Berlin", SPLIT, "2016-03-25 12:15:41", "2016-03-29 10:15:41", 16 * HOUR),
        ("Europe/Berlin", SPLIT, "2016-03-24 12:15:41", "2016-03-30 10:15:41", 34 * HOUR),
        ("Europe/Berlin", SPLIT, "2016-03-25 08:15:41", "2016-03-25 14:15:41", 5 * HOUR),
        ("Europe/Berlin", SPLIT, "2016-03-25 08:00:00", "2016-03-25 15:00:00", 6 * HOUR),
        ("America/Sao_Paulo", ALWAYS, "2015-02-20 22:10:05", "2015-02-25 04:30:20", 372_015),
        ("America/Sao_Paulo", ALWAYS, "2015-10-17 22:00", "2015-10-18 04:00", 5 * HOUR),
        ("Asia/Tehran", ALWAYS, "2015-09-21 12:00", "2015-09-22 04:00", 17 * HOUR),
        ("Asia/Tehran", ALWAYS, "2015-03-21 12:00", "2015-03-22 04:00", 15 * HOUR),
        # WorkingTime.t: an office from 8 to 21
        ("UTC", OFFICE, "2005-10-20 10:00", "2005-10-21 10:00", 13 * HOUR),
        ("UTC", OFFICE, "2005-10-20 10:00", "2005-11-03 10:00", 130 * HOUR),
        ("UTC", OFFICE, "2005-12-21 10:00", "2005-12-31 10:00", 89 * HOUR),
        ("UTC", OFFICE, "2003-12-21 10:00", "2003-12-31 10:00", 52 * HOUR),
        ("UTC", OFFICE, "2005-10-23 10:00", "2005-10-25 13:00", 18 * HOUR),
        ("UTC", OFFICE, "2005-10-23 10:00", "2005-10-30 13:00", 65 * HOUR),
        ("UTC", OFFICE, "2005-10-24 11:44:12", "2005-10-24 16:13:31", 16_159),
        ("UTC", OFFICE, "2006-12-05 22:57:34", "2006-12-06 10:25:34", 8734),
        ("UTC", OFFICE, "2010-01-28 22:00:02", "2010-01-28 22:01:02", 0),
    ],
)
def test_working_time_between(zone, weekly, start, end, seconds):
    calendar = {"tz": zone, "weekly": weekly, "holidays": HOLIDAYS}

    assert result(calendar, op="between", start=start, end=end) == seconds


@pytest.mark.parametrize(
    ("zone", "start", "hours"),
    [
        ("UTC", "2015-02-17 12:00", 2160),
        ("Europe/Berlin", "2015-02-17 12:00", 2159),  # into summer time
        ("Australia/Sydney", "2015-01-21 12:00", 2161),  # out of it
    ],
)
def test_ninety_days_around_the_clock(zone, start, hours):
    calendar = {"tz": zone, "weekly": ALWAYS}
    end = result(calendar, op="add_calendar_days", start=start, days=90)

    assert result(calendar, op="between", start=start, end=end) == hours * HOUR


@pytest.mark.parametrize(
    ("zone", "given", "meant"),
    [
        # DST.t: a wall time that does not exist moves later by the gap
        ("Europe/Berlin", "2022-03-27 02:05:12", "2022-03-27T03:05:12+02:00"),
        ("Europe/Berlin", "2022-03-27 01:05:12", "2022-03-27T01:05:12+01:00"),
        ("Europe/Berlin", "2022-03-27 03:05:12", "2022-03-27T03:05:12+02:00"),
        ("Australia/Sydney", "2021-10-03 02:34:06", "2021-10-03T03:34:06+11:00"),
        ("America/New_York", "2021-03-14 02:53:34", "2021-03-14T03:53:34-04:00"),
        # and of one that happens twice the first is meant
        ("Europe/Berlin", "2022-10-30 02:30:00", "2022-10-30T02:30:00+02:00"),
        ("Australia/Lord_Howe", "2022-04-03 01:45:00", "2022-04-03T01:45:00+11:00"),
    ],
)
def test_wall_times_of_the_nights_of_change(zone, given, meant):
    calendar = {"tz": zone, "weekly": ALWAYS}

    assert result(calendar, op="add", start=given, seconds=0) == meant
    day_before = f"{given[:8]}{int(given[8:10]) - 1:02}{given[10:]}"
    assert result(calendar, op="add_days", start=day_before, days=1) == meant
    assert result(calendar, op="add_calendar_days", start=day_before, days=1) == meant


@pytest.mark.parametrize(
    ("day", "off"),
    [("2005-01-01", True), ("2005-12-31", True), ("2005-02-14", False), ("2005-01-02", False)],
)
def test_vacation_days(day, off):
    calendar = {"tz": "Europe/Berlin", "weekly": OFFICE, "holidays": HOLIDAYS}

    assert result(calendar, op="on_holiday", start=day) is off
    assert result(calendar, op="on_holiday", start=f"{day} 23:30") is off
