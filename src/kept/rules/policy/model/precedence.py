"""Which source and which rule comes first, and which version of the policy counts."""

from __future__ import annotations

from dataclasses import dataclass

from kept.rules.facts.values import Texts
from kept.rules.policy.model.expressions import EventExpr
from kept.rules.policy.model.heads import RuleHead


@dataclass(frozen=True, slots=True, kw_only=True)
class PrecedenceRule(RuleHead):
    """An order of sources, of rules, or the moment that decides the version."""

    ranks: tuple[Texts, ...] = ()  # names of sources, strongest first
    rules: tuple[str, ...] = ()  # ids of cost rules, covers and provisions, strongest first
    version_by: EventExpr | None = None
