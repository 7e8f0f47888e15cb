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


@dataclass(frozen=True, slots=True)
class LengthFrom:
    """A length that an attribute gives ("contract.warranty"); `source` names it for people."""

    attribute: str
    source: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Lengths:
    """Several lengths of which one counts: the longest, the shortest, or the first known."""

    pick: str  # "longest_of" | "shortest_of" | "first_known"
    options: tuple[Length, ...]
    source: tuple[str, ...] = ()


class NoLength(StrEnum):
    """A term without a number."""

    LIFE = "life"
    UNSET = "unset"
    NEGOTIATED = "negotiated"


Length: TypeAlias = Duration | LengthFrom | Lengths | NoLength


@dataclass(frozen=True, slots=True)
class Extension:
    """Adds the union of these intervals to a term ("the actual stop time")."""

    start: Event
    until: Event
    when: Condition
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
    evidence: EventExpr | None = None  # what proves the start
    when: Condition = ALWAYS
    extensions: tuple[Extension, ...] = ()
    gives: Texts = field(default_factory=dict)  # what the term entitles to
    assumed: Mapping[str, str] = field(default_factory=dict)
    see: tuple[str, ...] = ()
    note: Texts = field(default_factory=dict)
    place: Place | None = None
