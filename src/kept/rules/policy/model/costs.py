"""What is covered, and who pays."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from kept.rules.facts.values import Texts
from kept.rules.hours import Duration
from kept.rules.policy.model.clauses import Place
from kept.rules.policy.model.expressions import Condition
from kept.rules.policy.model.numbers import Number


@dataclass(frozen=True, slots=True)
class CoverCase:
    """Something that a term covers or does not cover."""

    inside: bool
    when: Condition
    name: Texts
    source: tuple[str, ...]
    items: tuple[str, ...] = ()  # services or components; empty: all
    see: tuple[str, ...] = ()


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
    share: Mapping[str, Mapping[str, Number]] = field(default_factory=dict)  # per cent by party
    fee: Mapping[str, Number] = field(default_factory=dict)
    at_least: Mapping[str, Number] = field(default_factory=dict)  # the least that is charged
    increments: Mapping[str, Duration] = field(default_factory=dict)  # begun ones are charged
    see: tuple[str, ...] = ()

    @property
    def components(self) -> tuple[str, ...]:
        """Return the components that the case speaks of, "all" among them."""
        named = (self.pays, self.share, self.price, self.fee, self.at_least, self.increments)
        return tuple(dict.fromkeys(component for each in named for component in each))


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
