"""Times as people type them."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from kept.web.hotline.forms.when import parse_when
from tests.desk import at

NOW = at("14:20")  # Tuesday 24 November 2026, Shanghai


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("", "14:20"),
        ("now", "14:20"),
        ("现在", "14:20"),
        ("10:00", "10:00"),
        ("9:05", "09:05"),
        (" 10：00 ", "10:00"),
        ("１０:３０", "10:30"),
        ("10:00:30", "10:00:30"),
        ("10点", "10:00"),
        ("10点半", "10:30"),
        ("昨天10时05分", "23 10:05"),
        ("today 10:00", "10:00"),
        ("Yesterday 16:30", "23 16:30"),
        ("昨天 16:30", "23 16:30"),
        ("前天16:30", "22 16:30"),
        ("20 min ago", "14:00"),
        ("20分钟前", "14:00"),
        ("2 h", "12:20"),
        ("3小時前", "11:20"),
        ("2 days ago", "22 14:20"),
        ("2026-11-23 10:00", "23 10:00"),
        ("2026/11/23 10:00", "23 10:00"),
        ("2026-11-23T10:00", "23 10:00"),
        ("2026-11-23", "23 00:00"),
        ("11-23 10:00", "23 10:00"),
        ("11月23日 10:00", "23 10:00"),
        ("2026年11月23日10点", "23 10:00"),
        ("2026-11-24T03:00+01:00", "10:00"),
        ("2026-11-24T02:00Z", "10:00"),
        ("15:00", "15:00"),  # still to come: whoever takes the form says no
    ],
)
def test_a_text_means_a_moment_in_the_zone_of_the_pages(text: str, meant: str) -> None:
    with timezone.override(ZoneInfo("Asia/Shanghai")):
        assert parse_when(text, now=NOW) == at(meant)


def test_a_date_without_year_is_the_last_such_day() -> None:
    with timezone.override(ZoneInfo("Asia/Shanghai")):
        found = parse_when("12-30 10:00", now=NOW)

    assert found == datetime(2025, 12, 30, 10, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.mark.parametrize(
    "text",
    [
        *("half past", "24:30", "10", "10:5", "2026-13-01 10:00", "2026-02-30 10:00", "yesterday"),
        *("99999999", "1" * 41, "10:00'; DROP TABLE", "\x00", "02-29 10:00", "9999 d ago 5"),
    ],
)
def test_what_means_nothing_is_refused_with_a_way_to_write_it(text: str) -> None:
    with pytest.raises(ValidationError) as refused:
        parse_when(text, now=NOW)

    assert "Write a time such as 10:00" in refused.value.messages[0]


def test_an_hour_that_the_clocks_skipped_never_was() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    morning = datetime(2026, 3, 29, 9, tzinfo=berlin)
    with timezone.override(berlin):
        with pytest.raises(ValidationError, match="did not exist"):
            parse_when("02:30", now=morning)
        assert parse_when("03:00", now=morning).hour == 3
