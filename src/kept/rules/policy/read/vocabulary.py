"""What a policy adds to the standard words: facts, events, parties, channels, components."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from kept.rules.facts import vocabulary as standard
from kept.rules.facts.values import Texts
from kept.rules.policy.forms import ATTRIBUTE, CHANNEL, CHOICE, EVENT_KIND, NAMED
from kept.rules.policy.model import Attribute, Choice, EventKind, FactType, Named
from kept.rules.policy.nodes import Node, TextNode
from kept.rules.policy.read.conditions import WORDS as CONDITION_WORDS
from kept.rules.policy.read.domains import RESERVED_PREFIXES
from kept.rules.policy.read.events import read_calendar
from kept.rules.policy.read.scope import Fields, Scope, Wrong, pairs
from kept.rules.policy.read.words import (
    NO_TEXTS,
    check_id,
    check_key,
    read_option,
    read_source,
    read_texts,
    read_word,
)
from kept.rules.said import Saying, noun

_TYPES = tuple(t.value for t in FactType)
_ASKED = ("intake", "finding")
# A standard text may be narrowed to a list of choices; every other type stays what it is.
_NARROWED = {(FactType.TEXT, FactType.ONE_OF)}


def _attribute(key: str, name: Texts, kind: str) -> Attribute:
    choices = standard.CHOICES.get(key, {})
    return Attribute(
        key, name, FactType(kind), tuple(Choice(k, n, w) for k, (n, w) in choices.items())
    )


ATTRIBUTES: Final[Mapping[str, Attribute]] = {
    key: _attribute(key, name, kind) for key, (name, kind) in standard.ATTRIBUTES.items()
}
EVENTS: Final[Mapping[str, EventKind]] = {
    key: EventKind(key, name, undone) for key, (name, undone) in standard.EVENTS.items()
}


def read_attributes(scope: Scope, node: Node) -> dict[str, Attribute]:
    """Return the policy's own attributes in the order of the file, then the standard ones."""
    own: dict[str, Attribute] = {}
    for key, value in pairs(node, noun("facts by key")):
        try:
            own[key.value] = _read_attribute(scope, key, value)
        except Wrong as wrong:
            scope.problems.add(wrong.line, wrong.saying)
    return {**own, **{key: a for key, a in ATTRIBUTES.items() if key not in own}}


def _read_attribute(scope: Scope, key: TextNode, node: Node) -> Attribute:
    name = check_key(key, noun("fact"), dotted=True)
    if name.partition(".")[0] in RESERVED_PREFIXES or name in CONDITION_WORDS or name in EVENTS:
        raise Wrong(
            key.line,
            Saying(
                "name-means-something-else",
                "“{name}” already means something else; choose another name.",
                name=name,
            ),
        )
    fields = Fields(scope, node, ATTRIBUTE, what=noun("The fact “{name}”", name=name))
    known = ATTRIBUTES.get(name)
    if known is None:
        _need(fields, "type", "name")
    said = fields.get("type", _type, None)
    kind = said or (known.type if known else FactType.TEXT)
    if known and kind is not known.type and (known.type, kind) not in _NARROWED:
        raise Wrong(
            fields.lines["type"],
            Saying(
                "standard-fact-type",
                "“{name}” is a standard fact of type {type}.",
                name=name,
                type=known.type,
            ),
        )
    found = Attribute(
        name,
        fields.get("name", read_texts, known.name if known else NO_TEXTS),
        kind,
        fields.get("choices", _choices(known), known.choices if known else ()),
        fields.get("ask", read_texts, NO_TEXTS),
        fields.get("at", _asked_at, ""),
    )
    if said is not None or "type" not in fields:
        _check_choices(fields, found)
    return found


def _need(fields: Fields, *keys: str) -> None:
    for key in keys:
        if key not in fields:
            fields.scope.problems.add(
                fields.node.line,
                Saying(
                    "form-key-missing", "The {what} lacks “{key}”.", what=fields.form.what, key=key
                ),
            )


def _type(scope: Scope, node: Node) -> FactType:
    return FactType(read_option(scope, node, noun("type"), _TYPES))


def _asked_at(scope: Scope, node: Node) -> str:
    return read_option(scope, node, noun("time to ask"), _ASKED)


