"""Cost: who pays what, and at which price."""

from __future__ import annotations

from collections.abc import Callable

from kept.rules.policy.forms import COST, COST_CASE
from kept.rules.policy.model import ALWAYS, CostCase, CostRule
from kept.rules.policy.nodes import Node, TextNode
from kept.rules.policy.quoting import quoted
from kept.rules.policy.read.clock import read_party
from kept.rules.policy.read.conditions import read_condition
from kept.rules.policy.read.scope import Fields, Scope, Wrong, pairs
from kept.rules.policy.read.words import NO_TEXTS, read_source, read_texts

ALL = "all"


def read_cost(scope: Scope, key: TextNode, node: Node) -> CostRule:
    """Return a cost rule."""
    fields = Fields(scope, node, COST, what=f"The cost rule {quoted(key.value)}")
    return CostRule(
        id=key.value,
        name=fields.get("name", read_texts, NO_TEXTS),
        cases=fields.each("cases", _case),
        see=fields.get("see", read_source, ()),
        note=fields.get("note", read_texts, NO_TEXTS),
        place=scope.place(key),
    )


def _case(scope: Scope, node: Node) -> CostCase:
    fields = Fields(scope, node, COST_CASE)
    if "pays" not in fields and "price" not in fields:
        raise Wrong(node.line, "A cost case says “pays”, “price” or both.")
    return CostCase(
        when=fields.get("when", read_condition, ALWAYS),
        pays=fields.get("pays", _by_component(read_party), {}),
        price=fields.get("price", _by_component(_price), {}),
        source=fields.get("source", read_source, ()),
        name=fields.get("name", read_texts, NO_TEXTS),
    )


def _price(scope: Scope, node: Node) -> str:
    return scope.known(node, "price basis", scope.names.prices)


def _by_component(read: Callable[[Scope, Node], str]) -> Callable[[Scope, Node], dict[str, str]]:
    def components(scope: Scope, node: Node) -> dict[str, str]:
        found: dict[str, str] = {}
        for key, value in pairs(node, "components such as {all: customer}"):
            if key.value != ALL:
                scope.attempt(
                    key, lambda inner, k: inner.known(k, "component", inner.names.components), ""
                )
            found[key.value] = scope.attempt(value, read, "")
        return found

    return components
