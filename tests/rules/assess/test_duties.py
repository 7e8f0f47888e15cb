"""Duties: what is owed from when, what does it, what is missing in it, and who signed."""

import pytest

from kept.rules.assess import DutyState
from kept.rules.assess.say import Speaker, document
from kept.rules.assess.say.duties import duty_words
from tests.rules.assess.scene import SHANGHAI, case, fact, judged, policy, when

REQUEST = fact("request.received", "2026-03-02 10:00")
EXPLAIN = """
rules:
  answer:
    form: clock
    name: Answer
    source: T-1
    start: request.received
    stop: response.given
    limit: 1 h
    calendar: elapsed
  explanation:
    form: duty
    kind: document
    name: {en: Written explanation, zh-Hans: 书面说明}
    source: [T-2, T-3]
    see: [T-4, T-5, T-6]
    when: {clock.answer: broken}
    done: explanation.sent
    to: customer
    contents: [reason, effective_at]
    keep: 10 years
    lapses: customer.told
"""
NEW_DATE = when("2026-03-05 09:00")
WHOLE = fact(
    "explanation.sent", "2026-03-02 15:00", reason="no part", effective_at=NEW_DATE, id="whole"
)
TOLD = fact("customer.told", "2026-03-02 15:30")
EMPTY = fact("explanation.sent", "2026-03-02 14:00", reason="", effective_at=NEW_DATE)


def explanation(*facts, at="2026-03-02 16:00"):
    return judged(EXPLAIN, case(REQUEST, *facts), at).duty("explanation")


@pytest.mark.parametrize(
    ("facts", "state", "lacks", "done"),
    [
        ((), DutyState.OWED, (), None),
        ((EMPTY,), DutyState.OWED, ("reason",), None),  # one part left empty keeps it owed
        ((EMPTY, WHOLE), DutyState.DONE, (), "2026-03-02 15:00"),
        ((fact("customer.told", "2026-03-02 12:00"),), DutyState.LAPSED, (), None),
        (
            (WHOLE, fact("customer.told", "2026-03-02 15:30")),
            DutyState.DONE,
            (),
            "2026-03-02 15:00",
        ),
    ],
)
def test_a_breach_opens_a_duty_that_is_done_with_all_its_contents(facts, state, lacks, done):
    line = explanation(*facts)

    assert line.opened_at == when("2026-03-02 11:00")  # the moment of the breach
    assert (line.state, line.lacks) == (state, lacks)
    assert line.done_at == (when(done) if done else None)
    assert line.keep_until == (when("2036-03-02 15:00") if done else None)


def test_before_the_breach_nothing_is_owed_and_the_rule_says_why():
    found = judged(EXPLAIN, case(REQUEST), "2026-03-02 10:30")

    assert found.duties == ()
    assert "explanation" in [a.rule for a in found.absent]
    assert found.look_at == when("2026-03-02 10:45")  # the clock's warning; then its due


def test_a_late_fact_that_takes_the_breach_back_takes_the_duty_back():
    answered = fact("response.given", "2026-03-02 10:50", known="2026-03-02 13:00")
    facts = case(REQUEST, answered)

    then = judged(EXPLAIN, facts.known_by(when("2026-03-02 12:00")), "2026-03-02 12:00")
    now = judged(EXPLAIN, facts, "2026-03-02 13:00")

    assert then.duty("explanation").state is DutyState.OWED
    assert now.duties == ()


EACH = """
rules:
  report:
    form: duty
    name: Report
    source: [T-1, T-2, T-3, T-4, T-5, T-6]
    when: {urgent: yes}
    opens: visit.ended
    each: yes
    done: inspection_report.submitted
    signed_by: customer
    blocks_closing: yes
"""
URGENT = fact("request.described", "2026-03-02 10:01", urgent=True)


def visit(day):
    return fact("visit.ended", f"2026-03-{day} 10:00")


def report(day, **values):
    return fact("inspection_report.submitted", f"2026-03-{day} 12:00", **values)


def signed(day, **values):
    return fact("report.signed", f"2026-03-{day} 12:30", **values)


def states(rules, *facts, at="2026-03-20 10:00"):
    lines = judged(rules, case(REQUEST, *facts), at).duties
    return [(line.key, line.state.value) for line in lines]


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ((), [("report", "not_open")]),
        ((visit("03"),), [("report", "owed")]),
        ((visit("03"), report("03")), [("report", "owed")]),  # nobody signed
        ((visit("03"), report("03"), signed("03")), [("report", "done")]),
        ((visit("03"), report("03"), signed("03", signature="refused")), [("report", "done")]),
        # one report does the oldest visit
        (
            (visit("03"), visit("05"), report("06"), signed("03")),
            [("report", "done"), ("report#2", "owed")],
        ),
        # a report of before the visit is no report of it
        ((report("02"), visit("03"), signed("03")), [("report", "owed")]),
    ],
)
def test_each_opening_is_a_duty_of_its_own(facts, expected):
    assert states(EACH, URGENT, *facts) == expected


