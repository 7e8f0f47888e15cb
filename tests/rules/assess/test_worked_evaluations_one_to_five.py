"""Promises of real papers, worked out by hand first: levels, zones, stops, rights, causes."""

import pytest

from kept.rules.assess import (
    AmountState,
    ClockState,
    DutyState,
    RemedyState,
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


# --- 2. channels, zones, "immediately" -------------------------------------------------------

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


# --- 5. who pays while the cause is not known ------------------------------------------------

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
