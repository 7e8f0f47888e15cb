"""Business time as the tests of libraries in JavaScript, PHP and Python have it.

The facts come from their published tests, the project is named beside each table. Where a
project differs from docs/hours.md, the page decides, and a comment says what the project answers.
"""

from __future__ import annotations

import pytest

from tests.rules.hours.lines import result, said

HOUR = 3600
NINE_TO_FIVE = {"tz": "UTC", "weekly": {"mon-fri": [["09:00", "17:00"]]}}


# JavaScript, moment-business-time: test/spec.business-hours.js. 26 February 2015 is a Thursday.
LATE_STARTS = {
    "tz": "UTC",
    "weekly": {
        "mon": [["12:00:00", "17:00:00"]],
        "tue": [["09:30:00", "17:00:00"]],
        "wed": [["10:00:00", "17:00:00"]],
        "thu": [["09:00:00", "17:00:00"]],
        "fri": [["09:30:00", "17:00:00"]],
        "sat": None,
        "sun": None,
    },
}


@pytest.mark.parametrize(
    ("calendar", "start", "seconds", "end"),
    [
        (NINE_TO_FIVE, "2015-02-26T10:12:34", 9 * HOUR, "2015-02-27 11:12:34"),
        (NINE_TO_FIVE, "2015-02-26T10:12:34", 19 * HOUR, "2015-03-02 13:12:34"),
        (NINE_TO_FIVE, "2016-03-21T15:30:00", 17 * HOUR, "2016-03-23 16:30:00"),
        (NINE_TO_FIVE, "2016-03-21T15:30:00", 18 * HOUR, "2016-03-24 09:30:00"),
        (NINE_TO_FIVE, "2015-02-26T10:12:34", 108 * HOUR, "2015-03-17 14:12:34"),
        (NINE_TO_FIVE, "2015-02-28T10:13:00", 45 * 60, "2015-03-02 09:45:00"),
        # fractions of a second are cut off
        (NINE_TO_FIVE, "2015-02-26T16:59:59.700", 45 * 60, "2015-02-27 09:44:59"),
        (NINE_TO_FIVE, "2015-02-26T16:59:59.700", 45, "2015-02-27 09:00:44"),
        (NINE_TO_FIVE, "2015-02-26T10:12:34", 35_297, "2015-02-27 12:00:51"),
        (NINE_TO_FIVE, "2015-03-01T16:12:34", -2 * HOUR, "2015-02-27 15:00:00"),
        (NINE_TO_FIVE, "2015-02-26T16:12:34", -9 * HOUR, "2015-02-25 15:12:34"),
        (NINE_TO_FIVE, "2015-02-26T16:12:34", -19 * HOUR, "2015-02-24 13:12:34"),
        (NINE_TO_FIVE, "2015-02-26T16:12:34", -108 * HOUR, "2015-02-09 12:12:34"),
        (NINE_TO_FIVE, "2015-02-26T09:00:20", -45, "2015-02-25 16:59:35"),
        (NINE_TO_FIVE, "2015-02-26T16:12:34", -35_297, "2015-02-25 14:24:17"),
        (LATE_STARTS, "2015-02-23T10:00:00", 2 * HOUR, "2015-02-23 14:00:00"),
        (LATE_STARTS, "2015-02-23T10:00:00", 15 * HOUR, "2015-02-25 12:30:00"),
    ],
)
def test_moment_business_time(calendar, start, seconds, end):
    assert result(calendar, op="add", start=start, seconds=seconds) == said(end, "UTC")


@pytest.mark.parametrize(
    ("start", "days", "date"),
    [
        ("2015-02-26T10:12:34", 2, "2015-03-02"),
        ("2015-02-26T10:12:34", 10, "2015-03-12"),
        ("2015-02-26T10:12:34", 100, "2015-07-16"),
        ("2015-02-28T10:13:00", 1, "2015-03-02"),
        ("2015-02-26T16:12:34", -10, "2015-02-12"),
        ("2015-03-01T16:12:34", -1, "2015-02-27"),
    ],
)
def test_moment_business_time_days(start, days, date):
    found = result(NINE_TO_FIVE, op="add_days", start=start, days=days)

    assert found == f"{date}{start[10:]}+00:00"


