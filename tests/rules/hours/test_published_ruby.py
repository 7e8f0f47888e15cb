"""Business time as the tests of libraries in Ruby have it.

The facts come from their published tests, the project is named beside each table. Where a
project differs from docs/hours.md, the page decides, and a comment says what the project answers.
"""

from __future__ import annotations

import pytest

from tests.rules.hours.lines import result, said

HOUR = 3600
NINE_TO_FIVE = {"tz": "UTC", "weekly": {"mon-fri": [["09:00", "17:00"]]}}


# Ruby, biz: spec/periods/after_spec.rb, before_spec.rb. 1 January 2006 is a Sunday.
BIZ = {
    "tz": "Etc/UTC",
    "weekly": {
        "mon": {"09:00": "17:00"},
        "tue": {"10:00": "16:00"},
        "wed": {"09:00": "17:00"},
        "thu": {"10:00": "16:00"},
        "fri": {"09:00": "17:00"},
        "sat": {"11:00": "14:30"},
    },
    "holidays": ["2006-01-16", "2006-01-18"],
}
FIRST_WEEK = [
    ("2006-01-02 09:00", "2006-01-02 17:00"),
    ("2006-01-03 10:00", "2006-01-03 16:00"),
    ("2006-01-04 09:00", "2006-01-04 17:00"),
    ("2006-01-05 10:00", "2006-01-05 16:00"),
    ("2006-01-06 09:00", "2006-01-06 17:00"),
    ("2006-01-07 11:00", "2006-01-07 14:30"),
]
SECOND_WEEK = [
    ("2006-01-09 09:00", "2006-01-09 17:00"),
    ("2006-01-10 10:00", "2006-01-10 16:00"),
    ("2006-01-11 09:00", "2006-01-11 17:00"),
    ("2006-01-12 10:00", "2006-01-12 16:00"),
    ("2006-01-13 09:00", "2006-01-13 17:00"),
    ("2006-01-14 11:00", "2006-01-14 14:30"),
]
AFTER_BOTH_HOLIDAYS = [
    ("2006-01-14 11:00", "2006-01-14 14:30"),
    ("2006-01-17 10:00", "2006-01-17 16:00"),
    ("2006-01-19 10:00", "2006-01-19 16:00"),
]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ({"start": "2006-01-01", "take": 6}, FIRST_WEEK),
        ({"start": "2006-01-01", "take": 12}, FIRST_WEEK + SECOND_WEEK),
        ({"start": "2006-01-02 12:00", "take": 1}, [("2006-01-02 12:00", "2006-01-02 17:00")]),
        ({"start": "2006-01-14", "take": 2}, AFTER_BOTH_HOLIDAYS[:2]),
        ({"start": "2006-01-14", "take": 3}, AFTER_BOTH_HOLIDAYS),
        ({"start": "2006-01-01", "end": "2006-01-04"}, FIRST_WEEK[:2]),
        # spec/timeline/forward_spec.rb: where the end lies
        ({"start": "2006-01-01", "end": "2006-01-02 09:00"}, []),  # at the opening
        ({"start": "2006-01-01", "end": "2006-01-02 17:00"}, FIRST_WEEK[:1]),  # at the close
        (
            {"start": "2006-01-01", "end": "2006-01-02 09:01"},
            [("2006-01-02 09:00", "2006-01-02 09:01")],
        ),
        ({"start": "2006-01-02", "end": "2006-01-01"}, []),  # before the start
        ({"start": "2006-01-01", "end": "2006-01-04", "take": 1}, FIRST_WEEK[:1]),
        # back from the start, nearest first
        ({"start": "2006-01-08", "take": 6, "direction": "before"}, FIRST_WEEK[::-1]),
        (
            {"start": "2006-01-15", "take": 12, "direction": "before"},
            SECOND_WEEK[::-1] + FIRST_WEEK[::-1],
        ),
        (
            {"start": "2006-01-02 12:00", "take": 1, "direction": "before"},
            [("2006-01-02 09:00", "2006-01-02 12:00")],
        ),
        (
            {"start": "2006-01-20", "take": 3, "direction": "before"},
            AFTER_BOTH_HOLIDAYS[::-1],
        ),
        ({"start": "2006-01-04", "end": "2006-01-01", "direction": "before"}, FIRST_WEEK[1::-1]),
        # spec/timeline/backward_spec.rb
        ({"start": "2006-01-04", "end": "2006-01-03 16:00", "direction": "before"}, []),
        (
            {"start": "2006-01-04", "end": "2006-01-03 10:00", "direction": "before"},
            FIRST_WEEK[1:2],
        ),
        (
            {"start": "2006-01-04", "end": "2006-01-03 15:59:58", "direction": "before"},
            [("2006-01-03 15:59:58", "2006-01-03 16:00")],
        ),
        ({"start": "2006-01-04", "end": "2006-02-01", "direction": "before"}, []),
    ],
)  # fmt: skip
def test_biz_periods(question, expected):
    assert result(BIZ, op="periods", **question) == said(expected, "UTC")


