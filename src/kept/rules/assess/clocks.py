"""Promises of time: each clock's runs with state, due, and why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from kept.rules.assess.assessment import ClockLine, ClockState, Promise, Reason, Stop
from kept.rules.assess.cited import clauses_of
from kept.rules.assess.conditions import Answer, holds
from kept.rules.assess.limits import choose
from kept.rules.assess.promises import History, Segment, history
from kept.rules.assess.runs import Run, counts_from, runs
from kept.rules.assess.scene import Instant, Scene
from kept.rules.facts.values import Truth
from kept.rules.hours import Span
from kept.rules.policy.model import CellState, ClockRule, Warn


def clock(scene: Scene, rule: ClockRule) -> tuple[ClockLine, ...]:
    """Return the runs of a clock that apply or once applied; empty: it gives nothing here.

    While the clock asks for itself through another rule, its lines are those of the round before.
    """
    return scene.worked_out(f"clock.{rule.id}", lambda: _lines(scene, rule)) or ()


def _lines(scene: Scene, rule: ClockRule) -> tuple[ClockLine, ...]:
    lines = tuple(line for run in runs(scene, rule) for line in _line(scene, rule, run))
    return lines or tuple(_not_started(scene, rule))


def clock_states_at(scene: Scene, key: str, at: datetime) -> tuple[str, ...]:
    """Return the state words of all runs of clock `key` at `at`; a broken run stays broken."""
    rule = scene.policy.rules.get(key)
    if not isinstance(rule, ClockRule):
        return ()
    return tuple([_word(line, at) for line in clock(scene, rule)])


def clock_edges(scene: Scene, key: str) -> set[datetime]:
    """Return when the state of a clock's runs changed or, by what is known, will change."""
    rule = scene.policy.rules.get(key)
    found: set[datetime | None] = set()
    for line in clock(scene, rule) if isinstance(rule, ClockRule) else ():
        found |= {line.started_at, line.broken_at, line.done_at, line.ended_at}
        found |= {edge for stop in line.stops for edge in (stop.start, stop.end)}
    return {at for at in found if at is not None}


# An enumeration looks a value up anew each time, and these are asked for every run.
_BROKEN, _MET = ClockState.BROKEN.value, ClockState.MET.value
_NOT_STARTED = ClockState.NOT_STARTED.value
_PAUSED, _RUNNING = ClockState.PAUSED.value, ClockState.RUNNING.value


def _word(line: ClockLine, at: datetime) -> str:
    if line.broken_at is not None and line.broken_at <= at:
        return _BROKEN
    if line.done_at is not None and line.done_at <= at:
        return _MET
    if line.started_at is None or line.started_at > at:
        return _NOT_STARTED
    paused = line.stops and any(s.start <= at and (s.end is None or at < s.end) for s in line.stops)
    return _PAUSED if paused else _RUNNING


def _line(scene: Scene, rule: ClockRule, run: Run) -> Iterator[ClockLine]:
    past = history(scene, rule, run)
    if not past.segments:
        return
    broken_at = _broken_at(scene, run, past.segments)
    ended_at = run.ended.at if run.ended else past.withdrawn_at
    if run.done and ended_at and run.done.at < ended_at:
        ended_at = None
    promise = past.segments[-1].promise
    line = ClockLine(
        rule=rule.id,
        run=run.number,
        name=rule.name,
        actor=rule.actor,
        strength=rule.strength,
        state=_state(scene, run, promise, broken_at, ended_at),
        certain=promise.certain,
        started_at=run.start.at,
        promises=tuple(s.promise for s in past.segments),
        due_at=promise.due_at,
        target_at=promise.target_at,
        done_at=run.done.at if run.done else None,
        broken_at=broken_at,
        ended_at=ended_at,
        warn_at=tuple(_warnings(scene, rule, run, past.segments[-1])),
        stops=_counted(scene, rule, run),
        spent_seconds=_spent(scene, rule, run, ended_at),
        calendar=rule.calendar,
        assumed=rule.assumed,
        start_kind=run.start.kind,
        start_fact=next(iter(run.start.facts), None),
        stop_fact=next(iter(run.done.facts), None) if run.done else None,
        reason=_reason(scene, rule, run, past),
    )
    yield line


def _not_started(scene: Scene, rule: ClockRule) -> Iterator[ClockLine]:
    """Yield a line for a clock that applies and waits for its start."""
    when = Instant(scene.at, scene.at)
    answer = holds(scene, rule.when, when)
    if answer.truth is Truth.NO:
        return
    chosen = choose(scene, rule.limit, when, calendar=rule.calendar)
    limit = str(chosen.limit) if chosen.limit is not None else ""
    certain = answer.truth is Truth.YES and chosen.certain
    clauses = chosen.clauses or rule.source or clauses_of(rule)
    promise = Promise(scene.at, chosen.cell.state, limit, None, None, chosen.keys, clauses, certain)
    yield ClockLine(
        rule=rule.id,
        run=1,
        name=rule.name,
        actor=rule.actor,
        strength=rule.strength,
        state=ClockState.NOT_STARTED,
        certain=certain,
        started_at=None,
        promises=(promise,),
        due_at=None,
        target_at=None,
        done_at=None,
        broken_at=None,
        ended_at=None,
        warn_at=(),
        stops=(),
        spent_seconds=None,
        calendar=rule.calendar,
        assumed=rule.assumed,
        start_kind="",
        start_fact=None,
        stop_fact=None,
        reason=Reason(
            clauses_of(rule, promise.clauses),
            (*answer.because, *chosen.because),
            (),
            _readings(scene, rule),
        ),
    )