# PHP, business-time: AddBusinessHoursTest.php, SubBusinessHoursTest.php. 14 May 2018: a Monday.
LUNCH = {"tz": "UTC", "weekly": {"mon-fri": [["09:00", "13:00"], ["14:00", "17:00"]]}}


@pytest.mark.parametrize(
    ("calendar", "start", "hours", "end"),
    [
        (NINE_TO_FIVE, "2018-05-14 00:00", 1, "2018-05-14 10:00"),
        (NINE_TO_FIVE, "2018-05-14 16:00", 1, "2018-05-14 17:00"),  # at the close
        (NINE_TO_FIVE, "2018-05-14 17:00", 1, "2018-05-15 10:00"),
        (NINE_TO_FIVE, "2018-05-18 17:00", 1, "2018-05-21 10:00"),
        (NINE_TO_FIVE, "2018-05-20 19:00", 1, "2018-05-21 10:00"),
        (NINE_TO_FIVE, "2018-05-14 09:00", 8, "2018-05-14 17:00"),
        (NINE_TO_FIVE, "2018-05-14 09:00", 8.25, "2018-05-15 09:15"),
        (NINE_TO_FIVE, "2018-05-14 09:00", 24, "2018-05-16 17:00"),
        (NINE_TO_FIVE, "2018-05-14 09:00", -0.25, "2018-05-11 16:45"),
        (NINE_TO_FIVE, "2018-05-23 23:00", -1, "2018-05-23 16:00"),
        (NINE_TO_FIVE, "2018-05-21 00:00", -1, "2018-05-18 16:00"),
        (NINE_TO_FIVE, "2018-05-23 17:00", -8, "2018-05-23 09:00"),  # at the opening
        (NINE_TO_FIVE, "2018-05-23 17:00", -24, "2018-05-21 09:00"),
        (LUNCH, "2018-05-14 09:00", 4, "2018-05-14 13:00"),
        (LUNCH, "2018-05-14 09:00", 5, "2018-05-14 15:00"),
        (LUNCH, "2018-05-14 09:00", 12, "2018-05-15 15:00"),
    ],
)
def test_php_business_time(calendar, start, hours, end):
    assert result(calendar, op="add", start=start, seconds=hours * HOUR) == said(end, "UTC")


# PHP, spatie/opening-hours: tests/OpeningHoursTest.php. 4 February 2019 is a Monday.
CONSECUTIVE = {
    "tz": "UTC",
    "weekly": {
        "monday": ["09:00-24:00"],
        "tuesday": ["00:00-24:00"],
        "wednesday": ["00:00-03:00", "09:00-24:00"],
        "friday": ["00:00-03:00"],
    },
}
EARLY = {
    "tz": "UTC",
    "weekly": {"mon": ["09:00-11:00", "13:00-19:00"], "tue": ["10:00-11:00", "14:00-19:00"]},
    "special": {"2016-09-26": []},
}
OVERFLOW = {"tz": "UTC", "weekly": {"monday": ["09:00-02:00"]}}


