"""The term: a period in which something holds."""

from __future__ import annotations

from kept.rules.policy.forms import (
    EXTENSION,
    FIXED_EXTENSION,
    RENEWAL,
    RESTART,
    TERM,
    TRANSFER,
)
from kept.rules.policy.model import (
    ALWAYS,
    Event,
    Extension,
    NoLength,
    Renewal,
    Restart,
    TermRule,
    Transfer,
)
from kept.rules.policy.nodes import ListNode, MapNode, Node, TextNode
from kept.rules.policy.read.clock import PROVIDER, read_party
from kept.rules.policy.read.conditions import read_condition
from kept.rules.policy.read.events import NO_EVENT, read_event, read_event_expr
from kept.rules.policy.read.lengths import read_lasting, read_length
from kept.rules.policy.read.measure import interval_of
from kept.rules.policy.read.numbers import read_number_of
from kept.rules.policy.read.rule import read_assumed
from kept.rules.policy.read.scope import Fields, Scope
from kept.rules.policy.read.words import NO_TEXTS, read_source, read_texts, read_yes_no
from kept.rules.said import Saying, noun


def read_term(scope: Scope, key: TextNode, node: Node) -> TermRule:
    """Return a term rule."""
    fields = Fields(scope, node, TERM, what=noun("The term “{key}”", key=key.value))
    _check_rest(fields)
    return TermRule(
        id=key.value,
        name=fields.get("name", read_texts, NO_TEXTS),
        source=fields.get("source", read_source, ()),
        start=fields.get("start", read_event_expr, NO_EVENT),
        length=fields.get("length", read_length, NoLength.UNSET),
        end=fields.get("end", read_event_expr, None),
        evidence=fields.get("evidence", read_event_expr, None),
        when=fields.get("when", read_condition, ALWAYS),
        cap=fields.get("at_most", read_event_expr, None),
        floor=fields.get("at_least", read_event_expr, None),
        extensions=fields.each("extend", _extension),
        renews=fields.get("renews", _renewal, None),
        restart=fields.get("restart", _restart, None),
        void=fields.get("void", read_event_expr, None),
        transfer=fields.get("transfer", _transfer, None),
        guarantor=fields.get("guarantor", read_party, PROVIDER),
        gives=fields.get("gives", read_texts, NO_TEXTS),
        assumed=fields.get("assumed", read_assumed(TERM), {}),
        see=fields.get("see", read_source, ()),
        note=fields.get("note", read_texts, NO_TEXTS),
        place=scope.place(key),
    )


def _check_rest(fields: Fields) -> None:
    """What is left of a term can only be the length of one that begins again."""
    length = fields.nodes.get("length")
    texts = [length, *(_options(length) if isinstance(length, MapNode) else ())]
    for text in texts:
        if isinstance(text, TextNode) and text.value == NoLength.REST:
            fields.scope.problems.add(
                text.line,
                Saying("rest-length-restart-only", "“rest” is a length of “restart” only."),
            )


def _options(length: MapNode) -> tuple[Node, ...]:
    lists = (value for _, value in length.entries)
    return tuple(part for value in lists if isinstance(value, ListNode) for part in value.parts)


def _extension(scope: Scope, node: Node) -> Extension:
    if isinstance(node, MapNode) and node.get("by"):
        fields = Fields(scope, node, FIXED_EXTENSION)
        return Extension(
            None,
            by=fields.get("by", read_lasting, None),
            when=fields.get("when", read_condition, ALWAYS),
            source=fields.get("source", read_source, ()),
        )
    fields = Fields(scope, node, EXTENSION)
    return Extension(interval_of(fields), fields.get("times", read_number_of, None))


def _renewal(scope: Scope, node: Node) -> Renewal:
    fields = Fields(scope, node, RENEWAL)
    return Renewal(
        fields.get("by", read_lasting, NoLength.UNSET),
        fields.get("unless", read_event_expr, NO_EVENT),
        fields.get("lead", read_lasting, None),
        fields.get("source", read_source, ()),
    )


def _restart(scope: Scope, node: Node) -> Restart:
    fields = Fields(scope, node, RESTART)
    return Restart(
        fields.get("event", read_event, Event("")),
        fields.get("length", read_length, None),
        fields.get("lapsed", read_yes_no, False),
        fields.get("source", read_source, ()),
    )


def _transfer(scope: Scope, node: Node) -> Transfer:
    fields = Fields(scope, node, TRANSFER)
    return Transfer(
        fields.get("event", read_event, Event("")),
        fields.get("needs", read_condition, ALWAYS),
        fields.get("within", read_lasting, None),
        fields.get("source", read_source, ()),
    )
