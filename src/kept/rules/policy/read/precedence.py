"""The precedence: which source, rule and version comes first."""

from __future__ import annotations

from kept.rules.facts.values import Texts
from kept.rules.policy.forms import PRECEDENCE
from kept.rules.policy.model import PrecedenceRule
from kept.rules.policy.nodes import Node, TextNode
from kept.rules.policy.read.events import read_event_expr
from kept.rules.policy.read.rule import read_head
from kept.rules.policy.read.scope import Fields, Scope, Wrong, parts
from kept.rules.policy.read.words import read_texts
from kept.rules.said import Saying, listed, noun

RANKED_FORMS = ("cost", "cover", "provision")
SAYS = ("ranks", "rules", "version_by")


def read_precedence(scope: Scope, key: TextNode, node: Node) -> PrecedenceRule:
    """Return a precedence rule."""
    fields = Fields(scope, node, PRECEDENCE, what=noun("The precedence “{key}”", key=key.value))
    if not any(said in fields for said in SAYS):
        raise Wrong(
            key.line,
            Saying(
                "precedence-says-nothing", "A precedence says one of {listed}.", listed=listed(SAYS)
            ),
        )
    return PrecedenceRule(
        **read_head(fields, key),
        ranks=fields.get("ranks", _ranks, ()),
        rules=fields.get("rules", _rules, ()),
        version_by=fields.get("version_by", read_event_expr, None),
    )


def _ranks(scope: Scope, node: Node) -> tuple[Texts, ...]:
    return scope.each(parts(node, noun("a list of sources, the strongest first")), read_texts)


def _rules(scope: Scope, node: Node) -> tuple[str, ...]:
    known = [key for form in RANKED_FORMS for key in sorted(scope.names.of_form(form))]
    nodes = parts(node, noun("a list of rules, the strongest first"))
    found = tuple(scope.known(part, noun("cost, cover or provision rule"), known) for part in nodes)
    if len(set(found)) != len(found):
        raise Wrong(
            node.line, Saying("rule-named-twice-in-list", "A rule is named twice in this list.")
        )
    return found
