"""Durations, calendars and frequencies in sentences."""

import pytest

from kept.rules.papers.passage import Passage
from kept.rules.papers.spoken import spoken


def said(text: str, language: str = "en"):
    return spoken(Passage("1", {language: text}, 1, 1))[0]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("within 4 hours", ["4 h"]),
        ("within twenty-four hours", ["24 h"]),
        ("in no more than half an hour", ["30 min"]),
        ("half a day later", ["12 h"]),
        ("one and a half hours", ["90 min"]),
        ("within 2-3 hours", ["2 h .. 3 h"]),
        ("three to five business days", ["3 working days .. 5 working days"]),
        ("a week or 6 months", ["1 week", "6 months"]),
        ("two (2) years", ["2 years"]),
        ("at once", ["immediately"]),
        ("the next working day", ["1 working day"]),
        ("on the same day", ["same day 24:00"]),
        ("24 hours a day, 7 days a week", []),
        ("twice a year, and 3 times a month", []),
        ("7 x 24 hours", []),
        ("four engineers", []),
        ("no 12 days' wonder: 12 days", ["12 days", "12 days"]),
    ],
)
def test_english_durations(text, values):
    assert [one.value for one in said(text).durations] == values


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("4小时内", ["4 h"]),
        ("两个半小时", ["150 min"]),
        ("两年内免费", ["2 years"]),
        ("自2024年起", []),
        ("二十四小时", ["24 h"]),
        ("三個工作日內", ["3 working days"]),
        ("十五个自然日", ["15 days"]),
        ("半天", ["12 h"]),
        ("一年半", ["18 months"]),
        ("2-3小時", ["2 h .. 3 h"]),
        ("３０分鐘", ["30 min"]),
        ("一周内", ["1 week"]),
        ("立即处理", ["immediately"]),
        ("次日上门", ["1 day"]),
        ("7×24小时热线", []),
        ("每年进行2-3次", []),
        ("第一年度", []),
        ("三分之一", []),
        ("十二分公司", []),
    ],
)
def test_chinese_durations(text, values):
    assert [one.value for one in said(text, "zh-Hans").durations] == values


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("a 7×24 hotline", ["day_and_night"]),
        ("24/7", ["day_and_night"]),
        ("around the clock", ["day_and_night"]),
        ("5x9", ["window_5_by_9"]),
        ("7x8小时", ["window_7_by_8"]),
        ("5天×8小时", ["window_5_by_8"]),
        ("during office hours", ["office_hours"]),
        ("in 3 working days", ["working_days"]),
        ("工作时间内", ["office_hours"]),
        ("全天候", ["day_and_night"]),
        ("pages 7 by hand", []),
    ],
)
def test_calendars(text, keys):
    assert [one.key for one in said(text).calendars] == keys


@pytest.mark.parametrize(
    ("text", "often"),
    [
        ("twice a year", ("2", "2", "year")),
        ("2-3 times per year", ("2", "3", "year")),
        ("monthly inspections", ("1", "1", "month")),
        ("every 3 months", ("1", "1", "3 months")),
        ("每季度一次", ("1", "1", "quarter")),
        ("每年进行2-3次", ("2", "3", "year")),
        ("每半年", ("1", "1", "half year")),
        ("regularly", ("", "", "")),
        ("定期回访", ("", "", "")),
    ],
)
def test_frequencies(text, often):
    (found,) = said(text).frequencies

    assert (found.low, found.high, found.period) == often
