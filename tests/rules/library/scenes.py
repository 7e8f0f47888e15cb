"""Requests that show the clauses of S3a, S3b and S3c at work, and short ways to read the answer."""

from __future__ import annotations

from typing import Any

from kept.rules.assess import (
    Assessment,
    AssignmentLine,
    CostLine,
    CounterLine,
    CoverLine,
    DutyLine,
    EscalationLine,
    GateLine,
    GradeLine,
    LadderLine,
    RemedyLine,
    ScheduleLine,
    TermLine,
    assess,
)
from kept.rules.facts import Fact, Facts, Truth
from kept.rules.policy.model import ClauseState, Policy
from tests.rules.assess.scene import case, fact, when
from tests.rules.library.shipped import shipped

MONDAY = "2026-03-02"


def promised(policy: Policy | str, facts: Facts, at: str) -> Assessment:
    """Return what follows under a policy at a moment of wall time in Shanghai."""
    under = shipped(policy) if isinstance(policy, str) else policy
    return assess(under, facts, when(at))


def request(at: str = f"{MONDAY} 10:00", /, *, case_type: str = "fault", **values: Any) -> Fact:
    """Return a request as the hotline logs it."""
    return fact("request.received", at, case_type=case_type, **values)


def found(cause: str, at: str = f"{MONDAY} 15:00", /, **values: Any) -> Fact:
    """Return what the engineer found: the cause and what goes with it."""
    return fact("cause.found", at, cause=cause, **values)


def grade(assessment: Assessment, scale: str) -> GradeLine:
    """Return the line of a level or zone."""
    return {line.scale: line for line in assessment.grades}[scale]


def term(assessment: Assessment, rule: str) -> TermLine:
    """Return the line of a term."""
    return {line.rule: line for line in assessment.terms}[rule]


def duties(assessment: Assessment, rule: str) -> list[DutyLine]:
    """Return the duties of a rule, oldest first."""
    return [line for line in assessment.duties if line.rule == rule]


def duty_states(assessment: Assessment, rule: str) -> list[str]:
    """Return where the duties of a rule stand, oldest first."""
    return [line.state.value for line in duties(assessment, rule)]


def gate(assessment: Assessment, rule: str) -> GateLine:
    """Return the line of a gate."""
    return {line.rule: line for line in assessment.gates}[rule]


def ladder(assessment: Assessment, rule: str) -> LadderLine:
    """Return the line of a ladder."""
    return {line.rule: line for line in assessment.ladders}[rule]


def counter(assessment: Assessment, rule: str) -> CounterLine:
    """Return the line of a counter."""
    return {line.rule: line for line in assessment.counters}[rule]


def schedule(assessment: Assessment, rule: str) -> ScheduleLine:
    """Return the line of a schedule."""
    return {line.rule: line for line in assessment.schedules}[rule]


def remedy(assessment: Assessment, rule: str) -> RemedyLine | None:
    """Return the line of a remedy; None while it is closed and always was."""
    return {line.rule: line for line in assessment.remedies}.get(rule)


def assigned(assessment: Assessment, rule: str) -> list[AssignmentLine]:
    """Return who is to do the work by a rule."""
    return [line for line in assessment.assignments if line.rule == rule]


def called_in(assessment: Assessment, rule: str) -> list[EscalationLine]:
    """Return who is called in by a rule."""
    return [line for line in assessment.escalations if line.rule == rule]


def missing(line: GateLine) -> list[str]:
    """Return what a step waits for, in English."""
    return [each.name["en"] for each in line.missing]


def covers(assessment: Assessment, clause: str) -> list[CoverLine]:
    """Return the covers and exclusions that rest on a clause."""
    return [line for line in assessment.cover if clause in line.reason.clauses]


def excluded(assessment: Assessment, clause: str) -> bool:
    """Return whether a clause surely takes this case out of cover."""
    return any(not line.inside and line.truth is Truth.YES for line in covers(assessment, clause))


def price(line: CostLine) -> str | None:
    """Return the price basis when it is sure and only one is left."""
    values = {outcome.value for outcome in line.prices}
    sure = bool(line.prices) and line.prices[-1].truth is Truth.YES
    return values.pop() if sure and len(values) == 1 else None


def payers(line: CostLine) -> set[str]:
    """Return everybody who may have to pay."""
    return {outcome.value for outcome in line.payers}


def deciders(line: CostLine) -> set[str]:
    """Return the clauses behind the payers that are left."""
    return {clause for outcome in line.payers for clause in outcome.reason.clauses}


def kept_by_rules(policy: str) -> set[str]:
    """Return the clauses of a shipped policy that rules keep."""
    clauses = shipped(policy).clauses.values()
    return {clause.id for clause in clauses if clause.state is ClauseState.RULE}


__all__ = [
    "MONDAY",
    "assigned",
    "called_in",
    "case",
    "counter",
    "covers",
    "deciders",
    "duties",
    "duty_states",
    "excluded",
    "fact",
    "found",
    "gate",
    "grade",
    "kept_by_rules",
    "ladder",
    "missing",
    "payers",
    "price",
    "promised",
    "remedy",
    "request",
    "schedule",
    "shipped",
    "term",
    "when",
]
