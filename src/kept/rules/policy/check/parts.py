"""What checks ask of rules: their clauses, their names, whether a reading settles them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kept.rules.facts.texts import Named
from kept.rules.policy.model import Event, Policy, Reading
from kept.rules.policy.walk import walk


def clauses_of(rule: object) -> tuple[str, ...]:
    """Return the clauses a rule or a part of one rests on: its sources, else what it has to see."""
    found = dict.fromkeys(c for part in walk(rule) for c in getattr(part, "source", ()))
    return tuple(found) or tuple(getattr(rule, "see", ()))


def together(*owners: object) -> tuple[str, ...]:
    """Return the clauses of several parts, each once."""
    return tuple(dict.fromkeys(clause for owner in owners for clause in clauses_of(owner)))


def read_together(policy: Policy, one: Iterable[str], other: Iterable[str]) -> bool:
    """Return whether a reading speaks of clauses of both."""
    first, second = set(one), set(other)
    return any(first & told and second & told for told in _read(policy.readings.values()))


def _read(readings: Iterable[Reading]) -> Iterator[set[str]]:
    return (set(reading.clauses) for reading in readings)


def kinds_in(value: object) -> frozenset[str]:
    """Return the kinds of facts that a part waits for or looks at."""
    return frozenset(part.kind for part in walk(value) if isinstance(part, Event))


def called(part: object, number: int) -> Named:
    """Return how to point at a part of a rule: its key, its name, or its number."""
    key = getattr(part, "key", "")
    name = {} if key else getattr(part, "name", None) or {}
    return Named(name, str(key or number))
