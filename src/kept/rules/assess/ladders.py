"""One way after the other: which was tried, how it went, and which comes next."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum

from kept.rules.assess.assessment import Reason
from kept.rules.assess.conditions import Answer, holds
from kept.rules.assess.moments import Moment, kinds_in, moment, occurrences, undoers
from kept.rules.assess.scene import Instant, RuleState, Scene
from kept.rules.assess.unchanging import unchanging
from kept.rules.facts.fact import Fact, in_order
from kept.rules.facts.values import Texts, Truth
from kept.rules.policy.model import LadderRule, LadderStep


class StepState(StrEnum):
    """Where a step of a ladder stands."""

    NOT_APPLICABLE = "not_applicable"
    NEXT = "next"  # its turn; nobody has tried it yet
    TRYING = "trying"  # tried; nobody has said how it went
    FAILED = "failed"
    WAIVED = "waived"  # left out, with a reason
    WORKED = "worked"
    SKIPPED = "skipped"  # a later one was tried first: a departure from the order
    LATER = "later"


SOLVED, EXHAUSTED = "solved", "exhausted"
# How a step went, told by itself: whatever the policy says that trying it is.
ENDED, STEP = "step.ended", "step"
_WAIVED = "waived"
_OUTCOMES = {"failed": StepState.FAILED, "waived": StepState.WAIVED, "worked": StepState.WORKED}
_TURN = (StepState.TRYING, StepState.NEXT)


@unchanging
class Attempt:
    """A step was tried, ended or left out. `result`: "" while nobody has said how it went."""

    fact: str
    kind: str
    at: datetime
    by: str
    result: str
    reason: str


@unchanging
class StepLine:
    """One step; `truth` UNKNOWN: whether it applies is not known yet.

    `skipped_by`: the fact by which a later one was tried while this one was not over; "": none.
    """

    key: str
    name: Texts
    state: StepState
    truth: Truth
    attempts: tuple[Attempt, ...]
    clauses: tuple[str, ...]
    skipped_by: str = ""

    @property
    def facts(self) -> tuple[str, ...]:
        """Return the facts it rests on."""
        return tuple(attempt.fact for attempt in self.attempts)


@unchanging
class LadderLine:
    """The steps, the one whose turn it is, and the one after it.

    `state`: "solved", "exhausted", or the key of the current step.
    """

    rule: str
    name: Texts
    state: str
    steps: tuple[StepLine, ...]
    current: str | None
    next: str | None
    solved_at: datetime | None
    certain: bool  # False: whether the ladder applies is not known yet
    reason: Reason


def ladder(scene: Scene, rule: LadderRule) -> LadderLine | None:
    """Return the ladder as it stands now; None: it does not apply."""
    when = scene.now
    answer = holds(scene, rule.when, when)
    if answer.truth is Truth.NO:
        return None
    steps = _steps(scene, rule, when)
    solved = _solved(scene, rule, when.at)
    turn = [s.key for s in steps if s.state in (*_TURN, StepState.LATER)]
    state = _state(steps, solved)
    current = state if state in turn else None
    rest = turn[turn.index(current) + 1 :] if current else []
    return LadderLine(
        rule=rule.id,
        name=rule.name,
        state=state,
        steps=steps,
        current=current,
        next=rest[0] if rest else None,
        solved_at=solved.at if solved else None,
        certain=answer.truth is Truth.YES,
        reason=_reason(rule, answer, steps, solved),
    )


def ladder_at(scene: Scene, key: str, when: Instant) -> RuleState:
    """Return the step whose turn it was at a moment, or how the ladder had ended."""
    rule = scene.policy.rules[key]
    assert isinstance(rule, LadderRule)
    answer = holds(scene, rule.when, when)
    if answer.truth is not Truth.YES:
        return RuleState()
    steps = _steps(scene, rule, when)
    facts = tuple(f for s in steps for f in s.facts)
    return RuleState((_state(steps, _solved(scene, rule, when.at)),), facts=facts)


def ladder_edges(scene: Scene, key: str) -> Iterator[datetime]:
    """Yield when something was tried, or ended the ladder."""
    rule = scene.policy.rules[key]
    assert isinstance(rule, LadderRule)
    yield from (f.at for facts in _tried(scene, rule, scene.at) for f in facts)
    kinds = {*(kinds_in(rule.solved)), *_undoing(scene, rule)}
    yield from scene.changes((), kinds, None)


def _tried(scene: Scene, rule: LadderRule, at: datetime) -> list[list[Fact]]:
    """Return for each step the facts that count for it up to `at`, oldest first."""
    ever = scene.remembered(f"tried {rule.id}", lambda: [_counted(scene, s) for s in rule.steps])
    return [[fact for fact in facts if fact.at <= at] for facts in ever]


def _counted(scene: Scene, step: LadderStep) -> list[Fact]:
    """Return the facts that count for a step; a waiver without a reason does not."""
    told = [f for f in scene.by_kind.get(ENDED, ()) if f.values.get(STEP) == step.key]
    told += (f for event in step.tried for f in occurrences(scene, event))
    found = {f.id: f for f in told}
    counted = (f for f in found.values() if _result(f) != _WAIVED or f.values.get("reason"))
    return sorted(counted, key=in_order)


def _result(fact: Fact) -> str:
    return str(fact.values.get("result", ""))


def _steps(scene: Scene, rule: LadderRule, when: Instant) -> tuple[StepLine, ...]:
    tried = _tried(scene, rule, when.at)
    really = [[f for f in facts if _result(f) != _WAIVED] for facts in tried]
    last = max((at for at, facts in enumerate(really) if facts), default=-1)
    found: list[StepLine] = []
    for at, (step, facts) in enumerate(zip(rule.steps, tried, strict=True)):
        truth = holds(scene, step.when, when).truth
        turn = not any(s.state in _TURN for s in found)
        state = _step_state(facts, truth, passed=at < last, turn=turn)
        later = min((f for others in really[at + 1 :] for f in others), key=in_order, default=None)
        skipped = later is not None and _is_skipped(scene, rule, step, facts, later)
        by = later.id if later is not None and skipped else ""
        attempts = tuple(_attempt(f) for f in facts)
        found.append(StepLine(step.key, step.name, state, truth, attempts, step.source, by))
    return tuple(found)


def _attempt(fact: Fact) -> Attempt:
    reason = str(fact.values.get("reason") or fact.values.get("text") or "")
    return Attempt(fact.id, fact.kind, fact.at, fact.by, _result(fact), reason)


def _is_skipped(
    scene: Scene, rule: LadderRule, step: LadderStep, tried: list[Fact], later: Fact
) -> bool:
    """Say whether a step should have been over when a later one was tried for the first time."""
    if any(_result(f) in _OUTCOMES and in_order(f) < in_order(later) for f in tried):
        return False
    when = Instant(later.at, scene.fault_began())
    if holds(scene, rule.when, when).truth is not Truth.YES:
        return False
    if holds(scene, step.when, when).truth is Truth.NO:
        return False
    return not any(_lasts(scene, rule, end, later.at) for end in _ends(scene, rule, later.at))


def _lasts(scene: Scene, rule: LadderRule, end: Moment, at: datetime) -> bool:
    undone = scene.first_after(_undoing(scene, rule), end.at)
    return undone is None or undone.at > at


def _step_state(facts: list[Fact], truth: Truth, *, passed: bool, turn: bool) -> StepState:
    outcome = _OUTCOMES.get(_result(facts[-1])) if facts else None
    if outcome is not None:
        return outcome
    if truth is Truth.NO and not facts:
        return StepState.NOT_APPLICABLE
    if passed:
        return StepState.SKIPPED
    if facts:
        return StepState.TRYING
    return StepState.NEXT if turn else StepState.LATER


def _state(steps: tuple[StepLine, ...], solved: Moment | None) -> str:
    if solved is not None:
        return SOLVED
    return next((s.key for s in steps if s.state in _TURN), EXHAUSTED)


def _solved(scene: Scene, rule: LadderRule, at: datetime) -> Moment | None:
    """Return when it was solved for good: nothing was tried afterwards and nothing undid it."""
    tried = sorted((f for facts in _tried(scene, rule, at) for f in facts), key=lambda f: f.at)
    ends = [Moment(f.at, (f.id,)) for f in tried[-1:] if _result(f) == "worked"]
    ends += _ends(scene, rule, at)
    lasting = (end for end in ends if _lasts(scene, rule, end, at))
    return min(lasting, key=lambda m: m.at, default=None)


def _ends(scene: Scene, rule: LadderRule, at: datetime) -> Iterator[Moment]:
    since: datetime | None = None
    while rule.solved is not None:
        found = moment(scene, rule.solved, since=since, upto=at)
        if found is None:
            return
        yield found
        undone = scene.first_after(_undoing(scene, rule), found.at)
        if undone is None:
            return
        since = undone.at


def _undoing(scene: Scene, rule: LadderRule) -> set[str]:
    """Return the kinds of facts that open the ladder again."""
    return undoers(scene, kinds_in(rule.solved))


def _reason(
    rule: LadderRule, answer: Answer, steps: tuple[StepLine, ...], solved: Moment | None
) -> Reason:
    clauses = (*rule.source, *(c for s in steps for c in s.clauses), *rule.see)
    facts = (
        *(f for b in answer.because for f in b.facts),
        *(f for s in steps for f in s.facts),
        *(solved.facts if solved else ()),
    )
    readings = tuple(dict.fromkeys(rule.assumed.values()))
    return Reason(
        tuple(dict.fromkeys(clauses)), answer.because, tuple(dict.fromkeys(facts)), readings
    )
