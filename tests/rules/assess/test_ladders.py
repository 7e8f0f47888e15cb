"""Ladders: one way after the other, each failed or waived before the next."""

import pytest

from kept.rules.assess import StepState
from kept.rules.assess.say import Speaker
from kept.rules.assess.say.ladders import ladder_words
from tests.rules.assess.scene import SHANGHAI, case, fact, judged, policy, when

MODES = """
rules:
  modes:
    form: ladder
    name: How we help
    source: T-1
    when: {case_type: fault}
    solved: service.restored
    steps:
      self_check:
        name: self-check
        tried: {event: remote.attempted, where: {mode: self_check}}
        source: T-2
      remote:
        name: remote help
        tried: {event: remote.attempted, where: {mode: remote}}
        source: T-3
        when: {contract.service_tier: [A, B]}
      on_site: {name: visit, tried: visit.arrived, source: T-4}
      send_in: {name: repair at the works, tried: goods.received_for_repair, source: [T-5, T-6]}
"""
REQUEST = fact("request.received", "2026-03-02 10:00", case_type="fault")
TIER = {"contract__service_tier": "A"}


def self_check(at="10:10", **values):
    return fact("remote.attempted", f"2026-03-02 {at}", mode="self_check", **values)


def remote(at="10:30", **values):
    return fact("remote.attempted", f"2026-03-02 {at}", mode="remote", **values)


def arrived(at="14:00", **values):
    return fact("visit.arrived", f"2026-03-02 {at}", **values)


def line(*facts, at="2026-03-02 20:00", **about):
    return judged(MODES, case(REQUEST, *facts, **(about or TIER)), at).ladders[0]


NA, NEXT, LATER = StepState.NOT_APPLICABLE, StepState.NEXT, StepState.LATER
FAILED, TRYING, SKIPPED = StepState.FAILED, StepState.TRYING, StepState.SKIPPED
WAIVED, WORKED = StepState.WAIVED, StepState.WORKED


@pytest.mark.parametrize(
    ("facts", "states", "state"),
    [
        ([], [NEXT, LATER, LATER, LATER], "self_check"),
        ([self_check()], [TRYING, LATER, LATER, LATER], "self_check"),
        ([self_check(result="failed")], [FAILED, NEXT, LATER, LATER], "remote"),
        (
            [self_check(result="waived", reason="machine is locked")],
            [WAIVED, NEXT, LATER, LATER],
            "remote",
        ),
        # a waiver needs a reason
        ([self_check(result="waived")], [NEXT, LATER, LATER, LATER], "self_check"),
        ([self_check(result="failed"), remote()], [FAILED, TRYING, LATER, LATER], "remote"),
        ([self_check(result="failed"), arrived()], [FAILED, SKIPPED, TRYING, LATER], "on_site"),
        ([self_check(result="worked")], [WORKED, NEXT, LATER, LATER], "solved"),
        (
            [self_check(result="failed"), remote(result="failed"), arrived(result="failed")],
            [FAILED, FAILED, FAILED, NEXT],
            "send_in",
        ),
        (
            [
                self_check(result="failed"),
                remote(result="failed"),
                arrived(result="failed"),
                fact("goods.received_for_repair", "2026-03-02 18:00", result="failed"),
            ],
            [FAILED] * 4,
            "exhausted",
        ),
    ],
)
def test_whose_turn_it_is(facts, states, state):
    found = line(*facts)

    assert [step.state for step in found.steps] == states
    assert found.state == state


def test_a_step_that_does_not_apply_is_passed_over():
    found = line(self_check(result="failed"), contract__service_tier="C")

    assert [step.state for step in found.steps] == [FAILED, NA, NEXT, LATER]
    assert (found.current, found.next) == ("on_site", "send_in")


def test_it_ends_when_the_service_is_restored_and_goes_on_when_the_case_is_reopened():
    restored = fact("service.restored", "2026-03-02 15:00")
    reopened = fact("case.reopened", "2026-03-02 17:00")
    facts = (self_check(result="failed"), restored)

    assert line(*facts).state == "solved"
    assert line(*facts, reopened).state == "remote"
    assert line(*facts, reopened, at="2026-03-02 16:00").state == "solved"


def test_what_worked_no_longer_counts_when_something_else_is_tried_later():
    assert line(self_check(result="worked"), remote()).state == "remote"


