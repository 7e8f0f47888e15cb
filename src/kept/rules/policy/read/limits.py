"""Limits: one cell, or a table of cells by level, zone, channel or any other dimension."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from kept.rules.hours import Duration, Limit, OrdinalWorkingDay, Unit
from kept.rules.hours.limits import parse_limit
from kept.rules.policy.forms import CELL, MODIFIER, TABLE
from kept.rules.policy.model import (
    ALWAYS,
    Cell,
    CellState,
    FactType,
    Modifier,
    Row,
    Table,
)
from kept.rules.policy.nodes import ListNode, MapNode, Node, TextNode
from kept.rules.policy.read.conditions import read_condition
from kept.rules.policy.read.domains import Domain, domain
from kept.rules.policy.read.events import read_event_expr
from kept.rules.policy.read.quantities import duration_of, plain, read_duration
from kept.rules.policy.read.scope import Fields, Scope, Wrong, cases_of, one_or_more, pairs, word
from kept.rules.policy.read.words import read_source
from kept.rules.said import Saying, listed, noun, said_by

WORDS: Final = {
    "unset": CellState.UNSET,
    "negotiated": CellState.NEGOTIATED,
    "not offered": CellState.NOT_OFFERED,
    "none": CellState.NONE,
    "immediately": CellState.IMMEDIATELY,
    "on time": CellState.ON_TIME,
}
NOTHING: Final = Duration(0, Unit.SECOND)
_LIST: Final = (noun("a limit such as 2 h"), "[{is: 2 h, when: {…}}, 4 h]")
ANY: Final = "*"
_ORDINAL = re.compile(r"([1-9][0-9]{0,2})(?:st|nd|rd|th) working day( from next)?")
_FIXED = re.compile(r"(same|next|in [1-9][0-9]{0,2}) (working )?days? [0-9:]+")
_HALVES = re.compile(r"half a working day|(0|[1-9][0-9]{0,2})\.5 working days?")
_GIVES_A_LIMIT = (FactType.DURATION, FactType.NUMBER, FactType.TEXT)

NO_CELL = Cell(CellState.UNSET)
NO_TABLE = Table((), ())


def single(cell: Cell) -> Table:
    """Return the table of one cell."""
    return Table((), (Row((), cell),))


def read_limit(scope: Scope, node: Node) -> Table:
    """Return the table that `limit:` says; a single cell is a table without dimensions."""
    if isinstance(node, MapNode) and (node.get("by") or node.get("cells")):
        return _table(scope, Fields(scope, node, TABLE))
    cells = cases_of(node, *_LIST) if isinstance(node, ListNode) else (node,)
    return Table((), scope.each(cells, _case))


def _case(scope: Scope, node: Node) -> Row:
    """One of several limits: {is: 2 h, when: {…}, source: X-1}, or what holds otherwise."""
    when = node.get("when") if isinstance(node, MapNode) else None
    if when is None or not isinstance(node, MapNode):
        return Row((), read_cell(scope, node))
    rest = MapNode(tuple(e for e in node.entries if e[0].value != "when"), node.line)
    return Row((), read_cell(scope, rest), scope.attempt(when, read_condition, ALWAYS))


def read_cell(scope: Scope, node: Node) -> Cell:
    """Return one cell: a limit, a word such as `unset`, or a mapping."""
    if isinstance(node, TextNode):
        return _cell_of(scope, node)
    if not isinstance(node, MapNode):
        raise Wrong(
            node.line,
            Saying("list-instead-of-limit", "Here stands a list instead of a limit such as 2 h."),
        )
    fields = Fields(scope, node, CELL, what=noun("The limit"))
    fields.only_one(*_GIVERS)
    there = next((key for key in _GIVERS if key in fields), None)
    if there is None:
        raise Wrong(
            node.line, Saying("limit-lacks-from-until", "The limit lacks “is”, “from” or “until”.")
        )
    cell = _GIVERS[there](fields)
    return replace(
        cell, source=fields.get("source", read_source, ()), modifiers=fields.each("add", _modifier)
    )


def limit_of(said: str, line: int) -> Limit:
    """Return the limit that a text says; raises Wrong with the line it stands in."""
    ordinal = _ORDINAL.fullmatch(said)
    if ordinal:
        return OrdinalWorkingDay(int(ordinal[1]), "next" if ordinal[2] else "start")
    if _FIXED.fullmatch(said) or _HALVES.fullmatch(said):
        try:
            return parse_limit(said)
        except ValueError as error:
            raise Wrong(line, said_by(error)) from None
    return duration_of(said, line)


def _cell_of(scope: Scope, node: Node) -> Cell:
    said = plain(node, noun("a limit"))
    if said in WORDS:
        return Cell(WORDS[said])
    if ".." in said:
        return _range(said, node.line)
    try:
        return Cell(CellState.VALUE, limit_of(said, node.line))
    except Wrong as wrong:
        raise Wrong(
            wrong.line,
            wrong.saying.then(scope.meant(said, WORDS)),
        ) from None


def _range(said: str, line: int) -> Cell:
    """A range is due at its upper end; the lower end is the target."""
    low, _, high = said.partition("..")
    lower, upper = duration_of(low.strip(), line), duration_of(high.strip(), line)
    if _size(lower)[0] != _size(upper)[0] or _size(lower) >= _size(upper):
        raise Wrong(
            line,
            Saying(
                "not-a-range",
                "“{said}” is not a range such as 2 h .. 3 h, the smaller first.",
                said=said,
            ),
        )
    return Cell(CellState.VALUE, upper, target=lower)


def _size(duration: Duration) -> tuple[str, int]:
    if duration.seconds is not None:
        return "second", duration.seconds
    return duration.unit, duration.amount


def _is(fields: Fields) -> Cell:
    cell = fields.get("is", _cell_of, NO_CELL)
    tolerance = fields.get("tolerance", read_duration, None)
    if "else" in fields:
        line = fields.lines["else"]
        fields.scope.problems.add(
            line,
            Saying(
                "else-belongs-to-limit-attribute",
                "“else” belongs to a limit that an attribute gives.",
            ),
        )
    if tolerance is None:
        return cell
    if cell.state is not CellState.IMMEDIATELY:
        line = fields.lines["tolerance"]
        fields.scope.problems.add(
            line,
            Saying("tolerance-belongs-to-only", "“tolerance” belongs to {is: immediately} only."),
        )
    return replace(cell, limit=tolerance)


def _from(fields: Fields) -> Cell:
    if "tolerance" in fields:
        line = fields.lines["tolerance"]
        fields.scope.problems.add(
            line,
            Saying("tolerance-belongs-to-only", "“tolerance” belongs to {is: immediately} only."),
        )
    return Cell(
        CellState.FROM,
        attribute=fields.get("from", read_giver, ""),
        fallback=fields.get("else", read_cell, None),
    )


def _until(fields: Fields) -> Cell:
    for key in ("tolerance", "else", "add"):
        if key in fields:
            told = Saying(
                "not-beside-until",
                "“{key}” cannot stand beside “until”, which names the moment itself.",
                key=key,
            )
            fields.scope.problems.add(fields.lines[key], told)
    return Cell(CellState.UNTIL, event=fields.get("until", read_event_expr, None))


_GIVERS: Final[dict[str, Callable[[Fields], Cell]]] = {"is": _is, "from": _from, "until": _until}


def read_giver(scope: Scope, node: Node) -> str:
    """Return the attribute that gives a limit or a length."""
    key = word(node, noun("the fact that gives the length"))
    attribute = scope.names.attributes.get(key)
    if attribute is None:
        able = [k for k, a in scope.names.attributes.items() if a.type in _GIVES_A_LIMIT]
        raise Wrong(
            node.line,
            Saying("no-such-fact", "There is no fact “{key}”.", key=key).then(
                scope.meant(key, able)
            ),
        )
    if attribute.type not in _GIVES_A_LIMIT:
        raise Wrong(
            node.line,
            Saying(
                "fact-is-no-duration",
                "“{key}” is a {type}, not a duration.",
                key=key,
                type=attribute.type,
            ),
        )
    return key


def _modifier(scope: Scope, node: Node) -> Modifier:
    fields = Fields(scope, node, MODIFIER)
    duration = fields.get("by", read_duration, NOTHING)
    when = fields.get("when", read_condition, ALWAYS)
    return Modifier(when, duration, fields.get("source", read_source, ()))


def _table(scope: Scope, fields: Fields) -> Table:
    by = fields.get("by", read_dimensions, ())
    modifiers = fields.each("add", _modifier)
    if not by or "cells" not in fields:
        return NO_TABLE
    rows = fields.get("cells", lambda inner, node: _rows(inner, node, by), ())
    return Table(tuple(d.key for d in by), tuple(_with(row, modifiers) for row in rows))


def _with(row: Row, modifiers: tuple[Modifier, ...]) -> Row:
    if row.cell.state not in (CellState.VALUE, CellState.FROM, CellState.IMMEDIATELY):
        return row
    return replace(row, cell=replace(row.cell, modifiers=(*row.cell.modifiers, *modifiers)))


def read_dimensions(scope: Scope, node: Node) -> tuple[Domain, ...]:
    """Return the domains of `by:`, one key or a list of them."""
    nodes = one_or_more(node)
    if not nodes:
        raise Wrong(
            node.line,
            Saying(
                "name-at-least-dimension-level", "Name at least one dimension, such as level.fault."
            ),
        )
    found = tuple(domain(scope, part) for part in nodes)
    if len({d.key for d in found}) != len(found):
        raise Wrong(node.line, Saying("dimension-named-twice", "A dimension is named twice."))
    return found


def _rows(scope: Scope, node: Node, by: tuple[Domain, ...]) -> tuple[Row, ...]:
    found: list[Row] = []
    for keys, cell in read_cells(scope, node, by):
        row = scope.attempt(cell, _case, Row((), NO_CELL))
        found.append(replace(row, keys=keys))
    return tuple(found)


def read_cells(
    scope: Scope, node: Node, by: tuple[Domain, ...]
) -> list[tuple[tuple[str, ...], Node]]:
    """Return the rows of `cells:`, each with one value or "*" for every dimension."""
    found: dict[tuple[str, ...], tuple[int, Node]] = {}
    for key, cell in pairs(node, noun("cells such as {1 / same_city: 2 h}")):
        try:
            keys = _row_keys(scope, key, by)
        except Wrong as wrong:
            scope.problems.add(wrong.line, wrong.saying)
            continue
        if keys in found:
            first = found[keys][0]
            scope.problems.add(
                key.line,
                Saying(
                    "cell-twice",
                    "The cell “{key}” stands in line {first} too.",
                    key=key.value,
                    first=str(first),
                ),
            )
            continue
        found[keys] = (key.line, cell)
    return [(keys, cell) for keys, (_, cell) in found.items()]


def _row_keys(scope: Scope, key: TextNode, by: tuple[Domain, ...]) -> tuple[str, ...]:
    said = [part.strip() for part in key.value.split("/")]
    if said == [ANY]:
        return (ANY,) * len(by)
    if len(said) != len(by):
        names = " / ".join(d.key for d in by)
        raise Wrong(
            key.line,
            Saying(
                "cell-does-not-fit",
                "“{key}” does not fit the dimensions {names}.",
                key=key.value,
                names=names,
            ),
        )
    return tuple(_row_key(scope, key, value, among) for value, among in zip(said, by, strict=True))


def _row_key(scope: Scope, key: TextNode, value: str, among: Domain) -> str:
    allowed = ("yes", "no") if among.type is FactType.YES_NO else among.allowed
    if value == ANY or (value and not allowed and among.type is not FactType.ONE_OF):
        return value
    if value not in allowed:
        raise Wrong(
            key.line,
            Saying(
                "no-such-cell",
                "“{fact}” is never “{value}”; it is {listed} or *.",
                fact=among.key,
                value=value,
                listed=listed(allowed, last="or"),
            ).then(scope.meant(value, allowed)),
        )
    return value
