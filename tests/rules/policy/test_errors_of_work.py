"""Mistakes in gates, duties and other rules about work: each at its line, with what was meant."""

from __future__ import annotations

import pytest

from kept.rules.facts.vocabulary import CHANNELS
from tests.rules.policy.texts import CLOCK, changed_rule, mistakes, policy_text

GATE = """\
form: gate
name: Payment first
source: D-1
step: goods.returned_shipped
needs: [{when: {happened: payment.received}}]
"""
DUTY = """\
form: duty
name: Report
source: D-1
done: inspection_report.submitted
"""


def wrong(rule: str, changed: dict[str, str]) -> list[tuple[int, str]]:
    return mistakes(policy_text(changed_rule(rule, **changed)))


@pytest.mark.parametrize(
    ("changed", "line", "sentence"),
    [
        ({"stop": "x"}, 17, "The gate “rule” has no key “stop”. Did you mean “step”?"),
        (
            {"step": "good.returned_shipped"},
            15,
            "There is no event “good.returned_shipped”. Did you mean “goods.returned_shipped”?",
        ),
        (
            {"step": "{first_of: [visit.arrived]}"},
            15,
            "Only a plain event can stand here, such as waiting.began.",
        ),
        ({"needs": "[]"}, 16, "A gate needs something: needs: [{when: {…}}]."),
        ({"needs": "[{name: x}]"}, 16, "The need lacks “when”."),
        (
            {"needs": "[{when: {happened: visit.ended}, whom: y}]"},
            16,
            "The need has no key “whom”. There are: when, name, source.",
        ),
        (
            {"when": "{gate.rules: open}"},
            17,
            "There is no gate “gate.rules”. Did you mean “gate.rule”?",
        ),
        (
            {"when": "{gate.rule: shut}"},
            17,
            "“gate.rule” is never “shut”; it is open or closed.",
        ),
    ],
)
def test_gates(changed, line, sentence):
    assert (line, sentence) in wrong(GATE, changed)


@pytest.mark.parametrize(
    ("changed", "line", "sentence"),
    [
        (
            {"form": "document"},
            12,
            "“document” is no form of its own; write it as “form: duty” with “kind: document”.",
        ),
        (
            {"kind": "papers"},
            16,
            (
                "“papers” is not a kind of duty; there are: document, notice, record, "
                "training, order, "
                "follow_up, obligation."
            ),
        ),
        ({"by": "enginer"}, 16, "There is no party or role “enginer”. Did you mean “engineer”?"),
        (
            {"to": "[customer, custmer]"},
            16,
            "There is no party or role “custmer”. Did you mean “customer”?",
        ),
        (
            {"through": "fone"},
            16,
            f"There is no channel “fone”. There are: {', '.join(sorted(CHANNELS))}.",
        ),
        ({"contents": "[reason, resaon]"}, 16, "There is no fact “resaon”. Did you mean “reason”?"),
        ({"clock": "answer"}, 16, "There is no clock “answer”."),
        (
            {"keep": "10"},
            16,
            "“10” has no unit; write for example 2 h, 30 min, 2 working days, 12 months or PT4H.",
        ),
        ({"same": "serial"}, 16, "“same” belongs to a duty with “each: yes”."),
        ({"each": "yes"}, 16, "“each” needs “opens”, the event of which each one opens a duty."),
        (
            {"each": "yes", "opens": "{all_of: [visit.ended, repair.finished]}"},
            17,
            (
                "With “each”, “opens” is a plain event such as visit.ended, or {first_of: […]} "
                "of some."
            ),
        ),
        (
            {"contents": "reason", "done": "{all_of: [visit.ended, repair.finished]}"},
            15,
            (
                "With “contents”, “done” is a plain event such as visit.ended, or {first_of: "
                "[…]} of some."
            ),
        ),
        ({"outlives": "maybe"}, 16, "Here stands “maybe” instead of yes or no."),
    ],
)
def test_duties(changed, line, sentence):
    assert wrong(DUTY, changed) == [(line, sentence)]


PROVISION = """\
form: provision
name: Substitutes
source: D-1
cases: [{is: allowed, name: a like part}]
"""
ASSIGNMENT = """\
form: assignment
name: Who leads
source: D-1
cases: [{lead: service}]
"""