def test_while_it_is_unknown_whether_it_is_owed_the_duty_is_possible():
    assert states(EACH, visit("03")) == [("report", "possible")]
    assert states(EACH, visit("03"), report("03"), signed("03")) == [("report", "done")]


def test_refusal_and_absence_are_outcomes_and_the_last_word_counts():
    facts = (URGENT, visit("03"), report("03"), signed("03", signature="refused"), signed("04"))
    rules = EACH.replace("signed_by: customer", "signed_by: [customer, provider]")

    (line,) = judged(rules, case(REQUEST, *facts), "2026-03-20 10:00").duties

    assert [s.outcome for s in line.signatures] == [None, None]  # two to sign: who did?
    assert states(EACH, *facts) == [("report", "done")]


def test_what_is_owed_keeps_the_case_from_being_closed():
    owed = judged(EACH, case(REQUEST, URGENT, visit("03")), "2026-03-20 10:00")
    done = judged(
        EACH, case(REQUEST, URGENT, visit("03"), report("03"), signed("03")), "2026-03-20 10:00"
    )

    assert [line.rule for line in owed.holding_back("case.closed")] == ["report"]
    assert owed.holding_back("visit.arrived") == ()
    assert done.holding_back("case.closed") == ()


SAME = """
rules:
  back:
    form: duty
    name: Removed unit
    source: [T-1, T-2, T-3, T-4, T-5, T-6]
    opens: spare.received
    each: yes
    same: serial
    done: {first_of: [repair.finished, record.filed]}
    outlives: yes
"""


def test_openings_and_what_does_them_belong_together_by_their_values():
    """S3a-2.3d: each removed unit stays owed until that very unit is repaired or replaced."""
    facts = (
        fact("spare.received", "2026-03-03 10:00", serial="A"),
        fact("spare.received", "2026-03-04 10:00", serial="B"),
        fact("repair.finished", "2026-03-05 10:00", serial="B"),
    )

    assert states(SAME, *facts) == [("back", "owed"), ("back#2", "done")]
    assert states(SAME, *facts, fact("case.reopened", "2026-03-06 10:00")) == [
        ("back", "owed"),
        ("back#2", "owed"),  # what was finished is not finished any more
    ]


def test_a_clock_and_another_duty_can_wait_for_a_duty():
    rules = (
        EXPLAIN
        + """
  follow_up:
    form: clock
    name: Call
    see: T-1
    start: {becomes: {duty.explanation: done}}
    stop: follow_up.made
    limit: 2 h
    calendar: elapsed
"""
    )
    result = judged(rules, case(REQUEST, EMPTY, WHOLE), "2026-03-02 18:00")

    assert result.clock("follow_up").started_at == when("2026-03-02 15:00")
    assert result.clock("follow_up").broken_at == when("2026-03-02 17:00")


@pytest.mark.parametrize(
    ("facts", "language", "sentence"),
    [
        ((), "en", "Written explanation: owed by us to the customer since 2 Mar 2026 11:00."),
        ((), "zh-Hans", "书面说明：自 2026年3月2日 11:00 起待办，由我方负责，对象为客户。"),
        ((), "zh-Hant", "書面說明：自 2026年3月2日 11:00 起待辦，由我方負責，對象為客戶。"),
        (
            (EMPTY,),
            "en",
            (
                "Written explanation: owed by us to the customer since 2 Mar 2026 11:00. "
                "It does not say yet: reason."
            ),
        ),
        (
            (WHOLE,),
            "en",
            "Written explanation: done at 2 Mar 2026 15:00. To be kept until 2 Mar 2036.",
        ),
    ],
)
def test_what_is_owed_is_said(facts, language, sentence):
    assert duty_words(Speaker(policy(EXPLAIN), language, SHANGHAI), explanation(*facts)) == sentence


def test_a_refused_signature_is_said():
    facts = (URGENT, visit("03"), report("03"), signed("03", signature="refused"))
    (line,) = judged(EACH, case(REQUEST, *facts), "2026-03-20 10:00").duties

    said = duty_words(Speaker(policy(EACH), "en", SHANGHAI), line)

    assert said == "Report: done at 3 Mar 2026 12:30. The customer refused to sign."


def test_the_document_holds_what_the_line_says():
    result = judged(EXPLAIN, case(REQUEST, EMPTY), "2026-03-02 16:00")
    (told,) = document(policy(EXPLAIN), result)["duties"]

    assert (told["key"], told["kind"], told["state"]) == ("explanation", "document", "owed")
    assert told["lacks"] == ["reason"]
    assert told["opened_at"] == "2026-03-02T11:00:00+08:00"
    assert told["clauses"] == ["T-2", "T-3", "T-4", "T-5", "T-6"]