def _broken_at(scene: Scene, run: Run, segments: tuple[Segment, ...]) -> datetime | None:
    """Return when a promise in force was first broken; later changes do not take that back.

    Kept iff done at or before the due; at the due itself an undone promise is broken. A promise
    that is only possible is not called broken.
    """
    for segment in segments:
        due = segment.promise.due_at if segment.promise.certain else None
        # While a clock stands still its due moves on with the time; one that is past all the same
        # was past before the pause.
        if due is None or (run.done is None and run.paused and due >= scene.at):
            continue
        broken = max(due, segment.promise.since)
        # At the due itself an undone promise is broken, also if that is what changes the promise.
        followed = segment is not segments[-1]
        until = segment.until
        in_force = until is None or broken < until or (followed and broken == until)
        ended = run.ended is not None and run.ended.at <= broken
        undone = run.done.at > due if run.done else broken <= scene.at
        if in_force and undone and not ended and broken <= scene.at:
            return broken
    return None


def _state(
    scene: Scene,
    run: Run,
    promise: Promise,
    broken_at: datetime | None,
    ended_at: datetime | None,
) -> ClockState:
    if run.done is not None:
        return _done_state(run.done.at, promise, broken_at)
    if ended_at is not None and broken_at is None:
        return ClockState.ENDED
    if run.start.at > scene.at:
        return ClockState.NOT_STARTED
    if broken_at is not None:
        return ClockState.BROKEN
    if run.paused:
        return ClockState.PAUSED
    return ClockState.UNSET if promise.due_at is None else ClockState.RUNNING


def _done_state(done: datetime, promise: Promise, broken_at: datetime | None) -> ClockState:
    """Done after a due that is only possible is neither kept nor late: it was measured."""
    if broken_at is not None:
        return ClockState.LATE
    perhaps_late = promise.due_at is not None and done > promise.due_at and not promise.certain
    return ClockState.UNSET if promise.due_at is None or perhaps_late else ClockState.MET


def _counted(scene: Scene, rule: ClockRule, run: Run) -> tuple[Stop, ...]:
    calendar = scene.calendar(rule.calendar)
    return tuple(
        replace(s, counted_seconds=calendar.working_seconds(s.start, s.end or scene.at))
        for s in run.stops
    )


def _spent(scene: Scene, rule: ClockRule, run: Run, ended_at: datetime | None) -> int | None:
    if rule.lead_before is not None or run.start.at > scene.at:
        return None
    end = min(run.done.at if run.done else scene.at, ended_at or scene.at)
    if end <= run.start.at:
        return 0
    calendar = scene.calendar(rule.calendar)
    whole = calendar.working_seconds(run.start.at, end)
    return whole - sum(
        calendar.working_seconds(s.start, min(s.end, end))
        for s in _union(run.spans(scene.at))
        if s.start < end
    )


def _union(spans: tuple[Span, ...]) -> list[Span]:
    joined: list[Span] = []
    for span in sorted(spans, key=lambda s: s.start):
        if joined and span.start <= joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return joined


def _warnings(scene: Scene, rule: ClockRule, run: Run, segment: Segment) -> list[datetime]:
    due = segment.promise.due_at
    if due is None or run.done or run.ended or segment.until:
        return []
    found = {_warning(scene, rule, run, segment, w) for w in rule.warnings}
    since = counts_from(scene, rule, run.start)
    return sorted(at for at in found if at is not None and at > since)


def _warning(
    scene: Scene, rule: ClockRule, run: Run, segment: Segment, warn: Warn
) -> datetime | None:
    calendar, due = scene.calendar(rule.calendar), segment.promise.due_at
    if due is None:
        return None
    if warn.offset is not None:
        return calendar.offset(due, warn.offset, negative=warn.before)
    limit = segment.chosen.limit
    if (
        limit is None
        or rule.lead_before is not None
        or segment.chosen.cell.state is CellState.ON_TIME
    ):
        return None
    spans = run.spans(scene.at)
    return calendar.instant_at_fraction(run.start.at, limit, warn.fraction or 0.0, spans)


def _readings(scene: Scene, rule: ClockRule) -> tuple[str, ...]:
    """Return the readings that fill parts of the rule, or the hours of its calendar."""
    hours = scene.policy.calendars[rule.calendar].assumed
    return tuple(dict.fromkeys((*rule.assumed.values(), *([hours] if hours else []))))


def _reason(scene: Scene, rule: ClockRule, run: Run, past: History) -> Reason:
    answer: Answer = past.answer
    facts = (
        *run.start.facts,
        *(run.done.facts if run.done else ()),
        *(f for stop in run.stops for f in stop.facts),
        *(f for b in answer.because for f in b.facts),
    )
    last = past.segments[-1]
    clauses = clauses_of(rule, last.promise.clauses)
    unique = tuple(dict.fromkeys(facts))
    because = (*answer.because, *last.chosen.because)
    return Reason(clauses, because, unique, _readings(scene, rule))