@pytest.mark.parametrize(
    ("zone", "weekly", "question", "expected"),
    [
        # the local week, not the UTC week
        (
            "America/Los_Angeles", {"sat": {"06:00": "18:00"}},
            {"start": "2006-01-07 17:00", "take": 1}, ("2006-01-07 17:00", "2006-01-07 18:00"),
        ),
        (
            "Asia/Brunei", {"sun": {"06:00": "18:00"}},
            {"start": "2006-01-08 07:00", "take": 1, "direction": "before"},
            ("2006-01-08 06:00", "2006-01-08 07:00"),
        ),
        # a window that the spring gap leaves without length does not open
        (
            "America/Los_Angeles", {"sun": {"02:30": "03:15"}, "mon": {"09:00": "17:00"}},
            {"start": "2006-04-02", "take": 1}, ("2006-04-03 09:00", "2006-04-03 17:00"),
        ),
    ],
)  # fmt: skip
def test_biz_periods_in_other_zones(zone, weekly, question, expected):
    calendar = {"tz": zone, "weekly": weekly}

    assert result(calendar, op="periods", **question) == [said(expected, zone)]


@pytest.mark.parametrize(
    ("start", "seconds", "end"),
    [
        # spec/calculation/for_duration_spec.rb
        ("2006-01-02 11:00", 19 * HOUR, "2006-01-04 16:00"),
        ("2006-01-04 16:00", -19 * HOUR, "2006-01-02 11:00"),
        ("2006-01-04 15:58:30", 90, "2006-01-04 16:00"),
        ("2006-01-04 16:01:30", -90, "2006-01-04 16:00"),
        ("2006-01-04 14:00", 3 * HOUR, "2006-01-04 17:00"),  # at the close
        ("2006-01-04 17:00", -3 * HOUR, "2006-01-04 14:00"),
        ("2006-01-02 09:00", 1800, "2006-01-02 09:30"),
        ("2006-01-03 00:00", 0, "2006-01-03 00:00"),  # 0 is a value; biz moves to 10:00
    ],
)
def test_biz_durations(start, seconds, end):
    assert result(BIZ, op="add", start=start, seconds=seconds) == said(end, "UTC")


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        ("2006-01-06 12:00", 2, "2006-01-09 12:00"),  # Saturday has hours
        ("2006-01-09 12:00", -2, "2006-01-06 12:00"),
        ("2006-01-06 12:30:52", 2, "2006-01-09 12:30:52"),
        ("2006-01-02 13:00", 0, "2006-01-02 13:00"),
        # the time of day is kept, open or not; biz moves into the hours of the day found
        ("2006-01-03 08:00", 2, "2006-01-05 08:00"),
        ("2006-01-03 18:00", 2, "2006-01-05 18:00"),
        ("2006-01-15 12:00", 1, "2006-01-17 12:00"),
    ],
)
def test_biz_days(start, days, end):
    assert result(BIZ, op="add_days", start=start, days=days) == said(end, "UTC")


def test_biz_time_within():
    assert result(BIZ, op="between", start="2006-01-01", end="2006-01-08") == 39.5 * HOUR
    assert result(BIZ, op="between", start="2006-01-01", end="2006-01-01") == 0
    # signed; biz answers 0
    assert result(BIZ, op="between", start="2006-01-08", end="2006-01-01") == -39.5 * HOUR
    assert result(BIZ, op="between", start="2006-01-05 12:00", end="2006-01-06 12:00") == 7 * HOUR


def test_biz_dates():
    mondays = {"tz": "UTC", "weekly": {"mon": {"01:00": "02:00"}}, "holidays": ["2006-01-09"]}

    assert result(mondays, op="add_days", start="2006-01-01", days=1)[:10] == "2006-01-02"
    assert result(mondays, op="add_days", start="2006-01-01", days=2)[:10] == "2006-01-16"


