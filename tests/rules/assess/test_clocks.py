"""Clocks: start, stop, due, breach, and what late or corrected facts do to them."""

import pytest

from kept.rules.assess import ClockState, assess
from kept.rules.policy import load
from tests.rules.assess.scene import HEAD, case, clock, fact, judged, when

ANSWER = """
rules:
  answer:
    form: clock
    name: Answer
    source: [T-1, T-2, T-3, T-4]
    start: request.received
    stop: response.given
    limit: 2 h
    calendar: elapsed
"""
REQUEST = fact("request.received", "2026-03-02 10:00")


@pytest.mark.parametrize(
    ("answered", "asked_at", "state", "broken"),
    [
        (None, "10:30", ClockState.RUNNING, None),
        (None, "11:59", ClockState.RUNNING, None),
        (None, "12:00", ClockState.BROKEN, "12:00"),  # the due itself has passed undone
        ("11:59", "12:30", ClockState.MET, None),
        ("12:00", "12:30", ClockState.MET, None),  # kept iff done at or before the due
        ("12:01", "12:30", ClockState.LATE, "12:00"),
    ],
)
def test_a_promise_is_kept_iff_done_by_its_due(answered, asked_at, state, broken):
    facts = [REQUEST]
    if answered:
        facts.append(fact("response.given", f"2026-03-02 {answered}"))

    line = clock(ANSWER, case(*facts), f"2026-03-02 {asked_at}")

    assert line.due_at == when("2026-03-02 12:00")
    assert line.state is state
    assert line.broken_at == (when(f"2026-03-02 {broken}") if broken else None)


def test_a_late_fact_takes_the_breach_back_and_both_answers_are_kept():
    """hours.md 12: "as known then" and "as known now"."""
    facts = case(
        fact("request.received", "2026-03-02 10:00", known="2026-03-02 10:01"),
        fact("response.given", "2026-03-02 11:55", known="2026-03-02 13:20"),
    )

    then = clock(ANSWER, facts.known_by(when("2026-03-02 13:00")), "2026-03-02 13:00")
    now = clock(ANSWER, facts, "2026-03-02 13:30")

    assert then.state is ClockState.BROKEN
    assert now.state is ClockState.MET
    assert now.broken_at is None


def test_a_corrected_fact_no_longer_counts():
    facts = case(
        REQUEST,
        fact("response.given", "2026-03-02 11:00", id="wrong"),
        fact("response.given", "2026-03-02 12:30", corrects="wrong"),
    )

    assert clock(ANSWER, facts, "2026-03-02 13:00").state is ClockState.LATE


def test_a_withdrawn_fact_opens_the_clock_again():
    facts = case(
        REQUEST,
        fact("response.given", "2026-03-02 11:00", id="wrong"),
        fact("fact.withdrawn", "2026-03-02 11:30", corrects="wrong"),
    )

    assert clock(ANSWER, facts, "2026-03-02 11:45").state is ClockState.RUNNING


def test_an_answer_before_the_request_stops_nothing():
    facts = case(fact("response.given", "2026-03-02 09:00"), REQUEST)

    assert clock(ANSWER, facts, "2026-03-02 10:30").state is ClockState.RUNNING


VISIT = """
rules:
  answer:
    form: clock
    name: Engineer on site
    source: [T-1, T-2, T-3, T-4]
    when: {any: [{happened: customer.demanded_visit}, {urgent: yes}]}
    start: request.received
    stop: visit.arrived
    limit: 3 h
    calendar: elapsed
"""


def test_a_condition_that_comes_true_later_counts_from_the_original_start():
    """Ticking "customer requires on-site" shows 3 h counted from the notice, not the tick."""
    facts = case(
        fact("request.received", "2026-03-02 10:00", urgent=False),
        fact("customer.demanded_visit", "2026-03-02 10:30"),
    )

    line = clock(VISIT, facts, "2026-03-02 10:40")

    assert line.due_at == when("2026-03-02 13:00")
    assert line.promises[0].since == when("2026-03-02 10:30")
    assert line.certain


def test_while_a_condition_is_unknown_the_clock_runs_as_if_it_applied():
    line = clock(VISIT, case(REQUEST), "2026-03-02 10:40")

    assert line.state is ClockState.RUNNING
    assert not line.certain


