"""Who does the work: roles, and what the people need."""

from __future__ import annotations

from dataclasses import dataclass, field

from kept.rules.facts.values import Texts
from kept.rules.policy.model.expressions import ALWAYS, Condition, Event
from kept.rules.policy.model.heads import RuleHead


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignmentCase:
    """Who leads, helps, is told and may close; names of people are parties or roles."""

    when: Condition = ALWAYS
    lead: str = ""
    helpers: tuple[str, ...] = ()
    informed: tuple[str, ...] = ()
    may_close: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()  # competences and licences, in the policy's own words
    licence_valid: bool = False
    same_as: Event | None = None  # the person of the last such fact
    of: tuple[str, ...] = ()  # parties whose people alone may do it
    name: Texts = field(default_factory=dict)
    source: tuple[str, ...] = ()
    see: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignmentRule(RuleHead):
    """Ordered cases; the first that holds decides."""

    cases: tuple[AssignmentCase, ...]
