"""What else a policy says about a broken promise: rules that look at its clock."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from kept.rules.facts.values import Texts
from kept.rules.policy.model import CostRule, CoverRule, Policy
from kept.rules.policy.walk import keys_in


@lru_cache(maxsize=64)
def _followers(policy: Policy) -> dict[str, tuple[tuple[Texts, tuple[str, ...]], ...]]:
    """Return, by clock, the rules and cases that look at it: their names and clauses."""
    found: dict[str, list[tuple[Texts, tuple[str, ...]]]] = {}
    for keys, name, clauses in _parts(policy):
        for key in keys:
            prefix, _dot, clock = key.partition(".")
            if prefix == "clock":
                found.setdefault(clock, []).append((name, clauses))
    return {clock: tuple(names) for clock, names in found.items()}


def _parts(policy: Policy) -> Iterator[tuple[tuple[str, ...], Texts, tuple[str, ...]]]:
    for rule in policy.rules.values():
        if isinstance(rule, CostRule | CoverRule):
            for case in rule.cases:
                yield keys_in(case.when), case.name or rule.name, case.source
        else:
            yield keys_in(rule.when), rule.name, rule.source


def if_missed(policy: Policy, clock: str) -> tuple[tuple[Texts, tuple[str, ...]], ...]:
    """Return the names and clauses of what follows from the state of a clock."""
    return _followers(policy).get(clock, ())
