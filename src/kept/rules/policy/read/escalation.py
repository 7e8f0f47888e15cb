"""The escalation: who is called in when, and what that raises."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from kept.rules.policy.forms import ESCALATION, ESCALATION_STEP
from kept.rules.policy.model import (
    ALWAYS,
    AnyOf,
    Condition,
    EscalationRule,
    EscalationStep,
    Rule,
    Scale,
)
from kept.rules.policy.nodes import ListNode, Node, TextNode
from kept.rules.policy.read.conditions import read_condition
from kept.rules.policy.read.rule import read_head
from kept.rules.policy.read.scope import Fields, Scope, Wrong, pairs
from kept.rules.policy.read.words import (
    NO_TEXTS,
    read_option,
    read_people,
    read_source,
    read_texts,
)
from kept.rules.said import Saying, noun


def read_escalation(scope: Scope, key: TextNode, node: Node) -> EscalationRule:
    """Return an escalation rule."""
    fields = Fields(scope, node, ESCALATION, what=noun("The escalation “{key}”", key=key.value))
    steps = fields.nodes.get("steps")
    if isinstance(steps, ListNode) and not steps.parts:
        scope.problems.add(
            fields.lines["steps"],
            Saying("escalation-without-step", "An escalation has at least one step."),
        )
    return EscalationRule(**read_head(fields, key), steps=fields.each("steps", _step))


def raised(scales: Mapping[str, Scale], rules: Iterable[Rule]) -> dict[str, Scale]:
    """Return the levels with the escalations that raise them among their criteria."""
    found = dict(scales)
    escalations = (rule for rule in rules if isinstance(rule, EscalationRule))
    for rule in escalations:
        for step, condition in zip(rule.steps, rule.conditions, strict=True):
            for key, grade in step.raises.items():
                if key in found:
                    found[key] = _raised(found[key], grade, condition)
    return found


def _raised(scale: Scale, grade: str, condition: Condition) -> Scale:
    grades = tuple(
        replace(one, when=AnyOf((one.when, condition)))
        if one.key == grade and one.when is not None
        else one
        for one in scale.grades
    )
    return replace(scale, grades=grades)


def _step(scope: Scope, node: Node) -> EscalationStep:
    fields = Fields(scope, node, ESCALATION_STEP)
    return EscalationStep(
        when=fields.get("when", read_condition, ALWAYS),
        to=fields.get("to", read_people, ()),
        name=fields.get("name", read_texts, NO_TEXTS),
        raises=fields.get("raises", _raises, {}),
        source=fields.get("source", read_source, ()),
    )


def _raises(scope: Scope, node: Node) -> dict[str, str]:
    found: dict[str, str] = {}
    levels = [key for key in scope.names.scales if key.startswith("level.")]
    for key, value in pairs(node, noun("levels such as {level.fault: 1}")):
        name = scope.known(key, noun("level"), levels)
        if name in scope.names.given:
            raise Wrong(
                key.line,
                Saying(
                    "level-cannot-be-raised",
                    "“{name}” is read from elsewhere; nothing can raise it.",
                    name=name,
                ),
            )
        found[name] = read_option(scope, value, noun("grade"), scope.names.scales[name])
    return found
