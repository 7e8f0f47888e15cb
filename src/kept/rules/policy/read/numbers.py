"""Numbers that a policy works out: sums, bands, tables and cases."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Final

from kept.rules.policy.forms import (
    BAND,
    BANDS,
    BETWEEN,
    CHOICE_OF,
    NUMBER_CASE,
    NUMBER_TABLE,
    ROUND,
)
from kept.rules.policy.model import (
    Band,
    Bands,
    Between,
    Case,
    Cases,
    Combined,
    Condition,
    Constant,
    FactType,
    NoNumber,
    Not,
    Number,
    NumberRow,
    NumberTable,
    Rounded,
    Sum,
    ValueOf,
)
from kept.rules.policy.nodes import ListNode, MapNode, Node, TextNode
from kept.rules.policy.read.conditions import read_condition
from kept.rules.policy.read.domains import domain_of
from kept.rules.policy.read.events import NO_EVENT, read_event_expr
from kept.rules.policy.read.limits import read_cells, read_dimensions
from kept.rules.policy.read.quantities import looks_like_a_number, read_decimal
from kept.rules.policy.read.scope import Fields, Scope, Wrong, parts, word
from kept.rules.policy.read.words import read_source
from kept.rules.said import Saying, listed, noun

NOTHING: Final = NoNumber.UNSET
BOUNDS: Final = ("at_least", "more_than", "at_most", "less_than")
UNITS: Final = {"minutes": "minute", "hours": "hour", "days": "day", "months": "month"}
_WORDS: Final = tuple(w.value for w in NoNumber)
_ONE: Final = Decimal(1)
_EXAMPLE: Final = noun("a number such as 2000, equipment.price or {times: [2, measure.downtime]}")


def read_number_of(scope: Scope, node: Node) -> Number:
    """Return a number expression in any of its forms."""
    if isinstance(node, TextNode):
        return _plain(scope, node)
    if isinstance(node, ListNode):
        return Cases(scope.each(parts(node, noun("a list of numbers with conditions")), _case))
    for key, _ in node.entries:
        if key.value in _READERS:
            return _READERS[key.value](scope, node)
    said = node.entries[0][0].value if node.entries else ""
    raise Wrong(
        node.line,
        Saying(
            "not-the-begin-of-a-number",
            "“{said}” does not begin a number; there are: {listed}.",
            said=said,
            listed=listed(_READERS),
        ).then(scope.meant(said, tuple(_READERS))),
    )


def _plain(scope: Scope, node: TextNode) -> Number:
    said = word(node, _EXAMPLE)
    if said in _WORDS:
        return NoNumber(said)
    if looks_like_a_number(said):
        return Constant(read_decimal(scope, node))
    among = domain_of(scope, said, node.line)
    if among.type is not FactType.NUMBER:
        raise Wrong(
            node.line,
            Saying(
                "fact-is-no-number",
                "“{said}” is a {type}, not a number.",
                said=said,
                type=among.type,
            ),
        )
    return ValueOf(said)


def _case(scope: Scope, node: Node) -> Case:
    if not isinstance(node, MapNode) or node.get("is") is None or node.get("if") is not None:
        return Case(read_number_of(scope, node), None)
    fields = Fields(scope, node, NUMBER_CASE)
    return Case(
        fields.get("is", read_number_of, NOTHING),
        fields.get("when", read_condition, None),
        fields.get("source", read_source, ()),
    )


def _sourced(scope: Scope, node: Node) -> Number:
    """{is: 3, source: X-1}: a number with its clause, perhaps with a condition."""
    return Cases((_case(scope, node),))


def _choice(scope: Scope, node: Node) -> Number:
    fields = Fields(scope, node, CHOICE_OF)
    when: Condition | None = fields.get("if", read_condition, None)
    found = [Case(fields.get("is", read_number_of, NOTHING), when)]
    if "else" in fields and when is not None:
        found.append(Case(fields.get("else", read_number_of, NOTHING), Not(when)))
    return Cases(tuple(found))


def _combined(scope: Scope, node: Node) -> Number:
    key, value = _single(node)
    how = Sum(key)
    found = scope.each(
        parts(value, noun("a list of numbers under “{key}”", key=key)), read_number_of
    )
    if how is Sum.OVER and isinstance(value, ListNode) and len(value.parts) != 2:
        raise Wrong(
            value.line,
            Saying("over-needs-two", "“over” divides one number by another: {over: [a, b]}."),
        )
    return Combined(how, found)


def _rounded(scope: Scope, node: Node) -> Number:
    fields = Fields(scope, node, ROUND)
    there = [key for key in ROUND.optional if key in fields and key != "to"]
    if len(there) != 1:
        raise Wrong(node.line, Saying("no-way-to-round", "Say one of floor, ceiling, round."))
    to = fields.get("to", read_decimal, _ONE)
    if to <= 0:
        raise Wrong(
            fields.lines["to"], Saying("rounding-to-nothing", "“to” is more than 0, such as 0.01.")
        )
    return Rounded(fields.get(there[0], read_number_of, NOTHING), there[0], to)


def _between(scope: Scope, node: Node) -> Number:
    key, value = _single(node)
    fields = Fields(scope, value, BETWEEN)
    return Between(
        UNITS[key],
        fields.get("from", read_event_expr, NO_EVENT),
        fields.get("until", read_event_expr, None),
    )


def _by(scope: Scope, node: Node) -> Number:
    assert isinstance(node, MapNode)
    return _bands(scope, node) if node.get("cells") is None else _table(scope, node)


def _bands(scope: Scope, node: Node) -> Number:
    fields = Fields(scope, node, BANDS)
    return Bands(fields.get("by", read_number_of, NOTHING), fields.each("bands", _band))


def _band(scope: Scope, node: Node) -> Band:
    fields = Fields(scope, node, BAND)
    fields.only_one("is", "otherwise")
    bounds = {key: fields.get(key, read_decimal, None) for key in BOUNDS if key in fields}
    if "otherwise" in fields:
        if bounds:
            raise Wrong(
                node.line,
                Saying("otherwise-no-bounds-beside", "“otherwise” has no bounds beside it."),
            )
        number = fields.get("otherwise", read_number_of, NOTHING)
    elif "is" in fields and bounds:
        number = fields.get("is", read_number_of, NOTHING)
    else:
        raise Wrong(
            node.line,
            Saying("band-lacks-bounds", "A band has bounds and “is”: {at_least: 95, is: 0.5}."),
        )
    return Band(number, **bounds, source=fields.get("source", read_source, ()))


def _table(scope: Scope, node: Node) -> Number:
    fields = Fields(scope, node, NUMBER_TABLE)
    by = fields.get("by", read_dimensions, ())
    if not by or "cells" not in fields:
        return NOTHING
    rows = fields.get("cells", lambda inner, cells: read_cells(inner, cells, by), [])
    found = (NumberRow(keys, scope.attempt(cell, read_number_of, NOTHING)) for keys, cell in rows)
    return NumberTable(tuple(d.key for d in by), tuple(found))


def _single(node: Node) -> tuple[str, Node]:
    assert isinstance(node, MapNode)
    if len(node.entries) != 1:
        said = node.entries[0][0].value
        raise Wrong(
            node.line,
            Saying(
                "number-stands-alone",
                "“{said}” stands alone; nothing else can stand beside it here.",
                said=said,
            ),
        )
    key, value = node.entries[0]
    return key.value, value


_READERS: Final[dict[str, Callable[[Scope, Node], Number]]] = {
    **dict.fromkeys((s.value for s in Sum), _combined),
    **dict.fromkeys(("floor", "ceiling", "round"), _rounded),
    **dict.fromkeys(UNITS, _between),
    "by": _by,
    "if": _choice,
    "is": _sourced,
}