@pytest.mark.parametrize(
    ("start", "is_open", "holiday"),
    [
        ("2006-01-01 09:00", False, False),
        ("2006-01-02 09:00", True, False),
        ("2006-01-02 12:00", True, False),
        ("2006-01-02 17:00", False, False),  # half-open
        ("2006-01-16 12:00", False, True),
        ("2006-01-17 12:00", True, False),
        ("2006-01-18 00:00", False, True),
        ("2006-01-19 00:00", False, False),
    ],
)
def test_biz_in_hours_and_on_holiday(start, is_open, holiday):
    assert result(BIZ, op="is_open", start=start) is is_open
    assert result(BIZ, op="on_holiday", start=start) is holiday


@pytest.mark.parametrize(
    ("start", "is_open"),
    [
        ("2006-01-04 10:59:59", True),
        ("2006-01-04 11:00", False),  # a break is half-open as well
        ("2006-01-04 12:00", False),
        ("2006-01-04 13:00", True),
        ("2006-01-11 12:00", True),  # another Wednesday
    ],
)
def test_biz_breaks(start, is_open):
    calendar = {**BIZ, "breaks": {"2006-01-04": {"11:00": "13:00"}}}

    assert result(calendar, op="is_open", start=start) is is_open


@pytest.mark.parametrize(
    ("time", "is_open"),
    [("11:00", False), ("12:00", True), ("15:00", True), ("20:00", False), ("21:00", False)],
)
def test_biz_intervals_seen_from_another_zone(time, is_open):
    # spec/interval_spec.rb: 9 to 17 in Los Angeles is 12 to 20 in New York
    calendar = {"tz": "America/Los_Angeles", "weekly": {"mon": {"09:00": "17:00"}}}

    assert result(calendar, op="is_open", start=f"2006-01-02 {time}-05:00") is is_open


# Ruby, working_hours: spec/working_hours/computation_spec.rb. 7 April 2014 is a Monday.
SPLIT = {"tz": "UTC", "weekly": {"mon": {"07:00": "12:00", "13:00": "18:00"}}}
SPLIT_MONDAYS = {
    "tz": "UTC",
    "weekly": {"mon": {"07:00": "12:00", "13:00": "18:00"}, "tue-fri": {"09:00": "17:00"}},
}
MIDNIGHT = {"tz": "UTC", "weekly": {"mon": {"00:00": "24:00"}, "tue": {"09:00": "17:00"}}}
MAY_DAY = {**NINE_TO_FIVE, "holidays": ["2014-05-01"]}
SHORT_FRIDAY = {
    "tz": "UTC",
    "weekly": {"fri": {"08:00": "18:00"}},
    "special": {"2019-12-27": {"10:00": "18:00"}},
}


@pytest.mark.parametrize(
    ("calendar", "start", "next_open", "next_close"),
    [
        (MAY_DAY, "2014-05-01 12:00", "2014-05-02 09:00", "2014-05-02 17:00"),
        (MAY_DAY, "2014-06-01 12:00", "2014-06-02 09:00", "2014-06-02 17:00"),
        (NINE_TO_FIVE, "2014-04-07 09:00", "2014-04-07 09:00", "2014-04-07 17:00"),
        (NINE_TO_FIVE, "2014-04-07 16:59", "2014-04-07 16:59", "2014-04-07 17:00"),
        (NINE_TO_FIVE, "2014-04-07 08:59", "2014-04-07 09:00", "2014-04-07 17:00"),
        (NINE_TO_FIVE, "2014-04-07 17:00", "2014-04-08 09:00", "2014-04-08 17:00"),
        (SPLIT, "2014-04-07 11:59", "2014-04-07 11:59", "2014-04-07 12:00"),
        (SPLIT, "2014-04-07 12:00", "2014-04-07 13:00", "2014-04-07 18:00"),
        (SPLIT, "2014-04-07 13:00", "2014-04-07 13:00", "2014-04-07 18:00"),
        (SPLIT_MONDAYS, "2014-04-07 18:00", "2014-04-08 09:00", "2014-04-08 17:00"),
        (MIDNIGHT, "2014-04-07 00:00", "2014-04-07 00:00", "2014-04-08 00:00"),
        (MIDNIGHT, "2014-04-06 17:00", "2014-04-07 00:00", "2014-04-08 00:00"),
        (MIDNIGHT, "2014-04-08 00:00", "2014-04-08 09:00", "2014-04-08 17:00"),
        (NINE_TO_FIVE, "2014-04-07T00:00-09:00", "2014-04-07 09:00", "2014-04-07 17:00"),
        (NINE_TO_FIVE, "2014-04-07T22:00+02:00", "2014-04-08 09:00", "2014-04-08 17:00"),
        (SHORT_FRIDAY, "2019-12-27 09:00", "2019-12-27 10:00", "2019-12-27 18:00"),
    ],
)
def test_working_hours_the_next_opening_and_close(calendar, start, next_open, next_close):
    assert result(calendar, op="next_open", start=start) == said(next_open, "UTC")
    assert result(calendar, op="next_close", start=start) == said(next_close, "UTC")


