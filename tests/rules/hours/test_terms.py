"""Terms end by elapsed time and are extended by downtime."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from kept.rules.hours import Duration, term_end
from tests.rules.hours.calendars import at, span

YEAR = Duration.parse("12 months")


def test_downtime_extends_and_downtime_inside_the_extension_extends_again():
    start = at("2026-01-10 00:00")
    june = span("2026-06-01 00:00", "2026-06-04 12:00")  # 3.5 days
    inside = span("2027-01-11 06:00", "2027-01-12 06:00")  # 1 day, after the first end

    assert term_end(start, YEAR) == at("2027-01-10 00:00")
    assert term_end(start, YEAR, [june]) == at("2027-01-13 12:00")
    assert term_end(start, YEAR, [inside, june]) == at("2027-01-14 12:00")
    assert term_end(start, YEAR, [inside]) == at("2027-01-10 00:00")  # the term was over


@pytest.mark.parametrize(
    ("downtimes", "end"),
    [
        ([("2026-06-01 00:00", "2026-06-03 00:00")] * 2, "2027-01-12 00:00"),  # the union
        (
            [("2026-06-01 00:00", "2026-06-03 00:00"), ("2026-06-02 00:00", "2026-06-04 00:00")],
            "2027-01-13 00:00",
        ),
        ([("2027-01-09 00:00", "2027-01-12 00:00")], "2027-01-13 00:00"),  # straddles: in full
        ([("2026-01-01 00:00", "2026-01-11 00:00")], "2027-01-11 00:00"),  # before the start: not
        ([("2027-01-10 00:00", "2027-01-12 00:00")], "2027-01-10 00:00"),  # begins at the end
    ],
)
def test_downtimes_count_as_a_union(downtimes, end):
    spans = [span(*times) for times in downtimes]

    assert term_end(at("2026-01-10 00:00"), YEAR, spans) == at(end)


@pytest.mark.parametrize(
    ("start", "length", "end"),
    [
        ("2024-02-29 09:00", "12 months", "2025-02-28 09:00"),
        ("2026-08-31 00:00", "18 months", "2028-02-29 00:00"),
        ("2026-01-10 00:00", "2 years", "2028-01-10 00:00"),
        ("2026-01-10 00:00", "2 weeks", "2026-01-24 00:00"),
        ("2026-01-10 00:00", "72 h", "2026-01-13 00:00"),
    ],
)
def test_lengths(start, length, end):
    assert term_end(at(start), Duration.parse(length)) == at(end)


def test_months_are_counted_on_the_wall_clock_of_the_zone():
    start = datetime.fromisoformat("2026-08-31T22:30:00+00:00")  # 1 September in Berlin

    assert term_end(start, Duration.parse("1 month")) == datetime(2026, 9, 30, 22, 30, tzinfo=UTC)
    berlin = term_end(start, Duration.parse("6 months"), zone="Europe/Berlin")
    assert berlin.isoformat() == "2027-03-01T00:30:00+01:00"


def test_a_term_has_no_working_days():
    with pytest.raises(ValueError, match="elapsed time"):
        term_end(at("2026-01-10 00:00"), Duration.parse("10 working days"))
