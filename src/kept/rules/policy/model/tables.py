"""Limits: cells, and tables of cells."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kept.rules.hours import Duration, Limit
from kept.rules.policy.model.expressions import ALWAYS, Condition, EventExpr


class CellState(StrEnum):
    """What a cell holds when it holds no value of its own."""

    VALUE = "value"
    UNSET = "unset"  # the paper leaves the number out
    NEGOTIATED = "negotiated"  # agreed case by case
    NOT_OFFERED = "not_offered"  # not part of the service
    NONE = "none"  # deliberately without limit
    FROM = "from"  # an attribute of contract, equipment or site gives it
    UNTIL = "until"  # due at a moment of its own ("by the appointed date")
    ON_TIME = "on_time"  # due at the start itself: an appointment
    IMMEDIATELY = "immediately"  # the word without a number; `limit` is the owner's tolerance


@dataclass(frozen=True, slots=True)
class Modifier:
    """Adds working time to a limit when a condition holds at the start ("+2 h on days off")."""

    when: Condition
    add: Duration
    source: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a limit: how long, or why there is no number."""

    state: CellState
    limit: Limit | None = None
    target: Limit | None = None  # the lower end of a range
    attribute: str = ""  # for FROM
    event: EventExpr | None = None  # for UNTIL
    fallback: Cell | None = None  # for FROM, when the attribute is not known
    source: tuple[str, ...] = ()
    modifiers: tuple[Modifier, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table: a value or "*" for each dimension, a condition, and its cell."""

    keys: tuple[str, ...]
    cell: Cell
    when: Condition = ALWAYS


@dataclass(frozen=True, slots=True)
class Table:
    """A limit by dimensions (keys as in `Test`); the first row that fits counts."""

    by: tuple[str, ...]
    rows: tuple[Row, ...]
