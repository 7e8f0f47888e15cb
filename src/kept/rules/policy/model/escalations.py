"""Who is called in when a promise is in danger or broken."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from kept.rules.facts.values import Texts
from kept.rules.policy.model.expressions import ALWAYS, AllOf, Condition
from kept.rules.policy.model.heads import RuleHead


@dataclass(frozen=True, slots=True, kw_only=True)
class EscalationStep:
    """Calls people in, and may raise levels, when its condition holds."""

    when: Condition
    to: tuple[str, ...]  # parties and roles
    name: Texts = field(default_factory=dict)
    raises: Mapping[str, str] = field(default_factory=dict)  # "level.fault" -> grade
    source: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EscalationRule(RuleHead):
    """Steps of which every one that holds counts; `conditions` are theirs with the rule's own."""

    steps: tuple[EscalationStep, ...]
    conditions: tuple[Condition, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        whole = tuple(
            step.when if self.when is ALWAYS else AllOf((self.when, step.when))
            for step in self.steps
        )
        object.__setattr__(self, "conditions", whole)
