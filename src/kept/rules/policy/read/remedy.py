"""The remedy: options that open, and who chooses."""

from __future__ import annotations

from kept.rules.policy.forms import OPTION, REMEDY
from kept.rules.policy.model import ALWAYS, Event, Op, Option, RemedyRule, Test
from kept.rules.policy.nodes import Node, TextNode
from kept.rules.policy.read.conditions import read_condition
from kept.rules.policy.read.events import read_event, read_event_expr
from kept.rules.policy.read.rule import read_head
from kept.rules.policy.read.scope import Fields, Scope, Wrong, pairs
from kept.rules.policy.read.words import (
    NO_TEXTS,
    check_key,
    read_person,
    read_source,
    read_texts,
    read_yes_no,
)
from kept.rules.said import Saying, noun

CHOSEN = "remedy.chosen"


def read_remedy(scope: Scope, key: TextNode, node: Node) -> RemedyRule:
    """Return a remedy."""
    fields = Fields(scope, node, REMEDY, what=noun("The remedy “{key}”", key=key.value))
    head = read_head(fields, key)
    options = fields.get("options", _options, ())
    choice = Event(CHOSEN, (Test("remedy", Op.ONE_OF, (key.value,)),))
    return RemedyRule(
        **head,
        chooser=fields.get("chooser", read_person, ""),
        options=options,
        choose=fields.get("choose", read_event, choice),
        until=fields.get("until", read_event_expr, None),
        keeps=fields.get("kept", read_yes_no, True),
        exclusive=fields.get("exclusive", read_yes_no, False),
    )


def _options(scope: Scope, node: Node) -> tuple[Option, ...]:
    found: list[Option] = []
    for key, value in pairs(node, noun("options such as {replace: {name: …}}")):
        try:
            found.append(_option(scope, key, value))
        except Wrong as wrong:
            scope.problems.add(wrong.line, wrong.saying)
    if not found:
        raise Wrong(
            node.line,
            Saying(
                "remedy-without-option",
                "A remedy has at least one option, such as {replace: {name: …}}.",
            ),
        )
    return tuple(found)


def _option(scope: Scope, key: TextNode, node: Node) -> Option:
    fields = Fields(scope, node, OPTION, what=noun("The option “{key}”", key=key.value))
    return Option(
        check_key(key, noun("option")),
        fields.get("name", read_texts, NO_TEXTS),
        fields.get("when", read_condition, ALWAYS),
        fields.get("source", read_source, ()),
    )
