"""Promises of real papers, worked out by hand first: calendars, age, spares, credits."""

from datetime import timedelta
from decimal import Decimal

import pytest

from kept.rules.assess import (
    AmountState,
    ClockState,
    DutyState,
)
from kept.rules.facts import Truth
from tests.rules.assess.paper import worked
from tests.rules.assess.scene import case, fact, when

# --- 10. cut-off, weekday windows, day and night, additions ----------------------------------

CALENDARS = """
calendars:
  werktag:
    name: working day
    weekly: {mon-thu: ["09:00-17:00"], fri: ["09:00-15:00"]}
    holidays: DE
    zone: Europe/Berlin
    cut_off: "12:00"
  nine_by_five: {name: 9 by 5, weekly: {mon-fri: ["08:00-17:00"]}, zone: site}
  night: {name: night, weekly: {mon-sun: ["22:00-06:00"]}}
  working_day: {name: working day, weekly: {mon-fri: ["09:00-18:00"]}}
facts:
  class: {type: text, name: class}
events:
  ticket.entered: {name: ticket entered}
  work.started: {name: work started}
  call.received: {name: call received}
  call.acknowledged: {name: call acknowledged}
  case.closed_without_visit: {name: closed without a visit}
zones:
  distance:
    name: Distance
    grades:
      city: {name: city, when: {site.city: {same_as: office.city}}}
      outside: {name: outside, otherwise: yes}
rules:
  class_reaction:
    form: clock
    name: Reaction by class
    source: [H-05, H-06, H-07, H-08]
    start: ticket.entered
    stop: work.started
    limit:
      by: class
      cells:
        1: 5 working days
        2: 3 working days
        3: 2nd working day from next
        4: {from: contract.response_time}
        "*": unset
    calendar: werktag
  pbx_arrival:
    form: clock
    name: On site
    source: H-09
    start: request.received
    stop: visit.arrived
    limit:
      by: [class, zone.distance, calendar.night]
      cells:
        1 / city / closed: 2 h .. 3 h
        1 / city / open: 3 h .. 4 h
        1 / outside / closed: 3 h .. 4 h
        1 / outside / open: 5 h
        2 / * / *: 6 h
        3 / * / *: 8 h
        "*": unset
      add: [{when: {calendar.working_day: day_off}, by: 2 h}]
    calendar: elapsed
  hp_4h:
    form: clock
    name: On site in four hours
    source: H-10
    start: {all_of: [call.received, call.acknowledged]}
    stop: {first_of: [visit.arrived, case.closed_without_visit]}
    limit: 4 h
    calendar: nine_by_five
"""


def berlin(text):
    return when(text) + timedelta(hours=7)  # 7 hours behind Shanghai in March


@pytest.mark.parametrize(
    ("entered", "due"),
    [
        ("2026-03-04 11:59", "2026-03-06 15:00"),  # Wednesday: the second day from next is Friday
        ("2026-03-04 12:01", "2026-03-09 17:00"),  # counts as Thursday: Monday
    ],
)
def test_10_what_comes_after_the_cut_off_counts_as_the_next_day(entered, due):
    local = f"{berlin(entered):%Y-%m-%d %H:%M}"
    facts = case(fact("ticket.entered", local, **{"class": "3"}))

    line = worked(CALENDARS, facts, local).clock("class_reaction")

    assert line.due_at == berlin(due)


def test_10_four_hours_from_tuesday_16_00_are_over_on_wednesday_11_00():
    facts = case(
        fact("call.received", "2026-03-03 15:50"),
        fact("call.acknowledged", "2026-03-03 16:00"),
        site__zone="Asia/Shanghai",
    )

    line = worked(CALENDARS, facts, "2026-03-03 16:10").clock("hp_4h")

    assert line.due_at == when("2026-03-04 11:00")


@pytest.mark.parametrize(
    ("received", "class_", "hours"),
    [("2026-03-08 10:00", "2", 8), ("2026-03-09 10:00", "2", 6), ("2026-03-09 23:00", "1", 5)],
)
def test_10_six_hours_and_two_more_on_a_sunday(received, class_, hours):
    facts = case(
        fact("request.received", received, **{"class": class_}),
        site__city="Suzhou",
        office__city="Shanghai",
    )

    line = worked(CALENDARS, facts, received).clock("pbx_arrival")

    assert line.due_at == when(received) + timedelta(hours=hours)


# --- 11. remedies by age, restart, refund pro rata -------------------------------------------

