"""What a rule looks at: which attributes and events can change its answer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from kept.rules.assess.moments import kinds_in
from kept.rules.policy.model import (
    AllOf,
    AnyOf,
    ClockRule,
    Condition,
    Elapsed,
    Happened,
    Not,
    Op,
    Policy,
    Scale,
    Test,
)


@dataclass(frozen=True, slots=True)
class Touches:
    """The attributes, events, scales and clocks that a condition or rule reads."""

    attributes: frozenset[str] = frozenset()
    events: frozenset[str] = frozenset()
    scales: frozenset[str] = frozenset()
    clocks: frozenset[str] = frozenset()

    def __or__(self, other: Touches) -> Touches:
        return Touches(
            self.attributes | other.attributes,
            self.events | other.events,
            self.scales | other.scales,
            self.clocks | other.clocks,
        )


NOTHING = Touches()


@lru_cache(maxsize=8192)
def touches(policy: Policy, key: str) -> Touches:
    """Return what the clock or scale named `key` reads, through the scales it uses."""
    found = touches_itself(policy, key)
    waiting = set(found.scales) & set(policy.scales)
    done = {key}
    while waiting:
        scale = waiting.pop()
        done.add(scale)
        found |= touches_itself(policy, scale)
        waiting |= (set(found.scales) & set(policy.scales)) - done
    return found


def in_condition(condition: Condition) -> Touches:
    """Return what a condition reads by itself."""
    match condition:
        case AllOf() | AnyOf():
            return _union(in_condition(part) for part in condition.parts)
        case Not():
            return in_condition(condition.part)
        case Test():
            also = str(condition.against[0]) if condition.op is Op.SAME_AS else None
            found = in_key(condition.key) | Touches(events=frozenset(kinds_in(condition.at)))
            return found | Touches(attributes=frozenset({also})) if also else found
        case Happened():
            return Touches(events=frozenset(kinds_in(condition.event) | kinds_in(condition.at)))
        case Elapsed():
            return Touches(events=frozenset(kinds_in(condition.start) | kinds_in(condition.until)))


@lru_cache(maxsize=4096)
def in_key(key: str) -> Touches:
    """Return what a key of a condition or table names."""
    prefix, _, name = key.partition(".")
    match prefix:
        case "level" | "zone":
            return Touches(scales=frozenset({key}))
        case "clock":
            return Touches(clocks=frozenset({name}))
        case "term" | "calendar":
            return NOTHING
        case _:
            return Touches(attributes=frozenset({key}))


@lru_cache(maxsize=8192)
def touches_itself(policy: Policy, key: str) -> Touches:
    """Return what the clock or scale named `key` reads by itself; scales stay names."""
    scale = policy.scales.get(key)
    if scale is not None:
        return _of_scale(scale)
    rule = policy.rules[key]
    return _of_clock(rule) if isinstance(rule, ClockRule) else NOTHING


def _of_scale(scale: Scale) -> Touches:
    found = _union(in_condition(g.when) for g in scale.grades if g.when is not None)
    found |= _union(in_key(key) for key in scale.table_by)
    return found | in_key(scale.attribute) if scale.attribute else found


def _of_clock(rule: ClockRule) -> Touches:
    cells = [row.cell for row in rule.limit.rows]
    found = in_condition(rule.when) | _union(in_key(key) for key in rule.limit.by)
    found |= _union(in_condition(m.when) for cell in cells for m in cell.modifiers)
    named = frozenset(cell.attribute for cell in cells if cell.attribute)
    return found | Touches(attributes=named)


def _union(parts: Iterable[Touches]) -> Touches:
    found = NOTHING
    for part in parts:
        found |= part
    return found
