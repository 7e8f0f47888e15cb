"""Service levels as the tests of other trackers have them: dues, pauses, escalations.

The facts come from their published tests, the project is named beside each table. Where a
project differs from docs/hours.md, the page decides, and a comment says what the project answers.
"""

from __future__ import annotations

import pytest

from tests.rules.hours.lines import result, said

HOUR, DAY = 3600, 86_400


# GLPI: phpunit/functional/CalendarTest.php, computeEndDate. 19 November 2018 is a Monday.
GLPI_DEFAULT = {"tz": "Europe/Paris", "weekly": {"mon-fri": [["08:00", "20:00"]]}}
GLPI_WHOLE_DAYS = {"tz": "Europe/Paris", "weekly": {"mon-fri": [["00:00:00", "24:00:00"]]}}


@pytest.mark.parametrize(
    ("days", "closing", "default", "whole_days"),
    [
        (7, False, "2018-11-28 10:00", "2018-11-28 10:00"),
        (7, True, "2018-11-28 20:00", "2018-11-29 00:00"),  # 24:00 of the 28th
        (-7, False, "2018-11-08 10:00", "2018-11-08 10:00"),
        (-7, True, "2018-11-08 20:00", "2018-11-09 00:00"),
    ],
)
def test_glpi_ends_in_days(days, closing, default, whole_days):
    question = {"op": "due", "start": "2018-11-19 10:00:00", "days": days}
    if closing:
        question["end_of_working_day"] = True

    assert result(GLPI_DEFAULT, **question) == said(default, "Europe/Paris")
    assert result(GLPI_WHOLE_DAYS, **question) == said(whole_days, "Europe/Paris")


@pytest.mark.parametrize(
    ("start", "end", "hours"),
    [
        ("2019-01-01 07:00", "2019-01-01 09:00", 1),
        ("2019-01-01 06:00", "2019-01-01 07:00", 0),
        ("2019-01-01 00:00", "2019-01-08 00:00", 60),
        ("2019-01-08 00:00", "2019-01-01 00:00", -60),  # signed; GLPI answers 0
    ],
)
def test_glpi_active_time_between(start, end, hours):
    assert result(GLPI_DEFAULT, op="between", start=start, end=end) == hours * HOUR


@pytest.mark.parametrize(
    ("start", "workday", "is_open"),
    [
        ("2019-01-01 00:00", True, False),
        ("2019-01-02 08:30", True, True),
        ("2019-01-03 18:10", True, True),
        ("2019-01-04 21:00", True, False),
        ("2019-01-05 08:30", False, False),
        ("2019-01-06 00:00", False, False),
    ],
)
def test_glpi_working_days_and_hours(start, workday, is_open):
    assert result(GLPI_DEFAULT, op="is_workday", start=start) is workday
    assert result(GLPI_DEFAULT, op="is_workday", start=start[:10]) is workday
    assert result(GLPI_DEFAULT, op="is_open", start=start) is is_open


# GLPI: phpunit/functional/CalendarSegmentTest.php. 5 January 2026 is a Monday.
GLPI_SEGMENTS = {
    "tz": "UTC",
    "weekly": {"mon": [["09:00", "18:00"]], "tue": [["08:00", "12:00"], ["14:00", "18:00"]]},
}


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        ("2026-01-05 10:00", 2, "2026-01-05 12:00"),
        ("2026-01-05 09:00", 9, "2026-01-05 18:00"),  # used up at closing
        ("2026-01-06 10:00", 5, "2026-01-06 17:00"),
        ("2026-01-06 07:00", 3, "2026-01-06 11:00"),
        ("2026-01-06 13:00", 2, "2026-01-06 16:00"),  # from the gap
        ("2026-01-05 17:00", 3, "2026-01-06 10:00"),  # more than the day has left
        ("2026-01-05 15:00", -2, "2026-01-05 13:00"),
        ("2026-01-05 18:00", -9, "2026-01-05 09:00"),  # used up at opening
        ("2026-01-06 17:00", -5, "2026-01-06 10:00"),
        ("2026-01-05 19:00", -3, "2026-01-05 15:00"),
        ("2026-01-06 13:00", -2, "2026-01-06 10:00"),
        ("2026-01-06 10:00", -3, "2026-01-05 17:00"),  # more than the day had before
        ("2026-01-05 12:00", 0, "2026-01-05 12:00"),
    ],
)
def test_glpi_delays_in_split_days(start, hours, end):
    assert result(GLPI_SEGMENTS, op="add", start=start, seconds=hours * HOUR) == said(end, "UTC")