@pytest.mark.parametrize(
    ("calendar", "start", "prev_close"),
    [
        (MAY_DAY, "2014-05-01 12:00", "2014-04-30 17:00"),
        (MAY_DAY, "2014-06-01 12:00", "2014-05-30 17:00"),
        (NINE_TO_FIVE, "2014-04-07 17:00", "2014-04-07 17:00"),  # at the close: that one
        (NINE_TO_FIVE, "2014-04-07 17:01", "2014-04-07 17:00"),
        (NINE_TO_FIVE, "2014-04-08 09:00", "2014-04-07 17:00"),
        (SPLIT, "2014-04-07 13:00", "2014-04-07 12:00"),
        (SPLIT, "2014-04-07 12:01", "2014-04-07 12:00"),
        (SPLIT, "2014-04-07 12:00", "2014-04-07 12:00"),
        (NINE_TO_FIVE, "2014-04-07T22:00+02:00", "2014-04-07 17:00"),
        (MIDNIGHT, "2014-04-08 00:00", "2014-04-08 00:00"),
    ],
)
def test_working_hours_the_close_before(calendar, start, prev_close):
    assert result(calendar, op="prev_close", start=start) == said(prev_close, "UTC")


TOKYO = {"tz": "Asia/Tokyo", "weekly": {"mon-fri": [["09:00", "17:00"]]}}


@pytest.mark.parametrize(
    ("calendar", "start", "seconds", "end"),
    [
        (NINE_TO_FIVE, "1991-11-15 14:00:42", 2 * HOUR, "1991-11-15 16:00:42Z"),
        (NINE_TO_FIVE, "1991-11-18 14:00:42", -7 * HOUR, "1991-11-15 15:00:42Z"),
        (TOKYO, "1991-11-15T07:00Z", 3 * HOUR, "1991-11-18 11:00+09:00"),
        (SPLIT, "1991-11-11 05:00", 6 * HOUR, "1991-11-11 14:00Z"),
        (NINE_TO_FIVE, "1991-11-15 16:30:42", 45 * 60, "1991-11-18 09:15:42Z"),
        (NINE_TO_FIVE, "1991-11-15 16:59:42", 120, "1991-11-18 09:01:42Z"),
        (MIDNIGHT, "2014-04-08 00:00:30", -60, "2014-04-07 23:59:00Z"),
        (
            {"tz": "UTC", "weekly": {"mon": {"00:00": "24:00"}}},
            "2014-04-07 23:59:30", 60, "2014-04-14 00:00:30Z",
        ),
    ],
)  # fmt: skip
def test_working_hours_add_and_take_seconds(calendar, start, seconds, end):
    found = result(calendar, op="add", start=start, seconds=seconds)

    assert found == said(end, calendar["tz"])


MONDAYS_WEDNESDAYS = {"tz": "UTC", "weekly": {d: {"09:00": "17:00"} for d in ("mon", "wed")}}
ODD_WEEK = {"tz": "UTC", "weekly": {"mon": ["09:00-17:00"], "wed-thu, sun": ["09:00-17:00"]}}
TUESDAY_OFF = {**NINE_TO_FIVE, "holidays": ["2014-04-08"]}
WEDNESDAY_OFF = {**NINE_TO_FIVE, "holidays": ["2014-04-09"]}


