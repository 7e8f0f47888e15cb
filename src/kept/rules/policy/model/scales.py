"""Classifications: levels and zones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from kept.rules.facts.values import Texts
from kept.rules.policy.model.clauses import Place
from kept.rules.policy.model.expressions import Condition


@dataclass(frozen=True, slots=True)
class Grade:
    """One value of a classification and when it is given; `when` None: otherwise."""

    key: str
    name: Texts
    when: Condition | None
    source: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """One cell of the matrix of a classification: the grade it gives."""

    grade: str
    source: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Scale:
    """A classification: severity level, service tier or zone. Worst (or nearest) grades first.

    The first grade that holds counts. `attribute`: the value is read from there instead.
    """

    id: str
    kind: str  # "level" | "zone"
    name: Texts
    grades: tuple[Grade, ...]
    source: tuple[str, ...] = ()
    attribute: str = ""
    grader: str = ""
    table: Mapping[tuple[str, ...], MatrixCell] = field(
        default_factory=dict
    )  # a matrix, e.g. impact x urgency
    table_by: tuple[str, ...] = ()
    see: tuple[str, ...] = ()
    note: Texts = field(default_factory=dict)
    place: Place | None = None