# GLPI: phpunit/functional/SLMTest.php, laProvider. 9 June 2034 is a Friday.
GLPI_LATE_MONDAYS = {
    "tz": "Europe/Paris",
    "weekly": {"mon": [["10:30", "19:00"]], "tue-fri": [["08:30", "19:00"]]},
}
SAME_DAY = [
    ["2034-06-09 08:47:42", "2034-06-09 10:05:54"],
    ["2034-06-09 10:09:13", "2034-06-09 10:34:38"],
    ["2034-06-09 10:43:41", "2034-06-09 11:29:17"],
]
OVER_NIGHTS = [  # 19.5 and 9.5 working hours
    ["2034-06-05 11:00", "2034-06-07 09:30"],
    ["2034-06-07 10:00", "2034-06-08 09:00"],
]
OVER_A_WEEKEND = [  # 40 and 9.5 working hours
    ["2034-06-07 11:00", "2034-06-13 11:00"],
    ["2034-06-14 07:00", "2034-06-14 18:00"],
]


@pytest.mark.parametrize(
    ("start", "limit", "pauses", "due", "offset", "escalation"),
    [
        # 30 minutes, warned 10 or 5 minutes before
        (
            "2034-06-09 08:46:12", {"seconds": 1800}, [],
            "2034-06-09 09:16:12", {"seconds": -600}, "2034-06-09 09:06:12",
        ),
        (
            "2034-06-09 08:46:12", {"seconds": 1800}, SAME_DAY,
            "2034-06-09 11:45:25", {"seconds": -300}, "2034-06-09 11:40:25",
        ),
        # 4 hours, escalated after the due, over the weekend
        (
            "2034-06-09 08:46:12", {"seconds": 4 * HOUR}, [],
            "2034-06-09 12:46:12", {"seconds": HOUR}, "2034-06-09 13:46:12",
        ),
        (
            "2034-06-09 08:46:12", {"seconds": 4 * HOUR}, [],
            "2034-06-09 12:46:12", {"seconds": 10 * HOUR}, "2034-06-12 14:16:12",
        ),
        (
            "2034-06-09 08:46:12", {"seconds": 4 * HOUR},
            [["2034-06-09 09:15:27", "2034-06-09 11:23:49"]],
            "2034-06-09 14:54:34", {"seconds": 10 * HOUR}, "2034-06-12 16:24:34",
        ),
        # begun before Monday's opening; an offset in days keeps the time of day
        (
            "2034-06-05 10:00:00", {"seconds": 4 * HOUR}, [],
            "2034-06-05 14:30:00", {"days": 3}, "2034-06-08 14:30:00",
        ),
        (
            "2034-06-05 10:00:00", {"seconds": 4 * HOUR}, OVER_NIGHTS,
            "2034-06-08 12:00:00", {"days": 3}, "2034-06-13 12:00:00",
        ),
        # 5 days
        (
            "2034-06-09 08:46:12", {"days": 5}, [],
            "2034-06-16 08:46:12", {"seconds": -8 * HOUR}, "2034-06-15 11:16:12",
        ),
        (
            "2034-06-09 08:46:12", {"days": 5, "end_of_working_day": True}, [],
            "2034-06-16 19:00:00", {"days": -2}, "2034-06-14 19:00:00",
        ),
        (
            "2034-06-07 10:00:00", {"days": 5}, [],
            "2034-06-14 10:00:00", {"days": 15}, "2034-07-05 10:00:00",
        ),
        (
            "2034-06-07 10:00:00", {"days": 5}, OVER_A_WEEKEND,
            "2034-06-21 09:00:00", {"days": 15}, "2034-07-12 09:00:00",
        ),
        (
            "2034-06-07 10:00:00", {"days": 5, "end_of_working_day": True}, [],
            "2034-06-14 19:00:00", {"seconds": 2 * HOUR}, "2034-06-15 10:30:00",
        ),
        (
            "2034-06-07 10:00:00", {"days": 5, "end_of_working_day": True}, OVER_A_WEEKEND,
            "2034-06-21 18:00:00", {"seconds": 2 * HOUR}, "2034-06-22 09:30:00",
        ),
    ],
)  # fmt: skip
def test_glpi_level_agreements(start, limit, pauses, due, offset, escalation):
    question = {"start": start, "pauses": pauses, **limit}

    assert result(GLPI_LATE_MONDAYS, op="due", **question) == said(due, "Europe/Paris")
    found = result(GLPI_LATE_MONDAYS, op="escalation", offset=offset, **question)
    assert found == said(escalation, "Europe/Paris")