@pytest.mark.parametrize(
    ("calendar", "start", "days", "end"),
    [
        (NINE_TO_FIVE, "1991-11-15", 2, "1991-11-19 00:00Z"),
        (NINE_TO_FIVE, "1991-11-15", -7, "1991-11-06 00:00Z"),
        (NINE_TO_FIVE, "1991-11-15 14:00:42", 1, "1991-11-18 14:00:42Z"),
        (MONDAYS_WEDNESDAYS, "2014-04-07", 1, "2014-04-09 00:00Z"),
        (TUESDAY_OFF, "2014-04-07", 1, "2014-04-09 00:00Z"),
        ({**MONDAYS_WEDNESDAYS, "holidays": ["2014-04-09"]}, "2014-04-07", 3, "2014-04-21 00:00Z"),
        (TOKYO, "1991-11-14T21:00Z", 1, "1991-11-18 06:00+09:00"),  # Friday 06:00 in Tokyo
        # a start on a day off needs no special rule; the gem first moves to a working day
        (ODD_WEEK, "2014-04-08", 1, "2014-04-09 00:00Z"),
        (ODD_WEEK, "2014-04-08", -1, "2014-04-07 00:00Z"),
        (WEDNESDAY_OFF, "2014-04-09", 1, "2014-04-10 00:00Z"),
        (WEDNESDAY_OFF, "2014-04-09", -1, "2014-04-08 00:00Z"),
    ],
)
def test_working_hours_add_days(calendar, start, days, end):
    found = result(calendar, op="add_days", start=start, days=days)

    assert found == said(end, calendar["tz"])


@pytest.mark.parametrize(
    ("start", "end", "bounds", "count"),
    [
        # working_hours counts the last day and not the first
        ("1991-11-15", "1991-11-15", "(]", 0),
        ("1991-11-15 08:00", "1991-11-15 04:00", "(]", 0),
        ("1991-11-15", "1991-11-22", "(]", 5),
        ("1991-11-22", "1991-11-15", "(]", -5),
        ("1991-11-15", "1991-11-16", "(]", 0),
        ("1991-11-17", "1991-11-18", "(]", 1),
        # business_time the first and not the last
        ("2010-12-20", "2010-12-22", "[)", 2),
        ("2010-12-24", "2010-12-27", "[)", 1),
        # php-business-time: tests/Unit/BusinessTime/DiffInBusinessDaysTest.php
        ("2018-05-14", "2018-05-14", "[)", 0),
        ("2018-05-14", "2018-05-18", "[)", 4),
        ("2018-05-14", "2018-05-19", "[)", 5),
        ("2018-05-14", "2018-05-20", "[)", 5),
        # workalendar: with and without the first day
        ("2018-12-21", "2018-12-26", "(]", 3),
        ("2018-12-21", "2018-12-26", "[]", 4),
        ("2018-12-21", "2019-01-04", "(]", 10),
        ("2018-12-21", "2019-01-04", "()", 9),
    ],
)
def test_working_days_between(start, end, bounds, count):
    question = {"start": start, "end": end, "inclusive": bounds}

    assert result(NINE_TO_FIVE, op="days_between", **question) == count


@pytest.mark.parametrize(
    ("calendar", "start", "end", "seconds"),
    [
        (NINE_TO_FIVE, "2014-04-07 08:00", "2014-04-07 08:00", 0),
        (NINE_TO_FIVE, "2014-04-11 20:00", "2014-04-14 05:00", 0),
        (NINE_TO_FIVE, "2014-04-13T09:10:24.01", "2014-04-14T09:10:24.02", 624),
        (NINE_TO_FIVE, "2014-04-07 10:00", "2014-04-07 15:00", 5 * HOUR),
        (NINE_TO_FIVE, "2014-04-07 15:00", "2014-04-07 10:00", -5 * HOUR),
        (NINE_TO_FIVE, "2014-04-07 07:00", "2014-04-07 20:00", 8 * HOUR),
        (NINE_TO_FIVE, "2014-04-07T01:00-09:00", "2014-04-07T15:00-04:00", 7 * HOUR),
        (SPLIT, "2014-04-07 11:59", "2014-04-07 13:01", 120),
        (SPLIT, "2014-04-07 11:00", "2014-04-14 13:00", 11 * HOUR),
        (
            {"tz": "UTC", "weekly": {"mon": {"00:00": "24:00"}}},
            "2014-04-06 12:00", "2016-04-06 12:00", 105 * 24 * HOUR,
        ),
    ],
)  # fmt: skip
def test_working_hours_time_between(calendar, start, end, seconds):
    assert result(calendar, op="between", start=start, end=end) == seconds


