"""The moment at which a condition began to hold starts and stops things."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kept.rules.assess import ClockState
from kept.rules.assess.becoming import beginnings
from kept.rules.assess.conditions import holds
from kept.rules.assess.lines import ANSWERS
from kept.rules.assess.scene import Instant, Scene
from kept.rules.facts import Truth
from kept.rules.policy.model import Becomes
from tests.rules.assess.scene import case, clock, fact, judged, policy, when

REQUEST = fact("request.received", "2026-03-02 10:00")

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
    start: {becomes: {clock.answer: broken}}
    stop: explanation.sent
    limit: 24 h
    calendar: elapsed
"""


class TestAfterABreach:
    def test_a_clock_starts_when_another_is_broken(self):
        line = clock(CHAINED, case(REQUEST), "2026-03-02 11:30", "explain")

        assert line.started_at == when("2026-03-02 11:00")
        assert line.due_at == when("2026-03-03 11:00")

    def test_before_the_breach_it_waits(self):
        line = clock(CHAINED, case(REQUEST), "2026-03-02 10:30", "explain")

        assert (line.state, line.started_at) == (ClockState.NOT_STARTED, None)

    def test_a_late_fact_that_takes_the_breach_back_takes_the_start_back(self):
        answered = fact("response.given", "2026-03-02 10:50", known="2026-03-02 12:00")

        line = clock(CHAINED, case(REQUEST, answered), "2026-03-02 12:30", "explain")

        assert line.state is ClockState.NOT_STARTED


def answer(**lines):
    parts = {"start": "request.received", "stop": "response.given", "limit": "1 h"} | lines
    return "\nrules:\n  answer:\n    form: clock\n    name: A\n    source: T-1\n" + "".join(
        f"    {key}: {value}\n" for key, value in {**parts, "calendar": "elapsed"}.items()
    )


def test_time_alone_makes_it_so_and_says_when_to_look():
    rules = answer(start="{becomes: {elapsed: {from: interruption.began, more_than: 10 min}}}")
    facts = case(fact("interruption.began", "2026-03-02 09:00"))

    before = judged(rules, facts, "2026-03-02 09:05")
    after = judged(rules, facts, "2026-03-02 09:20")

    assert before.look_at == when("2026-03-02 09:10")
    assert before.clock("answer").started_at is None
    assert after.clock("answer").started_at == when("2026-03-02 09:10")


def test_each_time_it_begins_again_is_a_start_of_a_repeating_clock():
    rules = answer(start="{becomes: {down: yes}}", repeat="each start")
    facts = case(
        fact("request.described", "2026-03-02 09:00", down=True),
        fact("request.described", "2026-03-02 09:10", down=True),  # still down: nothing begins
        fact("response.given", "2026-03-02 09:30"),
        fact("request.described", "2026-03-02 10:00", down=False),
        fact("request.described", "2026-03-02 11:00", down=True),
    )

    lines = judged(rules, facts, "2026-03-02 12:00").clocks

    assert [line.started_at for line in lines] == [
        when("2026-03-02 09:00"),
        when("2026-03-02 11:00"),
    ]


def test_it_can_stop_a_clock_too():
    rules = answer(stop="{becomes: {size: {more_than: 10}}}")
    facts = case(
        REQUEST, *(fact("request.described", f"2026-03-02 10:{m}", size=m) for m in (10, 11))
    )

    assert clock(rules, facts, "2026-03-02 12:00").done_at == when("2026-03-02 10:11")


def test_a_term_is_looked_at_as_it_stands_at_each_moment():
    """A condition asks for the term at the start of the fault; `becomes` for when it ended."""
    rules = answer(start="{becomes: {term.free: ended}}") + (
        "  free: {form: term, name: F, source: T-2, start: equipment.accepted, length: 1 year}\n"
    )
    facts = case(REQUEST, equipment__accepted=when("2025-03-05 00:00"))

    assert clock(rules, facts, "2026-03-04 00:00").started_at is None
    assert clock(rules, facts, "2026-03-06 00:00").started_at == when("2026-03-05 00:00")


@pytest.mark.parametrize(
    ("received", "due"),
    [
        ("2026-03-02 10:00", "2026-03-02 12:00"),  # open: from the request itself
        ("2026-03-02 12:30", "2026-03-02 15:00"),  # over lunch: 13:00 + 2 h
        ("2026-03-06 19:00", "2026-03-09 11:00"),  # Friday evening: Monday 09:00 + 2 h
    ],
)
def test_two_hours_after_the_window_opens(received, due):
    rules = answer(start="{opening: office, since: request.received}", limit="2 h")

    line = clock(rules, case(fact("request.received", received)), received)

    assert line.due_at == when(due)


def test_a_moment_still_ahead_has_not_happened():
    rules = answer(when="{happened: {after: 2 days, of: request.received}}")

    early = judged(rules, case(REQUEST), "2026-03-03 10:00")

    assert early.clocks == ()
    assert early.look_at == when("2026-03-04 10:00")
    assert judged(rules, case(REQUEST), "2026-03-04 10:00").clocks != ()


MIXED = answer(
    start="{becomes: {any: [{down: yes, urgent: no}, {size: {more_than: 5}}, "
    "{elapsed: {from: stop.began, until: stop.ended, at_least: 7 min}}, "
    "{calendar.office: closed, down: yes}]}}"
)
MINUTES = st.integers(0, 60 * 12)
KINDS = st.sampled_from(["request.described", "stop.began", "stop.ended"])
VALUES = st.fixed_dictionaries(
    {},
    optional={"down": st.booleans(), "urgent": st.booleans(), "size": st.integers(0, 9)},
)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(MINUTES, KINDS, VALUES), min_size=1, max_size=7))
def test_the_beginnings_are_those_a_look_at_every_minute_finds(said):
    """Oracle: ask at each minute from the first fact on, and note each change to yes."""
    began = when("2026-03-02 09:00")
    facts = case(
        *(
            fact(
                kind,
                f"2026-03-{2 + (9 + m // 60) // 24:02} {(9 + m // 60) % 24:02}:{m % 60:02}",
                id=f"{i}",
                **v,
            )
            for i, (m, kind, v) in enumerate(said)
        )
    )
    at = began + timedelta(hours=16)
    scene = Scene(policy(MIXED), facts, at, ANSWERS)
    start = policy(MIXED).clocks[0].start
    assert isinstance(start, Becomes)

    expected, before = [], Truth.NO
    minute = min(f.at for f in facts.facts)
    while minute <= at:
        now = holds(scene, start.condition, Instant(minute, minute, moving=True)).truth
        if now is Truth.YES and before is not Truth.YES:
            expected.append(minute)
        minute, before = minute + timedelta(minutes=1), now

    assert [m.at for m in beginnings(scene, start.condition)] == expected
