"""The gate: a step that waits for what it needs."""

from __future__ import annotations

from kept.rules.policy.forms import GATE, NEED
from kept.rules.policy.model import ALWAYS, GateRule, Need
from kept.rules.policy.nodes import Node, TextNode
from kept.rules.policy.read.conditions import read_condition
from kept.rules.policy.read.events import read_event_expr, read_plain_events
from kept.rules.policy.read.rule import read_head
from kept.rules.policy.read.scope import Fields, Scope
from kept.rules.policy.read.words import NO_TEXTS, read_source, read_texts
from kept.rules.said import Saying, noun


def read_gate(scope: Scope, key: TextNode, node: Node) -> GateRule:
    """Return a gate rule."""
    fields = Fields(scope, node, GATE, what=noun("The gate “{key}”", key=key.value))
    needs = fields.each("needs", _need)
    if "needs" in fields and not needs:
        scope.problems.add(
            fields.lines["needs"],
            Saying("gate-needs-nothing", "A gate needs something: needs: [{when: {…}}]."),
        )
    return GateRule(
        **read_head(fields, key),
        steps=fields.get("step", read_plain_events, ()),
        needs=needs,
        excused_by=fields.get("excused_by", read_event_expr, None),
    )


def _need(scope: Scope, node: Node) -> Need:
    fields = Fields(scope, node, NEED)
    return Need(
        fields.get("when", read_condition, ALWAYS),
        fields.get("name", read_texts, NO_TEXTS),
        fields.get("source", read_source, ()),
    )
