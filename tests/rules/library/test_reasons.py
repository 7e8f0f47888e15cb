"""Why a line is there: its clauses, and the readings that the policy adopts for them."""

import pytest

from tests.rules.library.shipped import case, fact, judged, request, shipped, when

TEN = ("S0", "S1", "S2", "S3a", "S3b", "S3c", "S4a", "S4b", "S4c", "S4d")
AT = "2026-03-02 10:00"
LATER = "2026-03-04 10:00"
ABROAD = {"site__country": "DE", "site__province": "Bayern", "site__city": "Munich"}
COVERED = {"equipment__accepted": when("2025-06-01 00:00"), "contract__warranty": "24 months"}

SITUATIONS = {
    "nothing but a request": case(fact("request.received", AT)),
    "an emergency": case(request(AT, emergency=True, channel="telephone"), **COVERED),
    "no emergency, abroad": case(request(AT, emergency=False), **COVERED, **ABROAD),
    "an emergency abroad": case(request(AT, emergency=True), **COVERED, **ABROAD),
    "a question by mail": case(request(AT, case_type="consultation", channel="mail")),
    "a tier and a need": case(
        request(AT, service_down=True),
        fact("call.taken_lookup_needed", "2026-03-02 10:05"),
        fact("spare.needed", "2026-03-02 10:10", quickly_repairable=False),
        contract__service_tier="B",
    ),
    "a cause": case(request(AT), fact("cause.found", "2026-03-02 12:00", cause="wear"), **COVERED),
}


def lines(result):
    """Every line of an assessment that has a reason."""
    return (
        *result.clocks,
        *result.terms,
        *result.grades,
        *result.cover,
        *result.absent,
        *(outcome for cost in result.costs for outcome in (*cost.payers, *cost.prices)),
    )


@pytest.mark.parametrize("situation", SITUATIONS)
@pytest.mark.parametrize("policy", TEN)
def test_every_line_names_clauses_and_readings_of_its_policy(policy, situation):
    found = lines(judged(policy, SITUATIONS[situation], LATER))

    assert found
    for line in found:
        assert line.reason.clauses, line
        assert set(line.reason.clauses) <= set(shipped(policy).clauses)
        assert set(line.reason.readings) <= set(shipped(policy).readings)
        assert len(set(line.reason.readings)) == len(line.reason.readings)


@pytest.mark.parametrize(
    ("policy", "clause", "reading"),
    [
        ("S0", "S0-2.4b", "R-cause"),  # other causes than quality are quoted
        ("S1", "S1-2.1a", "C09"),  # a person decides, nothing is refused automatically
        ("S2", "S2-5c", "C12"),  # exclusions, then expired units, then what is free
        ("S3c", "S3c-3d", "C36"),  # three classes of causes
        ("S4a", "S4a-1.7a", "C49"),  # freight is a component of its own
    ],
)
def test_who_pays_says_how_its_clause_is_read(policy, clause, reading):
    result = judged(policy, SITUATIONS["an emergency"], LATER)
    outcomes = [o for cost in result.costs for o in cost.payers if clause in o.reason.clauses]

    assert outcomes
    assert all(reading in outcome.reason.readings for outcome in outcomes)


def test_a_clock_says_who_read_the_hours_of_its_calendar():
    """The paper says "working days"; which hours those have is a reading of the calendar."""
    line = judged("S4a", SITUATIONS["an emergency"], LATER).clock("precise_answer")

    assert "calendar" not in line.assumed
    assert "R-working-days" in line.reason.readings
