"""Things that are counted."""

from __future__ import annotations

from dataclasses import dataclass

from kept.rules.hours import Duration
from kept.rules.policy.model.expressions import Event
from kept.rules.policy.model.heads import RuleHead
from kept.rules.policy.model.numbers import Number


@dataclass(frozen=True, slots=True, kw_only=True)
class CounterRule(RuleHead):
    """How often something happened to a piece of equipment, and how often is too often.

    `when` is asked of each fact, at its own moment.
    """

    counts: tuple[Event, ...]
    per: tuple[str, ...] = ()  # attributes whose values are counted apart
    consecutive: tuple[Event, ...] = ()  # begins the count again
    within: Duration | None = None  # only those so long before each other
    reach: Number | None = None
