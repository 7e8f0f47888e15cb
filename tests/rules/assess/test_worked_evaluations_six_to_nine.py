"""Promises of real papers, worked out by hand first: counters, returns, uptime, ends."""

from datetime import timedelta
from decimal import Decimal

import pytest

from kept.rules.assess import (
    ClockState,
    CounterState,
    RemedyState,
    StepState,
    TermState,
)
from tests.rules.assess.paper import worked
from tests.rules.assess.scene import case, fact, when

# --- 6. three failed repairs, against the two of the statute ---------------------------------

FAILED = """
rules:
  free:
    form: term
    name: Free repair
    source: S3b-3
    start: equipment.accepted
    length: 2 years
  failed_repairs:
    form: counter
    name: Failed repairs
    source: S3b-4a
    counts: {event: repair.closed, where: {result: failed}}
    when: {cause: quality, term.free: active}
    per: problem
    consecutive: {event: repair.closed, where: {result: worked}}
    reach:
      smallest_of: [3, {if: {equipment.class: under_statute}, is: 2}]
  exchange:
    form: remedy
    name: A new one
    source: S3b-4b
    when: {counter.failed_repairs: reached}
    chooser: customer
    options: {replace: {name: a new one of the same brand and type}}
"""


def repaired(date, problem="E17", result="failed"):
    return fact("repair.closed", f"{date} 12:00", problem=problem, result=result, cause="quality")


ACCEPTED = {"equipment__accepted": when("2026-01-10 00:00")}
E17 = fact("request.received", "2026-05-20 09:00", problem="E17", cause="quality")


def test_6_another_repair_in_between_does_not_begin_the_count_again():
    facts = case(
        repaired("2026-05-01"),
        repaired("2026-05-09"),
        repaired("2026-05-12", problem="fan", result="worked"),
        E17,
        repaired("2026-05-20"),
        **ACCEPTED,
    )

    before = worked(FAILED, facts, "2026-05-20 11:00")
    after = worked(FAILED, facts, "2026-05-20 13:00")

    assert (before.counters[0].count, before.remedies) == (2, ())
    assert (after.counters[0].count, after.counters[0].state) == (3, CounterState.REACHED)
    assert after.remedies[0].since == when("2026-05-20 12:00")


def test_6_one_that_worked_does():
    facts = case(
        repaired("2026-05-01"),
        repaired("2026-05-09"),
        repaired("2026-05-12", result="worked"),
        E17,
        repaired("2026-05-20"),
        **ACCEPTED,
    )

    found = worked(FAILED, facts, "2026-05-20 13:00")

    assert (found.counters[0].count, found.remedies) == (1, ())


def test_6_under_the_statute_two_are_enough():
    facts = case(
        repaired("2026-05-01"),
        E17,
        repaired("2026-05-20"),
        equipment__class="under_statute",
        **ACCEPTED,
    )

    assert worked(FAILED, facts, "2026-05-20 13:00").remedies[0].state is RemedyState.OPEN


# --- 7. modes, return to the works, payment first, one week ----------------------------------

RETURNS = """
rules:
  free:
    form: term
    name: Free repair
    source: S4b-2.1
    start: equipment.accepted
    length: 1 year
  modes:
    form: ladder
    name: How we help
    source: S4b-2.3d
    steps:
      self_check: {name: self-check, tried: {event: remote.attempted, where: {mode: self_check}}}
      remote: {name: remote, tried: {event: remote.attempted, where: {mode: remote}}}
      on_site: {name: on site, tried: visit.arrived, source: S4b-2.3e}
      return_to_works: {name: return, tried: goods.received_for_repair, source: S4c-2.3a}
    solved: service.restored
  cost:
    form: cost
    name: Cost
    cases:
      - source: S4c-2.3b
        when: {term.free: active}
        pays: {freight_in: customer, freight_out: provider, parts: provider, labour: provider}
      - {source: S4c-2.3c, when: {term.free: ended}, pays: {all: customer}}
  one_week:
    form: clock
    name: Repaired within a week
    source: [S4c-2.4a, S4c-2.4b]
    start: goods.received_for_repair
    stop: goods.returned_shipped
    limit: "7 days, same time"
    calendar: elapsed
    pauses:
      - from: repair.finished
        until: payment.received
        when: {term.free: ended}
        name: waiting for the payment
        source: S4c-2.5
  pay_first:
    form: gate
    name: Payment first
    see: S4c-2.5
    when: {term.free: ended}
    step: goods.returned_shipped
    needs: [{when: {happened: payment.received}}]
"""
OLD = {"equipment__accepted": when("2024-01-10 00:00")}
RECEIVED = fact("goods.received_for_repair", "2026-03-02 09:00")  # a Monday
REPAIRED = fact("repair.finished", "2026-03-05 17:00")  # Thursday
PAID = fact("payment.received", "2026-03-11 15:00")  # the Wednesday after