@pytest.mark.parametrize(
    ("calendar", "start", "op", "found"),
    [
        (CONSECUTIVE, "2019-02-04 11:00", "next_close", "2019-02-06 03:00"),
        (CONSECUTIVE, "2019-02-04 11:00", "prev_close", "2019-02-01 03:00"),
        (CONSECUTIVE, "2019-02-06 09:00", "next_close", "2019-02-07 00:00"),
        (CONSECUTIVE, "2019-02-06 09:00", "prev_close", "2019-02-06 03:00"),
        (CONSECUTIVE, "2019-02-07 00:00", "next_open", "2019-02-08 00:00"),
        (CONSECUTIVE, "2019-02-08 09:00", "prev_close", "2019-02-08 03:00"),
        (CONSECUTIVE, "2019-02-08 02:00", "prev_close", "2019-02-07 00:00"),
        (CONSECUTIVE, "2022-08-05 03:00:00.000001", "prev_close", "2022-08-05 03:00"),
        (CONSECUTIVE, "2022-08-05 00:00", "prev_close", "2022-08-04 00:00"),
        (EARLY, "2016-09-26 04:00", "next_open", "2016-09-27 10:00"),
        (EARLY, "2016-09-26 04:00", "next_close", "2016-09-27 11:00"),
        (EARLY, "2016-10-03 12:00", "next_open", "2016-10-03 13:00"),
        (EARLY, "2016-10-03 11:00", "next_close", "2016-10-03 19:00"),
        (EARLY, "2016-10-03 19:00", "next_close", "2016-10-04 11:00"),
        (OVERFLOW, "2019-04-23 01:00", "next_close", "2019-04-23 02:00"),
        (OVERFLOW, "2019-04-23 02:00", "next_open", "2019-04-29 09:00"),
    ],
)
def test_spatie_openings_and_closes(calendar, start, op, found):
    assert result(calendar, op=op, start=start) == said(found, "UTC")


AMSTERDAM = {
    "tz": "Europe/Amsterdam",
    "weekly": {"monday": ["09:00-18:00"]},
    "special": {"2016-11-14": ["09:00-13:00"]},
}


@pytest.mark.parametrize(
    ("start", "is_open"),
    [
        ("2016-10-10T10:00Z", True),
        ("2016-10-10T15:59Z", True),
        ("2016-10-10T07:00Z", True),
        ("2016-10-10T06:59Z", False),
        ("2016-10-10 08:59", False),
        ("2016-10-10 09:00", True),
        ("2016-10-10 17:59", True),
        ("2016-10-10 18:00", False),
        ("2016-11-14 12:59", True),  # the short Monday
        ("2016-11-14 17:59", False),
        ("2016-10-10T09:59-06:00", True),  # Denver
        ("2016-10-10T10:00-06:00", False),
    ],
)
def test_spatie_zones_and_exceptions(start, is_open):
    assert result(AMSTERDAM, op="is_open", start=start) is is_open


# Python, businesstimedelta: businesstimedelta_tests.py; business-duration: its readme.
OFFICE_LUNCH = {"tz": "UTC", "weekly": {"mon-fri": [["09:00", "12:00"], ["13:00", "18:00"]]}}
CALIFORNIA = {**OFFICE_LUNCH, "country": "US", "subdivision": "CA"}
SANTIAGO = {**OFFICE_LUNCH, "tz": "America/Santiago"}


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        ("2016-01-23 13:14", 2, "2016-01-25 11:00"),
        ("2016-01-22 09:00", 8, "2016-01-22 17:00"),
        ("2016-01-23 13:14", 12, "2016-01-26 13:00"),
        ("2016-01-25 11:14", -2, "2016-01-25 09:14"),
        ("2016-01-22 18:00", -8, "2016-01-22 09:00"),
        ("2016-01-25 11:14", -8, "2016-01-22 11:14"),
    ],
)
def test_businesstimedelta_hours(start, hours, end):
    assert result(NINE_TO_FIVE, op="add", start=start, seconds=hours * HOUR) == said(end, "UTC")


@pytest.mark.parametrize(
    ("calendar", "start", "end", "hours"),
    [
        (OFFICE_LUNCH, "2016-01-18 09:00", "2016-01-25 09:00", 40),
        (CALIFORNIA, "2015-12-21 09:00", "2015-12-28 09:00", 32),  # Christmas
        (SANTIAGO, "2016-01-18T09:00-08:00", "2016-01-18T18:00-08:00", 4),
        (
            {
                "tz": "UTC",
                "weekly": {"mon-fri": [["07:00", "17:00"]]},
                "country": "US",
                "subdivision": "CA",
            },
            "2017-07-01 02:02", "2017-07-07 04:48", 30,  # 4 July
        ),
    ],
)  # fmt: skip
def test_businesstimedelta_and_business_duration_between(calendar, start, end, hours):
    assert result(calendar, op="between", start=start, end=end) == hours * HOUR