@pytest.mark.parametrize(
    ("seconds", "due", "before", "warned"),
    [
        # GLPI: SLMTest.php, an agreement replaced by another one; both escalate an hour before
        (4 * HOUR, "2034-08-16 17:00", -HOUR, "2034-08-16 16:00"),
        (2 * HOUR, "2034-08-16 15:00", -HOUR, "2034-08-16 14:00"),
    ],
)
def test_glpi_agreements_that_replace_each_other(seconds, due, before, warned):
    question = {"start": "2034-08-16 13:00:00", "seconds": seconds}

    assert result(GLPI_DEFAULT, op="due", **question) == said(due, "Europe/Paris")
    found = result(GLPI_DEFAULT, op="escalation", offset={"seconds": before}, **question)
    assert found == said(warned, "Europe/Paris")


# Zammad: test/unit/ticket_sla_test.rb. The instants are UTC, the calendars Berlin's.
def zammad(opens, closes, days="mon-fri", holidays=()):
    return {
        "tz": "Europe/Berlin",
        "weekly": {days: [[opens, closes]]},
        "holidays": list(holidays),
    }


ZAMMAD_DAILY = zammad("09:00", "18:00", "mon-sun")
ALL_SAINTS = zammad("08:00", "20:00", holidays=["2016-11-01"])