def test_7_the_week_stands_still_while_the_payment_is_awaited():
    waiting = worked(RETURNS, case(RECEIVED, REPAIRED, **OLD), "2026-03-10 12:00")
    paid = worked(RETURNS, case(RECEIVED, REPAIRED, PAID, **OLD), "2026-03-11 16:00")

    line = waiting.clock("one_week")
    assert line.state is ClockState.PAUSED
    assert timedelta(seconds=line.spent_seconds) == timedelta(days=3, hours=8)
    assert waiting.gates[0].state.value == "closed"
    assert paid.clock("one_week").due_at == PAID.at + timedelta(days=3, hours=16)
    assert paid.gates[0].state.value == "open"


def test_7_under_warranty_nothing_is_awaited():
    about = {"equipment__accepted": when("2026-01-10 00:00")}

    found = worked(RETURNS, case(RECEIVED, REPAIRED, **about), "2026-03-06 09:00")

    assert found.clock("one_week").due_at == when("2026-03-09 09:00")
    assert found.cost("freight_in").payer == "customer"
    assert found.cost("freight_out").payer == "provider"


def test_7_the_modes_come_one_after_the_other():
    facts = case(
        fact("request.received", "2026-03-01 09:00"),
        fact("remote.attempted", "2026-03-01 09:10", mode="self_check", result="failed"),
        fact(
            "remote.attempted",
            "2026-03-01 09:20",
            id="w",
            mode="remote",
            result="waived",
            reason="no line to the site",
        ),
        **OLD,
    )

    line = worked(RETURNS, facts, "2026-03-01 10:00").ladders[0]

    assert (line.current, line.next) == ("on_site", "return_to_works")
    assert [s.state for s in line.steps[:2]] == [StepState.FAILED, StepState.WAIVED]


# --- 8. uptime of the year multiplies what stops add to the warranty -------------------------

UPTIME = """
rules:
  uptime:
    form: measure
    name: Uptime
    source: H-17
    intervals: {from: stop.began, until: stop.ended, when: {cause: quality}}
    window: {year_of: free}
    gives: uptime
  free:
    form: term
    name: Warranty
    source: [H-01, H-02, H-03]
    start: equipment.accepted
    length: {longest_of: [{from: equipment.statutory_warranty}, {from: contract.warranty}]}
    extend:
      - from: stop.began
        until: stop.ended
        when: {cause: quality}
        source: H-18
        times:
          by: measure.uptime
          bands:
            - {more_than: 95, is: 1}
            - {more_than: 90, is: 2}
            - {otherwise: unset}
"""


@pytest.mark.parametrize(
    ("days", "uptime", "added"), [(18, "95.07", 18), (20, "94.52", 40), (40, "89.04", 0)]
)
def test_8_the_worse_the_year_the_more_a_stop_adds(days, uptime, added):
    """Of 365 days; where the text ends, the cell is unset: shown, and nothing added."""
    ended = f"{when('2026-03-01 00:00') + timedelta(days=days):%Y-%m-%d} 00:00"
    facts = case(
        fact("request.received", "2026-02-20 00:00"),
        fact("stop.began", "2026-03-01 00:00", cause="quality"),
        fact("stop.ended", ended),
        equipment__accepted=when("2026-01-01 00:00"),
        contract__warranty="24 months",
        equipment__statutory_warranty="12 months",
    )

    found = worked(UPTIME, facts, "2026-12-31 00:00")

    assert round(found.measures[0].value, 2) == Decimal(uptime)
    assert found.terms[0].end == when("2028-01-01 00:00") + timedelta(days=added)
    assert len(found.terms[0].extensions) == 1


