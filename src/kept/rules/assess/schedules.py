"""Work that comes round again and again: which of it is done, due, missed or still to come."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Final

from kept.rules.assess.assessment import Reason
from kept.rules.assess.conditions import Answer, holds
from kept.rules.assess.moments import ever
from kept.rules.assess.rhythms import Slot, Slots, slots
from kept.rules.assess.scene import Instant, RuleState, Scene
from kept.rules.assess.unchanging import unchanging
from kept.rules.facts.fact import Fact
from kept.rules.facts.values import Texts, Truth, Value
from kept.rules.policy.model import ScheduleRule

PERFORMER: Final = "performer"


class PeriodState(StrEnum):
    """Where the work of one period stands."""

    DONE = "done"
    DUE = "due"
    PLANNED = "planned"  # its period has not begun
    MISSED = "missed"
    TOO_MANY = "too_many"


class ScheduleState(StrEnum):
    """Where a schedule stands."""

    ON_TRACK = "on_track"
    DUE = "due"
    MISSED = "missed"
    UNSET = "unset"  # the paper gives no number: shown, never missed
    UNKNOWN = "unknown"  # its beginning is not known


@unchanging
class Period:
    """The work of one period, [start, end)."""

    start: datetime
    end: datetime
    due_at: datetime
    least: int
    most: int | None
    over_at: datetime  # from when it is missed
    state: PeriodState
    done_at: tuple[datetime, ...]
    facts: tuple[str, ...]


@unchanging
class ScheduleLine:
    """A schedule with its periods up to the next one, oldest first."""

    rule: str
    name: Texts
    what: Texts
    state: ScheduleState
    possible: bool  # nobody can say yet whether it applies
    periods: tuple[Period, ...]
    next_due_at: datetime | None
    not_the_same: tuple[str, ...]  # facts of another value than the first one's
    same_as: Value | None  # that value
    missing: tuple[str, ...]
    reason: Reason


def schedule(scene: Scene, rule: ScheduleRule) -> ScheduleLine | None:
    """Return the schedule as it stands now; None: it does not apply."""
    answer = holds(scene, rule.when, scene.now)
    if answer.truth is Truth.NO:
        return None
    found = slots(scene, rule, scene.at)
    periods = _periods(scene, rule, found, scene.at)
    scene.wakes.update(at for at in _edges(periods) if at > scene.at)
    first, others = _performers(scene, rule)
    open_ones = (p.due_at for p in periods if p.state in (PeriodState.DUE, PeriodState.PLANNED))
    return ScheduleLine(
        rule=rule.id,
        name=rule.name,
        what=rule.what or rule.name,
        state=_state(rule, found, periods),
        possible=answer.truth is Truth.UNKNOWN,
        periods=periods,
        next_due_at=next(open_ones, None),
        not_the_same=tuple(fact.id for fact in others),
        same_as=first,
        missing=found.missing,
        reason=_reason(rule, answer, found, periods),
    )


def schedule_state(scene: Scene, key: str, when: Instant) -> RuleState:
    """Return where schedule `key` stood at a moment."""
    rule = _rule(scene, key)
    if holds(scene, rule.when, when).truth is not Truth.YES:
        return RuleState()
    found = slots(scene, rule, when.at)
    periods = _periods(scene, rule, found, when.at)
    state = _state(rule, found, periods)
    if state in (ScheduleState.UNSET, ScheduleState.UNKNOWN):
        return RuleState()
    facts = tuple(f for p in periods for f in p.facts)
    changes = min((at for at in _edges(periods) if at > when.at), default=None)
    return RuleState((state.value,), facts=facts, changes_at=changes)


def schedule_edges(scene: Scene, key: str) -> set[datetime]:
    """Return when the work of schedule `key` was done, and when its periods begin and are due."""
    rule = _rule(scene, key)
    periods = _periods(scene, rule, slots(scene, rule, scene.at), scene.at)
    return {*(fact.at for fact in ever(scene, rule.done)), *_edges(periods)}


def _rule(scene: Scene, key: str) -> ScheduleRule:
    rule = scene.policy.rules[key]
    assert isinstance(rule, ScheduleRule)
    return rule


def _edges(periods: tuple[Period, ...]) -> set[datetime]:
    return {at for p in periods for at in (p.start, p.due_at, p.end, p.over_at)}


def _periods(scene: Scene, rule: ScheduleRule, found: Slots, at: datetime) -> tuple[Period, ...]:
    done = [fact for fact in ever(scene, rule.done) if fact.at <= at]
    matched = _matched(found.slots, done)
    return tuple(_period(slot, facts, at) for slot, facts in zip(found.slots, matched, strict=True))


def _matched(found: tuple[Slot, ...], done: list[Fact]) -> list[list[Fact]]:
    """Return the facts of each period: those that lie in it.

    One within the grace of an open period before counts for that; behind the last period nothing
    else can take it. A second one where one is wanted makes up for the period before when that was
    missed, else it counts ahead for the next: work that is done stays done when the beginning
    moves a little.
    """
    ends = [slot.end for slot in found[:-1]] + [slot.late_until or slot.end for slot in found[-1:]]
    matched = [
        [f for f in done if slot.start <= f.at < end] for slot, end in zip(found, ends, strict=True)
    ]
    for at, slot in enumerate(found):
        late = found[at - 1].late_until if at else None
        while late and matched[at] and matched[at][0].at < late and _open(found, matched, at - 1):
            matched[at - 1].append(matched[at].pop(0))
        if slot.most is not None or len(matched[at]) <= slot.least:
            continue
        if at and _open(found, matched, at - 1):
            matched[at - 1].append(matched[at].pop(0))
        elif at + 1 < len(found) and _open(found, matched, at + 1):
            matched[at + 1].insert(0, matched[at].pop())
    return matched


def _open(found: tuple[Slot, ...], matched: list[list[Fact]], at: int) -> bool:
    """Return whether the work of a period is not done yet."""
    return len(matched[at]) < found[at].least


def _period(slot: Slot, facts: list[Fact], at: datetime) -> Period:
    if slot.most is not None and len(facts) > slot.most:
        state = PeriodState.TOO_MANY
    elif len(facts) >= slot.least:
        state = PeriodState.DONE
    elif slot.start > at:
        state = PeriodState.PLANNED
    else:
        state = PeriodState.DUE if at < slot.over_at else PeriodState.MISSED
    return Period(
        slot.start,
        slot.end,
        slot.due_at,
        slot.least,
        slot.most,
        slot.over_at,
        state,
        tuple(fact.at for fact in facts),
        tuple(fact.id for fact in facts),
    )


def _state(rule: ScheduleRule, found: Slots, periods: tuple[Period, ...]) -> ScheduleState:
    if found.unset or not (rule.phases or rule.times or rule.before):
        return ScheduleState.UNSET
    if found.missing:
        return ScheduleState.UNKNOWN
    states = {period.state for period in periods}
    if PeriodState.MISSED in states:
        return ScheduleState.MISSED
    return ScheduleState.DUE if PeriodState.DUE in states else ScheduleState.ON_TRACK


def _performers(scene: Scene, rule: ScheduleRule) -> tuple[Value | None, list[Fact]]:
    """Return the first value that has to stay the same, and the facts where it did not."""
    if not rule.same:
        return None, []
    values = [(fact, _performer(fact, rule.same)) for fact in ever(scene, rule.done)]
    known = [(fact, value) for fact, value in values if value]
    first = known[0][1] if known else None
    return first, [fact for fact, value in known if value != first]


def _performer(fact: Fact, key: str) -> Value | None:
    """Return a value of a fact; who performed it is who it is `by`, unless it says otherwise."""
    return fact.values.get(key, fact.by if key == PERFORMER else None)


def _reason(
    rule: ScheduleRule, answer: Answer, found: Slots, periods: tuple[Period, ...]
) -> Reason:
    facts = [f for b in answer.because for f in b.facts]
    facts += [*found.facts, *(f for p in periods for f in p.facts)]
    return Reason(
        tuple(dict.fromkeys((*rule.source, *rule.see))),
        answer.because,
        tuple(dict.fromkeys(facts)),
        tuple(dict.fromkeys(rule.assumed.values())),
    )