@pytest.mark.parametrize(
    ("calendar", "start", "minutes", "pauses", "due"),
    [
        # winter time
        (zammad("09:00", "17:00"), "2013-03-21 09:30Z", 60, [], "2013-03-21 10:30Z"),
        (zammad("09:00", "17:00"), "2013-03-21 09:30Z", 120, [], "2013-03-21 11:30Z"),
        (zammad("09:00", "17:00"), "2013-03-21 09:30Z", 180, [], "2013-03-21 12:30Z"),
        (zammad("09:00", "17:00"), "2013-03-21 09:30Z", 240, [], "2013-03-21 13:30Z"),
        (zammad("08:00", "18:00"), "2013-03-21 11:00Z", 120, [], "2013-03-21 13:00Z"),
        # created in the night before opening
        (zammad("08:00", "18:00"), "2013-03-28 23:49Z", 60, [], "2013-03-29 08:00Z"),
        # summer time
        (zammad("08:00", "17:00", "mon-sun"), "2013-10-21 09:30Z", 240, [], "2013-10-21 13:30Z"),
        (zammad("08:00", "17:00", "mon-sun"), "2013-10-21 05:30Z", 120, [], "2013-10-21 08:00Z"),
        # half an hour before closing, a holiday after it
        (
            zammad("08:00", "17:00", "mon-sun", ["2015-09-22"]),
            "2015-09-21 14:30Z", 120, [], "2015-09-23 07:30Z",
        ),
        (
            zammad("08:00", "17:00", "mon-sun", ["2015-09-22"]),
            "2015-09-21 14:30Z", 240, [], "2015-09-23 09:30Z",
        ),
        # created on a holiday
        (ALL_SAINTS, "2016-11-01 13:56:21Z", 120, [], "2016-11-02 09:00Z"),
        (ALL_SAINTS, "2016-11-01 13:56:21Z", 1200, [], "2016-11-03 15:00Z"),
        (
            zammad("04:00", "20:00", holidays=["2016-11-01"]),
            "2016-11-01 13:56:21Z", 60, [], "2016-11-02 04:00Z",
        ),
        (ALL_SAINTS, "2016-11-07 14:26:36Z", 1200, [], "2016-11-09 10:26:36Z"),
        # whole seconds; Zammad rounds its pauses to minutes and answers 09:27:00
        (
            ALL_SAINTS, "2016-11-01 15:59:14Z", 1200,
            [["2016-11-01 15:59:58Z", "2016-11-07 13:26:36Z"]], "2016-11-09 09:26:36Z",
        ),
        # waiting for the customer
        (
            ZAMMAD_DAILY, "2013-06-04 09:00Z", 120,
            [["2013-06-04 10:00Z", "2013-06-04 10:30Z"]], "2013-06-04 11:30Z",
        ),
        (
            ZAMMAD_DAILY, "2013-06-04 09:00Z", 250,
            [["2013-06-04 10:00Z", "2013-06-04 10:30Z"]], "2013-06-04 13:40Z",
        ),
        (  # begun within the pause
            ZAMMAD_DAILY, "2013-06-04 10:15Z", 180,
            [["2013-06-04 10:00Z", "2013-06-04 10:30Z"]], "2013-06-04 13:30Z",
        ),
        (  # paused, then closed and opened again
            ZAMMAD_DAILY, "2013-06-04 09:00Z", 120,
            [["2013-06-04 09:30Z", "2013-06-04 09:45Z"],
             ["2013-06-04 10:00Z", "2013-06-04 10:30Z"]],
            "2013-06-04 11:45Z",
        ),
        (  # due exactly at closing, 18:00 in Berlin
            ZAMMAD_DAILY, "2013-06-04 09:00Z", 120,
            [["2013-06-04 10:00Z", "2013-06-04 15:00Z"]], "2013-06-04 16:00Z",
        ),
        (  # paused from the start on
            ZAMMAD_DAILY, "2013-06-04 09:00Z", 240,
            [["2013-06-04 09:00Z", "2013-06-04 12:00Z"]], "2013-06-04 16:00Z",
        ),
        (
            ZAMMAD_DAILY, "2013-06-04 09:00Z", 120,
            [["2013-06-04 09:00Z", "2013-06-04 10:30Z"],
             ["2013-06-04 11:00Z", "2013-06-04 12:00Z"]],
            "2013-06-04 13:30Z",
        ),
        (
            ZAMMAD_DAILY, "2013-06-04 09:00Z", 180,
            [["2013-06-04 09:00Z", "2013-06-04 10:30Z"],
             ["2013-06-04 11:00Z", "2013-06-04 11:30Z"]],
            "2013-06-04 14:00Z",
        ),
    ],
)  # fmt: skip
def test_zammad_escalations(calendar, start, minutes, pauses, due):
    found = result(calendar, op="due", start=start, seconds=minutes * 60, pauses=pauses)

    assert found == said(due, "Europe/Berlin")


# Zammad: spec/lib/escalation/destination_time_spec.rb, on a calendar that never closes.
@pytest.mark.parametrize(
    ("start", "due"),
    [
        ("2026-01-05 00:00", "2026-01-05 00:30"),  # before the pause
        ("2026-01-05 01:15", "2026-01-05 02:15"),  # into the pause, 01:30 to 02:00
        ("2026-01-05 02:00", "2026-01-05 02:30"),  # after it
    ],
)
def test_zammad_pauses_around_the_clock(start, due):
    always = {"tz": "UTC", "weekly": {"mon-sun": [["00:00", "23:59"]]}}
    pause = ["2026-01-05 01:30", "2026-01-05 02:00"]

    found = result(always, op="due", start=start, seconds=1800, pauses=[pause])

    assert found == said(due, "UTC")


# ERPNext: erpnext/support/doctype/issue/test_issue.py. 4 March 2019 is a Monday, the 5th a holiday.
ERPNEXT = {
    "tz": "Asia/Kolkata",
    "weekly": {"mon-fri": [["10:00:00", "18:00:00"]]},
    "holidays": ["2019-03-05"],
}


