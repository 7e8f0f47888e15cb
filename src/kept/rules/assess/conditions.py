"""Does it hold? Conditions are data; each answer is yes, no or unknown and says what it saw."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, Final

from kept.rules.assess.assessment import Because, TermState
from kept.rules.assess.compare import compare, seconds_in
from kept.rules.assess.moments import kinds_in, lasting, moment, occurrences, plus
from kept.rules.assess.scene import Instant, RuleState, Scene
from kept.rules.assess.unchanging import unchanging
from kept.rules.facts.values import Scalar, Truth, all_of, any_of
from kept.rules.hours import Duration
from kept.rules.policy.model import (
    ALWAYS,
    AllOf,
    AnyOf,
    Condition,
    Elapsed,
    Event,
    EventExpr,
    Happened,
    Not,
    Op,
    Test,
    Used,
)
from kept.rules.policy.walk import FORM_OF_PREFIX

NEVER: datetime | None = None
NO_TERM = "none"
_OTHERS = frozenset({"term", "level", "zone", "calendar", "clock", *FORM_OF_PREFIX})
ORDERED = (Op.AT_LEAST, Op.AT_MOST, Op.MORE_THAN, Op.LESS_THAN)
JUST_AFTER = timedelta(seconds=1)  # measures count whole seconds


@unchanging
class Answer:
    """The truth of a condition at a moment, what it rests on, and when time alone may change it."""

    truth: Truth
    because: tuple[Because, ...] = ()
    provisional: bool = False
    changes_at: datetime | None = NEVER


YES = Answer(Truth.YES)


def holds(scene: Scene, condition: Condition, when: Instant) -> Answer:
    """Return whether `condition` holds at `when`, with the values it saw."""
    if condition is ALWAYS:
        return YES
    if type(condition) is Test:
        return _test(scene, condition, when)
    # Several lines ask the same; the condition is kept with its answer, so that its id stays taken.
    key = (id(condition), when.at.timestamp(), when.anchor.timestamp(), when.moving)
    _, answer = scene.remembered(key, lambda: (condition, _asked(scene, condition, when)))
    return answer


def both_hold(scene: Scene, first: Condition, second: Condition, when: Instant) -> Answer:
    """Return whether two conditions hold at `when`, as if they were one."""
    return _all_of([holds(scene, first, when), holds(scene, second, when)])


def _asked(scene: Scene, condition: Condition, when: Instant) -> Answer:
    return _KINDS[type(condition)](scene, condition, when)


def earliest(*moments: datetime | None) -> datetime | None:
    """Return the earliest of those that are known."""
    found: datetime | None = None
    for each in moments:
        if each is not None and (found is None or each < found):
            found = each
    return found


def _all(scene: Scene, condition: AllOf, when: Instant) -> Answer:
    return _all_of([_KINDS[type(part)](scene, part, when) for part in condition.parts])


def _all_of(answers: list[Answer]) -> Answer:
    truth = all_of([a.truth for a in answers])
    # What an earlier case gave is not to be seen in this one: it is told while the rest is open.
    shown = [a for a in answers if a.truth is truth or (truth is Truth.UNKNOWN and _is_past(a))]
    return _together(answers, truth, shown)


def _is_past(answer: Answer) -> bool:
    return answer.truth is Truth.YES and any(one.case for one in answer.because)


def _any(scene: Scene, condition: AnyOf, when: Instant) -> Answer:
    parts = condition.parts
    answers = [_KINDS[type(part)](scene, part, when) for part in parts]
    truth = any_of([a.truth for a in answers])
    shown = [a for a in answers if a.truth is truth]
    answer = _together(answers, truth, shown)
    if truth is not Truth.UNKNOWN or len(shown) < 2:
        return answer
    alternatives = tuple(
        _one(part, a) for part, a in zip(parts, answers, strict=True) if a.truth is truth
    )
    return replace(answer, because=(Because(AnyOf(parts), truth, parts=alternatives),))


def _together(answers: list[Answer], truth: Truth, shown: list[Answer]) -> Answer:
    """Return the answer of several: what those that decide it say (`shown`)."""
    because: list[Because] = []
    provisional = False
    for answer in shown:
        because += answer.because
        provisional |= answer.provisional
    changes = earliest(*[a.changes_at for a in answers])
    return Answer(truth, tuple(because), provisional, changes)


def _not(scene: Scene, condition: Not, when: Instant) -> Answer:
    """Return the contrary; while it is unknown, what it takes is that the part does not hold."""
    answer = _asked(scene, condition.part, when)
    truth, because = answer.truth.negated(), answer.because
    if truth is Truth.UNKNOWN:
        because = (Because(condition, truth, parts=because),)
    return Answer(truth, because, answer.provisional, answer.changes_at)


def _one(condition: Condition, answer: Answer) -> Because:
    if len(answer.because) == 1:
        return answer.because[0]
    return Because(condition, answer.truth, parts=answer.because)


def _test(scene: Scene, test: Test, when: Instant) -> Answer:
    if test.at is None:
        return _test_at(scene, test, when.at, when)
    # What a test sees at a moment of its own does not depend on when one asks.
    _, answer = scene.remembered(
        ("test", id(test), when.moving), lambda: (test, _at_its_moment(scene, test, when))
    )
    return answer


def _at_its_moment(scene: Scene, test: Test, when: Instant) -> Answer:
    found = moment(scene, test.at) if test.at else None
    if found is None:
        return Answer(Truth.UNKNOWN, (Because(test, Truth.UNKNOWN, ((test.key, None),)),))
    return _test_at(scene, test, found.at, when)


def _test_at(scene: Scene, test: Test, at: datetime, when: Instant) -> Answer:
    if test.key.partition(".")[0] in _OTHERS:
        return _other_test(scene, test, at, when)
    seen = scene.seen(test.key, at)
    truth = compare(scene, test, seen.value, at)
    facts = (seen.fact,) if seen.fact else ()
    because = Because(test, truth, ((test.key, seen.value),), facts)
    return Answer(truth, (because,), seen.provisional)


def _other_test(scene: Scene, test: Test, at: datetime, when: Instant) -> Answer:
    """Return the answer of a test that names no attribute but a calendar, a scale or a rule."""
    prefix, _, name = test.key.partition(".")
    match prefix:
        case "term":
            asked = at if test.at or when.moving else scene.fault_began()
            return _term_test(scene, test, name, asked)
        case "level" | "zone":
            return _grade_test(scene, test, at)
        case "calendar":
            answer = _calendar_test(scene, test, name, at if test.at else when.anchor)
            return _until_next(scene, answer, name, at) if when.moving else answer
        case "clock":
            return _clock_test(scene, test, name, at)
    return _rule_test(scene, test, Instant(at, at if test.at else when.anchor))


def _term_test(scene: Scene, test: Test, name: str, at: datetime) -> Answer:
    states = term_states(scene, name, at)
    truth = _agreed([compare(scene, test, state, at) for state in states or (None,)])
    line = scene.ask.term(scene, name)
    facts = line.reason.facts if line else ()
    shown = states[0] if len(states) == 1 else TermState.UNKNOWN.value
    return Answer(truth, (Because(test, truth, ((test.key, shown),), facts),))


def term_states(scene: Scene, name: str, at: datetime) -> tuple[str, ...]:
    """Return how a term may stand at a moment; empty: unknown. One that does not apply is none."""
    line = scene.ask.term(scene, name)
    if line is None:
        return (NO_TERM,) if scene.without_term(name) else ()
    state = line.state_at(at)
    if state is TermState.UNKNOWN:
        return ()
    return (state.value,) if line.certain else (state.value, NO_TERM)


def _grade_test(scene: Scene, test: Test, at: datetime) -> Answer:
    grade = scene.ask.grade(scene, test.key, at)
    if grade.value is not None:
        truth = compare(scene, test, grade.value, at)
    else:
        truth = _agreed([compare(scene, test, value, at) for value in grade.possible])
    because = Because(test, truth, ((test.key, grade.value),), grade.facts)
    return Answer(truth, (because,), changes_at=grade.changes_at)


def _calendar_test(scene: Scene, test: Test, name: str, at: datetime) -> Answer:
    calendar = scene.calendar(name)
    state = "open" if calendar.is_open(at) else "closed"
    day = "working_day" if calendar.is_workday(at) else "day_off"
    hit = any(a in (state, day) for a in test.against)
    truth = Truth.of(hit == (test.op is not Op.NOT_ONE_OF))
    shown = day if any(a in ("working_day", "day_off") for a in test.against) else state
    return Answer(truth, (Because(test, truth, ((test.key, shown),)),))


def _until_next(scene: Scene, answer: Answer, calendar: str, at: datetime) -> Answer:
    """Return an answer about a calendar with the moment at which it opens, closes or turns."""
    hours = scene.calendar(calendar)
    midnight = hours.add_calendar_days(at, 1).replace(hour=0, minute=0, second=0, microsecond=0)
    turns = hours.next_close(at) if hours.is_open(at) else hours.next_open(at)
    return replace(answer, changes_at=_wake(scene, earliest(turns, midnight)))


def _wake(scene: Scene, at: datetime | None) -> datetime | None:
    """Remember that something changes at `at` by time alone."""
    if at is not None and at > scene.at:
        scene.wakes.add(at)
    return at


def _clock_test(scene: Scene, test: Test, name: str, at: datetime) -> Answer:
    states = scene.ask.clock_states(scene, name, at)
    truths = [compare(scene, test, state, at) is Truth.YES for state in dict.fromkeys(states)]
    truth = Truth.of(all(truths) if test.op is Op.NOT_ONE_OF else any(truths))
    if not states and scene.known_as(test.key) is None:  # it is being worked out
        truth = Truth.UNKNOWN
    shown = next(iter(states), None)
    return Answer(truth, (Because(test, truth, ((test.key, shown),)),))


def _rule_test(scene: Scene, test: Test, when: Instant) -> Answer:
    state = scene.ask.state(scene, test.key, when)
    wanted = test
    if state.unit:
        wanted = replace(test, against=tuple(_in_unit(a, state) for a in test.against))
    truths = [compare(scene, wanted, each, when.at) for each in state.values or state.possible]
    truth = Truth.of(Truth.YES in truths) if state.values else _agreed(truths)
    changes = _wake(scene, earliest(state.changes_at, _grown(wanted, state)))
    shown = state.values[0] if state.values else None
    because = Because(test, truth, ((test.key, shown),), state.facts)
    return Answer(truth, (because,), changes_at=changes)


def _agreed(truths: list[Truth]) -> Truth:
    """Return the truth that all have; unknown where they differ or there are none."""
    return truths[0] if truths and truths.count(truths[0]) == len(truths) else Truth.UNKNOWN


def _grown(test: Test, state: RuleState) -> datetime | None:
    """Return when time alone brings a number to the bound it is compared with."""
    if state.grows_to is None or test.op not in ORDERED:
        return None
    at = state.grows_to(Decimal(str(test.against[0])))
    beyond = test.op in (Op.MORE_THAN, Op.AT_MOST)
    return at + JUST_AFTER if at is not None and beyond else at


def _in_unit(against: Scalar, state: RuleState) -> Scalar:
    """Return a duration that a measure is compared with as a number in its unit."""
    if not isinstance(against, str):
        return against
    return seconds_in(Duration.parse(against)) / seconds_in(Duration.parse(f"1 {state.unit}"))


def _happened(scene: Scene, condition: Happened, when: Instant) -> Answer:
    upto: datetime | None = when.at
    if condition.at is not None:
        by = moment(scene, condition.at)
        upto = min(by.at, when.at) if by else None
    of = scene.whole if condition.ever else scene
    found, _ = lasting(of, condition.event, upto=upto) if upto else (None, [])
    ahead = found.at if found is not None and found.at > when.at else None
    truth = Truth.of(found is not None and ahead is None)
    key = " / ".join(sorted(kinds_in(condition.event)))
    value = found.at if found else None
    facts = found.facts if found else ()
    because = Because(condition, truth, ((key, value),), facts, case=_earlier_case(scene, facts))
    return Answer(truth, (because,), changes_at=_wake(scene, ahead))


def _earlier_case(scene: Scene, facts: tuple[str, ...]) -> str:
    """Return the earlier case of which one of these facts is; "" where all are of this case."""
    return next((fact.case for fact in scene.known.history if fact.id in facts and fact.case), "")


def _elapsed(scene: Scene, condition: Elapsed, when: Instant) -> Answer:
    """Any interval of the two events counts; one still running is measured until `when`."""
    best = Answer(Truth.NO, (Because(condition, Truth.NO),))
    for start, facts in _starts(scene, condition.start, when.at):
        until = (
            moment(scene, condition.until, since=start, upto=when.at) if condition.until else None
        )
        mark = _mark(scene, condition, start, when)
        if mark is None:
            return Answer(Truth.UNKNOWN, (Because(condition, Truth.UNKNOWN, (), facts),))
        truth = _long_enough(condition.op, until.at if until else None, mark, when.at)
        changes = _wake(scene, mark if until is None and when.at < mark else None)
        answer = Answer(
            truth, (Because(condition, truth, (("since", start),), facts),), changes_at=changes
        )
        if truth is Truth.YES:
            return answer
        best = answer
    return best


def _starts(
    scene: Scene, expr: EventExpr, upto: datetime
) -> list[tuple[datetime, tuple[str, ...]]]:
    if isinstance(expr, Event) and scene.by_kind.get(expr.kind):
        return [(f.at, (f.id,)) for f in occurrences(scene, expr) if f.at <= upto]
    found = moment(scene, expr, upto=upto)
    return [(found.at, found.facts)] if found else []


def _mark(scene: Scene, condition: Elapsed, start: datetime, when: Instant) -> datetime | None:
    duration = scene.ask.lasting(scene, condition.duration, when)
    if duration is None:
        return None
    if condition.calendar:
        return scene.calendar(condition.calendar).due(start, duration)
    return plus(scene, start, duration)


def _long_enough(op: Op, until: datetime | None, mark: datetime, now: datetime) -> Truth:
    """A running interval is "more than" ten minutes from then on, a finished one only beyond."""
    end = until or now
    match op:
        case Op.MORE_THAN:
            return Truth.of(end > mark or (until is None and end >= mark))
        case Op.AT_LEAST:
            return Truth.of(end >= mark)
        case Op.LESS_THAN:
            return Truth.of(end < mark)
        case _:
            return Truth.of(end <= mark)


def _used(scene: Scene, condition: Used, when: Instant) -> Answer:
    """A clock that does not apply, or is done, has nothing used up."""
    truth, ahead, mark = Truth.NO, NEVER, NEVER
    for span in scene.ask.used(scene, condition.clock, condition.fraction):
        if span.start > when.at:
            ahead = earliest(ahead, span.start)
        elif span.end is None or when.at < span.end:
            found = Truth.of(True if span.certain else None)
            truth, mark = any_of((truth, found)), earliest(mark, span.start)
    because = Because(condition, truth, ((f"clock.{condition.clock}", mark),))
    return Answer(truth, (because,), changes_at=_wake(scene, ahead))


# A table of kinds is quicker than a match, and nothing is asked more often.
_KINDS: Final[Mapping[type, Callable[[Scene, Any, Instant], Answer]]] = {
    AllOf: _all,
    AnyOf: _any,
    Not: _not,
    Test: _test,
    Happened: _happened,
    Elapsed: _elapsed,
    Used: _used,
}
