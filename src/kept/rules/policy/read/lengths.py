"""Lengths of time: durations, attributes, the longest of several, tables and cases."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from kept.rules.policy.forms import (
    LENGTH_CASE,
    LENGTH_FROM,
    LENGTH_IS,
    LENGTH_TABLE,
    LENGTH_UNTIL,
)
from kept.rules.policy.model import (
    ALWAYS,
    Length,
    LengthFrom,
    LengthRow,
    Lengths,
    LengthTable,
    LengthUntil,
    NoLength,
)
from kept.rules.policy.nodes import ListNode, MapNode, Node, TextNode
from kept.rules.policy.read.conditions import read_condition
from kept.rules.policy.read.events import NO_EVENT, read_event_expr
from kept.rules.policy.read.limits import read_cells, read_dimensions, read_giver
from kept.rules.policy.read.quantities import duration_of, plain
from kept.rules.policy.read.scope import Fields, Scope, Wrong, cases_of, parts
from kept.rules.policy.read.words import read_source
from kept.rules.policy.walk import walk
from kept.rules.said import Saying, listed, noun

PICKS = ("longest_of", "shortest_of", "first_known")
_LIST = (noun("a length such as 1 year"), "[{is: 2 years, when: {…}}, 1 year]")
_WORDS = tuple(w.value for w in NoLength)
_FORMS = ("is", "from", "until", "by", *PICKS)
_NO_ROW = LengthRow((), NoLength.UNSET)
_OF_A_TERM = (NoLength.LIFE, NoLength.REST)


def read_lasting(scope: Scope, node: Node) -> Length:
    """Return how long something lasts: a length that is no term's own."""
    found = read_length(scope, node)
    word = next((part for part in _parts(found) if part in _OF_A_TERM), None)
    if word is not None:
        raise Wrong(
            node.line,
            Saying("length-of-a-term-only", "“{word}” is a length of a term only.", word=str(word)),
        )
    return found


def _parts(length: Length) -> tuple[object, ...]:
    if isinstance(length, NoLength):
        return (length,)
    several = (part for part in walk(length) if isinstance(part, Lengths | LengthTable))
    return tuple(
        option.length if isinstance(option, LengthRow) else option
        for part in several
        for option in (part.options if isinstance(part, Lengths) else part.rows)
    )


def read_length(scope: Scope, node: Node) -> Length:
    """Return a length: a duration, a word, an attribute, one of several, a table or cases."""
    if isinstance(node, TextNode):
        said = plain(node, noun("a length"))
        return NoLength(said) if said in _WORDS else duration_of(said, node.line)
    if isinstance(node, ListNode):
        return LengthTable((), scope.each(cases_of(node, *_LIST), _case))
    read = next((reader for key, reader in _READERS.items() if node.get(key)), _pick)
    return read(scope, node)


def _from(scope: Scope, node: MapNode) -> Length:
    fields = Fields(scope, node, LENGTH_FROM)
    attribute = fields.get("from", read_giver, "")
    return LengthFrom(attribute, fields.get("source", read_source, ()))


def _until(scope: Scope, node: MapNode) -> Length:
    fields = Fields(scope, node, LENGTH_UNTIL)
    event = fields.get("until", read_event_expr, NO_EVENT)
    return LengthUntil(event, fields.get("source", read_source, ()))


def _is(scope: Scope, node: MapNode) -> Length:
    fields = Fields(scope, node, LENGTH_IS)
    length = fields.get("is", read_length, NoLength.UNSET)
    return Lengths("first_known", (length,), fields.get("source", read_source, ()))


def _alone(scope: Scope, node: MapNode) -> Length:
    return LengthTable((), (_case(scope, node),))


def _pick(scope: Scope, node: MapNode) -> Length:
    source: tuple[str, ...] = ()
    found: Length | None = None
    for key, value in node.entries:
        if key.value == "source":
            source = scope.attempt(value, read_source, ())
        elif key.value in PICKS and found is None:
            options = scope.each(parts(value, noun("a list of lengths")), read_length)
            found = Lengths(key.value, options)
        else:
            raise Wrong(
                key.line,
                Saying(
                    "not-the-begin-of-a-length",
                    "“{key}” does not give a length; there are: {listed}.",
                    key=key.value,
                    listed=listed(_FORMS),
                ).then(scope.meant(key.value, _FORMS)),
            )
    if not isinstance(found, Lengths):
        raise Wrong(
            node.line,
            Saying("no-length", "Say how long, with one of {listed}.", listed=listed(_FORMS)),
        )
    return Lengths(found.pick, found.options, source)


def _case(scope: Scope, node: Node) -> LengthRow:
    """One of several lengths: {is: 2 years, when: {…}, source: X-1}, or what holds otherwise."""
    if not isinstance(node, MapNode) or node.get("is") is None:
        return LengthRow((), read_length(scope, node))
    fields = Fields(scope, node, LENGTH_CASE)
    return LengthRow(
        (),
        fields.get("is", read_length, NoLength.UNSET),
        fields.get("when", read_condition, ALWAYS),
        fields.get("source", read_source, ()),
    )


def _table(scope: Scope, node: Node) -> Length:
    fields = Fields(scope, node, LENGTH_TABLE)
    by = fields.get("by", read_dimensions, ())
    if not by or "cells" not in fields:
        return NoLength.UNSET
    cells = fields.get("cells", lambda inner, part: read_cells(inner, part, by), [])
    rows = (replace(scope.attempt(cell, _case, _NO_ROW), keys=keys) for keys, cell in cells)
    return LengthTable(tuple(d.key for d in by), tuple(rows))


_READERS: Final[dict[str, Callable[[Scope, MapNode], Length]]] = {
    "by": _table,
    "cells": _table,
    "from": _from,
    "until": _until,
    "when": _alone,
    "is": _is,
}
