"""Durations and limits are read, said and written back."""

from __future__ import annotations

from datetime import UTC, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kept.rules.hours import Duration, Ends, FixedTime, OrdinalWorkingDay, Unit, parse_limit


@pytest.mark.parametrize(
    ("text", "amount", "unit"),
    [
        ("4 h", 4, Unit.HOUR),
        ("4h", 4, Unit.HOUR),
        ("4 Hours", 4, Unit.HOUR),
        ("4 working hours", 4, Unit.HOUR),
        ("30 min", 30, Unit.MINUTE),
        ("90 seconds", 90, Unit.SECOND),
        ("1 day", 1, Unit.DAY),
        ("2 working days", 2, Unit.WORKING_DAY),
        ("2 working_days", 2, Unit.WORKING_DAY),
        ("2 business days", 2, Unit.WORKING_DAY),
        ("1 week", 1, Unit.WEEK),
        ("12 months", 12, Unit.MONTH),
        ("2 years", 2, Unit.YEAR),
        ("0 h", 0, Unit.HOUR),
        ("1.5 h", 90, Unit.MINUTE),
        ("0.5 min", 30, Unit.SECOND),
        ("PT4H", 4, Unit.HOUR),
        ("PT30M", 30, Unit.MINUTE),
        ("PT45S", 45, Unit.SECOND),
        ("PT0S", 0, Unit.SECOND),
        ("PT1H30M", 90, Unit.MINUTE),
        ("PT24H", 24, Unit.HOUR),  # not a day
        ("P1D", 1, Unit.DAY),
        ("P2W", 2, Unit.WEEK),
        ("P18M", 18, Unit.MONTH),
        ("P2Y", 2, Unit.YEAR),
        ("P1Y6M", 18, Unit.MONTH),
        ("P1W3D", 10, Unit.DAY),
    ],
)
def test_durations_are_read(text, amount, unit):
    assert Duration.parse(text) == Duration(amount, unit)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "is not a duration"),
        ("soon", "is not a duration"),
        ("4", "is not a duration"),
        ("4 fortnights", "is not a duration"),
        ("-4 h", "is not a duration"),
        ("P", "is not a duration"),
        ("PT", "is not a duration"),
        ("P1DT", "is not a duration"),
        ("P1DT12H", "mixes months, days and hours"),
        ("P1M2D", "mixes months, days and hours"),
        ("1.5 days", "splits a day"),
        ("0.00001 h", "whole number of seconds"),
    ],
)
def test_what_is_no_duration_is_refused_with_a_sentence(text, message):
    with pytest.raises(ValueError, match=message):
        Duration.parse(text)


def test_same_time_of_day_matters_for_days_only():
    assert Duration.parse("2 days, same time of day") == Duration(2, Unit.DAY, Ends.SAME_TIME)
    assert Duration.parse("2 days at the same time") == Duration(2, Unit.DAY, Ends.SAME_TIME)
    assert Duration(2, Unit.HOUR, Ends.SAME_TIME) == Duration(2, Unit.HOUR)
    assert Duration(2, Unit.HOUR).seconds == 7200
    assert Duration(2, Unit.DAY).seconds is None


def test_negative_durations_do_not_exist():
    with pytest.raises(ValueError, match="not negative"):
        Duration(-1, Unit.HOUR)


@pytest.mark.parametrize(
    ("text", "english", "simplified", "traditional"),
    [
        ("PT4H", "4 hours", "4 小时", "4 小時"),
        ("PT1H", "1 hour", "1 小时", "1 小時"),
        ("PT30M", "30 minutes", "30 分钟", "30 分鐘"),
        ("45 s", "45 seconds", "45 秒", "45 秒"),
        ("P1D", "1 day", "1 天", "1 天"),
        ("2 working days", "2 working days", "2 个工作日", "2 個工作日"),
        ("P2W", "2 weeks", "2 周", "2 週"),
        ("P12M", "12 months", "12 个月", "12 個月"),
        ("P3Y", "3 years", "3 年", "3 年"),
        (
            "1 day, same time of day",
            "1 day, same time of day",
            "1 天（同一时刻）",
            "1 天（同一時刻）",
        ),
        ("next day 18:00", "next day 18:00", "次日 18:00", "次日 18:00"),
        ("same day 12:00", "same day 12:00", "当日 12:00", "當日 12:00"),
        (
            "next working day 18:00",
            "next working day 18:00",
            "下个工作日 18:00",
            "下個工作日 18:00",
        ),
        (
            "in 3 working days 9:30",
            "in 3 working days 09:30",
            "3 个工作日后 09:30",
            "3 個工作日後 09:30",
        ),
        (
            "2nd working day, counting from next",
            "working day 2, counted from the next working day",
            "自次日起第 2 个工作日",
            "自次日起第 2 個工作日",
        ),
        (
            "1st working day counted from start",
            "working day 1, counted from the day itself",
            "自当日起第 1 个工作日",
            "自當日起第 1 個工作日",
        ),
    ],
)
def test_limits_are_said_in_three_languages(text, english, simplified, traditional):
    limit = parse_limit(text)

    assert limit.wording("en") == english
    assert limit.wording("zh-Hans") == simplified
    assert limit.wording("zh-Hant") == traditional


durations = st.builds(
    Duration, st.integers(0, 10_000), st.sampled_from(list(Unit)), st.sampled_from(list(Ends))
)
ordinals = st.builds(OrdinalWorkingDay, st.integers(1, 99), st.sampled_from(["start", "next"]))
fixed_times = st.builds(
    FixedTime,
    st.integers(0, 30),
    st.booleans(),
    st.times().map(lambda t: t.replace(second=0, microsecond=0)),
)


@given(st.one_of(durations, ordinals, fixed_times))
def test_the_canonical_text_is_read_back(limit):
    assert parse_limit(str(limit)) == limit


def test_limits_that_cannot_be_meant_are_refused():
    with pytest.raises(ValueError, match="from the 1st"):
        OrdinalWorkingDay(0)
    with pytest.raises(ValueError, match="'start' or 'next'"):
        OrdinalWorkingDay(1, "yesterday")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="start day or later"):
        FixedTime(-1, False, time(12))
    with pytest.raises(ValueError, match="wall time of the calendar"):
        FixedTime(1, False, time(12, tzinfo=UTC))
    with pytest.raises(ValueError, match="not a time of day"):
        parse_limit("next day 25:00")