def _check_choices(fields: Fields, attribute: Attribute) -> None:
    line = fields.node.line
    if (attribute.type is FactType.ONE_OF) != bool(attribute.choices):
        fields.scope.problems.add(
            line,
            Saying("choices-and-type", "A fact has “choices” exactly when its type is one_of."),
        )
    if attribute.asked_at and not attribute.ask:
        fields.scope.problems.add(
            line, Saying("at-without-ask", "“at” says when to ask, but there is no “ask”.")
        )
    parents = {choice.key: choice.within for choice in attribute.choices}
    for choice in attribute.choices:
        if choice.within is not None and choice.within not in parents:
            fields.scope.problems.add(
                line,
                Saying(
                    "no-such-choice",
                    "There is no choice “{within}” that “{choice}” is within.",
                    within=choice.within,
                    choice=choice.key,
                ),
            )
        elif _circle(choice.key, parents):
            fields.scope.problems.add(
                line,
                Saying(
                    "choice-within-itself",
                    "The choice “{choice}” is within itself.",
                    choice=choice.key,
                ),
            )


def _circle(key: str, parents: Mapping[str, str | None]) -> bool:
    step = parents[key]
    for _ in parents:
        if step is None or step == key:
            break
        step = parents.get(step)
    return step is not None


class _choices:  # noqa: N801
    """Reads `choices:`; a standard choice needs no name of its own."""

    def __init__(self, known: Attribute | None) -> None:
        self.known = {c.key: c for c in known.choices} if known else {}

    def __call__(self, scope: Scope, node: Node) -> tuple[Choice, ...]:
        found: list[Choice] = []
        for key, value in pairs(node, noun("choices such as {quality: {name: {…}}}")):
            try:
                found.append(self._one(scope, key, value))
            except Wrong as wrong:
                scope.problems.add(wrong.line, wrong.saying)
        return tuple(found)

    def _one(self, scope: Scope, key: TextNode, node: Node) -> Choice:
        name = check_id(key, noun("choice"))
        standard_one = self.known.get(name)
        fields = Fields(scope, node, CHOICE, what=noun("The choice “{name}”", name=name))
        if standard_one is None:
            _need(fields, "name")
        return Choice(
            name,
            fields.get("name", read_texts, standard_one.name if standard_one else NO_TEXTS),
            fields.get("within", read_word, standard_one.within if standard_one else None),
        )


def read_events(scope: Scope, node: Node) -> dict[str, EventKind]:
    """Return the standard events and the policy's own."""
    own: dict[str, EventKind] = {}
    undone: list[Node] = []
    for key, value in pairs(node, noun("events by key")):
        try:
            name = check_key(key, noun("event"), dotted=True)
            if name in scope.names.attributes:
                raise Wrong(
                    key.line,
                    Saying(
                        "name-is-a-fact",
                        "“{name}” is a fact already; choose another name.",
                        name=name,
                    ),
                )
            fields = Fields(scope, value, EVENT_KIND, what=noun("The event “{name}”", name=name))
        except Wrong as wrong:
            scope.problems.add(wrong.line, wrong.saying)
            continue
        undone += [fields.nodes["undone_by"]] if "undone_by" in fields else []
        own[name] = EventKind(
            name,
            fields.get("name", read_texts, NO_TEXTS),
            fields.get("undone_by", read_word, None),
        )
    events = {**EVENTS, **own}
    scope.each(undone, lambda inner, n: inner.known(n, noun("event"), events))
    return events


def standard_named(words: Mapping[str, Texts]) -> dict[str, Named]:
    """Return the standard words of one kind."""
    return {key: Named(key, name) for key, name in words.items()}


def read_named(
    scope: Scope, node: Node, words: Mapping[str, Texts], what: Saying
) -> dict[str, Named]:
    """Return the standard words of one kind and the policy's additions to them."""
    found = standard_named(words)
    for key, value in pairs(node, noun("entries by key")):
        try:
            name = check_key(key, what)
            fields = Fields(scope, value, CHANNEL if what == CHANNEL.what else NAMED)
        except Wrong as wrong:
            scope.problems.add(wrong.line, wrong.saying)
            continue
        if name not in found:
            _need(fields, "name")
        found[name] = Named(
            name,
            fields.get("name", read_texts, words.get(name, NO_TEXTS)),
            fields.get("source", read_source, ()),
            fields.get("calendar", read_calendar, None),
        )
    return found


def with_choices(attribute: Attribute, words: Mapping[str, Named]) -> Attribute:
    """Return an attribute whose choices are the policy's own words (channels, case types)."""
    return replace(attribute, choices=tuple(Choice(n.key, n.name) for n in words.values()))