SANBAO = """
rules:
  free:
    form: term
    name: Free repair
    source: [H-03, H-05]
    start: equipment.purchased
    length: 1 year
    extend: [{from: goods.received_for_repair, until: goods.returned_shipped}]
    restart: {event: goods.exchanged, source: H-06}
  failed_repairs:
    form: counter
    name: Failed repairs
    source: H-08
    counts: {event: repair.closed, where: {result: failed}}
    reach: 2
  by_age:
    form: remedy
    name: By age
    source: [H-01, H-02]
    when: {term.free: active}
    chooser: customer
    options:
      return:
        name: return
        when:
          any:
            - {elapsed: {from: equipment.purchased, at_most: 7 days}}
            - {counter.failed_repairs: reached}
      exchange:
        name: exchange
        when:
          any:
            - {elapsed: {from: equipment.purchased, at_most: 15 days}}
            - {counter.failed_repairs: reached}
      repair: {name: repair, source: H-04}
  refund:
    form: amount
    name: Refund
    source: [H-13, H-14, H-15]
    what: refund
    when: {happened: {event: remedy.chosen, where: {option: return}}}
    formula:
      minus:
        - equipment.price
        - times:
            - equipment.price
            - 0.0005
            - days:
                from: equipment.purchased
                until: {event: remedy.chosen, where: {option: return}}
    from: provider
    to: customer
"""


def bought(*facts, at, **about):
    request = fact("request.received", "2026-01-02 00:00")
    known = {"equipment__purchased": when("2026-01-01 00:00"), "equipment__price": 2000, **about}
    return worked(SANBAO, case(request, *facts, **known), at)


@pytest.mark.parametrize(
    ("at", "left"),
    [
        ("2026-01-07 12:00", ["return", "exchange", "repair"]),
        ("2026-01-12 12:00", ["exchange", "repair"]),
        ("2026-02-12 12:00", ["repair"]),
    ],
)
def test_11_the_choice_shrinks_with_age(at, left):
    options = bought(at=at).remedies[0].options

    assert [option.key for option in options if option.truth is Truth.YES] == left


def test_11_after_two_failed_repairs_it_is_wide_again():
    failed = [fact("repair.closed", f"2026-0{month}-10 12:00", result="failed") for month in (3, 5)]

    options = bought(*failed, at="2026-05-11 12:00").remedies[0].options

    assert all(option.truth is Truth.YES for option in options)


def test_11_of_2000_paid_200_days_cost_200():
    returned = fact("remedy.chosen", "2026-07-20 00:00", remedy="by_age", option="return")

    (amount,) = bought(returned, at="2026-07-20 12:00").amounts

    assert amount.value == 1800


def test_11_repair_time_is_added_and_an_exchange_begins_the_year_again():
    repair = (
        fact("goods.received_for_repair", "2026-02-01 00:00"),
        fact("goods.returned_shipped", "2026-02-11 00:00"),
    )
    exchanged = fact("goods.exchanged", "2026-06-01 00:00")

    assert bought(*repair, at="2026-05-01 00:00").terms[0].end == when("2027-01-11 00:00")
    assert bought(exchanged, at="2026-07-01 00:00").terms[0].end == when("2027-06-01 00:00")


# --- 12. a substitute, a spare in four hours, a unit to be repaired afterwards ---------------

SPARES = """
events:
  unit.swapped: {name: unit swapped}
  unit.repaired: {name: unit repaired}
  unit.scrapped: {name: unit scrapped by decision}
facts:
  part_discontinued: {type: yes_no, name: no longer made}
  not_quickly_repairable: {type: yes_no, name: cannot be repaired quickly}
  considered_necessary: {type: yes_no, name: the customer considers it necessary}
rules:
  parts:
    form: provision
    name: Parts
    source: [S0-2.11a, S0-2.11b]
    kind: part
    cases:
      - {is: allowed, name: the same brand and model, when: {part_discontinued: no}, items: parts}
      - is: with_approval
        name: an equal one
        when: {part_discontinued: yes}
        items: parts
        party: customer
        source: S0-2.11c
  approval:
    form: gate
    name: Approval of a substitute
    see: S0-2.11c
    when: {part_discontinued: yes}
    step: unit.swapped
    needs: [{name: the customer's approval, when: {happened: approval.given}}]
  spare_on_site:
    form: clock
    name: Spare on site
    source: [S3a-2.3b, S3a-2.3c]
    when:
      any: [{service_down: yes, not_quickly_repairable: yes}, {considered_necessary: yes}]
    start: spare.needed
    stop: spare.received
    limit: 4 h
    calendar: elapsed
  removed_unit:
    form: duty
    name: Repair the removed unit
    source: S3a-2.3d
    opens: unit.swapped
    each: yes
    same: serial
    done: {first_of: [unit.repaired, unit.scrapped]}
    outlives: yes
"""
SWAPPED = (
    fact("request.received", "2026-03-02 09:00", considered_necessary=True),
    fact("spare.needed", "2026-03-02 10:00"),
    fact("goods.shipped", "2026-03-02 13:20"),  # the courier's scan stops nothing
    fact("spare.received", "2026-03-02 13:58"),
    fact("unit.swapped", "2026-03-02 15:00", serial="A-1"),
    fact("case.closed", "2026-03-02 16:00"),
)