@pytest.mark.parametrize(
    ("arrived", "state"),
    [("2026-03-02 12:00", ClockState.MET), ("2026-03-02 15:00", ClockState.UNSET)],
)
def test_what_is_done_after_a_due_that_is_only_possible_is_neither_kept_nor_late(arrived, state):
    """Nobody knows yet whether the 3 hours were promised: arriving after them was measured."""
    line = clock(VISIT, case(REQUEST, fact("visit.arrived", arrived)), "2026-03-02 16:00")

    assert (line.state, line.broken_at, line.certain) == (state, None, False)


def test_a_promise_that_may_not_apply_is_not_called_broken():
    unanswered = clock(VISIT, case(REQUEST), "2026-03-02 14:00")
    answered_later = case(REQUEST, fact("request.described", "2026-03-02 14:00", urgent=True))

    assert unanswered.broken_at is None
    assert clock(VISIT, answered_later, "2026-03-02 15:00").broken_at == when("2026-03-02 13:00")


def test_a_rule_that_does_not_apply_says_why():
    facts = case(fact("request.received", "2026-03-02 10:00", urgent=False))

    assessment = judged(VISIT, facts, "2026-03-02 10:40")

    assert assessment.clocks == ()
    assert assessment.absent[0].rule == "answer"
    assert {b.truth.value for b in assessment.absent[0].reason.because} == {"no"}


def test_a_breach_stays_when_the_rule_stops_applying():
    facts = case(
        fact("request.received", "2026-03-02 10:00", urgent=True),
        fact("request.described", "2026-03-02 14:00", urgent=False),
    )

    line = clock(VISIT, facts, "2026-03-02 15:00")

    assert line.state is ClockState.BROKEN
    assert line.broken_at == when("2026-03-02 13:00")
    assert line.ended_at == when("2026-03-02 14:00")


def test_a_rule_that_stops_applying_in_time_is_no_longer_owed():
    facts = case(
        fact("request.received", "2026-03-02 10:00", urgent=True),
        fact("request.described", "2026-03-02 11:00", urgent=False),
    )

    line = clock(VISIT, facts, "2026-03-02 15:00")

    assert line.state is ClockState.ENDED
    assert line.broken_at is None


PAUSED = """
rules:
  answer:
    form: clock
    name: Repaired
    source: [T-1, T-2, T-3]
    start: request.received
    stop: service.restored
    limit: 8 h
    calendar: office
    pauses:
      - from: {event: waiting.began, where: {waiting_for: customer}}
        until: waiting.ended
        name: waiting for the customer
        source: T-4
"""


def test_waiting_for_the_customer_moves_the_due_by_its_working_time():
    facts = case(
        fact("request.received", "2026-03-02 16:00"),  # Monday; two hours left that day
        fact("waiting.began", "2026-03-02 17:00", waiting_for="customer_access"),
        fact("waiting.ended", "2026-03-03 10:00"),  # 1 h on Monday, 1 h on Tuesday
    )

    line = clock(PAUSED, facts, "2026-03-03 10:30")

    assert line.due_at == when("2026-03-03 18:00")  # 16:00 would be the due without
    assert line.stops[0].counted_seconds == 2 * 3600
    assert line.spent_seconds == 90 * 60


def test_waiting_for_ourselves_pauses_nothing():
    facts = case(
        fact("request.received", "2026-03-02 09:00"),
        fact("waiting.began", "2026-03-02 10:00", waiting_for="us"),
    )

    assert clock(PAUSED, facts, "2026-03-02 11:00").state is ClockState.RUNNING


def test_a_paused_clock_is_not_broken_while_it_stands_still():
    facts = case(
        fact("request.received", "2026-03-02 09:00"),
        fact("waiting.began", "2026-03-02 10:00", waiting_for="customer"),
    )

    line = clock(PAUSED, facts, "2026-03-05 11:00")

    assert line.state is ClockState.PAUSED
    assert line.spent_seconds == 3600


