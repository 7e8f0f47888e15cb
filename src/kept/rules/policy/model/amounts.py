"""Amounts of money that come about: credits, refunds, compensation, fees, penalties."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from kept.rules.facts.values import Texts
from kept.rules.policy.model.expressions import Event, EventExpr
from kept.rules.policy.model.heads import RuleHead
from kept.rules.policy.model.numbers import Number
from kept.rules.policy.model.terms import Length


class What(StrEnum):
    """What an amount is."""

    CREDIT = "credit"
    REFUND = "refund"
    DEDUCTION = "deduction"
    COMPENSATION = "compensation"
    FEE = "fee"
    PENALTY = "penalty"
    REIMBURSEMENT = "reimbursement"


@dataclass(frozen=True, slots=True)
class Claim:
    """Who has to ask for an amount, by which fact, and until when; later is barred."""

    by: str
    event: Event
    within: Length | None = None
    of: EventExpr | None = None  # from when the time runs
    calendar: str | None = None
    source: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AmountRule(RuleHead):
    """An amount of money. `formula` None: as claimed, and then decided."""

    what: What
    formula: Number | None
    of: Number | None = None  # the formula is a share of it
    payer: str = ""
    payee: str = ""
    at_most: Number | None = None
    at_least: Number | None = None
    claim: Claim | None = None
    decided_by: str = ""  # a party or a role
    decision: Event
    payment: Texts = field(default_factory=dict)  # in which form it is given
    exclusive: bool = False  # the only remedy
