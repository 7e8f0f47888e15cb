"""Thirteen promises of real papers, worked out by hand first and then by the engine."""

from datetime import timedelta
from decimal import Decimal

import pytest

from kept.rules.assess import (
    AmountState,
    ClockState,
    CounterState,
    DutyState,
    RemedyState,
    StepState,
    TermState,
)
from kept.rules.facts import Truth
from tests.rules.assess.paper import worked
from tests.rules.assess.scene import case, fact, when

# --- 1. levels, raised after ten minutes; a table that is missing ----------------------------

LEVELS = """
facts:
  basic_functions_lost: {type: yes_no, name: basic functions lost}
  critical_data_lost: {type: yes_no, name: data lost}
  partial_loss: {type: yes_no, name: partial loss}
levels:
  fault:
    name: Fault level
    source: S3a-1.0
    grader: customer
    grades:
      1:
        name: critical
        source: [S3a-1.1a, S3a-1.1b, S3a-1.1c]
        when:
          any:
            - {basic_functions_lost: yes}
            - {elapsed: {from: interruption.began, until: interruption.ended, more_than: 10 min}}
            - {critical_data_lost: yes}
      2: {name: major, source: S3a-1.2a, when: {partial_loss: yes}}
      3: {name: minor, source: S3a-1.3, otherwise: yes}
  tier:
    name: Service level
    from: contract.service_tier
    grades: {A: {name: A}, B: {name: B}, C: {name: C}}
rules:
  call_back:
    form: clock
    name: Call back
    source: S3a-2.1e
    start: call.taken_lookup_needed
    stop: reply.given
    limit: {by: level.tier, cells: {A: 10 min, B: 10 min, C: 30 min}}
    calendar: elapsed
  response_by_level:
    form: clock
    name: Response by level
    source: S3a-1.4
    start: request.received
    stop: response.given
    limit: {by: level.fault, cells: {1: unset, 2: unset, 3: unset}}
    calendar: elapsed
  arrive_by_level:
    form: clock
    name: On site by level
    see: S3a-1.4
    start: request.received
    stop: visit.arrived
    limit: {by: level.fault, cells: {1: 2 h, 2: 8 h, 3: 24 h}}
    calendar: elapsed
"""
INTERRUPTED = case(
    fact("interruption.began", "2026-03-02 09:00"),
    fact(
        "request.received",
        "2026-03-02 09:00",
        partial_loss=True,
        basic_functions_lost=False,
        critical_data_lost=False,
    ),
    contract__service_tier="C",
)


@pytest.mark.parametrize(
    ("at", "level", "due"),
    [
        ("09:05", "2", "17:00"),
        ("09:09", "2", "17:00"),
        ("09:10", "1", "11:00"),  # by time, no click; from the original start
        ("09:30", "1", "11:00"),
    ],
)
def test_1_the_level_rises_after_ten_minutes_and_the_limits_count_from_the_start(at, level, due):
    found = worked(LEVELS, INTERRUPTED, f"2026-03-02 {at}")

    assert found.grades[0].value == level
    assert found.clock("arrive_by_level").due_at == when(f"2026-03-02 {due}")


def test_1_where_the_table_is_missing_time_is_shown_and_nothing_is_due():
    line = worked(LEVELS, INTERRUPTED, "2026-03-05 09:30").clock("response_by_level")

    assert (line.state, line.due_at, line.broken_at) == (ClockState.UNSET, None, None)
    assert line.spent_seconds == 3 * 86400 + 30 * 60


def test_1_the_tier_of_the_contract_is_another_level():
    facts = INTERRUPTED.with_more([fact("call.taken_lookup_needed", "2026-03-02 09:20")])

    line = worked(LEVELS, facts, "2026-03-02 09:25").clock("call_back")

    assert line.due_at == when("2026-03-02 09:50")


# --- 2. channels, zones, "immediately" ------------------------------------------------------

CHANNELS = """
zones:
  distance:
    name: Distance
    source: S1-4.3a
    grades:
      same_city: {name: same city, when: {site.city: {same_as: office.city}}}
      same_province: {name: same province, when: {site.province: {same_as: office.province}}}
      other_province: {name: other province, otherwise: yes}
rules:
  first_response:
    form: clock
    name: First response
    source: [S1-4.2a, S1-4.2b]
    start: contact.received
    stop: {first_of: [contact.answered_live, response.given]}
    limit:
      by: channel
      cells:
        in_person: {is: immediately, tolerance: 60 s}
        telephone: {is: immediately, tolerance: 60 s}
        mail: 2 h
        email: 2 h
        "*": unset
    calendar: elapsed
  on_site:
    form: clock
    name: On site
    source: [S1-4.3b, S1-4.3c, S1-4.3d]
    start: request.received
    stop: visit.arrived
    limit:
      by: zone.distance
      cells:
        same_city: "1 day, same time"
        same_province: "2 days, same time"
        other_province: "3 days, same time"
    calendar: elapsed
    strength: target
"""


