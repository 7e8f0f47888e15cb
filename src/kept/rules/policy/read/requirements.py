"""What has to be there before the policy can be published."""

from __future__ import annotations

from kept.rules.facts.values import Texts
from kept.rules.policy.forms import REQUIREMENT, REQUIREMENT_KINDS
from kept.rules.policy.model import Requirement, RequirementKind
from kept.rules.policy.nodes import Node, TextNode
from kept.rules.policy.read.scope import Fields, Scope, Wrong, one_or_more, word
from kept.rules.policy.read.words import NO_TEXTS, check_key, read_source, read_texts
from kept.rules.said import Saying, listed, noun

UNSET = "unset"


def read_requirement(scope: Scope, key: TextNode, node: Node) -> Requirement:
    """Return one entry of `required:`."""
    name = check_key(key, noun("requirement"))
    fields = Fields(scope, node, REQUIREMENT, what=noun("The requirement “{name}”", name=name))
    fields.only_one(*REQUIREMENT_KINDS)
    kind = next((one for one in REQUIREMENT_KINDS if one in fields), None)
    if kind is None:
        raise Wrong(
            key.line,
            Saying(
                "requirement-of-nothing",
                "The requirement “{name}” says nothing that has to be there; write one of {kinds}.",
                name=name,
                kinds=listed(REQUIREMENT_KINDS, last="or", quoted=True),
            ),
        )
    fields.get("document", _yes, False)
    return Requirement(
        id=name,
        name=fields.get("name", read_texts, NO_TEXTS),
        kind=RequirementKind(kind),
        text=fields.get("text", _text, NO_TEXTS),
        rules=fields.get("rules", _rules, ()),
        basis=fields.get("price_list", _basis, ""),
        source=fields.get("source", read_source, ()),
        note=fields.get("note", read_texts, NO_TEXTS),
        place=scope.place(key),
    )


def _text(scope: Scope, node: Node) -> Texts:
    if isinstance(node, TextNode) and node.value == UNSET:
        return NO_TEXTS
    return read_texts(scope, node)


def _rules(scope: Scope, node: Node) -> tuple[str, ...]:
    among = frozenset[str]().union(*scope.names.rules.values())
    return tuple(scope.known(part, noun("rule"), among) for part in one_or_more(node))


def _basis(scope: Scope, node: Node) -> str:
    return scope.known(node, noun("price basis"), scope.names.prices)


def _yes(_: Scope, node: Node) -> bool:
    if word(node) != "yes":
        raise Wrong(node.line, Saying("write-document-yes", "Write “document: yes”."))
    return True
