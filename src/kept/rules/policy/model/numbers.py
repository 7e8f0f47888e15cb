"""Numbers that a policy works out: data, never code. All arithmetic is decimal."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import TypeAlias

from kept.rules.policy.model.expressions import Condition, EventExpr


class NoNumber(StrEnum):
    """A number that the paper leaves out, or that is agreed case by case: shown, never charged."""

    UNSET = "unset"
    NEGOTIATED = "negotiated"


@dataclass(frozen=True, slots=True)
class Constant:
    """A number as it is written."""

    value: Decimal


@dataclass(frozen=True, slots=True)
class ValueOf:
    """The number an attribute holds ("equipment.price"), or `measure.<id>`, `count.<id>`."""

    key: str


class Sum(StrEnum):
    """How numbers become one."""

    PLUS = "plus"
    MINUS = "minus"  # the first less all others
    TIMES = "times"
    OVER = "over"  # unknown when the divisor is 0
    SMALLEST_OF = "smallest_of"  # of those known
    LARGEST_OF = "largest_of"  # of those known
    FIRST_KNOWN = "first_known"


@dataclass(frozen=True, slots=True)
class Combined:
    """Several numbers made into one."""

    how: Sum
    parts: tuple[Number, ...]


@dataclass(frozen=True, slots=True)
class Rounded:
    """A number to the next lower, next higher or nearest multiple of `to`; half goes up."""

    part: Number
    how: str  # "floor" | "ceiling" | "round"
    to: Decimal


@dataclass(frozen=True, slots=True)
class Between:
    """How many units were begun from one event until another, or until now."""

    unit: str  # "minute" | "hour" | "day" | "month"
    start: EventExpr
    until: EventExpr | None


@dataclass(frozen=True, slots=True)
class Case:
    """A number that counts when a condition holds; None: always, or when no other does."""

    number: Number
    when: Condition | None
    source: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cases:
    """Several numbers of which the first counts whose condition holds; none: there is none."""

    cases: tuple[Case, ...]


@dataclass(frozen=True, slots=True)
class Band:
    """What a number is while another lies within bounds; without bounds: otherwise."""

    number: Number
    at_least: Decimal | None = None
    more_than: Decimal | None = None
    at_most: Decimal | None = None
    less_than: Decimal | None = None
    source: tuple[str, ...] = ()

    def fits(self, value: Decimal) -> bool:
        """Return whether a value lies within the bounds."""
        return not (
            (self.at_least is not None and value < self.at_least)
            or (self.more_than is not None and value <= self.more_than)
            or (self.at_most is not None and value > self.at_most)
            or (self.less_than is not None and value >= self.less_than)
        )


@dataclass(frozen=True, slots=True)
class Bands:
    """A number by the size of another; the first band that fits counts."""

    by: Number
    bands: tuple[Band, ...]


@dataclass(frozen=True, slots=True)
class NumberRow:
    """One line of a table of numbers: a value or "*" for each dimension."""

    keys: tuple[str, ...]
    number: Number


@dataclass(frozen=True, slots=True)
class NumberTable:
    """A number by dimensions, as in a table of limits; the first row that fits counts."""

    by: tuple[str, ...]
    rows: tuple[NumberRow, ...]


Number: TypeAlias = (
    Constant | ValueOf | Combined | Rounded | Between | Cases | Bands | NumberTable | NoNumber
)
