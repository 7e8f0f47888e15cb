"""What is measured: time between facts, a meter's reading, or a number worked out from others."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import field
from datetime import datetime
from decimal import Decimal
from functools import partial
from typing import Final

from kept.rules.assess.assessment import Reason, Stop
from kept.rules.assess.compare import seconds_in
from kept.rules.assess.conditions import JUST_AFTER, Answer, earliest, holds
from kept.rules.assess.moments import Moment, moment
from kept.rules.assess.numbers import (
    Figure,
    decimal_of,
    figure,
    named_edges,
    plainly,
    unknown_in,
)
from kept.rules.assess.scene import Instant, RuleState, Scene
from kept.rules.assess.stretches import changes_in
from kept.rules.assess.targets import Aimed, aimed
from kept.rules.assess.times import Times, times
from kept.rules.assess.unchanging import unchanging
from kept.rules.assess.windows import Frame, before, frame
from kept.rules.facts.values import Texts, Truth
from kept.rules.hours import Duration
from kept.rules.policy.model import Gives, MeasureRule, NoNumber
from kept.rules.policy.walk import keys_in

UNIT_SECONDS: Final = {"minute": 60, "hour": 3600, "day": 86_400}


@unchanging
class MeasureLine:
    """A measure. `value` None: not known (`missing` says why), or somewhere in `between`."""

    rule: str
    name: Texts
    gives: Gives
    value: Decimal | None
    between: tuple[Decimal, Decimal] | None  # while it is open what counts
    unit: str  # "minute", "hour", "day", "percent" or ""
    window: tuple[datetime, datetime] | None
    counted: tuple[Stop, ...]
    excluded: tuple[Stop, ...]
    deemed: bool  # nobody has read the meter
    previous: Decimal | None  # of the window before, where windows follow one another
    missing: tuple[str, ...]
    word: NoNumber | None  # what the paper has instead of a number
    reason: Reason
    target: Aimed | None = None  # None: the paper states none


@unchanging
class _Measured:
    """A value at an instant: `low` and `high` differ while it is open what counts."""

    low: Decimal | None = None
    high: Decimal | None = None
    frame: Frame | None = None
    times: Times = field(default_factory=Times)
    deemed: bool = False
    rests_on: Figure = field(default_factory=lambda: Figure(None))
    grows_to: Callable[[Decimal], datetime | None] | None = None
    changes_at: datetime | None = None

    @property
    def value(self) -> Decimal | None:
        return self.low if self.low == self.high else None


def measure(scene: Scene, rule: MeasureRule) -> MeasureLine | None:
    """Return what is measured now; None: the measure does not apply."""
    when = scene.now
    answer = holds(scene, rule.when, when)
    if answer.truth is Truth.NO:
        return None
    found = _measured(scene, rule, when)
    target = _aimed(scene, rule, found, when)
    breaks = _breaks(scene, rule, found, when) if target else None
    if breaks is not None and breaks > scene.at:
        scene.wakes.add(breaks)
    low, high, between = found.low, found.high, None
    if low is not None and high is not None and low != high:
        between = (min(low, high), max(low, high))
    return MeasureLine(
        rule=rule.id,
        name=rule.name,
        gives=rule.gives,
        value=found.value,
        between=between,
        unit="percent" if rule.gives is Gives.UPTIME else rule.unit,
        window=_window(found.frame),
        counted=found.times.stops(rule.name, counted=True),
        excluded=found.times.stops(rule.name, counted=False),
        deemed=found.deemed,
        previous=_previous(scene, rule, found),
        missing=found.rests_on.missing,
        word=found.rests_on.word,
        reason=_reason(rule, answer, found, target),
        target=target,
    )


def measure_state(scene: Scene, key: str, when: Instant) -> RuleState:
    """Return the value of measure `key` at an instant: in the window in which its anchor lies."""
    rule = _rule(scene, key)
    if holds(scene, rule.when, when).truth is not Truth.YES:
        return RuleState()
    found = _measured(scene, rule, when)
    low, high = found.low, found.high
    if low is None or high is None:
        return RuleState(changes_at=found.changes_at)
    values = (plainly(low),) if low == high else ()
    possible = () if low == high else (plainly(low), plainly(high))
    facts = found.rests_on.facts or tuple(f for s in found.times.counted for f in s.facts)
    return RuleState(values, possible, facts, found.changes_at, rule.unit, found.grows_to)


def target_state(scene: Scene, key: str, when: Instant) -> RuleState:
    """Return how measure `key` stands to its target: in the window in which its anchor lies."""
    rule = _rule(scene, key)
    if holds(scene, rule.when, when).truth is not Truth.YES:
        return RuleState()
    found = _measured(scene, rule, when)
    target = _aimed(scene, rule, found, when)
    if target is None:
        return RuleState()
    states = tuple(state.value for state in target.states)
    facts = found.rests_on.facts or _facts_of(found)
    changes = earliest(found.changes_at, _breaks(scene, rule, found, when))
    if len(states) == 1:
        return RuleState(states, facts=facts, changes_at=changes)
    return RuleState(possible=states, facts=facts, changes_at=changes)


def _aimed(scene: Scene, rule: MeasureRule, found: _Measured, when: Instant) -> Aimed | None:
    if rule.target is None:
        return None
    return aimed(scene, rule, rule.target, (found.low, found.high), found.frame, when)


def _breaks(scene: Scene, rule: MeasureRule, found: _Measured, when: Instant) -> datetime | None:
    """Return when time alone misses the target, or ends the window."""
    moments: list[datetime | None] = []
    if found.frame is not None and rule.window is not None and when.at < found.frame.whole:
        moments.append(found.frame.whole)
    for key, number in rule.target.bounds.items() if rule.target and found.grows_to else ():
        bound = figure(scene, number, when).value
        at = found.grows_to(bound) if found.grows_to and bound is not None else None
        strict = key in ("at_least", "at_most")  # at the bound itself it is still kept
        moments.append(at + JUST_AFTER if at is not None and strict else at)
    return earliest(*(m for m in moments if m is not None and m > when.at))


def measure_edges(scene: Scene, key: str) -> set[datetime]:
    """Return when what measure `key` looks at changed."""
    rule = _rule(scene, key)
    found: set[datetime] = set()
    for interval in (*rule.intervals, *(e.interval for e in rule.exclude)):
        found |= changes_in(scene, interval)
    if rule.reading:
        found |= {at for at, _, _ in _readings(scene, rule)}
    return found | named_edges(scene, keys_in((rule.value, rule.when, rule.target, rule.window)))


def reached(scene: Scene, key: str, bound: Decimal | Duration) -> Moment | None:
    """Return when measure `key` first was at least `bound`; a deemed one says when it will be."""
    rule = _rule(scene, key)
    amount = _in_unit(rule, bound)
    since = rule.deemed and moment(scene, rule.deemed.since)
    if rule.deemed and since and not _readings(scene, rule):
        return Moment(_deemed_at(scene, rule, since.at, amount), since.facts)
    moments = sorted({at for at in measure_edges(scene, key) if at < scene.at} | {scene.at})
    for at, following in zip(moments, [*moments[1:], scene.at], strict=True):
        found = _measured(scene, rule, Instant(at, at))
        if found.value is not None and found.value >= amount:
            return Moment(at, found.rests_on.facts or _facts_of(found))
        grown = found.grows_to(amount) if found.grows_to else None
        if grown is not None and grown <= following:
            return Moment(grown, _facts_of(found))
        if grown is not None and at == scene.at:
            scene.wakes.add(grown)
    return None


def _in_unit(rule: MeasureRule, bound: Decimal | Duration) -> Decimal:
    if isinstance(bound, Decimal):
        return bound
    return Decimal(seconds_in(bound)) / UNIT_SECONDS[rule.unit or "hour"]


def _rule(scene: Scene, key: str) -> MeasureRule:
    rule = scene.policy.rules[key]
    assert isinstance(rule, MeasureRule)
    return rule


def _measured(scene: Scene, rule: MeasureRule, when: Instant) -> _Measured:
    key = f"measure.{rule.id} {when.at.timestamp()} {when.anchor.timestamp()}"
    return scene.worked_out(key, lambda: _work(scene, rule, when)) or _Measured()


def _work(scene: Scene, rule: MeasureRule, when: Instant) -> _Measured:
    if rule.reading:
        return _read(scene, rule, when)
    if rule.value is not None:
        found = figure(scene, rule.value, when)
        return _Measured(found.value, found.value, rests_on=found, changes_at=found.changes_at)
    return _timed(scene, rule, when)


# --- time between facts ----------------------------------------------------------------------


def _timed(scene: Scene, rule: MeasureRule, when: Instant) -> _Measured:
    looked_at = frame(scene, rule.window, when)
    if looked_at.missing:
        return _Measured(frame=looked_at, rests_on=Figure(None, looked_at.missing))
    found = times(scene, rule, looked_at)
    low, high = (_value(scene, rule, looked_at, seconds) for seconds in (found.sure, found.most))
    missing = unknown_in(found.because)
    changes = found.changes_at
    if when.anchor == when.at and when.at < looked_at.whole:
        changes = earliest(changes, looked_at.whole)  # the next window begins
    grows = partial(_grows_to, scene, rule, looked_at, found) if found.growing is not None else None
    return _Measured(low, high, looked_at, found, False, Figure(None, missing), grows, changes)


def _value(
    scene: Scene, rule: MeasureRule, looked_at: Frame, seconds: tuple[int, ...]
) -> Decimal | None:
    match rule.gives:
        case Gives.COUNT:
            return Decimal(len(seconds))
        case Gives.LONGEST:
            return Decimal(max(seconds, default=0)) / UNIT_SECONDS[rule.unit]
        case Gives.TOTAL:
            return Decimal(sum(seconds)) / UNIT_SECONDS[rule.unit]
    whole = _whole(scene, rule, looked_at)
    return Decimal(100 * (whole - sum(seconds))) / whole if whole else None


def _whole(scene: Scene, rule: MeasureRule, looked_at: Frame) -> int:
    if looked_at.start is None:
        return 0
    calendar = scene.calendar(rule.calendar) if rule.calendar else scene.every_hour
    return calendar.working_seconds(looked_at.start, looked_at.whole)


def _grows_to(
    scene: Scene, rule: MeasureRule, looked_at: Frame, found: Times, bound: Decimal
) -> datetime | None:
    """Return when a stretch that still goes on will have brought the value to `bound`."""
    calendar = scene.calendar(rule.calendar) if rule.calendar else scene.every_hour
    match rule.gives:
        case Gives.COUNT:
            return None
        case Gives.LONGEST:
            needed = bound * UNIT_SECONDS[rule.unit] - (found.growing or 0)
        case Gives.TOTAL:
            needed = bound * UNIT_SECONDS[rule.unit] - sum(found.sure)
        case Gives.UPTIME:
            needed = _whole(scene, rule, looked_at) * (100 - bound) / 100 - sum(found.sure)
    if needed <= 0:
        return None
    at = calendar.add_seconds(looked_at.end, -int(-needed // 1))
    bounded = rule.window is not None and rule.window.start is None
    return None if bounded and at > looked_at.whole else at


# --- a meter's reading -----------------------------------------------------------------------


def _readings(scene: Scene, rule: MeasureRule) -> list[tuple[datetime, Decimal, tuple[str, ...]]]:
    """Return what the meter showed and when; a value without a moment counts from the start."""
    found: list[tuple[datetime, Decimal, tuple[str, ...]]] = []
    said = decimal_of(scene.about.get(rule.reading))
    if said is not None:
        first = scene.facts[0].at if scene.facts else scene.at
        found.append((first, said, ()))
    for facts in scene.ever.values():
        for fact in facts:
            if rule.reading not in fact.values:
                continue
            value = decimal_of(fact.values[rule.reading])
            if value is not None:
                found.append((fact.at, value, (fact.id,)))
    return sorted(found, key=lambda reading: reading[0])


def _read(scene: Scene, rule: MeasureRule, when: Instant) -> _Measured:
    readings = [reading for reading in _readings(scene, rule) if reading[0] <= when.at]
    if rule.window is not None:
        return _risen(scene, rule, readings, when)
    if readings:
        _, value, facts = readings[-1]
        return _Measured(value, value, rests_on=Figure(value, facts=facts))
    since = rule.deemed and moment(scene, rule.deemed.since, upto=when.at)
    if not rule.deemed or not since:
        return _Measured(rests_on=Figure(None, (rule.reading,)))
    seconds = scene.every_hour.working_seconds(since.at, when.at)
    value = rule.deemed.per_day * seconds / UNIT_SECONDS["day"]
    return _Measured(
        value,
        value,
        deemed=True,
        rests_on=Figure(value, facts=since.facts),
        grows_to=partial(_deemed_at, scene, rule, since.at),
    )


def _risen(
    scene: Scene,
    rule: MeasureRule,
    readings: list[tuple[datetime, Decimal, tuple[str, ...]]],
    when: Instant,
) -> _Measured:
    """Return what the meter rose by in its window: from the last reading before it, or the first.

    Without a beginning everything that the meter shows counts.
    """
    looked_at = frame(scene, rule.window, when)
    missing = looked_at.missing or (() if readings else (rule.reading,))
    if missing:
        return _Measured(frame=looked_at, rests_on=Figure(None, missing))
    start, end = looked_at.start, looked_at.end
    inside = [r for r in readings if r[0] <= end]
    before_it = [r for r in inside if start is not None and r[0] <= start]
    _, last, facts = inside[-1] if inside else readings[0]
    _, first, base = (before_it or inside or readings)[-1 if before_it else 0]
    value = last if start is None else last - first
    facts = tuple(dict.fromkeys((*base, *facts) if start is not None else facts))
    return _Measured(value, value, looked_at, rests_on=Figure(value, facts=facts))


def _deemed_at(scene: Scene, rule: MeasureRule, since: datetime, bound: Decimal) -> datetime:
    assert rule.deemed is not None
    seconds = bound * UNIT_SECONDS["day"] / rule.deemed.per_day
    return scene.every_hour.add_seconds(since, -int(-seconds // 1))


# --- the line --------------------------------------------------------------------------------


def _window(looked_at: Frame | None) -> tuple[datetime, datetime] | None:
    if looked_at is None or looked_at.start is None:
        return None
    return looked_at.start, looked_at.whole


def _previous(scene: Scene, rule: MeasureRule, found: _Measured) -> Decimal | None:
    if rule.window is None or found.frame is None:
        return None
    earlier = before(scene, rule.window, found.frame)
    return _measured(scene, rule, earlier).value if earlier else None


def _facts_of(found: _Measured) -> tuple[str, ...]:
    return tuple(dict.fromkeys(f for s in found.times.counted for f in s.facts))


def _reason(rule: MeasureRule, answer: Answer, found: _Measured, target: Aimed | None) -> Reason:
    parts = (*found.times.counted, *found.times.excluded)
    rests_on = found.rests_on
    clauses = (*rule.source, *(c for s in parts for c in s.clauses), *rests_on.clauses)
    clauses = (*clauses, *(target.clauses if target else ()), *rule.see)
    facts = (*rests_on.facts, *(f for s in parts for f in s.facts))
    because = (*answer.because, *rests_on.because, *found.times.because)
    return Reason(
        tuple(dict.fromkeys(clauses)),
        because,
        tuple(dict.fromkeys(facts)),
        tuple(dict.fromkeys(rule.assumed.values())),
    )
