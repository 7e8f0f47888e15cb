"""What a rule looks at: which attributes and events can change its answer."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache

from kept.rules.assess.moments import undoers
from kept.rules.assess.scene import Scene
from kept.rules.assess.unchanging import unchanging
from kept.rules.policy.model import (
    After,
    AllOf,
    AnyOf,
    Becomes,
    Chosen,
    ClockRule,
    Condition,
    Elapsed,
    Event,
    EventExpr,
    Happened,
    Not,
    Op,
    Opening,
    PeriodEnd,
    Policy,
    Reaches,
    Scale,
    Several,
    TermEdge,
    Test,
    TimeIn,
    Used,
)
from kept.rules.policy.walk import FORM_OF_PREFIX


@unchanging
class Touches:
    """What a condition or rule reads: attributes, events, scales, terms, and other rules' lines.

    Rules by their keys in conditions: "clock.answer", "remedy.third_party".
    """

    attributes: frozenset[str] = frozenset()
    events: frozenset[str] = frozenset()
    scales: frozenset[str] = frozenset()
    terms: frozenset[str] = frozenset()
    lines: frozenset[str] = frozenset()
    ever: frozenset[str] = frozenset()  # events of earlier cases as well

    def __or__(self, other: Touches) -> Touches:
        return Touches(
            self.attributes | other.attributes,
            self.events | other.events,
            self.scales | other.scales,
            self.terms | other.terms,
            self.lines | other.lines,
            self.ever | other.ever,
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


def changes(
    scene: Scene, touched: Touches, after: datetime | None, *, terms: bool = False
) -> set[datetime]:
    """Return the moments later than `after` at which something that is read changes.

    Scales are left to those who follow them grade by grade; terms count when asked for.
    """
    events = touched.events | undoers(scene, touched.events)
    found = scene.changes(touched.attributes, events, after)
    ever = touched.ever | undoers(scene, touched.ever)
    found |= {f.at for kind in ever for f in scene.ever.get(kind, ()) if not after or f.at > after}
    keys = (*touched.lines, *(touched.terms if terms else ()))
    for key in keys:
        found |= scene.ask.edges(scene, key)
    if after is None:
        return found | {at for key in touched.scales for at in scene.ask.edges(scene, key)}
    return {at for at in found if at > after}


@lru_cache(maxsize=8192)
def in_condition(condition: Condition) -> Touches:
    """Return what a condition reads by itself."""
    match condition:
        case AllOf() | AnyOf():
            return _union(in_condition(part) for part in condition.parts)
        case Not():
            return in_condition(condition.part)
        case Test():
            return _in_test(condition)
        case Happened():
            found = in_event(condition.event) | in_event(condition.at)
            return found | Touches(ever=found.events) if condition.ever else found
        case Elapsed():
            return in_event(condition.start) | in_event(condition.until)
        case Used():
            return Touches(lines=frozenset({f"clock.{condition.clock}"}))


def _in_test(test: Test) -> Touches:
    if test.at is not None:
        return NOTHING  # whenever one asks, it sees what there was at its own moment
    if test.op is Op.SAME_AS:
        return in_key(test.key) | Touches(attributes=frozenset({str(test.against[0])}))
    return in_key(test.key)


def in_event(expr: EventExpr | None) -> Touches:
    """Return what an event expression looks at."""
    found = NOTHING
    match expr:
        case Event() | TimeIn():
            found = Touches(events=frozenset({expr.kind}))
        case TermEdge():
            found = Touches(terms=frozenset({f"term.{expr.term}"}))
        case After() | Opening() | PeriodEnd():
            found = in_event(expr.event)
        case Becomes():
            found = in_condition(expr.condition)
        case Reaches():
            found = Touches(lines=frozenset({expr.measure}))
        case Chosen():
            found = Touches(lines=frozenset({f"remedy.{expr.remedy}"}))
        case Several():
            found = _union(in_event(event) for event in expr.events)
    return found


@lru_cache(maxsize=4096)
def in_key(key: str) -> Touches:
    """Return what a key of a condition or table names."""
    prefix = key.partition(".")[0]
    match prefix:
        case "level" | "zone":
            return Touches(scales=frozenset({key}))
        case "term":
            return Touches(terms=frozenset({key}))
        case "calendar":
            return NOTHING
        case _ if prefix in FORM_OF_PREFIX:
            return Touches(lines=frozenset({key}))
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
    found |= _union(in_condition(row.when) for row in rule.limit.rows)
    found |= _union(in_event(cell.event) for cell in cells)
    named = frozenset(cell.attribute for cell in cells if cell.attribute)
    return found | Touches(attributes=named)


def _union(parts: Iterable[Touches]) -> Touches:
    found = NOTHING
    for part in parts:
        found |= part
    return found
