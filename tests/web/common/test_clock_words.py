from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone, translation

from kept.web.common import clock_words

NOW = datetime(2026, 11, 24, 6, 20, tzinfo=UTC)  # Tuesday 14:20 in Shanghai


@dataclass
class Face:
    state: str
    due_at: datetime | None = None
    met_at: datetime | None = None
    note: str = ""


@pytest.fixture(autouse=True)
def in_shanghai():
    with timezone.override(ZoneInfo("Asia/Shanghai")), translation.override("en"):
        yield


def said(face, *, near=False):
    return clock_words.words(face, now=NOW, near=near)


@pytest.mark.parametrize(
    ("left", "words"),
    [
        (timedelta(seconds=45), "due in 45 s"),
        (timedelta(minutes=1), "due in 1 min"),
        (timedelta(minutes=9, seconds=59), "due in 9 min"),  # never rounded up
        (timedelta(minutes=59, seconds=59), "due in 59 min"),
        (timedelta(hours=1), "due in 1 h"),
        (timedelta(hours=1, minutes=26), "due in 1 h 26"),
        (timedelta(hours=3, minutes=4), "due in 3 h 04"),
        (timedelta(hours=9, minutes=39), "due in 9 h 39"),  # still today
        (timedelta(hours=9, minutes=40), "due Wed 00:00"),
        (timedelta(hours=17, minutes=50), "due Wed 08:10"),
        (timedelta(days=3), "due Fri 14:20"),
        (timedelta(days=4), "due 28 Nov 14:20"),
        (timedelta(days=7), "due 1 Dec 14:20"),
        (timedelta(days=60), "due 23 Jan 2027 14:20"),
        (timedelta(0), "breached 0 s"),
        (timedelta(minutes=-3), "breached 3 min"),
        (timedelta(days=-1, hours=-2), "breached 1 d 2 h"),
        (timedelta(days=-2), "breached 2 d"),
    ],
)
def test_a_running_clock_says_what_is_left_or_when_it_is_due(left, words):
    assert said(Face("running", NOW + left)) == words


def test_a_clock_beside_its_due_time_always_counts():
    assert said(Face("running", NOW + timedelta(hours=21, minutes=45)), near=True) == (
        "due in 21 h 45"
    )


def test_in_the_night_the_hours_say_more_than_the_day():
    late = datetime(2026, 11, 24, 15, 50, tzinfo=UTC)  # 23:50

    words = clock_words.words(Face("running", late + timedelta(minutes=30)), now=late, near=False)

    assert words == "due in 30 min"


@pytest.mark.parametrize(
    ("left", "state"),
    [
        (timedelta(minutes=15, seconds=1), "running"),
        (timedelta(minutes=15), "soon"),
        (timedelta(seconds=1), "soon"),
        (timedelta(0), "breached"),
    ],
)
def test_a_clock_turns_at_a_quarter_of_an_hour_and_at_its_due_time(left, state):
    assert clock_words.state_at("running", NOW + left, now=NOW) == state


@pytest.mark.parametrize(
    ("face", "words", "shape"),
    [
        (Face("met", NOW, NOW - timedelta(minutes=32)), "met, 32 min early", "met"),
        (Face("met", NOW, NOW), "met", "met"),
        (Face("met", NOW, NOW + timedelta(milliseconds=3)), "met, 1 s late", "met-late"),
        (Face("met", NOW, NOW + timedelta(minutes=12)), "met, 12 min late", "met-late"),
        (Face("met"), "met", "met"),
        (Face("paused", note="waiting for customer"), "paused: waiting for customer", "paused"),
        (Face("paused", NOW + timedelta(hours=1)), "paused", "paused"),  # does not count
        (Face("not_started"), "not started", "not_started"),
        (Face("unset", note="measures"), "unset: measures", "unset"),
        (Face("possible"), "possible", "possible"),
        (Face("stopped"), "stopped", "stopped"),
    ],
)
def test_every_state_has_a_word_and_a_shape(face, words, shape):
    assert said(face) == words
    assert clock_words.shape(face, now=NOW) == shape


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("zh-hans", ["剩 1 小时 26 分", "周三 08:10 到期", "超时 3 分钟", "12月1日 14:20 到期"]),
        ("zh-hant", ["剩 1 小時 26 分", "週三 08:10 到期", "逾時 3 分鐘", "12月1日 14:20 到期"]),
    ],
)
def test_clocks_speak_chinese(language, words):
    lefts = [
        timedelta(hours=1, minutes=26),
        timedelta(hours=17, minutes=50),
        timedelta(minutes=-3),
        timedelta(days=7),
    ]
    with translation.override(language):
        assert [said(Face("running", NOW + left)) for left in lefts] == words


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "16 Feb 2026"), ("zh-hans", "2026年2月16日"), ("zh-hant", "2026年2月16日")],
)
def test_a_day_is_written_as_people_of_that_language_write_it(language, words):
    with translation.override(language):
        assert clock_words.date_words(date(2026, 2, 16)) == words


def test_no_two_days_are_called_alike():
    days = [NOW + timedelta(days=far) for far in range(-10, 11)]

    assert len({clock_words.moment(day, now=NOW) for day in days}) == len(days)


def test_every_language_has_seven_days_and_twelve_months():
    for language in ("en", "zh-hans", "zh-hant"):
        with translation.override(language):
            assert len(clock_words.phrases()["weekdays"].split()) == 7
            assert len(clock_words.phrases()["months"].split()) == 12


@pytest.mark.parametrize(
    ("due", "words"),
    [
        (NOW - timedelta(hours=2), "breached at 12:20"),
        (NOW + timedelta(hours=2), "due 16:20"),
        (NOW + timedelta(days=1), "due Wed 14:20"),
    ],
)
def test_a_clock_that_stands_still_says_its_moment(due, words):
    assert clock_words.words(Face("running", due), now=NOW, near=True, still=True) == words
