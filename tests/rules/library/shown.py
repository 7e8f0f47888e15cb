"""What an assessment shows of one rule: short ways to the line of a gate, duty, remedy, ladder."""

from __future__ import annotations

from kept.rules.assess import Assessment
from kept.rules.policy.model import ClauseState
from tests.rules.library.shipped import shipped


def line(lines, rule):
    """Return the only line of a rule; None when it has none."""
    found = [one for one in lines if one.rule == rule]
    assert len(found) <= 1
    return found[0] if found else None


def gate(result: Assessment, rule: str) -> str | None:
    """Return whether a gate is open, closed or possible; None: it does not apply."""
    found = line(result.gates, rule)
    return found.state.value if found else None


def missing(result: Assessment, rule: str) -> list[str]:
    """Return what a gate waits for, in English."""
    found = line(result.gates, rule)
    return [need.name["en"] for need in found.missing] if found else []


def holds_back(result: Assessment, step: str) -> set[str]:
    """Return the rules that keep a step from happening now."""
    return {held.rule for held in result.holding_back(step)}


def duties(result: Assessment, rule: str) -> dict[str, str]:
    """Return how each duty of a rule stands."""
    return {one.key: one.state.value for one in result.duties if one.rule == rule}


def duty(result: Assessment, rule: str) -> str | None:
    """Return how the only duty of a rule stands; None: there is none."""
    found = line(result.duties, rule)
    return found.state.value if found else None


def said_of(policy: str, clause: str, result: Assessment) -> str:
    """Return the proxy measure of a clause that is shown as a statement."""
    found = shipped(policy).clauses[clause]
    assert found.state is ClauseState.STATEMENT
    assert clause in result.statements
    assert {"en", "zh-Hans"} <= set(found.text)
    assert {"en", "zh-Hans"} <= set(found.note)
    return found.note["en"]
