"""What somebody may choose when something went wrong."""

from __future__ import annotations

from dataclasses import dataclass

from kept.rules.facts.values import Texts
from kept.rules.policy.model.expressions import ALWAYS, Condition, Event, EventExpr
from kept.rules.policy.model.heads import RuleHead


@dataclass(frozen=True, slots=True)
class Option:
    """One thing that can be chosen, while its own condition holds."""

    key: str
    name: Texts
    when: Condition = ALWAYS
    source: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RemedyRule(RuleHead):
    """A right that opens, and who may choose among its options.

    `keeps`: what was chosen in good faith stays when a late fact shows that it was not open.
    """

    chooser: str
    options: tuple[Option, ...]
    choose: Event
    until: EventExpr | None = None  # afterwards it is closed again
    keeps: bool = True
    exclusive: bool = False  # the only remedy
