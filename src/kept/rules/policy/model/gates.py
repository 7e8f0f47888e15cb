"""The order of work: what may not happen before something else."""

from __future__ import annotations

from dataclasses import dataclass, field

from kept.rules.facts.values import Texts
from kept.rules.policy.model.expressions import AllOf, Condition, Event, EventExpr, Happened, Not
from kept.rules.policy.model.heads import RuleHead


@dataclass(frozen=True, slots=True)
class Need:
    """Something that must hold before a step; without a name its condition speaks for itself."""

    when: Condition
    name: Texts = field(default_factory=dict)
    source: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class GateRule(RuleHead):
    """A step that waits for all its needs; a recorded exception (`excused_by`) lets it pass."""

    steps: tuple[Event, ...]
    needs: tuple[Need, ...]
    excused_by: EventExpr | None = None
    closed: Condition = field(init=False, repr=False, compare=False)  # when the step has to wait

    def __post_init__(self) -> None:
        parts: list[Condition] = [self.when, Not(AllOf(tuple(need.when for need in self.needs)))]
        if self.excused_by is not None:
            parts.append(Not(Happened(self.excused_by)))
        object.__setattr__(self, "closed", AllOf(tuple(parts)))
