"""Whether the policy lets the customer pay for what stands on an invoice."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from kept.records.cases.held_back import speaker_for
from kept.records.cases.queries import Assessed, assessed
from kept.records.payments.lines import NewLine
from kept.records.refusal import Refused
from kept.rules.assess import CostLine, Outcome
from kept.rules.assess.assessment import SHARED
from kept.rules.facts.names import CUSTOMERS
from kept.rules.facts.values import Truth

FREE = "free"


class ComponentMissing(Refused):
    """Nobody can say who pays for what is of no kind."""

    sentence = _("Say of each line what kind of cost it is: the policy says who pays for each.")


class NotTheirsToPay(Refused):
    """A line asks the customer for what the policy lays on somebody else."""

    sentence = _("The customer does not pay for “%(component)s”: %(clauses)s says so.")


class NotKnownWhoPays(Refused):
    """Who pays rests on what is not found out yet."""

    sentence = _(
        "Who pays for “%(component)s” is still open (%(clauses)s). Find the cause first, then "
        "write the invoice."
    )


def check_payers(case_id: int, lines: Iterable[NewLine], *, at: datetime) -> None:
    """Raise a refusal for a line that the policy does not let the customer pay.

    Where the paper is silent the parties agree on it themselves.
    """
    wanted = {line.component for line in lines if line.unit_price > 0}
    found = assessed(case_id, at=at)
    if found.assessment.costs and not wanted <= set(found.policy.components):
        raise ComponentMissing
    for cost in found.assessment.costs:
        if cost.component in wanted:
            _check(cost, found)


def is_free(cost: CostLine) -> bool:
    """Say whether nobody pays for a component."""
    return any(price.value == FREE and price.truth is Truth.YES for price in cost.prices)


def _check(cost: CostLine, found: Assessed) -> None:
    if is_free(cost):
        raise NotTheirsToPay(**_said(cost, found))
    if not cost.payers:
        return
    if not any(_is_customers(outcome) for outcome in cost.payers):
        raise NotTheirsToPay(**_said(cost, found))
    if cost.payers[-1].truth is not Truth.YES or not all(map(_is_customers, cost.payers)):
        raise NotKnownWhoPays(**_said(cost, found))


def _is_customers(outcome: Outcome) -> bool:
    """Say whether the customer pays it, or a share of it."""
    if outcome.value == SHARED:
        return any(party in CUSTOMERS for party, _share in outcome.shares)
    return outcome.value in CUSTOMERS


def _said(cost: CostLine, found: Assessed) -> dict[str, object]:
    clauses = dict.fromkeys(c for outcome in cost.payers for c in outcome.reason.clauses)
    return {
        "component": speaker_for(found.policy).component(cost.component),
        "clauses": ", ".join(clauses),
    }
