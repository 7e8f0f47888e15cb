"""Lengths and limits by tables and conditions, in every place where one may stand."""

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from kept.rules.assess import ClockState, ScheduleState, TermState, assess
from kept.rules.facts import Fact, Facts
from tests.rules.assess.paper import paper, worked
from tests.rules.assess.scene import case, fact, when

TERM = """
facts:
  use: {type: one_of, name: use, choices: {home: {name: home}, trade: {name: trade}}}
  part: {type: one_of, name: part, choices: {compressor: {name: c}, door: {name: d}}}
rules:
  free:
    form: term
    name: Free
    source: A-1
    start: equipment.delivered
    length: LENGTH
"""
BY_CASES = "[{is: 2 years, when: {use: home}, source: A-2}, {is: 1 year, source: A-3}]"
BY_TABLE = "{by: [part, use], cells: {compressor / *: 5 years, '*': {is: 1 year, source: A-3}}}"


def free(length, **about):
    known = {"equipment__delivered": when("2024-01-10 00:00"), **about}
    result = worked(TERM.replace("LENGTH", length), case(**known), "2026-03-01 00:00")
    return result.terms[0]


@pytest.mark.parametrize(
    ("length", "about", "end", "clause"),
    [
        (BY_CASES, {"use": "home"}, "2026-01-10", "A-2"),
        (BY_CASES, {"use": "trade"}, "2025-01-10", "A-3"),
        (BY_TABLE, {"part": "compressor"}, "2029-01-10", "A-1"),
        (BY_TABLE, {"part": "door", "use": "home"}, "2025-01-10", "A-3"),
    ],
)
def test_the_length_of_a_term_depends_on_the_case(length, about, end, clause):
    line = free(length, **about)

    assert line.end == when(f"{end} 00:00")
    assert clause in line.reason.clauses


def test_while_more_than_one_length_is_possible_a_term_is_neither():
    line = free(BY_CASES)

    assert (line.end, line.state, line.length) == (None, TermState.UNKNOWN, "open")
    assert [b.values for b in line.reason.because] == [(("use", None),)]


def test_an_answer_that_changes_nothing_leaves_nothing_open():
    assert free("[{is: 12 months, when: {use: home}}, 12 months]").state is TermState.ENDED


def test_a_nested_length_is_the_longest_of_those_that_fit():
    nested = f"{{longest_of: [{{from: contract.warranty}}, {BY_CASES}]}}"

    assert free(nested, use="trade", contract__warranty="3 years").end == when("2027-01-10 00:00")


SCHEDULE = """
facts: {kind: {type: one_of, name: kind, choices: {lift: {name: l}, stairs: {name: s}}}}
rules:
  care:
    form: schedule
    name: Care
    source: A-1
    every: {by: kind, cells: {lift: 1 month, stairs: EVERY}}
    from: equipment.accepted
    done: maintenance.ended
"""


@pytest.mark.parametrize(
    ("kind", "every", "state", "due"),
    [
        ("lift", "3 months", ScheduleState.MISSED, "2026-02-02"),
        ("stairs", "3 months", ScheduleState.DUE, "2026-04-02"),
        ("stairs", "unset", ScheduleState.UNSET, None),
        (None, "3 months", ScheduleState.UNKNOWN, None),
    ],
)
def test_a_rhythm_by_kind(kind, every, state, due):
    about = {"equipment__accepted": when("2026-01-01 00:00"), **({"kind": kind} if kind else {})}
    line = worked(SCHEDULE.replace("EVERY", every), case(**about), "2026-02-10 00:00").schedules[0]

    assert line.state is state
    assert [p.due_at for p in line.periods][:1] == ([when(f"{due} 00:00")] if due else [])


def test_an_unset_lead_is_shown_and_never_missed():
    rules = """
    rules:
      free: {form: term, name: F, source: A-1, start: equipment.accepted, length: 1 year}
      last: {form: schedule, name: L, source: A-2, before: {end_of: free}, lead: unset,
             done: maintenance.ended}
    """
    known = case(equipment__accepted=when("2025-01-01 00:00"))
    line = worked(rules, known, "2026-06-01 00:00").schedules[0]

    assert (line.state, line.periods) == (ScheduleState.UNSET, ())


CLAIM = """
facts: {tier: {type: one_of, name: tier, choices: {gold: {name: g}, plain: {name: p}}}}
rules:
  credit:
    form: amount
    name: Credit
    source: A-1
    what: credit
    formula: 10
    claim: {within: [{is: 60 days, when: {tier: gold}}, 30 days], of: service.restored}
"""


@pytest.mark.parametrize(
    ("about", "state"),
    [({"tier": "gold"}, "claimable"), ({"tier": "plain"}, "barred"), ({}, "claimable")],
)
def test_the_time_to_claim_depends_on_the_contract(about, state):
    facts = case(fact("service.restored", "2026-01-01 10:00"), **about)

    assert worked(CLAIM, facts, "2026-02-15 10:00").amounts[0].state.value == state


