"""What is remembered and carried over between rounds changes no answer."""

import random
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kept.rules.assess import assess
from kept.rules.assess.engine import settled
from kept.rules.assess.lines import ANSWERS
from kept.rules.assess.scene import Scene
from kept.rules.facts import Fact, Facts
from tests.rules.assess.scene import policy, when
from tests.rules.assess.test_everything import POLICY, START, some_case


class Nothing(dict):
    def __setitem__(self, key, value):
        """Keep nothing."""


class Naive(Scene):
    """Works everything out again in every round, and each test each time it is asked."""

    def __init__(self, *args, **more):
        super().__init__(*args, **more)
        self.fitting = Nothing()

    def next_round(self):
        return Naive(self.policy, self.known, self.at, self.ask, before=self)

    def remembered(self, key, work):
        return work()


@pytest.mark.parametrize("seed", range(40))
def test_a_policy_with_every_form_gives_what_whole_rounds_give(seed):
    rng = random.Random(f"rounds {seed}")
    facts, at = some_case(rng), START + timedelta(minutes=rng.randint(0, 250_000))

    assert assess(POLICY, facts, at) == settled(Naive(POLICY, facts, at, ANSWERS))


CIRCLE = policy("""
levels:
  fault:
    name: Level
    source: T-1
    grades:
      1: {name: worst, when: {any: [{clock.answer: broken}, {down: yes}]}}
      2: {name: mild, otherwise: yes}
rules:
  answer:
    form: clock
    name: Answer
    source: T-2
    start: request.received
    stop: response.given
    calendar: elapsed
    limit: {by: level.fault, cells: {1: 1 h, "*": 4 h}}
  visit:
    form: clock
    name: Visit
    source: T-3
    when: {urgent: {known: yes}, clock.answer: {not: met}, at: request.received}
    start: {first_of: [waiting.began, {event: request.received, where: {urgent: yes}}]}
    stop: visit.arrived
    calendar: office
    limit: {by: level.fault, cells: {1: 2 h, "*": 1 working day}}
  free: {form: term, name: Free, source: T-4, start: request.received, length: 1 year}
""")
KINDS = st.sampled_from(
    ["request.described", "response.given", "waiting.began", "visit.arrived", "case.reopened"]
)
VALUES = st.dictionaries(st.sampled_from(["urgent", "down"]), st.booleans())


@given(
    st.lists(st.tuples(st.integers(0, 900), KINDS, VALUES), max_size=8),
    VALUES,
    st.integers(0, 2000),
)
def test_a_breach_that_raises_the_level_gives_what_whole_rounds_give(later, first, looked):
    start = when("2026-03-02 10:00")
    rows = [(0, "request.received", first), *later]
    facts = Facts(
        tuple(
            Fact(str(n), kind, start + timedelta(minutes=after), values=values)
            for n, (after, kind, values) in enumerate(rows)
        )
    )
    at = start + timedelta(minutes=looked)

    assert assess(CIRCLE, facts, at) == settled(Naive(CIRCLE, facts, at, ANSWERS))


def test_another_round_works_out_only_what_a_circle_touches():
    start = when("2026-03-02 10:00")
    facts = Facts((Fact("1", "request.received", start),))
    scene = Scene(CIRCLE, facts, start + timedelta(hours=5), ANSWERS)
    settled(scene)

    carried = scene.next_round().found

    assert scene.circular
    assert {"term.free"} <= set(carried)
    assert not {"clock.answer", "clock.visit", "level.fault"} & set(carried)


def test_what_met_a_rule_still_being_worked_out_is_asked_again():
    facts = Facts((Fact("1", "request.received", when("2026-03-02 10:00")),))
    scene = Scene(CIRCLE, facts, when("2026-03-02 11:00"), ANSWERS)

    def asked():
        return scene.remembered("test", lambda: scene.worked_out("rule", lambda: "never"))

    assert scene.worked_out("rule", lambda: f"then {asked()}") == "then None"
    assert asked() == "then None"
