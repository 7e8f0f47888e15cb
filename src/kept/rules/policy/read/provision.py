"""The provision: what is allowed, refused, needs approval, or simply holds."""

from __future__ import annotations

from kept.rules.policy.forms import PROVISION, PROVISION_CASE
from kept.rules.policy.model import ALWAYS, Effect, ProvisionCase, ProvisionKind, ProvisionRule
from kept.rules.policy.nodes import Node, TextNode
from kept.rules.policy.read.conditions import read_condition
from kept.rules.policy.read.cover import read_items
from kept.rules.policy.read.rule import read_cases, read_head
from kept.rules.policy.read.scope import Fields, Scope
from kept.rules.policy.read.words import (
    NO_TEXTS,
    read_option,
    read_person,
    read_source,
    read_texts,
)
from kept.rules.said import noun


def read_provision(scope: Scope, key: TextNode, node: Node) -> ProvisionRule:
    """Return a provision."""
    fields = Fields(scope, node, PROVISION, what=noun("The provision “{key}”", key=key.value))
    return ProvisionRule(
        **read_head(fields, key),
        kind=fields.get("kind", _kind, ProvisionKind.OTHER),
        cases=read_cases(fields, _case),
    )


def _case(scope: Scope, node: Node) -> ProvisionCase:
    fields = Fields(scope, node, PROVISION_CASE)
    return ProvisionCase(
        effect=fields.get("is", _effect, Effect.HOLDS),
        name=fields.get("name", read_texts, NO_TEXTS),
        when=fields.get("when", read_condition, ALWAYS),
        items=fields.get("items", read_items, ()),
        party=fields.get("party", read_person, ""),
        source=fields.get("source", read_source, ()),
        see=fields.get("see", read_source, ()),
    )


def _kind(scope: Scope, node: Node) -> ProvisionKind:
    kinds = tuple(kind.value for kind in ProvisionKind)
    return ProvisionKind(read_option(scope, node, noun("kind of provision"), kinds))


def _effect(scope: Scope, node: Node) -> Effect:
    effects = tuple(effect.value for effect in Effect)
    return Effect(read_option(scope, node, noun("provision"), effects))
