"""One way after the other, until one works."""

from __future__ import annotations

from dataclasses import dataclass

from kept.rules.facts.values import Texts
from kept.rules.policy.model.expressions import ALWAYS, Condition, Event, EventExpr
from kept.rules.policy.model.heads import RuleHead


@dataclass(frozen=True, slots=True)
class LadderStep:
    """One way; `tried` are the facts that say that it was tried, with their `result`."""

    key: str
    name: Texts
    tried: tuple[Event, ...]
    when: Condition = ALWAYS
    source: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LadderRule(RuleHead):
    """Ways in their order; the next one comes when the one before failed or was waived."""

    steps: tuple[LadderStep, ...]
    solved: EventExpr | None = None
