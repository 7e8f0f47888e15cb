"""What a line rests on in the policy: its clauses, and how these are read."""

from __future__ import annotations

from collections.abc import Iterable

from kept.rules.policy.model import ClockRule, Policy, RuleHead, TermRule
from kept.rules.policy.walk import walk


def clauses_of(
    rule: ClockRule | TermRule | RuleHead, found: tuple[str, ...] = ()
) -> tuple[str, ...]:
    """Return the clauses of a rule; where the part that was `found` names none, those of all."""
    named = dict.fromkeys((*found, *rule.source, *rule.see))
    return tuple(named or dict.fromkeys(c for p in walk(rule) for c in getattr(p, "source", ())))


def readings_of(policy: Policy, clauses: Iterable[str]) -> tuple[str, ...]:
    """Return the readings that say how some of these clauses are understood."""
    asked = set(clauses)
    return tuple(key for key, r in policy.readings.items() if not asked.isdisjoint(r.clauses))