def test_a_clock_stands_still_from_the_moment_the_waiting_begins():
    facts = case(
        fact("request.received", "2026-03-02 09:00"),
        fact("waiting.began", "2026-03-02 10:00", waiting_for="customer"),
    )

    assert clock(PAUSED, facts, "2026-03-02 10:00").state is ClockState.PAUSED


def test_a_waiting_that_nobody_ended_moves_the_due_no_more_once_the_clock_is_done():
    facts = case(
        fact("request.received", "2026-03-02 09:00"),
        fact("waiting.began", "2026-03-02 10:00", waiting_for="customer"),
        fact("service.restored", "2026-03-02 11:00"),
    )

    dues = {clock(PAUSED, facts, at).due_at for at in ("2026-03-02 11:00", "2026-03-05 11:00")}
    assert len(dues) == 1


def test_reopening_continues_the_same_clock_without_the_solved_time():
    facts = case(
        fact("request.received", "2026-03-02 09:00"),
        fact("service.restored", "2026-03-02 11:00"),
        fact("case.reopened", "2026-03-03 09:00"),
    )

    line = clock(PAUSED, facts, "2026-03-03 10:00")

    assert line.state is ClockState.RUNNING
    assert line.spent_seconds == 3 * 3600
    assert line.due_at == when(
        "2026-03-03 16:00"
    )  # 2 h used on Monday, 6 h left from Tuesday 09:00


REPEATING = """
rules:
  news:
    form: clock
    name: News
    source: [T-1, T-2, T-3, T-4]
    start: request.received
    stop: customer.told
    limit: 30 min
    calendar: elapsed
    repeat: after stop
    until: service.restored
"""


def test_news_are_owed_again_after_each_until_the_service_is_back():
    facts = case(
        fact("request.received", "2026-03-02 10:00"),
        fact("customer.told", "2026-03-02 10:20"),
        fact("customer.told", "2026-03-02 11:00"),
        fact("service.restored", "2026-03-02 11:10"),
    )

    lines = judged(REPEATING, facts, "2026-03-02 12:00").clocks

    assert [(line.key, line.state.value) for line in lines] == [
        ("news", "met"),
        ("news#2", "late"),  # due 10:50, told 11:00
        ("news#3", "ended"),  # back at 11:10, before 11:30
    ]


NEXT_ANSWER = """
rules:
  answer:
    form: clock
    name: Next answer
    source: [T-1, T-2, T-3, T-4]
    start: contact.received
    stop: response.given
    limit: 1 h
    calendar: elapsed
    repeat: each start
"""


def test_the_next_answer_counts_from_the_first_unanswered_contact():
    facts = case(
        fact("contact.received", "2026-03-02 10:00"),
        fact("contact.received", "2026-03-02 10:30"),  # repeats do not move it
        fact("response.given", "2026-03-02 10:45"),
        fact("contact.received", "2026-03-02 12:00"),
    )

    lines = judged(NEXT_ANSWER, facts, "2026-03-02 12:10").clocks

    assert [(line.started_at, line.due_at) for line in lines] == [
        (when("2026-03-02 10:00"), when("2026-03-02 11:00")),
        (when("2026-03-02 12:00"), when("2026-03-02 13:00")),
    ]


LEAD = """
rules:
  notify:
    form: clock
    name: New number
    source: [T-1, T-2, T-3, T-4]
    start: number.change_planned
    stop: number.notified
    before: {time_in: number.change_planned, field: effective_at}
    limit: 3 days
    calendar: elapsed
"""


@pytest.mark.parametrize(
    ("told", "state"), [("2026-03-07 09:00", "met"), ("2026-03-08 09:00", "late")]
)
def test_a_minimum_lead_is_counted_back_from_what_it_precedes(told, state):
    planned = fact(
        "number.change_planned", "2026-03-02 09:00", effective_at=when("2026-03-10 10:00")
    )

    line = clock(LEAD, case(planned, fact("number.notified", told)), "2026-03-09 09:00", "notify")

    assert line.due_at == when("2026-03-07 10:00")
    assert line.state.value == state


CHAINED = """
rules:
  answer:
    form: clock
    name: Answer
    source: T-1
    start: request.received
    stop: response.given
    limit: 1 h
    calendar: elapsed
  explain:
    form: clock
    name: Explanation
    source: [T-2, T-3, T-4]
    when: {clock.answer: broken}
    start: request.received
    stop: explanation.sent
    limit: 4 h
    calendar: elapsed
"""


