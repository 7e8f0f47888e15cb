"""Only what a policy needs to know is asked, and nothing that is known already."""

from __future__ import annotations

from kept.rules.policy import finding_questions, intake_questions, load_file
from kept.rules.policy.questions import asked_for
from kept.rules.policy.shipped import shipped
from tests.rules.policy.texts import CLOCK, EVERYTHING, TERM, changed_rule, policy_of

ASKED = "facts: {down: {type: yes_no, name: down, ask: Is it down?, at: intake}}\n"


def intake(more: str = "", **changed: str) -> list[str]:
    policy = policy_of(changed_rule(CLOCK, **changed), more=more)
    return [attribute.key for attribute in intake_questions(policy)]


def test_what_no_clock_and_no_level_looks_at_is_not_asked():
    assert intake(ASKED) == []


def test_conditions_limits_and_levels_make_questions():
    level = "levels: {l: {name: l, grades: {1: {name: a, when: {down: yes}}}}}\n"

    assert intake(ASKED, when="{down: yes}") == ["down"]
    assert intake(ASKED, limit='{by: down, cells: {"*": 1 h}}') == ["down"]
    assert intake(ASKED, limit="{is: 1 h, add: [{when: {down: yes}, by: 1 h}]}") == ["down"]
    assert intake(ASKED + level) == ["down"]


def test_a_term_that_a_clock_looks_at_is_followed():
    term = changed_rule(TERM, when="{down: yes}")

    unasked = policy_of(CLOCK, more=ASKED, other=term)
    asked = policy_of(changed_rule(CLOCK, when="{term.other: active}"), more=ASKED, other=term)

    assert intake_questions(unasked) == ()
    assert [a.key for a in intake_questions(asked)] == ["down"]


def test_a_standard_attribute_has_a_question_when_it_is_used():
    policy = policy_of(changed_rule(CLOCK, when="{emergency: yes}"))
    (question,) = intake_questions(policy)

    assert question.ask == {
        "en": "Is it an emergency?",
        "zh-Hans": "是否属于紧急情况？",
        "zh-Hant": "是否屬於緊急情況？",
    }


def test_what_site_contract_and_the_form_itself_answer_is_not_asked():
    when = "{site.city: X, contract.service_tier: A, channel: mail, case_type: fault}"

    assert intake(when=when) == []


def test_values_that_narrow_an_event_are_not_asked():
    assert intake(ASKED, stop="{event: response.given, where: {down: no}}") == []


def test_they_come_in_the_order_of_the_file_with_standard_ones_behind():
    more = (
        "facts: {b: {type: yes_no, name: b, ask: B?, at: intake}, "
        "a: {type: yes_no, name: a, ask: A?, at: intake}}\n"
    )

    assert intake(more, when="{emergency: yes, a: yes, b: yes}") == ["b", "a", "emergency"]


def test_the_cause_is_asked_after_the_work():
    policy = load_file(EVERYTHING)

    assert [a.key for a in finding_questions(policy)] == ["cause"]
    assert [a.key for a in intake_questions(policy)] == ["basic_functions_lost", "emergency"]


def test_only_a_clock_that_may_run_for_a_type_of_request_asks_for_it():
    fault = policy_of(changed_rule(CLOCK, when="{case_type: fault, down: yes}"), more=ASKED)
    no_training = policy_of(
        changed_rule(CLOCK, when="{case_type: {not: training}, down: yes}"), more=ASKED
    )
    either = policy_of(
        changed_rule(CLOCK, when="{any: [{case_type: fault}, {down: yes}]}"), more=ASKED
    )

    assert "down" in asked_for(fault, "fault")
    assert "down" not in asked_for(fault, "training")
    assert "down" not in asked_for(no_training, "training")
    assert "down" in asked_for(either, "training")


def test_who_leads_may_depend_on_an_answer_as_well():
    policy = load_file(shipped()["S4a"])

    assert "project" in [attribute.key for attribute in intake_questions(policy)]
    assert "project" in asked_for(policy, "fault")
    assert "project" not in asked_for(policy, "training")