@pytest.mark.parametrize(
    ("office", "due"), [("Suzhou", "2026-03-04 14:00"), ("Nanjing", "2026-03-03 14:00")]
)
def test_2_the_zone_follows_the_office_that_answers(office, due):
    """A site in Nanjing, Monday 14:00: from the same province Wednesday, from the city Tuesday."""
    facts = case(
        fact("request.received", "2026-03-02 14:00"),
        site__city="Nanjing",
        site__province="Jiangsu",
        office__city=office,
        office__province="Jiangsu",
    )

    assert worked(CHANNELS, facts, "2026-03-02 15:00").clock("on_site").due_at == when(due)


def test_2_a_missed_call_that_is_told_later_is_broken():
    facts = case(
        fact("contact.received", "2026-03-02 14:00", known="2026-03-02 14:20", channel="telephone"),
        fact("contact.missed", "2026-03-02 14:00", known="2026-03-02 14:20"),
    )

    line = worked(CHANNELS, facts, "2026-03-02 14:20").clock("first_response")

    assert (line.state, line.broken_at) == (ClockState.BROKEN, when("2026-03-02 14:01"))


# --- 3. a warranty that grows by the time the equipment stood still --------------------------

STOPS = """
rules:
  provider_stop:
    form: measure
    name: Stopped by our work
    source: S2-7a
    intervals: {from: stop.began, until: stop.ended, when: {stopped_by: provider}, same: serial}
  free:
    form: term
    name: Free repair
    source: S2-1c
    start: contract.signed
    length: {until: contract.free_until}
    extend: [{from: stop.began, until: stop.ended, when: {stopped_by: provider}, same: serial}]
  stop_loss:
    form: amount
    name: Loss by a stop
    source: S2-7b
    what: compensation
    when: {measure.provider_stop: {more_than: 0}}
    formula: claimed
    from: provider
    to: customer
    decided_by: manager
"""


def test_3_two_stops_of_37_hours_move_the_end_by_37_hours():
    stops = [
        fact(kind, at, id=f"{kind}{at}", stopped_by="provider", serial=serial)
        for kind, at, serial in [
            ("stop.began", "2025-03-01 08:00", "A-1"),
            ("stop.began", "2025-03-01 12:00", "A-2"),
            ("stop.ended", "2025-03-01 13:00", "A-1"),
            ("stop.ended", "2025-03-01 15:00", "A-2"),
            ("stop.began", "2025-06-10 09:00", "A-1"),
            ("stop.ended", "2025-06-11 15:00", "A-1"),
        ]
    ]
    facts = case(
        *stops,
        contract__signed=when("2025-02-01 00:00"),
        contract__free_until=when("2026-01-31 23:59"),
    )

    found = worked(STOPS, facts, "2026-01-01 00:00")

    assert found.measures[0].value == 37 * 60
    assert found.terms[0].base_end == when("2026-01-31 23:59")
    assert found.terms[0].end == when("2026-02-02 12:59")
    assert (found.amounts[0].state, found.amounts[0].value) == (AmountState.CLAIMABLE, None)


# --- 4. an explanation after 24 hours, and the right to a third party ------------------------

THIRD_PARTY = """
rules:
  reply:
    form: clock
    name: Reply
    source: S2-2a
    start: request.received
    stop: response.given
    limit: 1 h
    calendar: elapsed
  on_site:
    form: clock
    name: On site
    source: S2-2b
    when: {any: [{happened: customer.demanded_visit}, {happened: visit.judged_necessary}]}
    start: request.received
    stop: visit.arrived
    limit: 3 h
    calendar: elapsed
  repair:
    form: clock
    name: Repair
    source: S2-3a
    start: notice.formal
    stop: service.restored
    limit: 24 h
    calendar: elapsed
  explanation:
    form: duty
    name: Written explanation
    source: S2-3b
    when: {clock.repair: broken}
    done: explanation.sent
    to: customer
    contents: [reason, text, effective_at]
  third_party:
    form: remedy
    name: Use a third party
    source: S2-4a
    when: {any: [{clock.reply: broken}, {clock.on_site: broken}, {happened: provider.refused}]}
    chooser: customer
    options: {hire: {name: hire a third party}}
  cost:
    form: cost
    name: Cost
    cases:
      - {source: S2-4b, when: {remedy.third_party: chosen}, pays: {third_party: provider}}
"""
DEMANDED = (
    fact("request.received", "2026-03-02 10:00"),
    fact("response.given", "2026-03-02 10:20"),
    fact("customer.demanded_visit", "2026-03-02 10:30"),
)