def test_12_the_spare_came_in_time_and_the_removed_unit_outlives_the_case():
    found = worked(SPARES, case(*SWAPPED), "2026-03-20 09:00")

    line = found.clock("spare_on_site")
    assert (line.state, line.done_at) == (ClockState.MET, when("2026-03-02 13:58"))
    assert line.due_at == when("2026-03-02 14:00")
    (duty,) = found.duties
    assert (duty.state, duty.values, duty.outlives) == (
        DutyState.OWED,
        (("serial", "A-1"),),
        True,
    )


def test_12_it_is_done_when_that_very_unit_is_repaired():
    other = fact("unit.repaired", "2026-03-05 09:00", serial="B-2")
    own = fact("unit.scrapped", "2026-03-06 09:00", serial="A-1")

    assert worked(SPARES, case(*SWAPPED, other), "2026-03-20 09:00").duties[0].state is (
        DutyState.OWED
    )
    assert worked(SPARES, case(*SWAPPED, other, own), "2026-03-20 09:00").duties[0].state is (
        DutyState.DONE
    )


def test_12_a_substitute_waits_for_the_customers_approval():
    gone = fact("request.received", "2026-03-02 09:00", part_discontinued=True)
    yes = fact("approval.given", "2026-03-02 09:30")

    before = worked(SPARES, case(gone), "2026-03-02 10:00")
    after = worked(SPARES, case(gone, yes), "2026-03-02 10:00")

    assert [line.effect.value for line in before.provisions] == ["with_approval"]
    assert [line.gates[0].state.value for line in (before, after)] == ["closed", "open"]


# --- 13. news while open, uptime bands, claims, caps -----------------------------------------

CLOUD = """
events:
  update.sent: {name: update sent}
  case.opened: {name: case opened}
facts:
  priority: {type: text, name: priority}
rules:
  updates:
    form: clock
    name: Updates
    source: [H-11, H-12, H-13]
    start: case.opened
    stop: update.sent
    repeat: after stop
    until: service.restored
    limit:
      by: priority
      cells: {P1: 30 min, P2: 2 h, P3: "1 day, same time", P4: none, "*": unset}
    calendar: elapsed
  uptime:
    form: measure
    name: Uptime
    source: [H-02, H-03]
    intervals:
      {from: interruption.began, until: interruption.ended, at_least: 5 min,
       when: {not: {cause: [customer_modification, third_party]}}}
    window: month
    gives: uptime
  credit:
    form: amount
    name: Credit
    source: [H-05, H-09]
    what: credit
    when: {measure.uptime: {less_than: 99.999}}
    formula:
      by: measure.uptime
      bands:
        - {at_least: 99.99, is: 0.10}
        - {at_least: 99.0, is: 0.25}
        - {at_least: 95.0, is: 0.50}
        - {otherwise: 1.00}
    of: contract.monthly_fee
    at_most: contract.monthly_fee
    from: provider
    to: customer
    claim: {by: customer, within: 30 days, of: interruption.ended, source: H-10}
    form_of_payment: on the next invoice
    exclusive: yes
"""


def month(minutes, *facts, at="2026-05-01 00:00"):
    """April 2026 has 30 days: 43,200 minutes."""
    began = when("2026-04-10 00:00")
    ended = f"{began + timedelta(minutes=minutes):%Y-%m-%d %H:%M}"
    down = (
        fact("interruption.began", "2026-04-10 00:00", cause="quality"),
        fact("interruption.ended", ended),
    )
    request = fact("request.received", "2026-04-10 00:00")
    return worked(CLOUD, case(request, *down, *facts, contract__monthly_fee=1000), at)


@pytest.mark.parametrize(
    ("minutes", "uptime", "credit"), [(300, "99.306", 250), (900, "97.917", 500)]
)
def test_13_the_band_of_the_month_gives_the_credit(minutes, uptime, credit):
    found = month(minutes)

    assert round(found.measures[0].value, 3) == Decimal(uptime)
    assert found.amounts[0].value == credit


@pytest.mark.parametrize(
    ("claimed", "state"),
    [("2026-05-10 12:00", AmountState.CLAIMED), ("2026-05-11 12:00", AmountState.BARRED)],
)
def test_13_a_claim_on_day_31_is_barred_and_shown(claimed, state):
    claim = fact("claim.made", claimed, claim="credit")

    assert month(300, claim, at="2026-05-12 00:00").amounts[0].state is state


def test_13_news_are_due_again_and_again_until_it_is_restored():
    facts = case(
        fact("case.opened", "2026-04-10 10:00", priority="P1"),
        fact("update.sent", "2026-04-10 10:25"),
        fact("update.sent", "2026-04-10 11:00"),
        fact("service.restored", "2026-04-10 11:20"),
    )

    lines = worked(CLOUD, facts, "2026-04-10 12:00").clocks

    assert [(line.due_at, line.state) for line in lines] == [
        (when("2026-04-10 10:30"), ClockState.MET),
        (when("2026-04-10 10:55"), ClockState.LATE),
        (when("2026-04-10 11:30"), ClockState.ENDED),
    ]