# --- 9. terms that end by the first of several things ----------------------------------------

FIRST_OF = """
facts:
  first_used: {type: moment, name: first used}
  bought: {type: moment, name: bought by the first user}
events:
  equipment.left_country: {name: taken abroad}
rules:
  hours:
    form: measure
    name: Hours
    source: H-1
    reading: equipment.operating_hours
  deemed_hours:
    form: measure
    name: Hours, deemed without a meter
    source: H-2
    reading: equipment.operating_hours
    without: {per_day: 4, since: bought}
  yamaha:
    form: term
    name: Robot
    source: H-3
    start: equipment.shipped
    length: 18 months
    end:
      first_of:
        - {after: 1 year, of: equipment.installed}
        - {reaches: measure.hours, at_least: 2400}
  sdmo:
    form: term
    name: Generating set
    source: H-4
    start: bought
    length: 24 months
    end: {reaches: measure.deemed_hours, at_least: 250}
    transfer: {event: owner.changed, needs: {happened: owner.changed}}
  rocky:
    form: term
    name: Machine
    source: H-5
    start: equipment.shipped
    length: 18 months
    end: {after: 1 year, of: first_used}
    void: equipment.left_country
  sma:
    form: term
    name: Inverter
    source: H-6
    start: bought
    length: 5 years
  statutory:
    form: term
    name: Statutory
    source: H-7
    start: equipment.delivered
    length: 24 months
    guarantor: guarantor
"""
SHIPPED = {"equipment__shipped": when("2024-01-15 00:00")}
INSTALLED = {"equipment__installed": when("2024-03-01 00:00")}


def term_of(key, *facts, at="2024-06-01 00:00", **about):
    found = worked(FIRST_OF, case(*facts, **about), at)
    return {line.rule: line for line in found.terms}[key]


def test_9_shipped_in_january_and_installed_in_march_it_ends_a_year_after_that():
    assert term_of("yamaha", **SHIPPED, **INSTALLED).end == when("2025-03-01 00:00")


def test_9_unless_the_hours_come_first():
    read = fact("reading.taken", "2024-11-20 08:00", equipment__operating_hours=2410)

    line = term_of("yamaha", read, at="2024-12-01 00:00", **SHIPPED, **INSTALLED)

    assert (line.end, line.ended_by) == (read.at, "end")


def test_9_installed_late_the_shipment_counts():
    late = {"equipment__installed": when("2025-01-01 00:00")}

    assert term_of("yamaha", **SHIPPED, **late).end == when("2025-07-15 00:00")


def test_9_without_a_meter_250_hours_are_over_during_day_63():
    line = term_of("sdmo", bought=when("2024-03-01 00:00"))

    assert line.end == when("2024-03-01 00:00") + timedelta(days=62, hours=12)


def test_9_a_new_owner_takes_the_rest_and_a_swap_inherits_the_end():
    sold = fact("owner.changed", "2024-04-01 00:00")
    exchanged = fact("goods.exchanged", "2024-04-02 00:00")
    meter = fact("reading.taken", "2024-03-02 00:00", equipment__operating_hours=1)
    bought = {"bought": when("2024-03-01 00:00")}

    assert term_of("sdmo", meter, sold, **bought).end == when("2026-03-01 00:00")
    assert term_of("sma", exchanged, **bought).end == when("2029-03-01 00:00")


def test_9_leaving_the_country_ends_it():
    left = fact("equipment.left_country", "2024-05-01 00:00")

    line = term_of("rocky", left, first_used=when("2024-03-01 00:00"), **SHIPPED)

    assert (line.end, line.ended_by, line.state) == (left.at, "void", TermState.ENDED)
