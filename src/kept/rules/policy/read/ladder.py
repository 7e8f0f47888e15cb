"""The ladder: one way after the other."""

from __future__ import annotations

from kept.rules.policy.forms import LADDER, LADDER_STEP
from kept.rules.policy.model import ALWAYS, LadderRule, LadderStep
from kept.rules.policy.nodes import MapNode, Node, TextNode
from kept.rules.policy.read.conditions import read_condition
from kept.rules.policy.read.domains import LADDER_ENDS
from kept.rules.policy.read.events import read_event_expr, read_plain_events
from kept.rules.policy.read.rule import read_head
from kept.rules.policy.read.scope import Fields, Scope, Wrong, pairs
from kept.rules.policy.read.words import NO_TEXTS, check_key, read_source, read_texts
from kept.rules.said import Saying, noun

FEWEST = 2


def read_ladder(scope: Scope, key: TextNode, node: Node) -> LadderRule:
    """Return a ladder."""
    fields = Fields(scope, node, LADDER, what=noun("The ladder “{key}”", key=key.value))
    return LadderRule(
        **read_head(fields, key),
        steps=fields.get("steps", _steps, ()),
        solved=fields.get("solved", read_event_expr, None),
    )


def _steps(scope: Scope, node: Node) -> tuple[LadderStep, ...]:
    found: list[LadderStep] = []
    for key, value in pairs(
        node, noun("steps such as {remote: {name: …, tried: remote.attempted}}")
    ):
        try:
            found.append(_step(scope, key, value))
        except Wrong as wrong:
            scope.problems.add(wrong.line, wrong.saying)
    if isinstance(node, MapNode) and len(node.entries) < FEWEST:
        raise Wrong(
            node.line,
            Saying("ladder-too-short", "A ladder has at least two steps, in their order."),
        )
    return tuple(found)


def _step(scope: Scope, key: TextNode, node: Node) -> LadderStep:
    if key.value in LADDER_ENDS:
        raise Wrong(
            key.line,
            Saying(
                "step-named-as-an-end",
                "“{key}” is how a ladder ends; name the step otherwise.",
                key=key.value,
            ),
        )
    fields = Fields(scope, node, LADDER_STEP, what=noun("The step “{key}”", key=key.value))
    return LadderStep(
        check_key(key, noun("step")),
        fields.get("name", read_texts, NO_TEXTS),
        fields.get("tried", read_plain_events, ()),
        fields.get("when", read_condition, ALWAYS),
        fields.get("source", read_source, ()),
    )
