"""CK-05: leap day, year end, 2038, week 53: one documented rule, no crash."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from kept.rules.hours import Duration, term_end
from kept.rules.hours.spans import to_seconds
from tests.rules.hours.calendars import NINE_TO_SIX, at, calendar, span

OFFICE = calendar(NINE_TO_SIX)


@pytest.mark.parametrize(
    ("start", "length", "end"),
    [
        ("2024-02-29 00:00", "1 year", "2025-02-28 00:00"),
        ("2024-02-29 00:00", "4 years", "2028-02-29 00:00"),
        ("2023-02-28 00:00", "1 year", "2024-02-28 00:00"),
        ("2024-01-31 00:00", "1 month", "2024-02-29 00:00"),
        ("2099-02-28 00:00", "1 year", "2100-02-28 00:00"),  # 2100 is no leap year
    ],
)
def test_CK_05_contracts_that_meet_a_leap_day(start, length, end):
    assert term_end(at(start), Duration.parse(length)) == at(end)


def test_CK_05_downtime_over_a_leap_day_counts_the_day():
    downtime = span("2028-02-28 00:00", "2028-03-01 00:00")

    end = term_end(at("2027-06-01 00:00"), Duration.parse("1 year"), [downtime])

    assert end == at("2028-06-03 00:00")


def test_CK_05_three_working_days_over_new_year():
    china = calendar(NINE_TO_SIX, country="CN")

    due = china.due(at("2025-12-30 10:00"), Duration.parse("3 working days"))

    assert due == at("2026-01-05 18:00")  # 31 December, worked Sunday 4 January, Monday


def test_CK_05_beyond_2038():
    start = at("2038-01-18 17:00")  # the last day of 32-bit seconds is the 19th

    due = OFFICE.due(start, Duration.parse("18 h"))

    assert due == at("2038-01-20 17:00")
    assert OFFICE.due_many(np.array([to_seconds(start)]), 18 * 3600).tolist() == [to_seconds(due)]


def test_CK_05_before_1970():
    assert OFFICE.due(at("1969-12-31 17:00"), Duration.parse("2 h")) == at("1970-01-01 10:00")
    assert OFFICE.add_seconds(at("1970-01-01 10:00"), -7200) == at("1969-12-31 17:00")


def test_CK_05_week_53_is_a_week_like_any_other():
    start = at("2026-12-28 10:00")  # Monday of week 53

    assert OFFICE.due(start, Duration.parse("1 week")) == at("2027-01-04 18:00")


def test_CK_05_a_smeared_leap_second_is_no_second():
    before = datetime(2016, 12, 31, 23, 59, 59, tzinfo=UTC)
    utc = calendar({"mon-sun": ["00:00-24:00"]}, "UTC")

    assert utc.add_seconds(before, 1) == before + timedelta(seconds=1)
