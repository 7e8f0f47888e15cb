"""How often something happened to a piece of equipment, in this case and in earlier ones."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Final

from kept.rules.assess.assessment import Because, Reason
from kept.rules.assess.conditions import YES, holds
from kept.rules.assess.moments import ever, plus
from kept.rules.assess.numbers import NONE, Figure, figure
from kept.rules.assess.scene import Instant, RuleState, Scene
from kept.rules.assess.unchanging import unchanging
from kept.rules.facts.fact import Fact, in_order
from kept.rules.facts.values import Texts, Truth, Value
from kept.rules.policy.model import ALWAYS, CounterRule

JUST_AFTER: Final = timedelta(microseconds=1)
MOST_POSSIBLE: Final = 50


class CounterState(StrEnum):
    """Whether something happened too often."""

    REACHED = "reached"
    BELOW = "below"
    POSSIBLE = "possible"  # some facts may count, or how often is too often is not known


@unchanging
class CounterGroup:
    """What was counted for the same values (of the same problem), up to now."""

    values: tuple[tuple[str, Value | None], ...]
    count: int
    possible: int  # with those of which nobody can say yet whether they count
    facts: tuple[str, ...]
    reached_at: datetime | None


@unchanging
class CounterLine:
    """A counter. `count` and `state` are of the problem of this case, else of the worst one."""

    rule: str
    name: Texts
    state: CounterState
    count: int
    reach: Decimal | None  # None: the paper gives no number, or it is not known (`missing`)
    groups: tuple[CounterGroup, ...]
    missing: tuple[str, ...]
    reason: Reason


@unchanging
class _Mark:
    """A fact that counts (YES), that may count (UNKNOWN), or that begins the count again (NO)."""

    fact: Fact
    truth: Truth
    values: tuple[Value | None, ...]
    because: tuple[Because, ...] = ()


@dataclass(slots=True)
class _Tally:
    """The count of one group."""

    counted: list[_Mark]
    reached_at: datetime | None = None
    possibly_at: datetime | None = None

    @property
    def sure(self) -> list[_Mark]:
        return [mark for mark in self.counted if mark.truth is Truth.YES]


def counter(scene: Scene, rule: CounterRule) -> CounterLine:
    """Return what was counted up to now."""
    when = scene.now
    reach = _reach(scene, rule, when)
    groups = _groups(scene, rule, when, reach)
    current = _current(scene, rule, groups, scene.at)
    state = _state(current, reach)
    return CounterLine(
        rule=rule.id,
        name=rule.name,
        state=CounterState(state.values[0]) if state.values else CounterState.POSSIBLE,
        count=max((len(tally.sure) for tally in current), default=0),
        reach=reach.value,
        groups=tuple(_group(rule, values, tally) for values, tally in groups.items()),
        missing=reach.missing,
        reason=_reason(rule, reach, groups),
    )


def counter_state(scene: Scene, key: str, when: Instant) -> RuleState:
    """Return whether counter `key` was reached at a moment."""
    rule = _rule(scene, key)
    reach = _reach(scene, rule, when)
    groups = _groups(scene, rule, when, reach)
    return _state(_current(scene, rule, groups, when.at), reach)


def count_state(scene: Scene, key: str, when: Instant) -> RuleState:
    """Return how many counter `key` had counted at a moment."""
    rule = _rule(scene, key)
    current = _current(scene, rule, _groups(scene, rule, when, NONE), when.at)
    tally = max(current, key=lambda t: (len(t.sure), len(t.counted)), default=_Tally([]))
    facts = tuple(mark.fact.id for mark in tally.counted)
    few, many = len(tally.sure), min(len(tally.counted), len(tally.sure) + MOST_POSSIBLE)
    changes = _changes_at(scene, rule, tally)
    if few == many:
        return RuleState((str(few),), facts=facts, changes_at=changes)
    possible = tuple(str(n) for n in range(few, many + 1))
    return RuleState(possible=possible, facts=facts, changes_at=changes)


def counter_edges(scene: Scene, key: str) -> set[datetime]:
    """Return when a counter counted something, began again, or left something behind."""
    rule = _rule(scene, key)
    marks = [mark.fact.at for mark in _marks(scene, rule)]
    if rule.within is None:
        return set(marks)
    return {*marks, *(plus(scene, at, rule.within) + JUST_AFTER for at in marks)}


def _rule(scene: Scene, key: str) -> CounterRule:
    rule = scene.policy.rules[key]
    assert isinstance(rule, CounterRule)
    return rule


def _marks(scene: Scene, rule: CounterRule) -> tuple[_Mark, ...]:
    def work() -> tuple[_Mark, ...]:
        return tuple(sorted(_found(scene, rule), key=lambda mark: in_order(mark.fact)))

    return scene.worked_out(f"counter.{rule.id}", work) or ()


def _found(scene: Scene, rule: CounterRule) -> Iterator[_Mark]:
    counted = {(f.case, f.id): f for event in rule.counts for f in ever(scene, event)}
    for fact in sorted(counted.values(), key=in_order):  # oldest first: each rests on earlier ones
        then = Instant(fact.at, fact.at)
        answer = YES if rule.when == ALWAYS else holds(scene.beside(fact), rule.when, then)
        if answer.truth is not Truth.NO:
            yield _Mark(fact, answer.truth, _values(scene, rule, fact), answer.because)
    for event in rule.consecutive:
        for fact in ever(scene, event):
            if not _undone(scene, fact):
                yield _Mark(fact, Truth.NO, _values(scene, rule, fact))


def _undone(scene: Scene, fact: Fact) -> bool:
    """Return whether something in its own case took this back: a good repair that did not last."""
    kind = scene.policy.events.get(fact.kind)
    if kind is None or not kind.undone_by:
        return False
    undoing = scene.ever.get(kind.undone_by, ())
    return any(f.case == fact.case and f.at > fact.at for f in undoing)


def _values(scene: Scene, rule: CounterRule, fact: Fact) -> tuple[Value | None, ...]:
    if not rule.per:
        return ()
    beside = scene.beside(fact)
    return tuple(beside.seen(key, fact.at).value for key in rule.per)


def _reach(scene: Scene, rule: CounterRule, when: Instant) -> Figure:
    return NONE if rule.reach is None else figure(scene, rule.reach, when)


def _groups(
    scene: Scene, rule: CounterRule, when: Instant, reach: Figure
) -> dict[tuple[Value | None, ...], _Tally]:
    groups: dict[tuple[Value | None, ...], _Tally] = {}
    for mark in _marks(scene, rule):
        if mark.fact.at > when.at:
            break
        if mark.truth is Truth.NO:
            groups.pop(mark.values, None)
            continue
        tally = groups.setdefault(mark.values, _Tally([]))
        tally.counted = [*_within(scene, rule, tally, mark.fact.at), mark]
        if reach.value is not None and tally.reached_at is None:
            tally.reached_at = mark.fact.at if len(tally.sure) >= reach.value else None
        if reach.value is not None and tally.possibly_at is None:
            tally.possibly_at = mark.fact.at if len(tally.counted) >= reach.value else None
    for tally in groups.values():
        tally.counted = _within(scene, rule, tally, when.at)
    return groups


def _within(scene: Scene, rule: CounterRule, tally: _Tally, at: datetime) -> list[_Mark]:
    """Return those that are not too long ago at `at`."""
    if rule.within is None:
        return tally.counted
    return [m for m in tally.counted if at <= plus(scene, m.fact.at, rule.within)]


def _current(
    scene: Scene,
    rule: CounterRule,
    groups: dict[tuple[Value | None, ...], _Tally],
    at: datetime,
) -> list[_Tally]:
    """Return the count of the problem of this case, when it is known; else all."""
    now = tuple(scene.seen(key, at).value for key in rule.per)
    if None not in now:
        return [groups[now]] if now in groups else []
    return list(groups.values())


def _state(current: list[_Tally], reach: Figure) -> RuleState:
    both = (CounterState.BELOW.value, CounterState.REACHED.value)
    if reach.value is None:
        return RuleState(possible=both)
    reached = [tally for tally in current if tally.reached_at is not None]
    facts = tuple(m.fact.id for tally in reached or current for m in tally.counted)
    if reached:
        return RuleState((CounterState.REACHED.value,), facts=facts)
    if any(tally.possibly_at is not None for tally in current):
        return RuleState(possible=both, facts=facts)
    return RuleState((CounterState.BELOW.value,), facts=facts)


def _changes_at(scene: Scene, rule: CounterRule, tally: _Tally) -> datetime | None:
    if rule.within is None or not tally.counted:
        return None
    return min(plus(scene, m.fact.at, rule.within) for m in tally.counted) + JUST_AFTER


def _group(rule: CounterRule, values: tuple[Value | None, ...], tally: _Tally) -> CounterGroup:
    return CounterGroup(
        tuple(zip(rule.per, values, strict=True)),
        len(tally.sure),
        len(tally.counted),
        tuple(mark.fact.id for mark in tally.counted),
        tally.reached_at,
    )


def _reason(
    rule: CounterRule, reach: Figure, groups: dict[tuple[Value | None, ...], _Tally]
) -> Reason:
    marks = [mark for tally in groups.values() for mark in tally.counted]
    open_ones = (b for mark in marks if mark.truth is Truth.UNKNOWN for b in mark.because)
    clauses = dict.fromkeys((*rule.source, *reach.clauses, *rule.see))
    facts = dict.fromkeys((*(mark.fact.id for mark in marks), *reach.facts))
    readings = dict.fromkeys(rule.assumed.values())
    return Reason(
        tuple(clauses), (*reach.because, *dict.fromkeys(open_ones)), tuple(facts), tuple(readings)
    )