@pytest.mark.parametrize(
    ("start", "hours", "due"),
    [
        ("2019-03-04 12:00", 2, "2019-03-04 14:00"),
        ("2019-03-04 12:00", 3, "2019-03-04 15:00"),
        ("2019-03-04 12:00", 6, "2019-03-04 18:00"),  # at closing
        ("2019-03-04 07:00", 4, "2019-03-04 14:00"),
        ("2019-03-04 20:00", 4, "2019-03-06 14:00"),
        ("2019-03-04 20:00", 6, "2019-03-06 16:00"),
        ("2019-03-04 14:00", 6, "2019-03-06 12:00"),
    ],
)
def test_erpnext_response_and_resolution(start, hours, due):
    found = result(ERPNEXT, op="due", start=start, seconds=hours * HOUR)

    assert found == said(due, "Asia/Kolkata")


def test_erpnext_a_hold_outside_working_hours_moves_nothing():
    # ERPNext adds the 45 minutes in full; a pause counts by its working overlap.
    hold = ["2020-03-04 04:15", "2020-03-04 05:00"]

    found = result(ERPNEXT, op="due", start="2020-03-04 04:00", seconds=6 * HOUR, pauses=[hold])

    assert found == said("2020-03-04 16:00", "Asia/Kolkata")


@pytest.mark.parametrize(
    ("start", "end", "hours"),
    [
        ("2021-06-28 11:00", "2021-06-28 12:00", 1),
        ("2021-06-28 12:00", "2021-06-28 20:00", 6),
        ("2021-06-28 06:00", "2021-06-28 12:00", 2),
        ("2021-06-28 19:00", "2021-06-28 20:00", 0),  # ERPNext puts 1 second for none
        ("2021-06-27 10:00", "2021-06-27 11:00", 0),
        ("2021-06-28 06:00", "2021-06-29 06:00", 8),
        ("2021-06-28 06:00", "2021-06-29 11:00", 9),
        ("2021-06-28 06:00", "2021-06-29 20:00", 16),
        ("2021-06-25 06:00", "2021-06-26 11:00", 8),
        ("2021-06-28 12:00", "2021-06-29 06:00", 6),
        ("2021-06-28 12:00", "2021-06-29 11:00", 7),
        ("2021-06-28 12:00", "2021-06-29 20:00", 14),
        ("2021-06-28 20:00", "2021-06-29 06:00", 0),
        ("2021-06-28 20:00", "2021-06-29 11:00", 1),
        ("2021-06-28 20:00", "2021-06-29 20:00", 8),
        ("2021-06-28 06:00", "2021-07-01 11:00", 25),
        ("2021-06-25 12:00", "2021-06-27 11:00", 6),
        ("2021-06-28 20:00", "2021-07-01 20:00", 24),
    ],
)
def test_erpnext_first_response_times(start, end, hours):
    assert result(ERPNEXT, op="between", start=start, end=end) == hours * HOUR


# Request Tracker: t/sla/business_hours.t, t/sla/timezone.t. 1 January 2007 is a Monday.
@pytest.mark.parametrize(
    ("calendar", "start", "hours", "begins", "due"),
    [
        (
            {"tz": "UTC", "weekly": {"7": [["9:00", "17:00"]]}},
            "2007-01-01T00:00:00Z", 1, "2007-01-07 09:00Z", "2007-01-07 10:00Z",
        ),
        (
            {"tz": "UTC", "weekly": {"1": [["9:00", "17:00"]]}},
            "2007-01-01T00:00:00Z", 1, "2007-01-01 09:00Z", "2007-01-01 10:00Z",
        ),
        (
            {"tz": "America/New_York", "weekly": {"mon-fri": [["9:00", "18:00"]]}},
            "2007-01-01T22:00:00Z", 2, "2007-01-01 22:00Z", "2007-01-02 15:00Z",
        ),
        (
            {"tz": "Europe/Moscow", "weekly": {"mon-fri": [["9:00", "18:00"]]}},
            "2007-01-01T22:00:00Z", 2, "2007-01-02 06:00Z", "2007-01-02 08:00Z",
        ),
    ],
)  # fmt: skip
def test_request_tracker_starts_and_dues(calendar, start, hours, begins, due):
    zone = calendar["tz"]

    assert result(calendar, op="next_open", start=start) == said(begins, zone)
    assert result(calendar, op="due", start=start, seconds=hours * HOUR) == said(due, zone)


