"""Rules that consist of cases: which of them hold, and which win over which."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Protocol, TypeVar

from kept.rules.assess.assessment import Absent, Reason
from kept.rules.assess.cited import clauses_of
from kept.rules.assess.conditions import Answer, both_hold, holds
from kept.rules.assess.scene import Scene
from kept.rules.facts.values import Truth
from kept.rules.policy.model import (
    ALWAYS,
    AssignmentRule,
    ClockRule,
    Condition,
    EscalationRule,
    ProvisionRule,
    RuleHead,
    TermRule,
)


class Case(Protocol):
    """A part of a rule with a condition of its own."""

    @property
    def when(self) -> Condition:
        """Return when it holds."""


class Contender(Protocol):
    """A line about some items that may win over another one."""

    @property
    def truth(self) -> Truth:
        """Return whether it holds or may hold."""

    @property
    def items(self) -> tuple[str, ...]:
        """Return what it is about; none: everything."""


C = TypeVar("C", bound=Case)
L = TypeVar("L", bound=Contender)


def standing(scene: Scene, rule: RuleHead, cases: Iterable[C]) -> list[tuple[C, Answer]]:
    """Return the cases that hold or may hold now, with why; those of a rule that does not, none."""
    asked = ((case, _answer(scene, rule, case)) for case in cases)
    return [(case, answer) for case, answer in asked if answer.truth is not Truth.NO]


def first(scene: Scene, rule: RuleHead, cases: Iterable[C]) -> list[tuple[C, Answer]]:
    """Return the first case that holds, after those before it that may hold."""
    found: list[tuple[C, Answer]] = []
    for case, answer in standing(scene, rule, cases):
        found.append((case, answer))
        if answer.truth is Truth.YES:
            break
    return found


def absent(scene: Scene, rule: ClockRule | TermRule | RuleHead) -> Absent:
    """Return why a rule gives no line: neither it nor any of its cases is met."""
    answer = holds(scene, rule.when, scene.now)
    because = answer.because
    if answer.truth is not Truth.NO and isinstance(rule, RuleHead):
        because = tuple(b for case in _cases(rule) for b in _answer(scene, rule, case).because)
    return Absent(rule.id, rule.name, Reason(clauses_of(rule), because))


def _cases(rule: RuleHead) -> Sequence[Case]:
    match rule:
        case ProvisionRule() | AssignmentRule():
            return rule.cases
        case EscalationRule():
            return rule.steps
    return ()


def why(
    rule: RuleHead, answer: Answer, source: tuple[str, ...] = (), facts: tuple[str, ...] = ()
) -> Reason:
    """Return the reason of a line: clauses of case (`source`) and rule, what it saw, its facts."""
    clauses = tuple(dict.fromkeys((*source, *rule.source, *rule.see)))
    seen = tuple(dict.fromkeys((*facts, *(f for b in answer.because for f in b.facts))))
    return Reason(clauses, answer.because, seen, tuple(dict.fromkeys(rule.assumed.values())))


def unbeaten(lines: Sequence[L], place: Callable[[L], tuple[int, ...]]) -> tuple[L, ...]:
    """Return the lines that no sure line with a smaller `place` about the same items wins over."""
    sure = [(place(line), line.items) for line in lines if line.truth is Truth.YES]
    return tuple(
        line
        for line in lines
        if not _covered(line.items, [items for at, items in sure if at < place(line)])
    )


def _answer(scene: Scene, rule: RuleHead, case: Case) -> Answer:
    when = scene.now
    if rule.when is ALWAYS:
        return holds(scene, case.when, when)
    return both_hold(scene, rule.when, case.when, when)


def _covered(items: tuple[str, ...], by: list[tuple[str, ...]]) -> bool:
    if () in by:
        return True
    return bool(items) and set(items) <= {item for some in by for item in some}
