"""When time alone may call somebody in: what a policy's escalations wait for."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from kept.rules.policy.model import Elapsed, Policy, Used
from kept.rules.policy.walk import keys_in, looked_up, walk

CLOCK: Final = "clock."


@lru_cache(maxsize=256)
def clocks_that_call(policy: Policy) -> frozenset[str]:
    """Return the clocks whose breach may call somebody in, also by way of other rules."""
    keys = {key for rule in _rules_that_call(policy) for key in keys_in(rule)}
    return frozenset(key.removeprefix(CLOCK) for key in keys if key.startswith(CLOCK))


@lru_cache(maxsize=256)
def calls_before_a_breach(policy: Policy) -> bool:
    """Say whether somebody may be called in while no clock turns: at a share of its time."""
    parts = (part for rule in _rules_that_call(policy) for part in walk(rule))
    return any(isinstance(part, Used | Elapsed) for part in parts)


def _rules_that_call(policy: Policy) -> Iterator[object]:
    """Yield the escalations and the rules that they look at, each once."""
    waiting: list[object] = list(policy.escalations)
    seen: set[str] = set()
    while waiting:
        rule = waiting.pop()
        yield rule
        for key in keys_in(rule):
            if key not in seen:
                seen.add(key)
                named = looked_up(policy, key)
                # A clock's own turns are watched; what it looks at in turn is watched by itself.
                waiting += [] if named is None or key.startswith(CLOCK) else [named]