def test_businesstimedelta_there_and_back():
    there = result(OFFICE_LUNCH, op="add", start="2016-01-18 09:00", seconds=40 * HOUR)
    back = result(OFFICE_LUNCH, op="add", start="2016-01-25 09:00", seconds=-40 * HOUR)

    assert (there, back) == ("2016-01-22T18:00:00+00:00", "2016-01-18T09:00:00+00:00")


# Python, workalendar: workalendar/tests/test_core.py. No weekends, two holidays a year.
DAILY = {
    "tz": "UTC",
    "weekly": {"mon-sun": [["09:00", "17:00"]]},
    "holidays": [f"{year}-{day}" for year in (2017, 2018, 2019) for day in ("01-01", "12-25")],
}


@pytest.mark.parametrize(
    ("special", "start", "days", "date"),
    [
        ({}, "2018-12-20", 0, "2018-12-20"),
        ({}, "2018-12-20", 1, "2018-12-21"),
        ({}, "2018-12-25", 0, "2018-12-25"),  # on the holiday itself
        ({}, "2018-12-24", 1, "2018-12-26"),
        ({}, "2018-12-20", 20, "2019-01-11"),
        ({}, "2018-01-03", -7, "2017-12-26"),
        ({"2018-12-26": []}, "2018-12-24", 1, "2018-12-27"),
    ],
)
def test_workalendar_working_days(special, start, days, date):
    found = result({**DAILY, "special": special}, op="add_days", start=start, days=days)

    assert found == f"{date}T00:00:00+00:00"


# JavaScript, date-fns: src/addBusinessDays/test.ts, src/differenceInBusinessDays/test.ts.
SIX_DAYS = {"tz": "UTC", "weekly": {"mon-sat": [["09:00", "17:00"]]}}
WEEKEND_WORKED = {
    **NINE_TO_FIVE,
    "special": {d: ["09:00-17:00"] for d in ("2022-01-08", "2022-01-09")},
}
TWO_OFF = {**NINE_TO_FIVE, "holidays": ["2022-01-11", "2022-01-12"]}


@pytest.mark.parametrize(
    ("start", "days", "date"),
    [
        ("2014-09-01", 10, "2014-09-15"),
        ("2014-09-15", -10, "2014-09-01"),
        ("2020-01-10", 1, "2020-01-13"),
        ("2020-01-11", 1, "2020-01-13"),  # from Saturday and from Sunday: Monday
        ("2020-01-12", 1, "2020-01-13"),
        ("2019-08-18", -5, "2019-08-12"),
        ("2019-08-18", 5, "2019-08-23"),
    ],
)
def test_date_fns_days_are_added(start, days, date):
    found = result(NINE_TO_FIVE, op="add_days", start=start, days=days)

    assert found == f"{date}T00:00:00+00:00"


@pytest.mark.parametrize(
    ("calendar", "start", "end", "count"),
    [
        (NINE_TO_FIVE, "2014-01-10", "2014-07-18", 135),
        (NINE_TO_FIVE, "2014-07-18", "2014-01-10", -135),
        (NINE_TO_FIVE, "2019-07-18", "2019-07-20", 2),
        (NINE_TO_FIVE, "2019-07-20", "2019-07-23", 1),
        (NINE_TO_FIVE, "2019-07-20", "2019-07-28", 5),
        (SIX_DAYS, "2022-01-07", "2022-01-17", 8),
        (SIX_DAYS, "2022-01-09", "2022-01-17", 6),
        (WEEKEND_WORKED, "2022-01-07", "2022-01-17", 8),
        (TWO_OFF, "2022-01-07", "2022-01-17", 4),
        (NINE_TO_FIVE, "2014-09-04 23:59", "2014-09-05 00:00", 1),
        (NINE_TO_FIVE, "2014-09-05 00:00", "2014-09-04 23:59", -1),
    ],
)
def test_date_fns_days_between(calendar, start, end, count):
    assert result(calendar, op="days_between", start=start, end=end) == count