def test_4_a_visit_asked_for_later_is_due_three_hours_after_the_request():
    found = worked(THIRD_PARTY, case(*DEMANDED), "2026-03-02 10:40")

    assert found.clock("reply").state is ClockState.MET
    assert found.clock("on_site").due_at == when("2026-03-02 13:00")


def test_4_what_the_customer_chose_stays_when_an_arrival_of_before_is_told_late():
    chosen = fact(
        "remedy.chosen", "2026-03-02 13:05", known="2026-03-02 13:05", remedy="third_party"
    )
    arrived = fact("visit.arrived", "2026-03-02 12:58", known="2026-03-02 13:30")

    opened = worked(THIRD_PARTY, case(*DEMANDED), "2026-03-02 13:00")
    later = worked(THIRD_PARTY, case(*DEMANDED, chosen, arrived), "2026-03-02 13:40")

    assert opened.remedies[0].state is RemedyState.OPEN
    assert later.clock("on_site").state is ClockState.MET
    assert later.remedies[0].state is RemedyState.KEPT
    assert later.cost("third_party").payer == "provider"


def test_4_after_24_hours_an_explanation_with_three_things_in_it_is_owed():
    notice = fact("notice.formal", "2026-03-02 10:00")
    half = fact("explanation.sent", "2026-03-03 11:00", reason="pump", text="spare under way")
    whole = fact(
        "explanation.sent",
        "2026-03-03 12:00",
        reason="pump",
        text="spare under way",
        effective_at=when("2026-03-05 10:00"),
    )

    def duty(*facts):
        (line,) = worked(THIRD_PARTY, case(notice, *facts), "2026-03-03 13:00").duties
        return line

    assert duty().state is DutyState.OWED
    assert duty().opened_at == when("2026-03-03 10:00")
    assert (duty(half).state, duty(half).lacks) == (DutyState.OWED, ("effective_at",))
    assert duty(half, whole).state is DutyState.DONE


# --- 5. who pays while the cause is not known -----------------------------------------------

CAUSES = """
rules:
  free:
    form: term
    name: Free repair
    source: S2-1c
    start: equipment.accepted
    length: 1 year
  cost:
    form: cost
    name: Who pays
    cases:
      - source: S2-6d
        when: {tender_indicator_missed: yes, cause: [supplied_defect, our_guidance]}
        pays: {all: provider}
      - source: S2-5c
        when: {cause: [customer_modification, improper_maintenance]}
        pays: {all: customer}
        price: {all: quote}
      - {source: S2-2c, when: {term.free: active}, pays: {all: provider}}
      - source: S2-8b
        when: {term.free: ended}
        pays: {all: customer}
        price: {all: favourable}
  emergency:
    form: clock
    name: Emergency after the warranty
    source: S2-9b
    when: {term.free: ended, emergency: yes, cause: [inherent_defect, unknown]}
    start: request.received
    stop: visit.arrived
    limit: 4 h
    calendar: elapsed
"""
OLD = {"equipment__accepted": when("2024-01-10 00:00")}
EMERGENCY = fact("request.received", "2026-03-02 10:00", emergency=True)


def test_5_while_the_cause_is_unknown_the_clock_runs_and_both_outcomes_stand():
    found = worked(CAUSES, case(EMERGENCY, **OLD), "2026-03-02 11:00")

    assert found.clock("emergency").due_at == when("2026-03-02 14:00")
    assert [(o.value, o.truth) for o in found.cost("parts").payers] == [
        ("provider", Truth.UNKNOWN),
        ("customer", Truth.UNKNOWN),
        ("customer", Truth.YES),
    ]
    assert found.cost("parts").prices[-1].value == "favourable"


def test_5_the_final_cause_makes_it_a_quote_and_leaves_the_clock_as_it_was():
    facts = case(
        EMERGENCY,
        fact("visit.arrived", "2026-03-02 13:00"),
        fact(
            "cause.found",
            "2026-03-02 15:00",
            cause="customer_modification",
            finding="final",
            tender_indicator_missed=False,
        ),
        **OLD,
    )

    found = worked(CAUSES, facts, "2026-03-02 16:00")

    assert found.cost("parts").payer == "customer"
    assert found.cost("parts").prices[0].value == "quote"
    assert found.clock("emergency").state is ClockState.MET


# --- 6. three failed repairs, against the two of the statute --------------------------------

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


# --- 7. modes, return to the works, payment first, one week ---------------------------------

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


# --- 8. uptime of the year multiplies what stops add to the warranty ------------------------

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


# --- 9. terms that end by the first of several things ---------------------------------------

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


# --- 10. cut-off, weekday windows, day and night, additions ---------------------------------

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


# --- 11. remedies by age, restart, refund pro rata ------------------------------------------

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


# --- 12. a substitute, a spare in four hours, a unit to be repaired afterwards --------------

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


# --- 13. news while open, uptime bands, claims, caps ----------------------------------------

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
