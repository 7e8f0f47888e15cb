"""Gates: a step waits for what it needs, may be excused, and is noticed when it does not wait."""

import pytest

from kept.rules.assess import GateState
from kept.rules.assess.say import Speaker, document
from kept.rules.assess.say.gates import gate_words
from tests.rules.assess.scene import SHANGHAI, case, fact, judged, policy, when

PAY_FIRST = """
rules:
  free:
    form: term
    name: Free repair
    source: T-1
    start: equipment.accepted
    length: 1 year
  pay_first:
    form: gate
    name: Payment first
    source: T-2
    when: {term.free: ended}
    step: goods.returned_shipped
    needs:
      - {name: the payment, when: {happened: payment.received}, source: T-3}
      - {when: {cause: {known: yes}}, source: [T-4, T-5]}
    excused_by: exception.granted
    see: T-6
"""
OLD = {"equipment__accepted": when("2024-01-10 00:00")}
REQUEST = fact("request.received", "2026-03-02 10:00")
FOUND = fact("cause.found", "2026-03-02 12:00", cause="wear")
PAID = fact("payment.received", "2026-03-03 10:00")
SENT = fact("goods.returned_shipped", "2026-03-04 10:00", id="sent")
EXCUSED = fact("exception.granted", "2026-03-03 09:00", reason="loyal", by="Wu Min")


def pay_first(*facts, at="2026-03-05 10:00", **about):
    (line,) = judged(PAY_FIRST, case(REQUEST, *facts, **(about or OLD)), at).gates
    return line


@pytest.mark.parametrize(
    ("facts", "state", "missing"),
    [
        ((), GateState.CLOSED, ["T-3", "T-4"]),
        ((PAID,), GateState.CLOSED, ["T-4"]),
        ((FOUND,), GateState.CLOSED, ["T-3"]),
        ((FOUND, PAID), GateState.OPEN, []),
        ((EXCUSED,), GateState.OPEN, []),  # the exception lets it pass
    ],
)
def test_a_step_waits_for_all_it_needs(facts, state, missing):
    line = pay_first(*facts)

    assert line.state is state
    assert [m.reason.clauses[0] for m in line.missing] == missing
    assert line.steps == ("goods.returned_shipped",)


@pytest.mark.parametrize(
    ("facts", "departures"),
    [
        ((FOUND, PAID, SENT), []),
        ((FOUND, SENT), ["sent"]),
        ((EXCUSED, SENT), []),
        ((FOUND, SENT, fact("payment.received", "2026-03-04 12:00")), ["sent"]),  # paid afterwards
        ((FOUND, SENT, fact("payment.received", "2026-03-04 10:00")), []),  # at the same moment
        ((SENT, fact("exception.granted", "2026-03-04 12:00")), ["sent"]),  # excused afterwards
    ],
)
def test_a_step_is_judged_by_what_held_when_it_happened(facts, departures):
    assert [p.fact for p in pay_first(*facts).passed] == departures


def test_a_late_fact_takes_a_departure_back():
    paid = fact("payment.received", "2026-03-03 10:00", known="2026-03-06 10:00")
    facts = case(REQUEST, FOUND, paid, SENT, **OLD)

    known_then = judged(PAY_FIRST, facts.known_by(when("2026-03-05 10:00")), "2026-03-05 10:00")
    known_now = judged(PAY_FIRST, facts, "2026-03-06 11:00")

    assert [p.fact for p in known_then.gates[0].passed] == ["sent"]
    assert known_now.gates[0].passed == ()


def test_while_it_is_unknown_whether_a_gate_is_there_it_is_possible():
    """Nobody has said when the equipment was accepted."""
    (line,) = judged(PAY_FIRST, case(REQUEST), "2026-03-05 10:00").gates

    assert line.state is GateState.POSSIBLE


