"""A case is an append-only list of facts, each with three times."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
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
    """

    facts: tuple[Fact, ...]
    about: Mapping[str, Value] = field(default_factory=dict)

    @cached_property
    def standing(self) -> tuple[Fact, ...]:
        """Return the facts that count, in the order they happened: without corrected ones."""
        replaced = {fact.corrects for fact in self.facts if fact.corrects is not None}
        left = (f for f in self.facts if f.id not in replaced and f.kind != WITHDRAWN)
        return tuple(sorted(left, key=lambda f: (f.at, f.known_at, f.id)))

    def known_by(self, moment: datetime) -> Facts:
        """Return the facts as they were known at `moment`, for the answer "as known then"."""
        return Facts(tuple(f for f in self.facts if f.known_at <= moment), self.about)

    def with_more(self, more: Iterable[Fact]) -> Facts:
        """Return these facts and `more`."""
        return Facts((*self.facts, *more), self.about)
