"""Escalations: who is called in before and after a breach, and what that raises."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kept.rules.assess import ClockState, assess
from kept.rules.assess.say import Speaker, document
from kept.rules.assess.say.escalations import escalation_words
from tests.rules.assess.scene import SHANGHAI, case, fact, judged, policy, when

REQUEST = fact("request.received", "2026-03-02 10:00")
CHAIN = """
rules:
  answer:
    form: clock
    name: {en: Answer, zh-Hans: 答复}
    source: T-1
    start: request.received
    stop: response.given
    limit: 2 h
    calendar: elapsed
  chain:
    form: escalation
    name: {en: Escalation, zh-Hans: 升级}
    source: [T-2, T-3]
    steps:
      - {when: {used: {clock: answer, at_least: 75%}}, to: manager, source: T-4}
      - when: {clock.answer: broken}
        to: [management, customer]
        name: {en: promise broken, zh-Hans: 已超时}
        source: [T-5, T-6]
"""


def steps(*facts, at, rules=CHAIN):
    lines = judged(rules, case(REQUEST, *facts), f"2026-03-02 {at}").escalations
    return [(line.number, f"{line.since:%H:%M}", line.truth.value) for line in lines]


@pytest.mark.parametrize(
    ("facts", "at", "expected"),
    [
        ((), "11:29", []),
        ((), "11:30", [(1, "11:30", "yes")]),  # three quarters of two hours
        ((), "12:00", [(1, "11:30", "yes"), (2, "12:00", "yes")]),
        ((fact("response.given", "2026-03-02 11:40"),), "11:45", []),  # done: nobody is needed
        ((fact("response.given", "2026-03-02 12:10"),), "12:15", [(2, "12:00", "yes")]),
    ],
)
def test_people_are_called_in_before_the_breach_and_after_it(facts, at, expected):
    assert steps(*facts, at=at) == expected


def test_the_next_look_is_when_the_next_step_comes():
    rules = CHAIN.replace("calendar: elapsed", "calendar: elapsed\n    warn: []")

    assert judged(rules, case(REQUEST), "2026-03-02 10:05").look_at == when("2026-03-02 11:30")
    assert judged(rules, case(REQUEST), "2026-03-02 11:35").look_at == when("2026-03-02 12:00")


def test_nobody_called_in_is_said_and_why():
    found = judged(CHAIN, case(REQUEST), "2026-03-02 10:05")

    assert found.escalations == ()
    assert found.absent[0].rule == "chain"
    assert {b.truth.value for b in found.absent[0].reason.because} == {"no"}


@pytest.mark.parametrize(
    ("values", "taken"),
    [({}, True), ({"role": "manager"}, True), ({"role": "management"}, False)],
)
def test_somebody_takes_it_on(values, taken):
    accepted = fact("escalation.accepted", "2026-03-02 11:35", by="Wu Min", **values)

    (line,) = judged(CHAIN, case(REQUEST, accepted), "2026-03-02 11:40").escalations

    assert (line.accepted_by == "Wu Min") is taken
    assert (line.accepted_at == when("2026-03-02 11:35")) is taken


def test_of_a_clock_that_does_not_apply_nothing_is_used_or_broken():
    rules = CHAIN.replace("limit: 2 h", "limit: 2 h\n    when: {urgent: yes}")
    calm = fact("request.described", "2026-03-02 10:01", urgent=False)

    assert steps(calm, at="13:00", rules=rules) == []


def test_of_a_promise_that_may_not_apply_it_is_only_possible():
    rules = CHAIN.replace("limit: 2 h", "limit: 2 h\n    when: {urgent: yes}")

    assert steps(at="11:40", rules=rules) == [(1, "11:30", "unknown")]


SHORTER = """
levels:
  fault:
    name: Fault
    grades:
      1: {name: one, when: {urgent: yes}}
      2: {name: two, otherwise: yes}
""" + CHAIN.replace("limit: 2 h", "limit: {by: level.fault, cells: {1: 1 h, 2: 4 h}}").replace(
    "source: T-4}", "source: T-4, raises: {level.fault: 1}}"
)


def test_a_step_raises_a_level_and_the_clock_follows():
    """Three of four hours are used up at 13:00; then one hour counts from the start."""
    calm = fact("request.described", "2026-03-02 10:01", urgent=False)

    before = judged(SHORTER, case(REQUEST, calm), "2026-03-02 12:59")
    after = judged(SHORTER, case(REQUEST, calm), "2026-03-02 13:00")

    assert (before.grades[0].value, after.grades[0].value) == ("2", "1")
    assert before.look_at == when("2026-03-02 13:00")
    assert before.clock("answer").state is ClockState.RUNNING
    assert after.clock("answer").broken_at == when("2026-03-02 13:00")


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
    pauses: [{from: waiting.began, until: waiting.ended}]
  chain:
    form: escalation
    name: Escalation
    source: [T-4, T-5, T-6]
    steps: [{when: {used: {clock: answer, at_least: 40%}}, to: manager}]
"""
MINUTES = st.integers(0, 4 * 24 * 60)


