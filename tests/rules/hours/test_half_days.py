"""Half working days: half of the working time of that very day. 2 March 2026 is a Monday."""

import pytest

from kept.rules.hours import CalendarSpec, HalfWorkingDays, compiled, parse_limit
from tests.rules.hours.calendars import LUNCH, at, calendar

SHORT_FRIDAY = {"mon-thu": ["09:00-17:00"], "fri": ["09:00-15:00"]}
ROUND_THE_CLOCK = compiled(CalendarSpec.always("Asia/Shanghai"))


@pytest.mark.parametrize(
    ("week", "start", "limit", "due"),
    [
        (SHORT_FRIDAY, "2026-03-02 09:00", "half a working day", "2026-03-02 13:00"),
        (SHORT_FRIDAY, "2026-03-02 15:00", "half a working day", "2026-03-03 11:00"),
        (SHORT_FRIDAY, "2026-03-06 09:00", "half a working day", "2026-03-06 12:00"),  # of six
        (SHORT_FRIDAY, "2026-03-06 14:00", "half a working day", "2026-03-09 11:00"),
        (SHORT_FRIDAY, "2026-03-05 18:00", "half a working day", "2026-03-06 12:00"),  # closed
        (SHORT_FRIDAY, "2026-03-07 10:00", "half a working day", "2026-03-09 13:00"),  # Saturday
        (SHORT_FRIDAY, "2026-03-02 10:00", "1.5 working days", "2026-03-03 14:00"),  # 8 h + 4 h
        (SHORT_FRIDAY, "2026-03-06 09:00", "1.5 working days", "2026-03-09 13:00"),  # 6 h + 4 h
        (LUNCH, "2026-03-02 09:00", "half a working day", "2026-03-02 14:15"),  # of 7 h 30 min
    ],
)
def test_half_of_the_hours_of_the_day(week, start, limit, due):
    assert calendar(week).due(at(start), parse_limit(limit)) == at(due)


def test_where_every_hour_counts_it_is_twelve_hours():
    due = ROUND_THE_CLOCK.due(at("2026-03-02 10:00"), HalfWorkingDays(1))

    assert due == at("2026-03-02 22:00")


@pytest.mark.parametrize("halves", [1, 3, 21])
def test_its_text_is_read_back(halves):
    assert parse_limit(str(HalfWorkingDays(halves))) == HalfWorkingDays(halves)


@pytest.mark.parametrize("halves", [0, 2, -1])
def test_whole_days_are_a_duration(halves):
    with pytest.raises(ValueError, match="odd"):
        HalfWorkingDays(halves)


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "half a working day"), ("zh-Hans", "半个工作日"), ("zh-Hant", "半個工作日")],
)
def test_people_read_it_in_their_language(language, said):
    assert HalfWorkingDays(1).wording(language) == said
