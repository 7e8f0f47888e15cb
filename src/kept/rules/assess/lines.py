"""What conditions may ask about other rules, by key: when a line changed, and how it stood."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Final

from kept.rules.assess.amounts import amount_edges, amount_state
from kept.rules.assess.assessment import TermLine
from kept.rules.assess.becoming import beginnings
from kept.rules.assess.clocks import clock_edges, clock_states_at
from kept.rules.assess.costs import cover_at, cover_edges
from kept.rules.assess.counters import count_state, counter_edges, counter_state
from kept.rules.assess.duties import duty_edges, duty_state
from kept.rules.assess.gates import gate_edges, gate_state
from kept.rules.assess.grades import Graded, grade_edges, graded
from kept.rules.assess.ladders import ladder_at, ladder_edges
from kept.rules.assess.lengths import lasting
from kept.rules.assess.measures import measure_edges, measure_state, reached, target_state
from kept.rules.assess.moments import Moment
from kept.rules.assess.remedies import chosen, remedy_at, remedy_edges
from kept.rules.assess.scene import Instant, RuleState, Scene, UsedSpan
from kept.rules.assess.schedules import schedule_edges, schedule_state
from kept.rules.assess.terms import term, term_edges
from kept.rules.assess.used import used
from kept.rules.hours import Duration
from kept.rules.policy.model import Condition, Length

# The rules' own prefixes -> when such a line changed or will.
_EDGES: Final[Mapping[str, Callable[[Scene, str], Iterable[datetime]]]] = {
    "clock": clock_edges,
    "term": term_edges,
    "duty": duty_edges,
    "gate": gate_edges,
    "remedy": remedy_edges,
    "ladder": ladder_edges,
    "cover": cover_edges,
    "counter": counter_edges,
    "measure": measure_edges,
    "target": measure_edges,
    "amount": amount_edges,
    "schedule": schedule_edges,
    "count": counter_edges,
}
# The other prefixes -> how such a rule stands.
_STATES: Final[Mapping[str, Callable[[Scene, str, Instant], RuleState]]] = {
    "duty": duty_state,
    "gate": gate_state,
    "remedy": remedy_at,
    "ladder": ladder_at,
    "cover": cover_at,
    "counter": counter_state,
    "measure": measure_state,
    "target": target_state,
    "amount": amount_state,
    "schedule": schedule_state,
    "count": count_state,
}


class Answers:
    """Answers what conditions and events ask about other rules."""

    def term(self, scene: Scene, rule: str) -> TermLine | None:
        """Return the line of a term; None when it does not apply or asks for itself."""
        return term(scene, rule)

    def grade(self, scene: Scene, scale: str, at: datetime) -> Graded:
        """Return the value of a level or zone at a moment."""
        return graded(scene, scale, at)

    def clock_states(self, scene: Scene, rule: str, at: datetime) -> tuple[str, ...]:
        """Return the states of another clock's runs at a moment; empty: it does not apply."""
        return clock_states_at(scene, rule, at)

    def used(self, scene: Scene, clock: str, fraction: float) -> tuple[UsedSpan, ...]:
        """Return when a part of a clock's time was used up while it was open."""
        return used(scene, clock, fraction)

    def edges(self, scene: Scene, key: str) -> set[datetime]:
        """Return when a line ("clock.answer", "term.free", "level.fault") changed or will."""
        if key in scene.policy.scales:
            return grade_edges(scene, key)
        prefix, _, rule = key.partition(".")
        work = _EDGES.get(prefix)
        if work is None:
            return set()
        return scene.worked_out(f"edges of {key}", lambda: set(work(scene, rule))) or set()

    def chosen(self, scene: Scene, remedy: str) -> Moment | None:
        """Return the moment at which a remedy was chosen, if the choice stands."""
        return chosen(scene, remedy)

    def beginnings(self, scene: Scene, condition: Condition) -> tuple[Moment, ...]:
        """Return the moments at which a condition began to hold."""
        return beginnings(scene, condition)

    def state(self, scene: Scene, key: str, when: Instant) -> RuleState:
        """Return how the rule that a key such as "counter.failed_repairs" names stands."""
        prefix, _, rule = key.partition(".")
        work = _STATES.get(prefix)
        if work is None:
            return RuleState()
        once = (key, when.at.timestamp(), when.anchor.timestamp(), when.moving)
        return scene.worked_out(once, lambda: work(scene, rule, when)) or RuleState()

    def lasting(self, scene: Scene, length: Length, when: Instant) -> Duration | None:
        """Return how long something lasts; None: not known, or the paper gives no number."""
        return length if isinstance(length, Duration) else lasting(scene, length, when).duration

    def reached(self, scene: Scene, measure: str, bound: Decimal | Duration) -> Moment | None:
        """Return when a measure first was at least so much, or is deemed to be."""
        return reached(scene, measure, bound)


ANSWERS: Final = Answers()
