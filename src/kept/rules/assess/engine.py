"""facts + rules + at -> Assessment: the one function everything else reads."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import lru_cache, partial
from typing import TypeVar

from kept.rules.assess.amounts import amount
from kept.rules.assess.assessment import (
    Absent,
    Assessment,
    ClockLine,
    ClockState,
    GradeLine,
    TermLine,
)
from kept.rules.assess.assignments import assignments
from kept.rules.assess.cases import absent
from kept.rules.assess.clocks import clock
from kept.rules.assess.contests import contests, finding
from kept.rules.assess.costs import cost_lines, cover_lines, passed_over
from kept.rules.assess.counters import counter
from kept.rules.assess.duties import duties
from kept.rules.assess.escalations import escalations
from kept.rules.assess.gates import gates
from kept.rules.assess.grades import grade_line
from kept.rules.assess.ladders import ladder
from kept.rules.assess.lines import ANSWERS
from kept.rules.assess.measures import measure
from kept.rules.assess.precedence import precedences
from kept.rules.assess.provisions import provisions, ranked
from kept.rules.assess.remedies import remedy
from kept.rules.assess.scene import Scene
from kept.rules.assess.schedules import schedule
from kept.rules.assess.terms import term
from kept.rules.facts.fact import Facts
from kept.rules.policy.model import (
    ClauseState,
    ClockRule,
    Policy,
    RequirementKind,
    RuleHead,
    TermRule,
)

R = TypeVar("R", bound=ClockRule | TermRule | RuleHead)
L = TypeVar("L")

# Rules that look at one another settle within a few rounds. Those that never do, such as a breach
# that takes itself back, end with the last one: the same facts still give the same answer.
MOST_ROUNDS = 12


def assess(policy: Policy, facts: Facts, at: datetime) -> Assessment:
    """Return everything that follows from `policy` and `facts` at `at` (aware).

    Pure: the same input gives the same answer. Facts that happened after `at` do not count; pass
    `facts.known_by(moment)` for the answer as known then. Raises ValueError for a naive `at`.

    Rules that look at one another in a circle are worked out in rounds, each with what the last one
    found, until nothing changes: a breach that raises the level that shortens the clock.
    """
    if at.tzinfo is None:
        raise ValueError("`at` needs a time zone")
    return settled(Scene(policy, facts, at, ANSWERS))


def settled(scene: Scene) -> Assessment:
    """Return what follows in `scene` once another round changes nothing."""
    found = _worked_out(scene)  # the first round: what asks for itself is not known yet
    for _ in range(MOST_ROUNDS):
        if not scene.circular:
            break
        scene = scene.next_round()
        before, found = found, _worked_out(scene)
        if found == before:
            break
    return found


def _worked_out(scene: Scene) -> Assessment:
    policy, at = scene.policy, scene.at
    collect = _Collect(scene)
    clocks = collect.of(policy.clocks, clock)
    terms = collect.of(policy.terms, _single(lambda inner, rule: term(inner, rule.id)))
    return Assessment(
        policy=policy.id,
        version=policy.version,
        at=at,
        clocks=clocks,
        terms=terms,
        grades=scene.worked_out("grades", lambda: _grades(scene)) or (),
        contests=contests(scene),
        finding=finding(scene),
        cover=cover_lines(scene),
        costs=cost_lines(scene),
        remedies=collect.of(policy.remedies, _single(remedy)),
        ladders=collect.of(policy.ladders, _single(ladder)),
        counters=collect.of(policy.counters, _single(counter)),
        measures=collect.of(policy.measures, _single(measure)),
        amounts=collect.of(policy.amounts, _single(amount)),
        schedules=collect.of(policy.schedules, _single(schedule)),
        gates=collect.of(policy.gates, gates),
        duties=collect.of(policy.duties, duties),
        provisions=ranked(scene, collect.of(policy.provisions, provisions)),
        assignments=collect.of(policy.assignments, assignments),
        escalations=collect.of(policy.escalations, escalations),
        precedence=collect.of(policy.precedences, precedences),
        absent=tuple(collect.absent),
        passed=passed_over(scene),
        unset=_without_value(policy),
        statements=_clauses(policy, ClauseState.STATEMENT),
        pending=_clauses(policy, ClauseState.PENDING),
        look_at=_look_at(scene, clocks, terms),
    )


class _Collect:
    """Collects the lines of rules, and why some rules have none."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.absent: list[Absent] = []

    def of(
        self, rules: tuple[R, ...], evaluate: Callable[[Scene, R], tuple[L, ...]]
    ) -> tuple[L, ...]:
        """Return the lines of the rules of one form."""
        found: list[L] = []
        for rule in rules:
            work = partial(self._lines, rule, evaluate)
            lines, without = self.scene.worked_out(("lines", rule.id), work) or ((), None)
            found.extend(lines)
            if without is not None:
                self.absent.append(without)
        return tuple(found)

    def _lines(
        self, rule: R, evaluate: Callable[[Scene, R], tuple[L, ...]]
    ) -> tuple[tuple[L, ...], Absent | None]:
        lines = evaluate(self.scene, rule)
        return lines, None if lines else absent(self.scene, rule)


def _grades(scene: Scene) -> tuple[GradeLine, ...]:
    return tuple(grade_line(scene, scale, key) for key, scale in scene.policy.scales.items())


def _single(evaluate: Callable[[Scene, R], L | None]) -> Callable[[Scene, R], tuple[L, ...]]:
    """Return an evaluation that gives at most one line as one that gives several."""

    def lines(scene: Scene, rule: R) -> tuple[L, ...]:
        line = evaluate(scene, rule)
        return () if line is None else (line,)

    return lines


@lru_cache(maxsize=1024)
def _without_value(policy: Policy) -> tuple[str, ...]:
    """Return the clauses whose value is missing, also those that only require one."""
    empty = {
        clause
        for one in policy.required.values()
        if one.kind is RequirementKind.TEXT and not one.text
        for clause in one.source
    }
    return tuple(
        clause.id
        for clause in policy.clauses.values()
        if clause.state is ClauseState.UNSET or clause.id in empty
    )


@lru_cache(maxsize=1024)
def _clauses(policy: Policy, state: ClauseState) -> tuple[str, ...]:
    return tuple(c.id for c in policy.clauses.values() if c.state is state)


def _look_at(
    scene: Scene, lines: tuple[ClockLine, ...], terms: tuple[TermLine, ...]
) -> datetime | None:
    """Return the next moment at which something changes without a new fact; None: never."""
    moments = set(scene.wakes)
    for line in lines:
        if line.open and line.state in (ClockState.RUNNING, ClockState.NOT_STARTED):
            moments |= {*line.warn_at, *({line.due_at} if line.due_at else set())}
            moments |= {line.started_at} if line.started_at else set()
    moments |= {edge for line in terms for edge in (line.start, line.end) if edge is not None}
    return min((m for m in moments if m > scene.at), default=None)
