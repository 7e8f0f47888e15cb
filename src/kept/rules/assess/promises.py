"""The versions of a promise over the time of one run."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import cast

from kept.rules.assess.assessment import ClockLine, Promise
from kept.rules.assess.cited import clauses_of
from kept.rules.assess.conditions import Answer, holds
from kept.rules.assess.limits import Chosen, choose, due
from kept.rules.assess.moments import earlier, moment
from kept.rules.assess.runs import Run
from kept.rules.assess.scene import Instant, Scene
from kept.rules.assess.touches import changes, touches_itself
from kept.rules.assess.unchanging import unchanging
from kept.rules.facts.values import Truth
from kept.rules.hours import Duration
from kept.rules.policy.model import ClockRule


@unchanging
class Segment:
    """One promise and how long it was in force; `until` None: it still is."""

    promise: Promise
    chosen: Chosen
    until: datetime | None


@unchanging
class History:
    """The promises of a run, oldest first, and the last answer of the rule's condition."""

    segments: tuple[Segment, ...]
    answer: Answer

    @property
    def withdrawn_at(self) -> datetime | None:
        """Return when the rule stopped applying, if it does not apply any more."""
        return self.segments[-1].until if self.segments else None


def history(scene: Scene, rule: ClockRule, run: Run) -> History:
    """Return what was promised when: each change of grade, answer or contract makes a new version.

    All versions count from the original start, with the whole pause history.
    """
    over = run.done or run.ended
    horizon = over.at if over else scene.at
    waiting = {run.start.at, *(at for at in _moments(scene, rule) if at > run.start.at)}
    segments: list[Segment] = []
    answer = Answer(Truth.UNKNOWN)
    while waiting:
        at = min(waiting)
        waiting.discard(at)
        if at > max(horizon, run.start.at):
            break
        answer = holds(scene, rule.when, Instant(_seen_at(scene, at), run.start.at))
        if answer.changes_at is not None and at < answer.changes_at <= scene.at:
            waiting.add(answer.changes_at)
        _extend(scene, rule, run, segments, (at, answer))
    return History(tuple(segments), answer)


def _seen_at(scene: Scene, at: datetime) -> datetime:
    """Return the moment whose answers count for a promise made at `at`.

    A clock may start before the case exists (the contract was signed a year ago): what kind of
    case it is was not unknown then, it was not there to be asked.
    """
    return max(at, scene.facts[0].at) if scene.facts else at


def _moments(scene: Scene, rule: ClockRule) -> set[datetime]:
    """Return when something changed that the promise of a clock looks at."""
    touched = touches_itself(scene.policy, rule.id)
    return scene.remembered(f"moments of {rule.id}", lambda: changes(scene, touched, None))


def _extend(
    scene: Scene,
    rule: ClockRule,
    run: Run,
    segments: list[Segment],
    step: tuple[datetime, Answer],
) -> None:
    at, answer = step
    last = segments[-1] if segments else None
    if answer.truth is Truth.NO:
        if last is not None and last.until is None:
            segments[-1] = replace(last, until=at)
        return
    seen = Instant(_seen_at(scene, at), run.start.at)
    chosen = choose(scene, rule.limit, seen, calendar=rule.calendar)
    certain = answer.truth is Truth.YES and chosen.certain
    if last is not None and last.until is None and _same(last.chosen, chosen):
        if (last.promise.certain, last.promise.keys) != (certain, chosen.keys):
            kept = replace(last.promise, certain=certain, keys=chosen.keys)
            segments[-1] = Segment(kept, chosen, None)
        return
    if last is not None and last.until is None:
        segments[-1] = replace(last, until=at)
    promise = _promise(scene, rule, run, chosen, since=at, certain=certain)
    segments.append(Segment(promise, chosen, None))


def _same(old: Chosen, new: Chosen) -> bool:
    return (old.cell, old.limit, old.adds) == (new.cell, new.limit, new.adds)


def _promise(
    scene: Scene, rule: ClockRule, run: Run, chosen: Chosen, *, since: datetime, certain: bool
) -> Promise:
    due_at, target_at = _due(scene, rule, run, chosen)
    calendar = scene.calendar(rule.calendar)
    return Promise(
        since=since,
        cell=chosen.cell.state,
        limit=str(chosen.limit) if chosen.limit is not None else "",
        due_at=due_at,
        target_at=target_at,
        keys=chosen.keys,
        clauses=chosen.clauses or rule.source or clauses_of(rule),
        certain=certain,
        provisional=due_at is not None and calendar.is_provisional(due_at),
    )


def _due(
    scene: Scene, rule: ClockRule, run: Run, chosen: Chosen
) -> tuple[datetime | None, datetime | None]:
    if rule.lead_before is not None:
        event = moment(scene, rule.lead_before)
        if event is None or not isinstance(chosen.limit, Duration):
            return None, None
        return earlier(scene, rule.calendar, event.at, chosen.limit), None
    due_at, target_at = due(scene, rule.calendar, run.start.at, chosen, run.spans(scene.at))
    if due_at is not None and rule.not_before:
        due_at = max([due_at, *_open_dues(scene, rule.not_before)])
    return due_at, target_at


def _open_dues(scene: Scene, key: str) -> list[datetime]:
    scene.ask.clock_states(scene, key, scene.at)
    lines = cast("tuple[ClockLine, ...]", scene.known_as(f"clock.{key}") or ())
    return [line.due_at for line in lines if line.open and line.due_at is not None]
