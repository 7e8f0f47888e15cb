"""The order of work: which step has to wait, for what, and which one did not wait."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from kept.rules.assess.assessment import Reason
from kept.rules.assess.becoming import answer_at, timeline
from kept.rules.assess.conditions import Answer, holds
from kept.rules.assess.moments import moment, occurrences
from kept.rules.assess.scene import Instant, RuleState, Scene
from kept.rules.assess.unchanging import unchanging
from kept.rules.facts.fact import Fact
from kept.rules.facts.values import Texts, Truth
from kept.rules.policy.model import GateRule, Need


class GateState(StrEnum):
    """Whether a step may happen now."""

    OPEN = "open"
    CLOSED = "closed"
    POSSIBLE = "possible"  # what would close it is not known yet


_STATE = {Truth.YES: GateState.CLOSED, Truth.NO: GateState.OPEN, Truth.UNKNOWN: GateState.POSSIBLE}


@unchanging
class Missing:
    """Something a step waits for; UNKNOWN: nobody can say yet whether it is there."""

    name: Texts  # empty: the conditions of the reason say it
    truth: Truth
    reason: Reason


@unchanging
class Passed:
    """A step that happened although its gate was closed: a departure from the order of work."""

    kind: str
    at: datetime
    fact: str


@unchanging
class GateLine:
    """A step that has to wait, or would have had to. `missing` is empty once it may happen."""

    rule: str
    name: Texts
    steps: tuple[str, ...]  # kinds of facts
    state: GateState
    missing: tuple[Missing, ...]
    excused_at: datetime | None  # when an exception was recorded
    passed: tuple[Passed, ...]
    reason: Reason


def gates(scene: Scene, rule: GateRule) -> tuple[GateLine, ...]:
    """Return the gate where it stands now; none: it does not apply and nothing passed it closed."""
    applies = holds(scene, rule.when, scene.now)
    passed = tuple(_passed(scene, rule))
    if applies.truth is Truth.NO and not passed:
        return ()
    closed = holds(scene, rule.closed, scene.now)
    missing = () if closed.truth is Truth.NO else tuple(_missing(scene, rule))
    excused = moment(scene, rule.excused_by, upto=scene.at) if rule.excused_by else None
    line = GateLine(
        rule=rule.id,
        name=rule.name,
        steps=tuple(dict.fromkeys(step.kind for step in rule.steps)),
        state=_STATE[closed.truth],
        missing=missing,
        excused_at=excused.at if excused else None,
        passed=passed,
        reason=_reason(rule, applies, missing, excused.facts if excused else ()),
    )
    return (line,)


def gate_state(scene: Scene, key: str, when: Instant) -> RuleState:
    """Return whether gate `key` was open or closed; one that does not apply is open."""
    rule = scene.policy.rules[key]
    assert isinstance(rule, GateRule)
    answer = answer_at(timeline(scene, rule.closed), when.at)
    if answer.truth is Truth.UNKNOWN:
        return RuleState(possible=(GateState.OPEN.value, GateState.CLOSED.value))
    facts = tuple(f for b in answer.because for f in b.facts)
    return RuleState((_STATE[answer.truth].value,), facts=facts)


def gate_edges(scene: Scene, key: str) -> set[datetime]:
    """Return when a gate opened and closed."""
    rule = scene.policy.rules[key]
    assert isinstance(rule, GateRule)
    return {step.at for step in timeline(scene, rule.closed)}


def _missing(scene: Scene, rule: GateRule) -> list[Missing]:
    asked = [(n, holds(scene, n.when, scene.now)) for n in rule.needs]
    return [
        Missing(need.name, answer.truth, _need_reason(rule, need, answer))
        for need, answer in asked
        if answer.truth is not Truth.YES
    ]


def _need_reason(rule: GateRule, need: Need, answer: Answer) -> Reason:
    facts = tuple(f for b in answer.because for f in b.facts)
    return Reason(need.source or rule.source, answer.because, facts)


def _passed(scene: Scene, rule: GateRule) -> list[Passed]:
    """Every step is judged by what held when it happened, with the facts known now."""
    steps = {fact.id: fact for step in rule.steps for fact in occurrences(scene, step)}
    return [Passed(f.kind, f.at, f.id) for f in steps.values() if _was_closed(scene, rule, f)]


def _was_closed(scene: Scene, rule: GateRule, fact: Fact) -> bool:
    when = Instant(fact.at, scene.fault_began())
    return holds(scene, rule.closed, when).truth is Truth.YES


def _reason(
    rule: GateRule, applies: Answer, missing: tuple[Missing, ...], facts: tuple[str, ...]
) -> Reason:
    clauses = [*rule.source]
    clauses += [c for m in missing for c in m.reason.clauses]
    clauses += [] if missing else [c for need in rule.needs for c in need.source]
    because = (*applies.because, *(b for m in missing for b in m.reason.because))
    found = (*facts, *(f for b in because for f in b.facts))
    readings = tuple(dict.fromkeys(rule.assumed.values()))
    return Reason(
        tuple(dict.fromkeys((*clauses, *rule.see))), because, tuple(dict.fromkeys(found)), readings
    )
