"""Periods in which something holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

from kept.rules.facts.values import Texts
from kept.rules.hours import Duration
from kept.rules.policy.model.clauses import Place
from kept.rules.policy.model.expressions import ALWAYS, Condition, Event, EventExpr
from kept.rules.policy.model.measures import Interval
from kept.rules.policy.model.numbers import Number


@dataclass(frozen=True, slots=True)
class LengthFrom:
    """A length that an attribute gives ("contract.warranty"); `source` names it for people."""

    attribute: str
    source: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LengthUntil:
    """A length that reaches until a moment ("contract.free_until")."""

    event: EventExpr
    source: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Lengths:
    """Several lengths of which one counts: the longest, the shortest, or the first known."""

    pick: str  # "longest_of" | "shortest_of" | "first_known"
    options: tuple[Length, ...]
    source: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LengthRow:
    """One line of a table of lengths: a value or "*" for each dimension, and a condition."""

    keys: tuple[str, ...]
    length: Length
    when: Condition = ALWAYS
    source: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LengthTable:
    """A length by dimensions, or by conditions alone; the first row that fits counts."""

    by: tuple[str, ...]
    rows: tuple[LengthRow, ...]


class NoLength(StrEnum):
    """A term without a number of its own."""

    LIFE = "life"
    UNSET = "unset"
    NEGOTIATED = "negotiated"
    REST = "rest"  # what was left when the term began again


Length: TypeAlias = Duration | LengthFrom | LengthUntil | Lengths | LengthTable | NoLength


@dataclass(frozen=True, slots=True)
class Extension:
    """Adds the union of an interval to a term ("the actual stop time"), or `by`, once."""

    interval: Interval | None
    times: Number | None = None  # each moment counts so often; None: once
    by: Length | None = None
    when: Condition = ALWAYS  # of a fixed one
    source: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Renewal:
    """A term goes on for `by` each time, unless notice was given `lead` before its end."""

    by: Length
    unless: EventExpr
    lead: Length | None = None
    source: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Restart:
    """A term in force begins again with each such fact, for `length` (None: its own).

    With `lapsed` one that has ended begins again as well.
    """

    event: Event
    length: Length | None = None
    lapsed: bool = False
    source: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Transfer:
    """A change of owner ends a term unless `needs` holds then, or `within` a while after it."""

    event: Event
    needs: Condition
    within: Length | None = None
    source: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TermRule:
    """A period in which something holds: a warranty, a phase, the time a service is available."""

    id: str
    name: Texts
    source: tuple[str, ...]
    start: EventExpr
    length: Length
    end: EventExpr | None = None  # ends at this moment if that is earlier (retired, hours used up)
    cap: EventExpr | None = None  # never later than this
    floor: EventExpr | None = None  # never earlier than this, whatever `end` and `cap` say
    evidence: EventExpr | None = None  # what proves the start
    when: Condition = ALWAYS
    extensions: tuple[Extension, ...] = ()
    renews: Renewal | None = None
    restart: Restart | None = None
    void: EventExpr | None = None  # ends at once and for good
    transfer: Transfer | None = None
    guarantor: str = "provider"
    gives: Texts = field(default_factory=dict)  # what the term entitles to
    assumed: Mapping[str, str] = field(default_factory=dict)
    see: tuple[str, ...] = ()
    note: Texts = field(default_factory=dict)
    place: Place | None = None
