"""Does it hold? Conditions are data; each answer is yes, no or unknown and says what it saw."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from kept.rules.assess.assessment import Because
from kept.rules.assess.compare import compare
from kept.rules.assess.moments import kinds_in, moment, occurrences, plus
from kept.rules.assess.scene import Scene
from kept.rules.facts.values import Truth, all_of, any_of
from kept.rules.policy.model import (
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
)

NEVER: datetime | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """The truth of a condition at a moment, what it rests on, and when time alone may change it."""

    truth: Truth
    because: tuple[Because, ...] = ()
    provisional: bool = False
    changes_at: datetime | None = NEVER


YES = Answer(Truth.YES)


@dataclass(frozen=True, slots=True)
class Instant:
    """The moment asked about; calendars are read at `anchor`, the start of the clock."""

    at: datetime
    anchor: datetime


def holds(scene: Scene, condition: Condition, when: Instant) -> Answer:
    """Return whether `condition` holds at `when`, with the values it saw."""
    match condition:
        case AllOf():
            return _together(scene, condition.parts, when, any_one=False)
        case AnyOf():
            return _together(scene, condition.parts, when, any_one=True)
        case Not():
            return _opposite(condition, holds(scene, condition.part, when))
        case Test():
            return _test(scene, condition, when)
        case Happened():
            return _happened(scene, condition, when)
        case Elapsed():
            return _elapsed(scene, condition, when)


def earliest(*moments: datetime | None) -> datetime | None:
    """Return the earliest of those that are known."""
    known = [m for m in moments if m is not None]
    return min(known) if known else None


def _together(
    scene: Scene, parts: tuple[Condition, ...], when: Instant, *, any_one: bool
) -> Answer:
    answers = [holds(scene, part, when) for part in parts]
    truth = (any_of if any_one else all_of)(tuple(a.truth for a in answers))
    telling = [a for a in answers if a.truth is truth]
    shown = telling if any_one or truth is not Truth.YES else answers
    because = tuple(b for a in shown for b in a.because)
    if any_one and truth is Truth.UNKNOWN and len(shown) > 1:
        alternatives = tuple(
            _one(part, a) for part, a in zip(parts, answers, strict=True) if a in shown
        )
        because = (Because(AnyOf(parts), truth, parts=alternatives),)
    return Answer(
        truth,
        because,
        any(a.provisional for a in shown),
        earliest(*(a.changes_at for a in answers)),
    )


def _opposite(condition: Not, answer: Answer) -> Answer:
    """Return the contrary; while it is unknown, what it takes is that the part does not hold."""
    truth, because = answer.truth.negated(), answer.because
    if truth is Truth.UNKNOWN:
        because = (Because(condition, truth, parts=because),)
    return Answer(truth, because, answer.provisional, answer.changes_at)


def _one(condition: Condition, answer: Answer) -> Because:
    if len(answer.because) == 1:
        return answer.because[0]
    return Because(condition, answer.truth, parts=answer.because)


def _test(scene: Scene, test: Test, when: Instant) -> Answer:
    at = when.at
    if test.at is not None:
        found = moment(scene, test.at)
        if found is None:
            return Answer(Truth.UNKNOWN, (Because(test, Truth.UNKNOWN, ((test.key, None),)),))
        at = found.at
    prefix, _, name = test.key.partition(".")
    match prefix:
        case "term":
            return _term_test(scene, test, name, at if test.at else scene.fault_began())
        case "level" | "zone":
            return _grade_test(scene, test, at)
        case "calendar":
            return _calendar_test(scene, test, name, at if test.at else when.anchor)
        case "clock":
            return _clock_test(scene, test, name, at)
    seen = scene.seen(test.key, at)
    truth = compare(scene, test, seen.value, at)
    facts = (seen.fact,) if seen.fact else ()
    because = Because(test, truth, ((test.key, seen.value),), facts)
    return Answer(truth, (because,), seen.provisional)


def _term_test(scene: Scene, test: Test, name: str, at: datetime) -> Answer:
    line = scene.ask.term(scene, name)
    state = "unknown" if line is None else line.state_at(at).value
    truth = compare(scene, test, None if state == "unknown" else state, at)
    facts = line.reason.facts if line else ()
    return Answer(truth, (Because(test, truth, ((test.key, state),), facts),))


def _grade_test(scene: Scene, test: Test, at: datetime) -> Answer:
    grade = scene.ask.grade(scene, test.key, at)
    if grade.value is not None:
        truth = compare(scene, test, grade.value, at)
    else:
        could = {compare(scene, test, value, at) for value in grade.possible} or {Truth.UNKNOWN}
        truth = could.pop() if len(could) == 1 else Truth.UNKNOWN
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


def _clock_test(scene: Scene, test: Test, name: str, at: datetime) -> Answer:
    states = scene.ask.clock_states(scene, name, at)
    hits = any(compare(scene, test, s, at) is Truth.YES for s in states)
    truth = Truth.of(hits) if states else Truth.UNKNOWN
    shown = next(iter(states), None)
    return Answer(truth, (Because(test, truth, ((test.key, shown),)),))


def _happened(scene: Scene, condition: Happened, when: Instant) -> Answer:
    found = moment(scene, condition.event, upto=when.at)
    if found is not None and condition.at is not None:
        by = moment(scene, condition.at)
        found = moment(scene, condition.event, upto=min(by.at, when.at)) if by else None
    truth = Truth.of(found is not None)
    key = " / ".join(sorted(kinds_in(condition.event)))
    value = found.at if found else None
    return Answer(
        truth, (Because(condition, truth, ((key, value),), found.facts if found else ()),)
    )


def _elapsed(scene: Scene, condition: Elapsed, when: Instant) -> Answer:
    """Any interval of the two events counts; one still running is measured until `when`."""
    best = Answer(Truth.NO, (Because(condition, Truth.NO),))
    for start, facts in _starts(scene, condition.start, when.at):
        until = (
            moment(scene, condition.until, since=start, upto=when.at) if condition.until else None
        )
        mark = _mark(scene, condition, start)
        truth = _long_enough(condition.op, until.at if until else None, mark, when.at)
        changes = mark if until is None and when.at < mark else None
        if changes is not None and changes > scene.at:
            scene.wakes.add(changes)
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


def _mark(scene: Scene, condition: Elapsed, start: datetime) -> datetime:
    if condition.calendar:
        return scene.calendar(condition.calendar).due(start, condition.duration)
    return plus(scene, start, condition.duration)


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
