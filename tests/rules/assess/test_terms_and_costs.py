"""Warranties, cover and who pays."""

import pytest

from kept.rules.assess import TermState
from kept.rules.facts import Truth
from tests.rules.assess.scene import case, fact, judged, when

FREE = """
rules:
  free:
    form: term
    name: Free repair
    source: [T-1, T-2]
    start: equipment.accepted
    length: {first_known: [{from: contract.warranty}, 1 year]}
    extend:
      - {from: stop.began, until: stop.ended, when: {stopped_by: provider}, source: T-3}
  pays:
    form: cost
    name: Who pays
    cases:
      - source: T-4
        when: {cause: [customer_modification, improper_maintenance]}
        pays: {all: customer}
        price: {all: quote}
      - {source: T-5, when: {term.free: active}, pays: {all: provider}}
      - source: T-6
        when: {term.free: ended}
        pays: {parts: customer, labour: provider}
        price: {parts: at_cost}
"""
ACCEPTED = {"equipment__accepted": when("2026-01-10 00:00")}


def stopped(start, end, **values):
    values.setdefault("stopped_by", "provider")
    return (fact("stop.began", start, **values), fact("stop.ended", end))


def term(facts, at):
    return judged(FREE, facts, at).terms[0]


def test_a_term_runs_to_the_same_date_and_is_extended_by_the_union_of_stops():
    """10 Jan 2026 + 12 months, down 3.5 days in June and 1 day inside the extension."""
    facts = case(
        *stopped("2026-06-01 00:00", "2026-06-04 12:00"),
        *stopped("2027-01-11 00:00", "2027-01-12 00:00"),
        **ACCEPTED,
    )

    line = term(facts, "2027-02-01 00:00")

    assert line.base_end == when("2027-01-10 00:00")
    assert line.end == when("2027-01-14 12:00")


def test_overlapping_stops_count_once_and_those_of_others_not_at_all():
    facts = case(
        fact("stop.began", "2026-03-01 08:00", id="a", stopped_by="provider"),
        fact("stop.began", "2026-03-01 12:00", id="b", stopped_by="provider"),
        fact("stop.ended", "2026-03-01 15:00"),
        *stopped("2026-06-10 09:00", "2026-06-11 15:00"),
        *stopped("2026-08-10 09:00", "2026-08-11 15:00", stopped_by="customer"),
        **ACCEPTED,
    )

    assert term(facts, "2026-12-01 00:00").extended_seconds == (7 + 30) * 3600


@pytest.mark.parametrize(
    ("contract", "end"),
    [
        ({}, "2027-01-10 00:00"),
        ({"contract__warranty": "36 months"}, "2029-01-10 00:00"),
        ({"contract__warranty": 24}, "2028-01-10 00:00"),
    ],
)
def test_the_contract_comes_before_the_policy(contract, end):
    assert term(case(**ACCEPTED, **contract), "2026-02-01 00:00").end == when(end)


def test_a_term_without_start_is_unknown():
    assert term(case(), "2026-02-01 00:00").state is TermState.UNKNOWN


def payers(facts, at="2026-05-01 10:00", component="parts"):
    line = judged(FREE, facts, at).cost(component)
    return [(o.value, o.truth) for o in line.payers]


def test_while_the_cause_is_unknown_both_outcomes_stand():
    facts = case(fact("request.received", "2026-05-01 09:00"), **ACCEPTED)

    assert payers(facts) == [("customer", Truth.UNKNOWN), ("provider", Truth.YES)]


def test_the_cause_decides_and_a_correction_turns_it_round():
    found = fact("cause.found", "2026-05-01 09:30", id="found", cause="customer_modification")
    ours = fact("cause.found", "2026-05-01 09:50", cause="our_guidance", corrects="found")
    request = fact("request.received", "2026-05-01 09:00")

    assert payers(case(request, found, **ACCEPTED)) == [("customer", Truth.YES)]
    assert payers(case(request, found, ours, **ACCEPTED)) == [("provider", Truth.YES)]


def test_a_disputed_cause_is_unknown():
    facts = case(
        fact("request.received", "2026-05-01 09:00"),
        fact("cause.found", "2026-05-01 09:30", cause="customer_modification", finding="disputed"),
        **ACCEPTED,
    )

    assert payers(facts)[0] == ("customer", Truth.UNKNOWN)


def test_the_term_is_taken_at_the_start_of_the_fault():
    facts = case(
        fact("fault.started", "2027-01-09 23:00"),
        fact("request.received", "2027-01-10 08:00"),
        fact("cause.found", "2027-01-10 09:00", cause="quality"),
        **ACCEPTED,
    )

    assert payers(facts, "2027-01-11 10:00") == [("provider", Truth.YES)]


def test_components_are_decided_one_by_one_and_silence_is_shown():
    facts = case(
        fact("request.received", "2027-06-01 09:00"),
        fact("cause.found", "2027-06-01 09:00", cause="quality"),
        **ACCEPTED,
    )

    assessment = judged(FREE, facts, "2027-06-01 10:00")

    assert assessment.cost("parts").payer == "customer"
    assert assessment.cost("parts").prices[0].value == "at_cost"
    assert assessment.cost("labour").payer == "provider"
    assert assessment.cost("travel").payers == ()  # the paper is silent


COVER = """
rules:
  cover:
    form: cover
    name: Cover
    cases:
      - {is: in, source: [T-1, T-2], name: quality, when: {cause: quality}}
      - {is: out, source: [T-3, T-4], name: refused, when: {happened: improvement.refused}}
"""


def test_a_kind_of_quality_problem_is_a_quality_problem():
    facts = case(fact("cause.found", "2026-05-01 09:30", cause="material"))

    lines = judged(COVER, facts, "2026-05-01 10:00").cover

    assert [(line.inside, line.truth) for line in lines] == [(True, Truth.YES)]


def test_an_exclusion_wins_over_a_cover():
    facts = case(
        fact("improvement.refused", "2026-04-01 09:30"),
        fact("cause.found", "2026-05-01 09:30", cause="material"),
    )

    lines = judged(COVER, facts, "2026-05-01 10:00").cover

    assert [line.inside for line in lines] == [False]