def test_another_rule_can_look_at_the_step():
    rules = MODES.replace("source: [T-5, T-6]", "source: T-5") + (
        "  sent:\n    form: clock\n    name: Engineer sent\n    source: T-6\n"
        "    start: {becomes: {ladder.modes: on_site}}\n    stop: visit.arrived\n"
        "    limit: 4 h\n    calendar: elapsed\n"
    )
    facts = case(REQUEST, self_check(result="failed"), remote(result="failed"), **TIER)

    found = judged(rules, facts, "2026-03-02 11:00").clock("sent")

    assert found.started_at == when("2026-03-02 10:30")


@pytest.mark.parametrize("language", ["en", "zh-Hans", "zh-Hant"])
def test_it_is_said_whose_turn_it_is_and_what_was_left_out(language):
    speaker = Speaker(policy(MODES), language, SHANGHAI)

    def said(*facts):
        return ladder_words(speaker, line(*facts))

    skipped = said(self_check(result="failed"), arrived())
    solved = said(self_check(result="worked"))

    assert "visit" in skipped
    assert "remote help" in skipped
    assert "2026" in solved
    assert len({said(), skipped, solved}) == 3


def ended(step, result, at="10:40", **values):
    return fact("step.ended", f"2026-03-02 {at}", step=step, result=result, **values)


@pytest.mark.parametrize(
    ("facts", "states", "state"),
    [
        # how a step went can be told by itself, whatever trying it is
        ([self_check(), ended("self_check", "failed")], [FAILED, NEXT, LATER, LATER], "remote"),
        ([self_check(), ended("self_check", "worked")], [WORKED, NEXT, LATER, LATER], "solved"),
        (
            [arrived(), ended("on_site", "failed", "16:00")],
            [SKIPPED, SKIPPED, FAILED, NEXT],
            "send_in",
        ),
        (
            [ended("self_check", "waived", reason="nobody there")],
            [WAIVED, NEXT, LATER, LATER],
            "remote",
        ),
        ([ended("self_check", "waived")], [NEXT, LATER, LATER, LATER], "self_check"),
        # leaving out a later one says nothing about those before it
        (
            [ended("remote", "waived", reason="no network")],
            [NEXT, WAIVED, LATER, LATER],
            "self_check",
        ),
    ],
)
def test_how_a_step_went_is_told_by_itself(facts, states, state):
    found = line(*facts)

    assert [step.state for step in found.steps] == states
    assert found.state == state


def skipped(*facts, **about):
    return {step.key: step.skipped_by for step in line(*facts, **about).steps if step.skipped_by}


def test_a_step_is_left_out_by_the_first_later_one_that_is_tried():
    first, second = arrived("11:00"), arrived("14:00", result="failed")

    assert skipped(first, second) == {"self_check": first.id, "remote": first.id}
    assert skipped(self_check(result="failed"), first) == {"remote": first.id}
    assert skipped(self_check(), remote(result="failed"), first) == {"self_check": remote().id}


@pytest.mark.parametrize(
    "facts",
    [
        [self_check(result="failed"), remote(result="failed"), arrived()],
        [self_check(result="failed"), ended("remote", "waived", reason="no network"), arrived()],
        # it failed; that it is tried once more beside the visit changes nothing
        [self_check(result="failed"), remote(result="failed"), arrived(), remote("15:00")],
        # nothing comes first once the service is back
        [fact("service.restored", "2026-03-02 11:00"), arrived()],
    ],
)
def test_what_was_over_is_not_left_out(facts):
    assert skipped(*facts) == {}


def test_what_did_not_apply_then_was_not_left_out():
    assert skipped(self_check(result="failed"), arrived(), contract__service_tier="C") == {}


def test_a_late_entry_of_the_earlier_attempt_takes_the_departure_back():
    assert skipped(arrived(), self_check(result="failed"), remote(result="failed")) == {}


def test_each_attempt_says_when_by_whom_how_it_went_and_why():
    told = self_check(result="waived", reason="machine is locked", by="Chen Jing")

    (attempt,) = line(told).steps[0].attempts

    assert (attempt.at, attempt.by) == (when("2026-03-02 10:10"), "Chen Jing")
    assert (attempt.result, attempt.reason) == ("waived", "machine is locked")
