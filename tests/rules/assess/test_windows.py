"""What a meter rose by in a window, and terms that go on unless somebody gives notice."""

import pytest

from tests.rules.assess.paper import worked
from tests.rules.assess.scene import case, fact, when

PAGES = """
facts: {pages: {type: number, name: pages}}
rules:
  printed: {form: measure, name: Printed, source: A-1, reading: pages, window: WINDOW}
  excess:
    form: amount
    name: Excess
    source: A-2
    what: fee
    when: {measure.printed: {more_than: 5000}}
    formula: {times: [{minus: [measure.printed, 5000]}, 0.02]}
"""
READINGS = (("2026-01-31", 100_000), ("2026-02-15", 104_000), ("2026-02-28", 107_500))


def printed(at, window="month", readings=READINGS):
    facts = [fact("reading.taken", f"{day} 18:00", pages=pages) for day, pages in readings]
    return worked(PAGES.replace("WINDOW", window), case(*facts), at)


@pytest.mark.parametrize(
    ("at", "risen"),
    [("2026-02-20 00:00", 4_000), ("2026-02-28 20:00", 7_500), ("2026-03-05 00:00", 0)],
)
def test_pages_of_a_month_count_from_the_last_reading_before_it(at, risen):
    assert printed(at).measures[0].value == risen


def test_what_goes_beyond_the_month_is_charged():
    result = printed("2026-02-28 20:00")

    assert result.amounts[0].value == 50
    assert result.measures[0].reason.facts == (
        "reading.taken@2026-01-31 18:00",
        "reading.taken@2026-02-28 18:00",
    )


def test_without_an_earlier_reading_the_first_of_the_month_is_the_beginning():
    assert printed("2026-02-28 20:00", readings=READINGS[1:]).measures[0].value == 3_500


def test_without_any_reading_it_is_not_known():
    line = printed("2026-02-28 20:00", readings=()).measures[0]

    assert (line.value, line.missing) == (None, ("pages",))


CARE = """
rules:
  since_service:
    form: measure
    name: Hours since the last service
    source: A-1
    reading: equipment.operating_hours
    window: {since_last: maintenance.ended}
    unit: hour
  service:
    form: clock
    name: Service
    source: A-2
    start: {becomes: {measure.since_service: {at_least: 250}}}
    stop: maintenance.ended
    repeat: each start
    limit: 2 weeks
    calendar: elapsed
"""


def test_a_service_is_owed_again_each_250_hours():
    facts = [fact("maintenance.ended", "2026-01-10 00:00")]
    hours = (("01-09", 240), ("02-10", 480), ("02-20", 495), ("03-20", 600))
    for day, shown in hours:
        facts.append(fact("reading.taken", f"2026-{day} 00:00", equipment__operating_hours=shown))

    def owed(at):
        result = worked(CARE, case(*facts), at)
        return [c.state.value for c in result.clocks], result.measures[0].value

    assert owed("2026-02-11 00:00") == (["not_started"], 240)
    assert owed("2026-02-21 00:00") == (["running"], 255)
    facts.append(fact("maintenance.ended", "2026-02-22 00:00"))
    assert owed("2026-03-21 00:00") == (["met"], 105)
    facts.append(fact("reading.taken", "2026-04-20 00:00", equipment__operating_hours=745))
    assert owed("2026-04-21 00:00") == (["met", "running"], 250)


TERM = """
events: {contract.ended_by_us: {name: notice}}
rules:
  contract:
    form: term
    name: Contract
    source: A-1
    start: contract.signed
    length: 2 years
    renews: {by: 1 year, unless: contract.ended_by_us, lead: 3 months, source: A-2}
"""


@pytest.mark.parametrize(
    ("notice", "at", "end"),
    [
        (None, "2025-09-30", "2026-01-01"),  # it can still be given
        (None, "2025-10-01", "2027-01-01"),
        (None, "2027-05-01", "2028-01-01"),
        ("2025-09-30", "2025-12-01", "2026-01-01"),
        ("2025-09-30", "2026-12-01", "2026-01-01"),
        ("2025-10-02", "2026-12-01", "2027-01-01"),  # too late: for the end after
    ],
)
def test_a_contract_goes_on_unless_notice_is_given_in_time(notice, at, end):
    facts = [fact("contract.ended_by_us", f"{notice} 00:00")] if notice else []
    known = {"contract__signed": when("2024-01-01 00:00")}
    line = worked(TERM, case(*facts, **known), f"{at} 00:00").terms[0]

    assert line.end == when(f"{end} 00:00")
    assert "A-2" in line.reason.clauses
    assert line.renewals == int(end[:4]) - 2026
