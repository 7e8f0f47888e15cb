"""National holidays and the days worked instead, as their governments announced them.

The notices of the State Council (CN) and of the personnel administration (TW), the decrees of
Hungary, and the tables in the tests of workalendar and python-holidays say the same.
"""

from __future__ import annotations

import pytest

from tests.rules.hours.lines import result

NINE_TO_FIVE = {"mon-fri": [["09:00", "17:00"]]}


def office(place):
    return {"tz": "UTC", "weekly": NINE_TO_FIVE, "country": place}


@pytest.mark.parametrize(
    ("place", "days"),
    [
        # weekend days that are worked
        ("CN", ["2018-02-11", "2018-02-24", "2018-04-08", "2018-04-28", "2018-09-29"]),
        ("CN", ["2021-02-07", "2021-02-20", "2021-04-25", "2021-05-08", "2021-09-26"]),
        ("CN", ["2024-02-04", "2024-02-18", "2024-05-11", "2024-09-14", "2024-10-12"]),
        ("CN", ["2025-01-26", "2025-02-08", "2025-04-27", "2025-09-28", "2025-10-11"]),
        ("CN", ["2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20"]),
        ("TW", ["2023-01-07", "2023-02-04", "2023-02-18", "2023-06-17", "2023-09-23"]),
        ("HU", ["2024-08-03", "2024-12-07", "2024-12-14"]),
    ],
)
def test_days_worked_instead(place, days):
    for day in days:
        assert result(office(place), op="is_workday", start=day) is True, day
        assert result(office(place), op="on_holiday", start=day) is False, day
        hours = {"start": day, "end": f"{day}T24:00"}
        assert result(office(place), op="between", **hours) == 8 * 3600, day


@pytest.mark.parametrize(
    ("place", "days"),
    [
        # weekdays that are off
        ("CN", ["2018-02-15", "2018-02-21", "2018-10-05", "2021-02-17", "2024-10-07"]),
        ("CN", ["2026-01-02", "2026-02-23", "2026-05-05", "2026-10-07"]),
        ("TW", ["2023-01-20", "2023-02-27", "2023-10-09", "2024-02-14"]),
        ("HK", ["2026-02-17", "2026-07-01", "2026-12-25"]),
        ("DE", ["2026-04-03", "2026-04-06", "2026-05-14", "2026-05-25", "2026-12-25"]),
        ("DE-BY", ["2026-01-06", "2026-06-04"]),
        ("FR", ["2026-05-08", "2026-05-14", "2026-07-14", "2026-11-11"]),
        ("US", ["2026-01-19", "2026-07-03", "2026-11-26", "2026-12-25"]),
        ("GB-ENG", ["2026-04-03", "2026-05-04", "2026-08-31", "2026-12-28"]),
        ("JP", ["2026-01-12", "2026-05-06", "2026-09-22", "2026-11-23"]),
    ],
)
def test_days_off(place, days):
    for day in days:
        assert result(office(place), op="is_workday", start=day) is False, day
        assert result(office(place), op="on_holiday", start=f"{day}T23:59") is True, day


@pytest.mark.parametrize(
    ("place", "days"),
    [
        ("DE", ["2026-01-06", "2026-06-04", "2026-12-24"]),  # not in all of Germany, or not at all
        ("CN", ["2026-02-13", "2026-02-24", "2026-10-08"]),  # the days around
        ("TW", ["2024-02-15"]),
        ("US", ["2026-07-06"]),
    ],
)
def test_plain_working_days(place, days):
    for day in days:
        assert result(office(place), op="is_workday", start=day) is True, day
        assert result(office(place), op="on_holiday", start=day) is False, day


@pytest.mark.parametrize(
    ("start", "question", "expected"),
    [
        # over the Spring Festival of 2026, 15 to 23 February, with the Saturday before it worked
        ("2026-02-13T16:00", {"op": "add", "seconds": 5 * 3600}, "2026-02-14T13:00:00+00:00"),
        ("2026-02-14T16:00", {"op": "add", "seconds": 5 * 3600}, "2026-02-24T13:00:00+00:00"),
        ("2026-02-13T16:00", {"op": "due", "days": 2}, "2026-02-24T16:00:00+00:00"),
        ("2026-02-24T10:00", {"op": "add_days", "days": -1}, "2026-02-14T10:00:00+00:00"),
        ("2026-02-13", {"op": "days_between", "end": "2026-02-24", "inclusive": "[]"}, 3),
    ],
)
def test_over_the_spring_festival(start, question, expected):
    assert result(office("CN"), start=start, **question) == expected
