"""What may be decided about an amount of the policy, and to how much it comes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from kept.records.cases.held_back import speaker_for
from kept.records.cases.models import Case
from kept.records.cases.owing import owed
from kept.records.cases.queries import Assessed
from kept.records.claims.currency import currency_of
from kept.records.money import Money, NotMoney, rounded
from kept.records.refusal import Refused
from kept.rules.assess import AmountLine, AmountState, Assessment
from kept.rules.policy.model import What


class NotOwed(Refused):
    """What would make it owed did not happen, or is not known."""

    sentence = _("By what is known, the policy does not owe this (%(clauses)s).")


class NotClaimed(Refused):
    """The policy wants the customer to ask first."""

    sentence = _("Nobody has asked for this yet; %(clauses)s wants the customer to ask first.")


class ClaimTooLate(Refused):
    """It could be asked for until a day that is over."""

    sentence = _("It had to be asked for by %(until)s (%(clauses)s). It was not.")


class DecidedAlready(Refused):
    """Each claim is decided once."""

    sentence = _("This was decided already. Please look at it again.")


@dataclass(frozen=True)
class Owing:
    """An amount as it stands. `worked_out`: by the formula, less what is deducted from it."""

    line: AmountLine
    worked_out: Money | None
    asked: Money | None
    deductions: tuple[AmountLine, ...]


def owing(case: Case, found: Assessed, rule: str) -> Owing | None:
    """Return one amount of ours by its key; None: it does not come about."""
    line = next((line for line in owed(found.assessment) if line.rule == rule), None)
    return None if line is None else owing_of(case, found, line)


def owing_of(case: Case, found: Assessed, line: AmountLine) -> Owing:
    """Return an amount with what its formula comes to in the case's currency."""
    currency = currency_of(case)
    deductions = _deductions(found.assessment, line)
    by_formula = found.policy.rules[line.rule].formula is not None  # type: ignore[union-attr]
    value = line.value
    if by_formula and value is not None:
        less = sum((each.value or Decimal(0) for each in deductions), start=Decimal(0))
        worked_out = _payable(max(value - less, Decimal(0)), currency)
    else:
        worked_out = None
    asked = None if by_formula or value is None else _payable(value, currency)
    return Owing(line, worked_out, asked, deductions)


def _payable(value: Decimal, currency: str) -> Money | None:
    """Return an amount as money; None for a fortune that nobody can pay: facts hold any number."""
    try:
        return rounded(value, currency)
    except NotMoney:
        return None


def check_decidable(found: Owing | None, assessed: Assessed) -> Owing:
    """Return what can be decided now.

    Raises NotOwed, NotClaimed, ClaimTooLate, DecidedAlready.
    """
    if found is None:
        raise NotOwed(clauses=assessed.policy.id)
    line = found.line
    clauses = ", ".join(line.reason.clauses) or assessed.policy.id
    if line.state is AmountState.BARRED:
        raise ClaimTooLate(until=_until(assessed, line.claim_by), clauses=clauses)
    if line.state is AmountState.CLAIMABLE:
        raise NotClaimed(clauses=clauses)
    if line.state is AmountState.DECIDED:
        raise DecidedAlready
    if line.state not in (AmountState.DUE, AmountState.CLAIMED):
        raise NotOwed(clauses=clauses)
    return found


def _until(assessed: Assessed, until: datetime | None) -> str:
    return speaker_for(assessed.policy).at(until)


def _deductions(assessment: Assessment, line: AmountLine) -> tuple[AmountLine, ...]:
    """Return what the customer owes for the use of what is taken back: it lessens the refund."""
    if line.what is not What.REFUND:
        return ()
    ours = (each for each in assessment.amounts if each.what is What.DEDUCTION)
    return tuple(
        each for each in ours if each.payer == "customer" and each.state is AmountState.DUE
    )
