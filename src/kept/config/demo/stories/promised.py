"""When something is owed in a case, as the rules say it: no number of a policy stands here."""

from __future__ import annotations

from datetime import datetime

from kept.rules.assess import Assessment, ClockLine
from kept.rules.facts import Value
from kept.rules.policy.model import (
    Cell,
    CellState,
    ClockRule,
    Event,
    FactType,
    Policy,
    Scale,
    TimeIn,
)
from kept.rules.policy.questions import intake_questions
from kept.rules.policy.walk import walk

# What answers mean when equipment stands still, and when it limps.
STANDS_STILL = {"emergency": True, "service_down": True, "basic_functions_lost": True}
LIMPS = {"emergency": False, "service_down": False, "service_partly_lost": True}


def stopping(rule: ClockRule) -> set[str]:
    """Return the kinds of facts that stop a clock."""
    return {part.kind for part in walk(rule.stop) if isinstance(part, Event | TimeIn)}


def at_once(policy: Policy, kind: str) -> bool:
    """Say whether the policy promises something at once that a fact of this kind keeps."""
    return any(
        isinstance(part, Cell) and part.state is CellState.IMMEDIATELY
        for rule in policy.clocks
        if kind in stopping(rule)
        for part in walk(rule.limit)
    )


def gradable(policy: Policy) -> Scale | None:
    """Return the first level that people may set, if there is one."""
    levels = (one for one in policy.scales.values() if one.kind == "level" and not one.attribute)
    return next(levels, None)


def stopped_by(policy: Policy, assessment: Assessment, kind: str) -> list[ClockLine]:
    """Return the clocks that run and that a fact of this kind would stop."""
    rules = {rule.id: rule for rule in policy.clocks}
    return [
        line
        for line in assessment.clocks
        if line.open and line.rule in rules and kind in stopping(rules[line.rule])
    ]


def moment_of(policy: Policy, assessment: Assessment, kind: str, share: float) -> datetime | None:
    """Return when this share of the time is used that is left for a fact of this kind.

    Of several clocks the one that runs out first counts; None if none has a number.
    """
    owed = [line for line in stopped_by(policy, assessment, kind) if line.due_at is not None]
    if not owed:
        return None
    first = min(owed, key=lambda line: (line.due_at, line.key))
    assert first.due_at is not None
    assert first.started_at is not None
    return first.started_at + (first.due_at - first.started_at) * share


def intake(policy: Policy, *, severe: bool, visit: bool) -> dict[str, Value]:
    """Return answers to all that this policy asks while a request is logged."""
    told = {**(STANDS_STILL if severe else LIMPS), "visit_demanded": visit}
    return {
        asked.key: told.get(asked.key, False)
        for asked in intake_questions(policy)
        if asked.type is FactType.YES_NO and asked.key != "visit_necessary"
    }
