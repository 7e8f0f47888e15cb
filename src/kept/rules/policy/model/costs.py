"""What is covered, and who pays."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from kept.rules.facts.values import Texts
from kept.rules.policy.model.clauses import Place
from kept.rules.policy.model.expressions import Condition


@dataclass(frozen=True, slots=True)
class CoverCase:
    """Something that a term covers or does not cover."""

    inside: bool
    when: Condition
    name: Texts
    source: tuple[str, ...]
    items: tuple[str, ...] = ()  # services or components; empty: all


@dataclass(frozen=True, slots=True)
class CoverRule:
    """What is in and what is out; an exclusion wins over a cover."""

    id: str
    name: Texts
    cases: tuple[CoverCase, ...]
    see: tuple[str, ...] = ()
    note: Texts = field(default_factory=dict)
    place: Place | None = None

    @property
    def source(self) -> tuple[str, ...]:
        """Return the clauses of all cases."""
        return tuple(c for case in self.cases for c in case.source)


@dataclass(frozen=True, slots=True)
class CostCase:
    """Who pays which component, and at which price, when a condition holds."""

    when: Condition
    pays: Mapping[str, str]  # component or "all" -> party
    price: Mapping[str, str]  # component or "all" -> price basis
    source: tuple[str, ...]
    name: Texts = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CostRule:
    """Ordered cases; for each component the first that holds and names it decides."""

    id: str
    name: Texts
    cases: tuple[CostCase, ...]
    see: tuple[str, ...] = ()
    note: Texts = field(default_factory=dict)
    place: Place | None = None

    @property
    def source(self) -> tuple[str, ...]:
        """Return the clauses of all cases."""
        return tuple(c for case in self.cases for c in case.source)