@pytest.mark.parametrize(
    ("rule", "changed", "line", "sentence"),
    [
        (
            PROVISION,
            {"form": "part"},
            12,
            "“part” is no form of its own; write it as “form: provision” with “kind: part”.",
        ),
        (PROVISION, {"cases": "[]"}, 15, "The provision has no case; it does nothing."),
        (PROVISION, {"cases": "[{is: allowed}]"}, 15, "The provision case lacks “name”."),
        (
            PROVISION,
            {"cases": "[{is: allow, name: x}]"},
            15,
            (
                "“allow” is not a provision; there are: refused, with_approval, allowed, holds. "
                "Did you mean “allowed”?"
            ),
        ),
        (
            PROVISION,
            {"cases": "[{is: holds, name: x, items: part}]"},
            15,
            "There is no component or service “part”. Did you mean “parts”?",
        ),
        (ASSIGNMENT, {"cases": "[{lead: boss}]"}, 15, "There is no party or role “boss”."),
        (
            ASSIGNMENT,
            {"cases": "[{name: x}]"},
            15,
            (
                "An assignment case says one of lead, helpers, informed, may_close, needs, "
                "same_as, from, licence_valid."
            ),
        ),
        (
            ASSIGNMENT,
            {"cases": "[{needs: Hydraulics}]"},
            15,
            "“Hydraulics” cannot name a competence; use a-z, 0-9 and _, as in call.received.",
        ),
        (
            ASSIGNMENT,
            {"cases": "[{same_as: {all_of: [visit.ended]}}]"},
            15,
            "Only a plain event can stand here, such as waiting.began.",
        ),
    ],
)
def test_provisions_and_assignments(rule, changed, line, sentence):
    assert wrong(rule, changed) == [(line, sentence)]


ESCALATION = """\
form: escalation
name: Escalation
source: D-1
steps: [{when: {emergency: yes}, to: manager}]
"""
PRECEDENCE = """\
form: precedence
name: Order
source: D-1
ranks: [the contract]
"""


@pytest.mark.parametrize(
    ("rule", "changed", "line", "sentence"),
    [
        (ESCALATION, {"steps": "[]"}, 15, "An escalation has at least one step."),
        (ESCALATION, {"steps": "[{to: manager}]"}, 15, "The escalation step lacks “when”."),
        (
            ESCALATION,
            {"when": "{used: {clock: answer, at_least: 75%}}"},
            16,
            "There is no clock “answer”.",
        ),
        (
            ESCALATION,
            {"steps": "[{when: {emergency: yes}, to: manager, raises: {level.fault: 1}}]"},
            15,
            "There is no level “level.fault”.",
        ),
        (PRECEDENCE, {"rules": "[rule]"}, 16, "There is no cost, cover or provision rule “rule”."),
        (
            PRECEDENCE,
            {"ranks": "[]"},
            15,
            "Here stands an empty list instead of a list of sources, the strongest first.",
        ),
    ],
)
def test_escalations_and_precedence(rule, changed, line, sentence):
    assert wrong(rule, changed) == [(line, sentence)]


def test_a_precedence_says_something():
    assert mistakes(policy_text(PRECEDENCE.replace("ranks: [the contract]\n", ""))) == [
        (11, "A precedence says one of ranks, rules, version_by.")
    ]


@pytest.mark.parametrize("part", ["75", "0%", "1000%", "7.5%", "three quarters"])
def test_a_part_of_the_time_is_a_percentage(part):
    used = f"{{used: {{clock: rule, at_least: {part}}}}}"
    sentence = f"“{part}” is not a part of the time such as 75%."

    assert mistakes(policy_text(changed_rule(CLOCK, when=used))) == [(19, sentence)]


def test_a_level_that_is_read_from_elsewhere_cannot_be_raised():
    level = "levels: {t: {name: Tier, from: contract.service_tier, grades: {A: {name: A}}}}\n"
    raising = "[{when: {emergency: yes}, to: manager, raises: {level.t: A}}]"

    found = mistakes(policy_text(changed_rule(ESCALATION, steps=raising), more=level))

    assert found == [(16, "“level.t” is read from elsewhere; nothing can raise it.")]
