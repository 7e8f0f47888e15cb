"""The term: a period in which something holds."""

from __future__ import annotations

from kept.rules.policy.forms import (
    EXTENSION,
    FIXED_EXTENSION,
    LENGTH_FROM,
    LENGTH_IS,
    LENGTH_UNTIL,
    RESTART,
    TERM,
    TRANSFER,
)
from kept.rules.policy.model import (
    ALWAYS,
    Event,
    Extension,
    Length,
    LengthFrom,
    Lengths,
    LengthUntil,
    NoLength,
    Restart,
    TermRule,
    Transfer,
)
from kept.rules.policy.nodes import ListNode, MapNode, Node, TextNode, kind_of
from kept.rules.policy.quoting import quoted
from kept.rules.policy.read.clock import PROVIDER, read_party
from kept.rules.policy.read.conditions import read_condition
from kept.rules.policy.read.events import NO_EVENT, read_event, read_event_expr
from kept.rules.policy.read.limits import read_giver
from kept.rules.policy.read.measure import interval_of
from kept.rules.policy.read.numbers import read_number_of
from kept.rules.policy.read.quantities import duration_of, plain, read_duration
from kept.rules.policy.read.rule import read_assumed
from kept.rules.policy.read.scope import Fields, Scope, Wrong, parts
from kept.rules.policy.read.words import NO_TEXTS, read_source, read_texts

PICKS = ("longest_of", "shortest_of", "first_known")
_WORDS = tuple(w.value for w in NoLength)
_FORMS = ("is", "from", "until", *PICKS)


def read_term(scope: Scope, key: TextNode, node: Node) -> TermRule:
    """Return a term rule."""
    fields = Fields(scope, node, TERM, what=f"The term {quoted(key.value)}")
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


def read_length(scope: Scope, node: Node) -> Length:
    """Return a length: a duration, a word, an attribute, or one of several."""
    if isinstance(node, TextNode):
        said = plain(node, "a length")
        return NoLength(said) if said in _WORDS else duration_of(said, node.line)
    if not isinstance(node, MapNode):
        raise Wrong(node.line, f"Here stands {kind_of(node)} instead of a length such as 1 year.")
    if node.get("from"):
        fields = Fields(scope, node, LENGTH_FROM)
        attribute = fields.get("from", read_giver, "")
        return LengthFrom(attribute, fields.get("source", read_source, ()))
    if node.get("until"):
        fields = Fields(scope, node, LENGTH_UNTIL)
        event = fields.get("until", read_event_expr, NO_EVENT)
        return LengthUntil(event, fields.get("source", read_source, ()))
    if node.get("is"):
        fields = Fields(scope, node, LENGTH_IS)
        length = fields.get("is", read_length, NoLength.UNSET)
        return Lengths("first_known", (length,), fields.get("source", read_source, ()))
    return _pick(scope, node)


def _pick(scope: Scope, node: MapNode) -> Length:
    source: tuple[str, ...] = ()
    found: Length | None = None
    for key, value in node.entries:
        if key.value == "source":
            source = scope.attempt(value, read_source, ())
        elif key.value in PICKS and found is None:
            options = scope.each(parts(value, "a list of lengths"), read_length)
            found = Lengths(key.value, options)
        else:
            raise Wrong(
                key.line,
                f"{quoted(key.value)} does not give a length; there are: {', '.join(_FORMS)}."
                f"{scope.meant(key.value, _FORMS)}",
            )
    if not isinstance(found, Lengths):
        raise Wrong(node.line, f"Say how long, with one of {', '.join(_FORMS)}.")
    return Lengths(found.pick, found.options, source)


def _check_rest(fields: Fields) -> None:
    """What is left of a term can only be the length of one that begins again."""
    length = fields.nodes.get("length")
    texts = [length, *(_options(length) if isinstance(length, MapNode) else ())]
    for text in texts:
        if isinstance(text, TextNode) and text.value == NoLength.REST:
            fields.scope.problems.add(text.line, "“rest” is a length of “restart” only.")


def _options(length: MapNode) -> tuple[Node, ...]:
    lists = (value for _, value in length.entries)
    return tuple(part for value in lists if isinstance(value, ListNode) for part in value.parts)


def _extension(scope: Scope, node: Node) -> Extension:
    if isinstance(node, MapNode) and node.get("by"):
        fields = Fields(scope, node, FIXED_EXTENSION)
        return Extension(
            None,
            by=fields.get("by", read_duration, None),
            when=fields.get("when", read_condition, ALWAYS),
            source=fields.get("source", read_source, ()),
        )
    fields = Fields(scope, node, EXTENSION)
    return Extension(interval_of(fields), fields.get("times", read_number_of, None))


def _restart(scope: Scope, node: Node) -> Restart:
    fields = Fields(scope, node, RESTART)
    return Restart(
        fields.get("event", read_event, Event("")),
        fields.get("length", read_length, None),
        fields.get("source", read_source, ()),
    )


def _transfer(scope: Scope, node: Node) -> Transfer:
    fields = Fields(scope, node, TRANSFER)
    return Transfer(
        fields.get("event", read_event, Event("")),
        fields.get("needs", read_condition, ALWAYS),
        fields.get("within", read_duration, None),
        fields.get("source", read_source, ()),
    )
