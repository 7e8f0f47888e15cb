"""Levels and zones: ordered grades with criteria, an attribute, or a matrix."""

from __future__ import annotations

from kept.rules.policy.forms import GRADE, MATRIX_CELL, SCALE
from kept.rules.policy.model import ALWAYS, ANYBODY, Condition, Grade, MatrixCell, Not, Scale
from kept.rules.policy.nodes import MapNode, Node, TextNode
from kept.rules.policy.read.conditions import read_condition
from kept.rules.policy.read.contests import read_contest
from kept.rules.policy.read.domains import Domain
from kept.rules.policy.read.limits import read_cells, read_dimensions
from kept.rules.policy.read.scope import Fields, Scope, Wrong, pairs, word
from kept.rules.policy.read.words import (
    NO_TEXTS,
    check_id,
    check_key,
    read_people,
    read_source,
    read_texts,
    read_yes,
)
from kept.rules.said import Saying, noun

# A grade without criteria is given by a person only; nothing in the facts gives it by itself.
NEVER: Condition = Not(ALWAYS)
_CALLED = {"level": noun("level"), "zone": noun("zone")}


def read_scale(scope: Scope, kind: str, key: TextNode, node: Node) -> Scale:
    """Return one level (`kind` "level") or zone ("zone")."""
    name = check_key(key, _CALLED[kind])
    fields = Fields(
        scope, node, SCALE, what=noun("The {kind} “{name}”", kind=_CALLED[kind], name=name)
    )
    fields.only_one("from", "by")
    if ("by" in fields) != ("cells" in fields):
        raise Wrong(node.line, Saying("matrix-by-and-cells", "A matrix has both “by” and “cells”."))
    by = fields.get("by", read_dimensions, ())
    grades = fields.get("grades", _Grades(given="from" in fields or "by" in fields), ())
    return Scale(
        id=name,
        kind=kind,
        name=fields.get("name", read_texts, NO_TEXTS),
        grades=grades,
        source=fields.get("source", read_source, ()),
        attribute=fields.get("from", _attribute, ""),
        graders=fields.get("grader", read_people, ()),
        contest=fields.get("contest", read_contest, ANYBODY),
        table=fields.get("cells", lambda s, n: _matrix(s, n, by, grades), {}) if by else {},
        table_by=tuple(d.key for d in by),
        see=fields.get("see", read_source, ()),
        note=fields.get("note", read_texts, NO_TEXTS),
        place=scope.place(key),
    )


class _Grades:
    """Reads `grades:`. `given`: an attribute or a matrix gives the grade, so none has criteria."""

    def __init__(self, *, given: bool) -> None:
        self.given = given

    def __call__(self, scope: Scope, node: Node) -> tuple[Grade, ...]:
        found: list[Grade] = []
        for key, value in pairs(node, noun("grades such as {1: {name: {…}, when: {…}}}")):
            if found and found[-1].when is None and not self.given:
                line = key.line
                scope.problems.add(
                    line,
                    Saying(
                        "nothing-comes-behind-otherwise-make",
                        "Nothing comes behind “otherwise”; make it the last grade.",
                    ),
                )
            try:
                found.append(self._one(scope, key, value))
            except Wrong as wrong:
                scope.problems.add(wrong.line, wrong.saying)
        if not found:
            raise Wrong(node.line, Saying("no-grades", "A classification has at least one grade."))
        return tuple(found)

    def _one(self, scope: Scope, key: TextNode, node: Node) -> Grade:
        name = check_id(key, noun("grade"))
        fields = Fields(scope, node, GRADE, what=noun("The grade “{name}”", name=name))
        fields.only_one("when", "otherwise")
        criterion = fields.lines.get("when") or fields.lines.get("otherwise")
        if self.given and criterion:
            scope.problems.add(
                criterion,
                Saying(
                    "grade-given-already-no-criteria",
                    "This grade is given already; it has no criteria.",
                ),
            )
        otherwise = fields.get("otherwise", read_yes, False)
        return Grade(
            name,
            fields.get("name", read_texts, NO_TEXTS),
            None if otherwise else fields.get("when", read_condition, NEVER),
            fields.get("source", read_source, ()),
        )


def _attribute(scope: Scope, node: Node) -> str:
    return scope.known(node, noun("fact"), scope.names.attributes.keys())


def _matrix(
    scope: Scope, node: Node, by: tuple[Domain, ...], grades: tuple[Grade, ...]
) -> dict[tuple[str, ...], MatrixCell]:
    keys = tuple(grade.key for grade in grades)
    found: dict[tuple[str, ...], MatrixCell] = {}
    for row, node_ in read_cells(scope, node, by):
        cell = scope.attempt(node_, _cell, MatrixCell(""))
        if cell.grade and cell.grade not in keys:
            meant = scope.offered(cell.grade, keys)
            scope.problems.add(
                node_.line,
                Saying("no-such-grade", "There is no grade “{grade}”.", grade=cell.grade).then(
                    meant
                ),
            )
        found[row] = cell
    return found


def _cell(scope: Scope, node: Node) -> MatrixCell:
    """Return a cell: a grade, or a grade with its clauses."""
    if not isinstance(node, MapNode):
        return MatrixCell(word(node))
    fields = Fields(scope, node, MATRIX_CELL)
    grade = fields.get("is", lambda _, inner: word(inner), "")
    return MatrixCell(grade, fields.get("source", read_source, ()))
