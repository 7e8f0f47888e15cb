"""A case is an append-only list of facts, each with three times."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from types import MappingProxyType

from kept.rules.facts.values import Value

NOTHING: Mapping[str, Value] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that happened, or that somebody found out, in one case.

    `at` is when it happened, `recorded_at` when a device wrote it down, `received_at` when the
    server got it; all aware. A correction is a new fact that names the one it `corrects`; a fact of
    kind `fact.withdrawn` takes the one it `corrects` back altogether.
    """

    id: str
    kind: str
    at: datetime
    recorded_at: datetime | None = None
    received_at: datetime | None = None
    by: str = ""
    values: Mapping[str, Value] = field(default_factory=lambda: NOTHING)
    corrects: str | None = None
    case: str = ""  # of a fact of an earlier case: which

    @property
    def known_at(self) -> datetime:
        """Return the moment from which the server could know it."""
        return self.received_at or self.at


WITHDRAWN = "fact.withdrawn"


@dataclass(frozen=True)
class Facts:
    """All facts of one case, and what is known about its customer, site, equipment and contract.

    `about` maps dotted attributes ("site.city", "contract.service_tier") to values. An attribute
    that holds a moment is an event as well: `equipment.accepted` can start a term.
    `history` are the facts of earlier cases of the same equipment, through all its serial numbers.
    """

    facts: tuple[Fact, ...]
    about: Mapping[str, Value] = field(default_factory=dict)
    history: tuple[Fact, ...] = ()

    @cached_property
    def standing(self) -> tuple[Fact, ...]:
        """Return the facts that count, in the order they happened: without corrected ones."""
        return _standing(self.facts)

    @cached_property
    def past(self) -> tuple[Fact, ...]:
        """Return the facts of earlier cases that count, in the order they happened."""
        return _standing(self.history)

    def known_by(self, moment: datetime) -> Facts:
        """Return the facts as they were known at `moment`, for the answer "as known then"."""
        return Facts(
            tuple(f for f in self.facts if f.known_at <= moment),
            self.about,
            tuple(f for f in self.history if f.known_at <= moment),
        )

    def with_more(self, more: Iterable[Fact]) -> Facts:
        """Return these facts and `more`."""
        return replace(self, facts=(*self.facts, *more))


def _standing(facts: tuple[Fact, ...]) -> tuple[Fact, ...]:
    replaced = {(fact.case, fact.corrects) for fact in facts if fact.corrects is not None}
    left = (f for f in facts if (f.case, f.id) not in replaced and f.kind != WITHDRAWN)
    return tuple(sorted(left, key=in_order))


def in_order(fact: Fact) -> tuple[datetime, datetime, str]:
    """Return by what facts are put in the order in which they happened."""
    return fact.at, fact.known_at, fact.id
