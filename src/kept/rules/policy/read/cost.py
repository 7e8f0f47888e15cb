"""Cost: who pays what, and at which price."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from kept.rules.policy.forms import COST, COST_CASE
from kept.rules.policy.model import ALWAYS, Constant, CostCase, CostRule, Number
from kept.rules.policy.nodes import MapNode, Node, TextNode
from kept.rules.policy.read.clock import read_party
from kept.rules.policy.read.conditions import read_condition
from kept.rules.policy.read.numbers import NOTHING, read_number_of
from kept.rules.policy.read.quantities import read_duration
from kept.rules.policy.read.scope import Fields, Scope, Wrong, pairs
from kept.rules.policy.read.words import NO_TEXTS, read_source, read_texts
from kept.rules.said import Saying, listed, noun

T = TypeVar("T")
ALL = "all"
SAYS = ("pays", "share", "price", "fee", "at_least", "increments")


def read_cost(scope: Scope, key: TextNode, node: Node) -> CostRule:
    """Return a cost rule."""
    fields = Fields(scope, node, COST, what=noun("The cost rule “{key}”", key=key.value))
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
    if not any(key in fields for key in SAYS):
        raise Wrong(
            node.line,
            Saying(
                "cost-case-says-nothing", "A cost case says one of {listed}.", listed=listed(SAYS)
            ),
        )
    case = CostCase(
        when=fields.get("when", read_condition, ALWAYS),
        pays=fields.get("pays", _by_component(read_party), {}),
        price=fields.get("price", _by_component(_price), {}),
        source=fields.get("source", read_source, ()),
        name=fields.get("name", read_texts, NO_TEXTS),
        share=fields.get("share", _by_component(_shares), {}),
        fee=fields.get("fee", _each(read_number_of), {}),
        at_least=fields.get("at_least", _each(read_number_of), {}),
        increments=fields.get("increments", _each(read_duration), {}),
        see=fields.get("see", read_source, ()),
    )
    for component in case.share.keys() & case.pays.keys():
        told = Saying(
            "pays-and-share",
            "“{component}” stands under “pays” and under “share”; only one can be.",
            component=component,
        )
        scope.problems.add(fields.lines["share"], told)
    return case


def _shares(scope: Scope, node: Node) -> dict[str, Number]:
    """The per cent that each party pays; numbers that are written out sum to 100."""
    found: dict[str, Number] = {}
    for key, value in pairs(
        node, noun("parties and per cent such as {customer: 25, provider: 75}")
    ):
        party = scope.attempt(key, read_party, "")
        found[party] = scope.attempt(value, read_number_of, NOTHING)
    written = [share.value for share in found.values() if isinstance(share, Constant)]
    if len(written) == len(found) and sum(written) != 100:
        raise Wrong(
            node.line,
            Saying("shares-not-100", "The shares sum to {sum}, not to 100.", sum=sum(written)),
        )
    return found


def _price(scope: Scope, node: Node) -> str:
    return scope.known(node, noun("price basis"), scope.names.prices)


def _each(read: Callable[[Scope, Node], T]) -> Callable[[Scope, Node], dict[str, T]]:
    """Return a reader of one value for all components, or of one for each."""
    by_component = _by_component(read)

    def components(scope: Scope, node: Node) -> dict[str, T]:
        if isinstance(node, MapNode) and all(_is_component(scope, key) for key, _ in node.entries):
            return by_component(scope, node)
        return {ALL: read(scope, node)}

    return components


def _is_component(scope: Scope, key: TextNode) -> bool:
    return key.value == ALL or key.value in scope.names.components


def _by_component(read: Callable[[Scope, Node], T]) -> Callable[[Scope, Node], dict[str, T]]:
    def components(scope: Scope, node: Node) -> dict[str, T]:
        found: dict[str, T] = {}
        for key, value in pairs(node, noun("components such as {all: customer}")):
            if key.value != ALL:
                scope.attempt(
                    key,
                    lambda inner, k: inner.known(k, noun("component"), inner.names.components),
                    "",
                )
            try:
                found[key.value] = read(scope, value)
            except Wrong as wrong:
                scope.problems.add(wrong.line, wrong.saying)
        return found

    return components