def test_a_gate_that_does_not_apply_says_why():
    young = {"equipment__accepted": when("2026-01-10 00:00")}

    found = judged(PAY_FIRST, case(REQUEST, **young), "2026-03-05 10:00")

    assert found.gates == ()
    (absent,) = [a for a in found.absent if a.rule == "pay_first"]
    assert absent.reason.because[0].values == (("term.free", "active"),)
    assert absent.reason.clauses == ("T-2", "T-6")  # also those that it names under `see`


@pytest.mark.parametrize(
    ("left_out", "clauses"),
    [
        ([], ("T-2", "T-6")),
        (["source: T-2"], ("T-6",)),
        (["source: T-2", "see: T-6"], ("T-3", "T-4", "T-5")),
    ],
)
def test_a_gate_that_does_not_apply_names_what_it_rests_on(left_out, clauses):
    """Its own clauses and those kept elsewhere (`see`); without any, those of its parts."""
    rules = PAY_FIRST
    for line in left_out:
        rules = rules.replace(f"    {line}\n", "")
    young = {"equipment__accepted": when("2026-01-10 00:00")}

    found = judged(rules, case(REQUEST, **young), "2026-03-05 10:00")

    assert [a.reason.clauses for a in found.absent if a.rule == "pay_first"] == [clauses]


def test_the_reason_names_the_clauses_of_rule_and_needs():
    assert pay_first().reason.clauses == ("T-2", "T-3", "T-4", "T-5", "T-6")
    assert pay_first(PAID).reason.clauses == ("T-2", "T-4", "T-5", "T-6")


WAITING = (
    PAY_FIRST
    + """
  answer:
    form: clock
    name: Sent back
    see: T-1
    when: {gate.pay_first: open}
    start: repair.finished
    stop: goods.returned_shipped
    limit: 2 h
    calendar: elapsed
"""
)


def test_a_clock_can_wait_until_a_gate_is_open():
    """Shut from the first request on, open with the payment; the clock counts from its start."""
    finished = fact("repair.finished", "2026-03-03 09:00")

    before = judged(WAITING, case(REQUEST, FOUND, finished, **OLD), "2026-03-03 11:30")
    after = judged(WAITING, case(REQUEST, FOUND, finished, PAID, **OLD), "2026-03-03 11:30")

    assert before.clocks == ()
    assert after.clock("answer").promises[0].since == when("2026-03-03 10:00")
    assert after.clock("answer").broken_at == when("2026-03-03 11:00")


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "Payment first: “repaired goods sent back” has to wait; missing: the payment."),
        ("zh-Hans", "先付款：“返修件寄出”须等待；尚缺：客户付款。"),
        ("zh-Hant", "先付款：「返修件寄出」須等待；尚缺：客戶付款。"),
    ],
)
def test_what_is_missing_is_said(language, sentence):
    rules = PAY_FIRST.replace("name: Payment first", "name: {en: Payment first, zh-Hans: 先付款}")
    rules = rules.replace("name: the payment", "name: {en: the payment, zh-Hans: 客户付款}")
    result = judged(rules, case(REQUEST, FOUND, **OLD), "2026-03-05 10:00")

    speaker = Speaker(policy(rules), language, SHANGHAI)

    assert gate_words(speaker, result.gates[0]) == sentence


def test_a_departure_and_an_unnamed_need_are_said():
    line = pay_first(PAID, SENT)

    assert gate_words(Speaker(policy(PAY_FIRST), "en", SHANGHAI), line) == (
        "Payment first: “repaired goods sent back” has to wait; missing: cause is not known yet. "
        "“repaired goods sent back” happened at 4 Mar 2026 10:00, before its time."
    )


def test_the_document_holds_what_the_line_says():
    (told,) = document(
        policy(PAY_FIRST), judged(PAY_FIRST, case(REQUEST, FOUND, SENT, **OLD), "2026-03-05 10:00")
    )["gates"]

    assert (told["rule"], told["state"]) == ("pay_first", "closed")
    assert told["missing"][0]["text"]["en"] == "the payment"
    assert told["passed"] == [
        {"kind": "goods.returned_shipped", "at": "2026-03-04T10:00:00+08:00", "fact": "sent"}
    ]
    assert told["clauses"][0] == "T-2"