def test_business_hours_of_the_first_week_of_1970():
    # Perl's Business::Hours: t/1-business-hours.t. The epoch is a Thursday.
    office = {"tz": "UTC", "weekly": {"mon-fri": [["9:00", "18:00"]]}}

    assert result(office, op="between", start="1970-01-01", end="1970-01-08") == 45 * HOUR
    assert result(office, op="next_open", start="1970-01-04") == "1970-01-05T09:00:00+00:00"
    assert result(office, op="add", start="1970-01-01", seconds=1800) == "1970-01-01T09:30:00+00:00"


# Odoo: addons/test_resource/tests/test_calendar.py. 10 April 2018 is a Tuesday.
ODOO = {"tz": "Europe/Brussels", "weekly": {"mon-fri": [["08:00", "16:00"]]}}
ODOO_LEAVE = {**ODOO, "holidays": ["2018-04-11"]}


@pytest.mark.parametrize(
    ("calendar", "start", "hours", "end"),
    [
        (ODOO, "2018-04-10 00:00", 2, "2018-04-10 10:00"),
        (ODOO, "2018-04-10 00:00", 20, "2018-04-12 12:00"),
        (ODOO_LEAVE, "2018-04-10 15:00", 5, "2018-04-12 12:00"),
        (ODOO_LEAVE, "2018-04-10 00:00", -10, "2018-04-06 14:00"),
        (ODOO, "2018-04-10 00:00", 3000, "2019-09-16 16:00"),  # 375 days, at closing
        (ODOO, "2018-04-10 00:00", 0, "2018-04-10 00:00"),  # 0 is a value; Odoo answers 08:00
    ],
)
def test_odoo_planned_hours(calendar, start, hours, end):
    found = result(calendar, op="add", start=start, seconds=hours * HOUR)

    assert found == said(end, "Europe/Brussels")


ODOO_35 = {"tz": "Asia/Yerevan", "weekly": {"mon-fri": [["09:00", "12:00"], ["13:00", "17:00"]]}}


@pytest.mark.parametrize(
    ("calendar", "start", "end", "hours"),
    [
        ({**ODOO, "holidays": ["2018-04-03"]}, "2018-04-02", "2018-04-06 23:59:59", 32),
        (ODOO, "2018-04-02", "2018-04-06 23:59:59", 40),
        (ODOO_35, "2018-04-02", "2018-04-06 23:59:59", 35),
        (  # a leave of some hours is a break
            {**ODOO_35, "breaks": {"2018-04-03": [["09:00", "12:00"]]}},
            "2018-04-02", "2018-04-06 23:59:59", 32,
        ),
        (  # of ten seconds in the night
            {**ODOO_35, "breaks": {"2018-04-03": [["00:00:00", "00:00:10"]]}},
            "2018-04-02", "2018-04-06 23:59:59", 35,
        ),
        (  # of a day over two dates
            {
                **ODOO_35,
                "breaks": {
                    "2018-04-03": [["10:00", "23:59:59"]],
                    "2018-04-04": [["00:00", "10:00"]],
                },
            },
            "2018-04-02", "2018-04-06 23:59:59", 28,
        ),
        (  # Wednesday afternoon to Thursday before noon
            {"tz": "UTC", "weekly": {"mon-fri": [["08:00", "12:00"], ["13:00", "16:00"]]}},
            "2017-05-03 14:03", "2017-05-04 11:03", 5,
        ),
        (  # open the whole of Wednesday
            {"weekly": {"mon-tue": [["08:00", "16:00"]], "wed": [["00:00", "24:00"]]}},
            "2018-06-19 23:00", "2018-06-21 01:00", 24,
        ),
    ],
)  # fmt: skip
def test_odoo_work_hours(calendar, start, end, hours):
    assert result(calendar, op="between", start=start, end=end) == hours * HOUR
