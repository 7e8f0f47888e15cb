"""What all rules share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from kept.rules.facts.values import Texts
from kept.rules.policy.model.clauses import Place
from kept.rules.policy.model.expressions import ALWAYS, Condition


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleHead:
    """The part of a rule that every form has: what it is called, where it is from, when it holds.

    `source` are the clauses that the rule keeps as a whole; its parts may name more.
    """

    id: str
    name: Texts
    when: Condition = ALWAYS
    source: tuple[str, ...] = ()
    assumed: Mapping[str, str] = field(default_factory=dict)  # part -> reading that fills it
    see: tuple[str, ...] = ()
    note: Texts = field(default_factory=dict)
    place: Place | None = None