# JavaScript, dayjs-business-time: test/addBusinessTime.spec.ts, test/businessTimeDiff.spec.ts.
SPLIT_WEDNESDAYS = {
    "tz": "America/Sao_Paulo",
    "weekly": {
        "mon-tue": [["09:00:00", "17:00:00"]],
        "wed": [["09:00:00", "12:00:00"], ["13:00:00", "18:00:00"]],
        "thu-fri": [["09:00:00", "17:00:00"]],
    },
    "holidays": ["2021-01-01", "2021-01-25", "2021-06-03"],
}


@pytest.mark.parametrize(
    ("start", "minutes", "end"),
    [
        ("2021-02-08 09:00", 30, "2021-02-08 09:30"),
        ("2021-02-08 16:45", 90, "2021-02-09 10:15"),
        ("2021-02-10 10:30", 270, "2021-02-10 16:00"),
        ("2021-06-02 10:00", 600, "2021-06-04 12:00"),
        ("2021-06-02 17:00", 120, "2021-06-04 10:00"),
        ("2021-06-02 17:55", 10, "2021-06-04 09:05"),
        ("2021-01-22 12:00", 960, "2021-01-27 12:00"),
        ("2021-02-03 11:30", 33, "2021-02-03 13:03"),
    ],
)
def test_dayjs_business_time_there_and_back(start, minutes, end):
    zone = SPLIT_WEDNESDAYS["tz"]

    assert result(SPLIT_WEDNESDAYS, op="add", start=start, seconds=60 * minutes) == said(end, zone)
    assert result(SPLIT_WEDNESDAYS, op="add", start=end, seconds=-60 * minutes) == said(start, zone)
    assert result(SPLIT_WEDNESDAYS, op="between", start=start, end=end) == 60 * minutes


def test_dayjs_a_calendar_of_exceptions_alone():
    calendar = {"tz": "UTC", "special": {"2024-03-19": [["08:00", "17:00"]]}}

    assert result(calendar, op="is_open", start="2024-03-19 12:00") is True
    assert result(calendar, op="is_open", start="2024-03-19 06:00") is False
    assert result(calendar, op="next_open", start="2024-03-19 17:00") is None


# Python, businesstime: businesstime/test/__init__.py. Its days are eight working hours.
FEDERAL = {**NINE_TO_FIVE, "country": "US"}


@pytest.mark.parametrize(
    ("start", "end", "minutes"),
    [
        ("2014-01-16 18:30", "2014-01-22 10:00", 2 * 480 + 60),  # over Martin Luther King Day
        ("2015-02-23 17:00", "2015-02-24 14:20", 320),
        ("2015-02-23 17:01", "2015-02-24 14:20", 320),
        ("2014-01-12 12:00", "2014-01-17 19:30", 5 * 480),
        ("2014-01-30 12:15", "2014-01-31 19:30", 480 + 285),
        ("2014-08-04 11:00", "2014-08-06 05:00", 480 + 360),
        ("2014-08-04 01:00", "2014-08-04 05:00", 0),
        ("2014-01-09 16:15", "2014-01-12 12:30", 480 + 45),
        ("2014-01-10 17:15", "2014-01-12 12:30", 0),
        ("2014-01-02 09:12", "2014-01-03 09:10", 478),
        ("2014-01-02 09:10", "2014-01-03 09:12", 482),
        ("2014-01-04 09:10", "2014-01-04 09:12", 0),
        ("2014-01-07 09:00", "2014-01-08 09:00", 480),
    ],
)
def test_businesstime_between(start, end, minutes):
    assert result(FEDERAL, op="between", start=start, end=end) == 60 * minutes


def test_businesstime_federal_holidays():
    for day in ("2014-01-01", "2014-05-26", "2014-10-13", "2015-07-03", "2017-01-02", "2017-11-10"):
        assert result(FEDERAL, op="on_holiday", start=day) is True, day
    assert result(FEDERAL, op="days_between", start="2014-01-16", end="2014-01-22") == 3
