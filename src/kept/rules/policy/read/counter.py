"""The counter: how often something happened, and how often is too often."""

from __future__ import annotations

from kept.rules.policy.forms import COUNTER
from kept.rules.policy.model import CounterRule
from kept.rules.policy.nodes import Node, TextNode
from kept.rules.policy.read.events import read_plain_events
from kept.rules.policy.read.numbers import read_number_of
from kept.rules.policy.read.quantities import read_duration
from kept.rules.policy.read.rule import read_head
from kept.rules.policy.read.scope import Fields, Scope, Wrong, one_or_more
from kept.rules.said import Saying, noun


def read_counter(scope: Scope, key: TextNode, node: Node) -> CounterRule:
    """Return a counter."""
    fields = Fields(scope, node, COUNTER, what=noun("The counter “{key}”", key=key.value))
    return CounterRule(
        **read_head(fields, key),
        counts=fields.get("counts", read_plain_events, ()),
        per=fields.get("per", read_attributes_of, ()),
        consecutive=fields.get("consecutive", read_plain_events, ()),
        within=fields.get("within", read_duration, None),
        reach=fields.get("reach", read_number_of, None),
    )


def read_attributes_of(scope: Scope, node: Node) -> tuple[str, ...]:
    """Return one attribute or several."""
    nodes = one_or_more(node)
    if not nodes:
        raise Wrong(node.line, Saying("name-at-least-fact", "Name at least one fact here."))
    return scope.each(nodes, lambda inner, n: inner.known(n, noun("fact"), inner.names.attributes))