# Ruby, business_time: test/test_business_hours.rb, test_calculating_business_duration.rb.
SATURDAYS = {
    "tz": "UTC",
    "weekly": {"mon": [["9:00", "17:00"]], "fri": [["9:00", "17:00"]], "sat": [["10:00", "15:00"]]},
}
WHOLE_DAYS = {
    "tz": "UTC",
    "weekly": {"mon": [["0:00", "0:00"]], "fri": [["0:00", "0:00"]], "sat": [["11:00", "15:00"]]},
}
MONDAY_OFF = {**NINE_TO_FIVE, "holidays": ["2010-07-05"]}
EVENINGS = {"tz": "UTC", "weekly": {"mon-tue": [["08:00", "20:00"]]}}
TO_SIX = {"tz": "UTC", "weekly": {"mon-wed": [["9:00", "18:00"]]}}


@pytest.mark.parametrize(
    ("calendar", "start", "hours", "end"),
    [
        (NINE_TO_FIVE, "2010-08-04 09:35", 8, "2010-08-05 09:35"),
        (NINE_TO_FIVE, "2010-08-04 09:35", -8, "2010-08-03 09:35"),
        (NINE_TO_FIVE, "2010-04-09 16:50", 1, "2010-04-12 09:50"),
        (NINE_TO_FIVE, "2010-04-12 09:50", -1, "2010-04-09 16:50"),
        (MONDAY_OFF, "2010-07-02 16:50", 1, "2010-07-06 09:50"),
        (NINE_TO_FIVE, "2010-04-12 09:50", 3, "2010-04-12 12:50"),
        (SATURDAYS, "2010-12-24 15:00", 9, "2010-12-27 11:00"),
        (SATURDAYS, "2010-12-24 08:00", 15, "2010-12-27 11:00"),
        (WHOLE_DAYS, "2010-12-24 15:00", 24, "2010-12-27 11:00"),
        (WHOLE_DAYS, "2010-12-25 08:00", 15, "2010-12-27 11:00"),
        (NINE_TO_FIVE, "2010-12-24 08:00", 8, "2010-12-24 17:00"),  # at the close
    ],
)
def test_business_time_hours(calendar, start, hours, end):
    assert result(calendar, op="add", start=start, seconds=hours * HOUR) == said(end, "UTC")


@pytest.mark.parametrize(
    ("calendar", "start", "end", "seconds"),
    [
        (SATURDAYS, "2010-12-24 15:00", "2010-12-27 11:00", 9 * HOUR),
        (WHOLE_DAYS, "2010-12-24 15:00", "2010-12-27 11:00", 24 * HOUR),
        (
            {"tz": "UTC", "weekly": {"mon-sun": [["00:00", "00:00"]]}},
            "2010-12-24 15:00", "2010-12-27 11:00", 68 * HOUR,
        ),
        (TO_SIX, "2012-05-28T11:04:26+03:00", "2012-05-29T17:56:45+03:00", 53_805),
        (EVENINGS, "2014-05-12 20:50", "2014-05-13 08:10", 600),
        (NINE_TO_FIVE, "2012-02-01 10:00", "2012-02-01 14:20", 260 * 60),
        (NINE_TO_FIVE, "2012-02-01 14:20", "2012-02-01 10:00", -260 * 60),
        (NINE_TO_FIVE, "2012-02-01 10:00", "2012-02-01 17:24", 7 * HOUR),
        (NINE_TO_FIVE, "2012-02-01 07:25", "2012-02-01 15:30", 390 * 60),
        (NINE_TO_FIVE, "2012-02-01 10:00", "2012-02-09 11:00", 49 * HOUR),
        (NINE_TO_FIVE, "2012-02-09 11:00", "2012-02-01 10:00", -49 * HOUR),
    ],
)  # fmt: skip
def test_business_time_until(calendar, start, end, seconds):
    assert result(calendar, op="between", start=start, end=end) == seconds


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        ("2010-04-13 11:00", 1, "2010-04-14 11:00"),
        ("2010-04-09 12:33", 1, "2010-04-12 12:33"),
        ("2010-04-09 12:33", 5, "2010-04-16 12:33"),
        ("2010-07-02 16:50", 1, "2010-07-06 16:50"),  # over a holiday
        ("2010-04-13 11:00", -1, "2010-04-12 11:00"),
        ("2010-04-12 12:33", -1, "2010-04-09 12:33"),
        ("2010-04-16 12:33", -5, "2010-04-09 12:33"),
        # from a day off, at any time of day; the gem would say the 13th and the 8th, at 09:00
        ("2010-04-10 11:00", 1, "2010-04-12 11:00"),
        ("2010-04-10 03:00", -1, "2010-04-09 03:00"),
    ],
)
def test_business_time_days(start, days, end):
    assert result(MONDAY_OFF, op="add_days", start=start, days=days) == said(end, "UTC")
