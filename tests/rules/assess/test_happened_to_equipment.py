"""A condition that looks at this case and at earlier ones of the same equipment."""

from dataclasses import replace

import pytest

from kept.rules.assess import ClockState, assess
from kept.rules.assess.say.document import document
from kept.rules.facts import Facts
from kept.rules.policy import load
from tests.rules.assess.scene import fact, when

POLICY = """
policy: EVER
language: 1
title: {en: Ever, zh-Hans: 以往}
zone: Asia/Shanghai
calendars: {elapsed: {name: {en: every hour, zh-Hans: 按自然时间}, always: yes}}
events:
  overload.seen: {name: {en: overload seen, zh-Hans: 曾过载}, undone_by: overload.cleared}
  overload.cleared: {name: {en: overload cleared, zh-Hans: 过载已排除}}
clauses:
  E-1: {line: 1, en: Once overloaded it is out., zh-Hans: 曾过载的不保修。}
  E-2: {line: 2, en: Overloaded machines are seen within a day., zh-Hans: 曾过载的一天内查看。}
rules:
  out:
    form: cover
    name: {en: Not covered, zh-Hans: 不保修}
    cases:
      - is: out
        source: E-1
        name: {en: once overloaded, zh-Hans: 曾过载}
        when:
          happened_to_equipment: {event: overload.seen, where: {result: failed}}
          at: request.received
  seen:
    form: clock
    name: {en: Seen, zh-Hans: 查看}
    source: E-2
    when: {happened_to_equipment: overload.seen}
    start: request.received
    stop: visit.arrived
    limit: 24 h
    calendar: elapsed
"""
EVER = load(POLICY, file="EVER")
REQUEST = fact("request.received", "2026-03-02 10:00")


def past(kind: str, at: str, **values):
    return replace(fact(kind, at, **values), case="C-1")


def judged(*history, facts=(REQUEST,), at="2026-03-02 12:00"):
    return assess(EVER, Facts(tuple(facts), {}, tuple(history)), when(at))


def is_out(answer) -> bool:
    return [line.inside for line in answer.cover] == [False]


OVERLOAD = past("overload.seen", "2026-02-01 09:00", result="failed")


@pytest.mark.parametrize(
    ("history", "out"),
    [
        ((), False),
        ((OVERLOAD,), True),
        # Its values count, in the earlier case as well.
        ((past("overload.seen", "2026-02-01 09:00", result="worked"),), False),
        # What an earlier case took back has not happened, and what comes after the request neither.
        ((OVERLOAD, past("overload.cleared", "2026-02-03 09:00")), False),
        ((past("overload.seen", "2026-03-02 11:00", result="failed"),), False),
    ],
)
def test_what_happened_in_an_earlier_case_counts_from_that_day_on(history, out):
    assert is_out(judged(*history)) is out


def test_what_happened_in_this_case_counts_as_well_and_may_be_taken_back_here():
    here = fact("overload.seen", "2026-03-02 09:00", result="failed")
    cleared = fact("overload.cleared", "2026-03-02 09:30")

    assert is_out(judged(facts=(here, REQUEST)))
    assert not is_out(judged(OVERLOAD, facts=(cleared, REQUEST)))


def test_the_reason_says_in_which_case_it_happened():
    answer = judged(OVERLOAD)
    [cover] = document(EVER, answer)["cover"]

    assert [one["text"]["en"] for one in cover["conditions"]] == [
        "“overload seen” happened at 1 Feb 2026 09:00, in case C-1"
    ]
    assert answer.clock("seen").state is ClockState.RUNNING


def test_a_clock_begins_to_apply_at_the_moment_it_happened_elsewhere():
    """Another case of the same machine, going on while this one is open."""
    meanwhile = past("overload.seen", "2026-03-02 11:00")

    assert not judged(meanwhile, at="2026-03-02 10:30").clocks
    assert judged(meanwhile).clock("seen").due_at == when("2026-03-03 10:00")