@given(began=MINUTES, waited=st.integers(1, 2000), looked=MINUTES)
def test_a_part_is_used_up_when_the_time_spent_says_so(began, waited, looked):
    """The oracle counts the spent time second by second; the mark is found from the other end."""
    start = when("2026-03-06 15:00")  # a Friday
    first, last = start + timedelta(minutes=began), start + timedelta(minutes=began + waited)
    facts = case(
        fact("request.received", "2026-03-06 15:00"),
        fact("waiting.began", f"{first:%Y-%m-%d %H:%M}"),
        fact("waiting.ended", f"{last:%Y-%m-%d %H:%M}"),
    )

    found = assess(policy(PAUSED), facts, start + timedelta(minutes=looked))

    spent = found.clock("answer").spent_seconds
    assert spent is not None
    assert bool(found.escalations) is (spent >= 0.4 * 8 * 3600)


@pytest.mark.parametrize(
    ("at", "language", "sentence"),
    [
        ("11:40", "en", "Escalation: call in the manager, since 2 Mar 2026 11:30."),
        ("11:40", "zh-Hans", "升级：自 2026年3月2日 11:30 起须报主管。"),
        ("11:40", "zh-Hant", "升級：自 2026年3月2日 11:30 起須報主管。"),
    ],
)
def test_who_is_called_in_is_said(at, language, sentence):
    line = judged(CHAIN, case(REQUEST), f"2026-03-02 {at}").escalations[0]

    assert escalation_words(Speaker(policy(CHAIN), language, SHANGHAI), line) == sentence


def test_what_is_used_up_is_said_and_told():
    result = judged(CHAIN, case(REQUEST), "2026-03-02 12:00")
    first, second = document(policy(CHAIN), result)["escalations"]

    assert first["conditions"][0]["text"]["en"] == "75% of the time for “Answer” is used up"
    assert (first["step"], first["to"], second["to"]) == (
        1,
        ["manager"],
        ["management", "customer"],
    )
    assert second["clauses"] == ["T-5", "T-6", "T-2", "T-3"]


def passed_on(at="12:10", **values):
    return fact("escalation.passed_on", f"2026-03-02 {at}", **values)


def called(*facts, at="13:00", number=2):
    lines = judged(CHAIN, case(REQUEST, *facts), f"2026-03-02 {at}").escalations
    return next(line for line in lines if line.number == number)


def test_to_whom_it_was_passed_on_has_to_answer_from_then_on():
    line = called(
        passed_on(role="management", to_role="sales", reason="a question of price", by="Wu")
    )

    assert line.to == ("sales", "customer")
    assert [(one.by, one.to, one.reason) for one in line.passed_on] == [
        ("Wu", "sales", "a question of price")
    ]
    assert line.accepted_at is None


def test_who_was_passed_on_to_takes_it_on():
    on = passed_on(role="management", to_role="sales", reason="a question of price")
    taken = fact("escalation.accepted", "2026-03-02 12:30", role="sales", by="Lin")

    assert called(on, taken).accepted_by == "Lin"


def test_who_passed_it_on_takes_it_on_no_more():
    on = passed_on(role="management", to_role="sales", reason="a question of price")
    taken = fact("escalation.accepted", "2026-03-02 12:30", role="management")

    assert called(on, taken).accepted_at is None


def test_what_was_taken_on_and_then_passed_on_needs_somebody_again():
    taken = fact("escalation.accepted", "2026-03-02 12:05", role="management")
    on = passed_on(role="management", to_role="sales", reason="a question of price")

    assert called(taken).accepted_at == when("2026-03-02 12:05")
    assert called(taken, on).accepted_at is None


@pytest.mark.parametrize("values", [{"to_role": "sales"}, {"reason": "no time"}])
def test_without_a_reason_or_a_name_it_stays_where_it_is(values):
    assert called(passed_on(role="management", **values)).to == ("management", "customer")


def test_whoever_is_expected_to_miss_a_promise_may_be_called_in_before():
    rules = CHAIN.replace(
        "when: {clock.answer: broken}",
        "when: {any: [{clock.answer: broken}, {happened: miss.predicted}]}",
    )
    predicted = fact("miss.predicted", "2026-03-02 10:20", reason="the part comes tomorrow")

    assert steps(at="10:30", rules=rules) == []
    assert steps(predicted, at="10:30", rules=rules) == [(2, "10:20", "yes")]


def test_reminders_of_the_customer_may_call_somebody_in():
    rules = CHAIN.replace("{clock.answer: broken}", "{counter.reminders: reached}") + (
        "  reminders: {form: counter, name: Reminders, source: T-5, counts: reminder.received,"
        " reach: 2}\n"
    )
    first, second = (fact("reminder.received", f"2026-03-02 10:{m}") for m in (20, 40))

    assert steps(first, at="10:50", rules=rules) == []
    assert steps(first, second, at="10:50", rules=rules) == [(2, "10:40", "yes")]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Passed on to the sales department at 2 Mar 2026 12:10: a question of price."),
        ("zh-Hans", "转交销售部门：a question of price。"),
    ],
)
def test_words_say_to_whom_and_why(language, said):
    rules = policy(CHAIN)
    speaker = Speaker(rules, language, SHANGHAI)
    line = called(passed_on(role="management", to_role="sales", reason="a question of price"))

    assert said in escalation_words(speaker, line)