def test_a_clock_can_wait_for_the_breach_of_another():
    before = judged(CHAINED, case(REQUEST), "2026-03-02 10:30")
    after = judged(CHAINED, case(REQUEST), "2026-03-02 11:30")

    assert [line.rule for line in before.clocks] == ["answer"]
    assert after.clock("explain").promises[0].since == when("2026-03-02 11:00")
    assert after.clock("explain").due_at == when("2026-03-02 14:00")


UNSET = ANSWER.replace("limit: 2 h", "limit: unset")


def test_a_clock_without_number_is_measured_and_never_broken():
    running = clock(UNSET, case(REQUEST), "2026-04-02 10:00")
    done = clock(
        UNSET, case(REQUEST, fact("response.given", "2026-03-02 15:00")), "2026-04-02 10:00"
    )

    assert (running.state, running.due_at, running.broken_at) == (ClockState.UNSET, None, None)
    assert (done.state, done.spent_seconds) == (ClockState.UNSET, 5 * 3600)


def test_warnings_come_at_a_fraction_and_at_an_offset():
    rules = ANSWER + "    warn: [75%, -15 min, +1 h]\n"

    line = clock(rules, case(REQUEST), "2026-03-02 10:10")

    assert line.warn_at == (
        when("2026-03-02 11:30"),
        when("2026-03-02 11:45"),
        when("2026-03-02 13:00"),
    )


def test_look_at_is_the_next_moment_at_which_time_alone_changes_something():
    assessment = judged(ANSWER + "    warn: [50%]\n", case(REQUEST), "2026-03-02 10:10")
    later = judged(ANSWER + "    warn: [50%]\n", case(REQUEST), "2026-03-02 11:10")

    assert assessment.look_at == when("2026-03-02 11:00")
    assert later.look_at == when("2026-03-02 12:00")


BANDS = """
calendars:
  elapsed: {name: every hour, always: yes}
  office: {name: office hours, weekly: {mon-fri: ["09:00-18:00"]}}
  night: {name: night, weekly: {mon-sun: ["22:00-06:00"]}}
rules:
  answer:
    form: clock
    name: On site
    source: [T-1, T-2, T-3, T-4]
    start: request.received
    stop: visit.arrived
    limit:
      by: calendar.night
      cells: {open: 3 h .. 4 h, closed: 2 h .. 3 h}
      add: [{when: {calendar.office: day_off}, by: 2 h}]
    calendar: elapsed
"""


@pytest.mark.parametrize(
    ("received", "target", "due"),
    [
        ("2026-03-02 10:00", "2026-03-02 12:00", "2026-03-02 13:00"),  # Monday, by day
        ("2026-03-02 21:59", "2026-03-02 23:59", "2026-03-03 00:59"),
        ("2026-03-02 22:00", "2026-03-03 01:00", "2026-03-03 02:00"),  # the night begins
        ("2026-03-03 05:59", "2026-03-03 08:59", "2026-03-03 09:59"),
        ("2026-03-03 06:00", "2026-03-03 08:00", "2026-03-03 09:00"),
        ("2026-03-08 10:00", "2026-03-08 14:00", "2026-03-08 15:00"),  # Sunday: 2 h more
    ],
)
def test_a_limit_by_day_and_night_with_an_addition_on_days_off(received, target, due):
    line = judged_with(BANDS, case(fact("request.received", received)), received)

    assert (line.target_at, line.due_at) == (when(target), when(due))


def judged_with(sections, facts, at):
    text = HEAD.split("calendars:")[0] + sections + HEAD[HEAD.index("clauses:") :]
    return assess(load(text, file="test.policy.yaml"), facts, when(at)).clock("answer")


def test_half_a_working_day_is_a_limit():
    rules = ANSWER.replace("limit: 2 h", "limit: half a working day").replace("elapsed", "office")

    line = clock(rules, case(REQUEST), "2026-03-02 10:30")

    assert line.due_at == when("2026-03-02 15:00")  # 10-12 and 13-15, of eight hours
    assert line.promises[0].limit == "half a working day"
