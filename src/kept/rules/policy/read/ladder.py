"""The ladder: one way after the other."""

from __future__ import annotations

from kept.rules.policy.forms import LADDER, LADDER_STEP
from kept.rules.policy.model import ALWAYS, LadderRule, LadderStep
from kept.rules.policy.nodes import MapNode, Node, TextNode
from kept.rules.policy.quoting import quoted
from kept.rules.policy.read.conditions import read_condition
from kept.rules.policy.read.domains import LADDER_ENDS
from kept.rules.policy.read.events import read_event_expr, read_plain_events
from kept.rules.policy.read.rule import read_head
from kept.rules.policy.read.scope import Fields, Scope, Wrong, pairs
from kept.rules.policy.read.words import NO_TEXTS, check_key, read_source, read_texts

FEWEST = 2


def read_ladder(scope: Scope, key: TextNode, node: Node) -> LadderRule:
    """Return a ladder."""
    fields = Fields(scope, node, LADDER, what=f"The ladder {quoted(key.value)}")
    return LadderRule(
        **read_head(fields, key),
        steps=fields.get("steps", _steps, ()),
        solved=fields.get("solved", read_event_expr, None),
    )


def _steps(scope: Scope, node: Node) -> tuple[LadderStep, ...]:
    found: list[LadderStep] = []
    for key, value in pairs(node, "steps such as {remote: {name: …, tried: remote.attempted}}"):
        try:
            found.append(_step(scope, key, value))
        except Wrong as wrong:
            scope.problems.add(wrong.line, wrong.message)
    if isinstance(node, MapNode) and len(node.entries) < FEWEST:
        raise Wrong(node.line, "A ladder has at least two steps, in their order.")
    return tuple(found)


def _step(scope: Scope, key: TextNode, node: Node) -> LadderStep:
    if key.value in LADDER_ENDS:
        raise Wrong(key.line, f"{quoted(key.value)} is how a ladder ends; name the step otherwise.")
    fields = Fields(scope, node, LADDER_STEP, what=f"The step {quoted(key.value)}")
    return LadderStep(
        check_key(key, "step"),
        fields.get("name", read_texts, NO_TEXTS),
        fields.get("tried", read_plain_events, ()),
        fields.get("when", read_condition, ALWAYS),
        fields.get("source", read_source, ()),
    )