def test_a_while_after_an_event_and_an_elapsed_time_by_condition():
    rules = """
    facts: {vip: {type: yes_no, name: vip}}
    rules:
      late:
        form: clock
        name: L
        source: A-1
        start: {after: [{is: 1 h, when: {vip: yes}}, 3 h], of: request.received}
        stop: response.given
        limit: 30 min
        calendar: elapsed
      told:
        form: duty
        name: T
        source: A-2
        when: {elapsed: {from: request.received, more_than: [{is: 2 h, when: {vip: yes}}, 8 h]}}
        done: customer.told
    """

    def at(hour, **about):
        facts = case(fact("request.received", "2026-03-02 10:00"), **about)
        return worked(rules, facts, f"2026-03-02 {hour}:00")

    assert at(13, vip=True).clock("late").due_at == when("2026-03-02 11:30")
    assert at(13, vip=False).clock("late").due_at == when("2026-03-02 13:30")
    assert at(13).clock("late").state is ClockState.NOT_STARTED
    assert [[d.state.value for d in at(13, vip=vip).duties] for vip in (True, False)] == [
        ["owed"],
        [],
    ]
    assert at(13).duties[0].state.value == "possible"


LIMIT = """
calendars:
  office: {name: office, weekly: {mon-fri: ["09:00-18:00"]}}
facts: {urgent: {type: yes_no, name: urgent}}
rules:
  visit:
    form: clock
    name: Visit
    source: A-1
    start: request.received
    stop: visit.arrived
    calendar: office
    limit: LIMIT
"""
CASES = "[{is: 2 h, when: {urgent: yes}, source: A-2}, {is: 4 h, source: A-3}]"


def visit(limit, at="2026-03-02 10:01", **about):
    facts = case(fact("request.received", "2026-03-02 10:00"), **about)
    return worked(LIMIT.replace("LIMIT", limit), facts, at).clock("visit")


@pytest.mark.parametrize(("urgent", "due"), [(True, "12:00"), (False, "14:00")])
def test_a_limit_by_condition(urgent, due):
    assert visit(CASES, urgent=urgent).due_at == when(f"2026-03-02 {due}")


def test_the_strictest_limit_counts_as_possible_while_its_condition_is_open():
    line = visit(CASES)

    assert (line.due_at, line.certain) == (when("2026-03-02 12:00"), False)
    assert any(b.values == (("urgent", None),) for b in line.reason.because)


def test_a_row_of_a_table_may_have_a_condition():
    table = "{by: channel, cells: {telephone: {is: 1 h, when: {urgent: yes}}, '*': 4 h}}"

    assert visit(table, channel="telephone", urgent=True).due_at == when("2026-03-02 11:00")
    assert visit(table, channel="telephone", urgent=False).due_at == when("2026-03-02 14:00")


@pytest.mark.parametrize(
    ("given", "due"),
    [
        ("2026-03-04 00:00", "2026-03-04 18:00"),  # a date: until close of business
        ("2026-03-07 00:00", "2026-03-08 00:00"),  # a Saturday has none
        ("2026-03-04 11:30", "2026-03-04 11:30"),
    ],
)
def test_a_limit_until_the_appointed_date(given, due):
    line = visit("{until: equipment.retired}", equipment__retired=when(given))

    assert line.due_at == when(due)


def test_a_missed_appointed_date_is_broken_and_an_unknown_one_is_measured():
    late = visit(
        "{until: equipment.retired}",
        "2026-03-05 09:00",
        equipment__retired=when("2026-03-04 00:00"),
    )

    assert late.broken_at == when("2026-03-04 18:00")
    assert visit("{until: equipment.retired}").state is ClockState.UNSET


CLOCKS_CHANGE = """
rules:
  free:
    form: term
    name: Free
    source: A-1
    start: equipment.delivered
    length: 1 year
    extend: [{from: stop.began, until: stop.ended, source: A-2}]
"""


def test_a_stop_over_the_change_of_clocks_counts_its_real_hours():
    zone = ZoneInfo("Europe/Berlin")

    def at(text):
        return datetime.fromisoformat(text).replace(tzinfo=zone)

    policy = replace(paper(CLOCKS_CHANGE), zone="Europe/Berlin")
    stop = (  # the night of 29 March 2026 has 23 hours
        Fact("1", "stop.began", at("2026-03-28 12:00")),
        Fact("2", "stop.ended", at("2026-03-29 12:00")),
    )
    facts = Facts(stop, {"equipment.delivered": at("2026-01-10 00:00")})
    term = assess(policy, facts, at("2026-06-01 00:00")).terms[0]

    assert term.extended_seconds == 23 * 3600
    assert term.end == at("2027-01-10 23:00")
