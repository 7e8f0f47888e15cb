"""Lines of work under a shipped policy: gates, duties, remedies, ladders and who does it."""

from __future__ import annotations

from kept.rules.assess import Assessment
from kept.rules.assess.assignments import AssignmentLine
from kept.rules.assess.gates import GateLine
from kept.rules.assess.ladders import LadderLine
from kept.rules.assess.remedies import RemedyLine


def gate(result: Assessment, rule: str) -> GateLine:
    """Return the line of a gate."""
    return {line.rule: line for line in result.gates}[rule]


def remedy(result: Assessment, rule: str) -> RemedyLine:
    """Return the line of a remedy."""
    return {line.rule: line for line in result.remedies}[rule]


def ladder(result: Assessment, rule: str) -> LadderLine:
    """Return the line of a ladder."""
    return {line.rule: line for line in result.ladders}[rule]


def assigned(result: Assessment, rule: str) -> AssignmentLine:
    """Return who is to do it: the last line of an assignment."""
    return [line for line in result.assignments if line.rule == rule][-1]


def owed(result: Assessment) -> set[str]:
    """Return the keys of the duties that are owed."""
    return {line.key for line in result.duties if line.state.value == "owed"}


def done(result: Assessment) -> set[str]:
    """Return the keys of the duties that are done."""
    return {line.key for line in result.duties if line.state.value == "done"}


def shut(result: Assessment) -> set[str]:
    """Return the gates that are closed."""
    return {line.rule for line in result.gates if line.state.value == "closed"}
