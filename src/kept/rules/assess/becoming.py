"""Conditions over the time of a case: when each began to hold, and when it ceased."""

from __future__ import annotations

from datetime import datetime

from kept.rules.assess.conditions import Answer, holds
from kept.rules.assess.moments import Moment
from kept.rules.assess.scene import Instant, Scene
from kept.rules.assess.touches import changes, in_condition
from kept.rules.assess.unchanging import unchanging
from kept.rules.facts.values import Truth
from kept.rules.policy.model import Condition

MOST_STEPS = 2_000  # changes of one condition; whatever a policy says, an answer comes to an end


@unchanging
class Step:
    """The answer of a condition from a moment on."""

    at: datetime
    answer: Answer


def timeline(scene: Scene, condition: Condition, *, moving: bool = False) -> tuple[Step, ...]:
    """Return the answers of a condition up to now, oldest first, one for each change of truth.

    It is tried at every moment at which something that it looks at changes, by a fact or by time.
    With `moving` terms and calendars are read at that moment as well, not at the start of the
    fault. While a condition asks for itself its answers are those of the round before.
    """
    # Found by identity, as conditions are large; kept beside its steps, so that its id stays taken.
    key = ("timeline", id(condition), moving)
    found = scene.worked_out(key, lambda: (condition, _steps(scene, condition, moving=moving)))
    return found[1] if found else ()


def beginnings(scene: Scene, condition: Condition) -> tuple[Moment, ...]:
    """Return the moments at which a condition began to hold, with the facts it then rested on."""
    steps = timeline(scene, condition, moving=True)
    return tuple(
        Moment(step.at, tuple(f for b in step.answer.because for f in b.facts))
        for step in steps
        if step.answer.truth is Truth.YES
    )


def answer_at(steps: tuple[Step, ...], at: datetime) -> Answer:
    """Return the answer that stood at `at`; before the first one nobody has said."""
    return next((s.answer for s in reversed(steps) if s.at <= at), Answer(Truth.UNKNOWN))


def _steps(scene: Scene, condition: Condition, *, moving: bool) -> tuple[Step, ...]:
    touched = in_condition(condition)
    waiting = {m for m in changes(scene, touched, None, terms=moving) if m <= scene.at}
    waiting.add(scene.facts[0].at if scene.facts else scene.at)
    steps: list[Step] = []
    for _ in range(MOST_STEPS):
        if not waiting:
            break
        at = min(waiting)
        waiting.discard(at)
        anchor = at if moving else scene.fault_began()
        answer = holds(scene, condition, Instant(at, anchor, moving=moving))
        if answer.changes_at is not None and at < answer.changes_at <= scene.at:
            waiting.add(answer.changes_at)
        if not steps or steps[-1].answer.truth is not answer.truth:
            steps.append(Step(at, answer))
    return tuple(steps)
