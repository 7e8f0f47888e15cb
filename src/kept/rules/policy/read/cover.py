"""Cover: what is in and what is out."""

from __future__ import annotations

from kept.rules.policy.forms import COVER, COVER_CASE
from kept.rules.policy.model import ALWAYS, CoverCase, CoverRule
from kept.rules.policy.nodes import Node, TextNode
from kept.rules.policy.read.conditions import read_condition
from kept.rules.policy.read.scope import Fields, Scope, one_or_more
from kept.rules.policy.read.words import NO_TEXTS, read_option, read_source, read_texts
from kept.rules.said import noun


def read_cover(scope: Scope, key: TextNode, node: Node) -> CoverRule:
    """Return a coverage rule."""
    fields = Fields(scope, node, COVER, what=noun("The cover rule “{key}”", key=key.value))
    return CoverRule(
        id=key.value,
        name=fields.get("name", read_texts, NO_TEXTS),
        cases=fields.each("cases", _case),
        see=fields.get("see", read_source, ()),
        note=fields.get("note", read_texts, NO_TEXTS),
        place=scope.place(key),
    )


def _case(scope: Scope, node: Node) -> CoverCase:
    fields = Fields(scope, node, COVER_CASE)
    return CoverCase(
        inside=fields.get("is", _inside, True),
        when=fields.get("when", read_condition, ALWAYS),
        name=fields.get("name", read_texts, NO_TEXTS),
        source=fields.get("source", read_source, ()),
        items=fields.get("items", read_items, ()),
        see=fields.get("see", read_source, ()),
    )


def _inside(scope: Scope, node: Node) -> bool:
    return read_option(scope, node, noun("side of the cover"), ("in", "out")) == "in"


def read_items(scope: Scope, node: Node) -> tuple[str, ...]:
    """Return cost components, or services (case types, channels)."""
    names = scope.names.components | scope.names.case_types | scope.names.channels
    return tuple(
        scope.known(part, noun("component or service"), names) for part in one_or_more(node)
    )
