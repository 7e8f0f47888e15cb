"""Claiming from suppliers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from kept.records.cases.asking import following
from kept.records.cases.models import Case
from kept.records.cases.services import KeyReused, ReasonMissing, touch_case
from kept.records.claims.models import (
    Decision,
    SupplierBalance,
    SupplierClaim,
)
from kept.records.claims.services.deciding import stands
from kept.records.ledger.services import write
from kept.records.ledger.telling import told
from kept.records.money import Money
from kept.records.payments.services.matching import payable_money
from kept.records.people.models import Person
from kept.records.refusal import Refused
from kept.records.repeats import one_at_a_time
from kept.records.returns.models import Rma
from kept.records.returns.services import DateMissing, NewEvent, record_event
from kept.records.returns.standing import Kind


class SupplierMissing(Refused):
    """A claim is against somebody."""

    sentence = _("Please name the supplier, and who there decided about it.")


class OtherCase(Refused):
    """A claim, its return and what was given belong to one case."""

    sentence = _("That return, or what was given, belongs to another case or does not stand.")


class NoSuchClaim(Refused):
    """What is decided or came back belongs to a claim."""

    sentence = _("There is no such claim against a supplier.")


class OtherCurrency(Refused):
    """What was given is claimed in its own currency, so that it can be added up."""

    sentence = _("What was given is in %(currency)s. Please claim it in the same currency.")


class MoreThanGiven(Refused):
    """Suppliers together are asked for no more than we gave because of them."""

    sentence = _(
        "%(given)s was given. Beside what is claimed for it already, %(left)s is left to claim."
    )


@dataclass(frozen=True, kw_only=True)
class NewSupplierClaim:
    """What is asked of a supplier. `decision_id`: what it made us give; without, for a repair."""

    case_id: int
    supplier: str
    amount: Decimal
    currency: str
    reason: str
    due_at: datetime
    reference: str = ""
    rma_id: int | None = None
    decision_id: int | None = None


@transaction.atomic
def claim_from_supplier(*, claim: NewSupplierClaim, by: Person, now: datetime, key: str) -> int:
    """Ask a supplier for money; return the claim's key. Its return says so, too.

    Safe to repeat with the same key. Raises SupplierMissing, ReasonMissing, AmountUnclear,
    DateMissing, OtherCase, OtherCurrency, MoreThanGiven, KeyReused, CaseNotFound, ConcernsYou.
    """
    one_at_a_time(f"supplier claim {by.pk} {key}")
    old = SupplierClaim.objects.filter(made_by=by, key=key).first()
    if old is not None:
        require_same(old, claim, "case_id", "rma_id", "decision_id", "amount", "currency")
        return old.pk
    case = touch_case(case_id=claim.case_id, handled_by=by)
    money = _checked(case, claim, now=now)
    row = SupplierClaim.objects.create(
        case=case,
        customer_id=case.customer_id,
        rma_id=claim.rma_id,
        decision_id=claim.decision_id,
        supplier=claim.supplier.strip()[:200],
        reference=claim.reference.strip()[:120],
        reason=claim.reason.strip()[:1000],
        currency=money.currency,
        amount=money.amount,
        due_at=claim.due_at,
        made_at=now,
        made_by=by,
        key=key,
    )
    SupplierBalance.objects.create(
        claim=row, currency=row.currency, claimed=row.amount, due_at=row.due_at
    )
    event = NewEvent(
        kind=Kind.CLAIMED, at=now, text=row.reason, amount=row.amount, currency=row.currency
    )
    tell_return(row, event, by=by, key=key)
    write(
        stream=case.stream,
        verb="supplier_claim.made",
        by=by,
        at=now,
        data={"claim": row.pk, **told(claim)},
    )
    return row.pk


def check_given(decision_id: int, more: Money) -> None:
    """Raise a refusal where claims for what was given would come to more than that.

    A claim counts as what the supplier agreed to, else as what was claimed. Part of the caller's
    transaction, which holds the case.
    """
    given = Decision.objects.get(pk=decision_id)
    if given.currency != more.currency:
        raise OtherCurrency(currency=given.currency)
    rows = SupplierBalance.objects.filter(claim__decision=given)
    counts = rows.aggregate(whole=Sum(Coalesce("decided", "claimed")))["whole"] or Decimal(0)
    if counts + more.amount > given.amount:
        left = Money(given.amount - min(counts, given.amount), given.currency)
        raise MoreThanGiven(given=Money(given.amount, given.currency), left=left)


def _was_given(case: Case, decision_id: int) -> bool:
    row = Decision.objects.filter(pk=decision_id, case=case).first()
    return row is not None and stands(row)


def held(claim_id: int, *, by: Person) -> tuple[Case, SupplierClaim, SupplierBalance]:
    """Return a claim with its case and its balance, held until the transaction ends."""
    claim = SupplierClaim.objects.filter(pk=claim_id).first()
    if claim is None:
        raise NoSuchClaim
    case = touch_case(case_id=claim.case_id, handled_by=by)
    return case, claim, SupplierBalance.objects.select_for_update().get(claim=claim)


def require_same(old: Any, asked: Any, *names: str) -> None:
    """Raise KeyReused where the same key asked for something else."""
    if any(getattr(old, name) != getattr(asked, name) for name in names):
        raise KeyReused


def _checked(case: Case, claim: NewSupplierClaim, *, now: datetime) -> Money:
    if not claim.supplier.strip():
        raise SupplierMissing
    if not claim.reason.strip():
        raise ReasonMissing
    if claim.due_at <= now:
        raise DateMissing
    of_case = Rma.objects.filter(case=case).values_list("pk", flat=True)
    if claim.rma_id is not None and claim.rma_id not in of_case:
        raise OtherCase
    if claim.decision_id is not None and not _was_given(case, claim.decision_id):
        raise OtherCase
    money = payable_money(claim.amount, claim.currency)
    if claim.decision_id is not None:
        check_given(claim.decision_id, money)
    return money


def tell_return(claim: SupplierClaim, event: NewEvent, *, by: Person, key: str) -> None:
    """Let the return of a claim say what happened to it."""
    if claim.rma_id is not None:
        said = replace(event, party=claim.supplier[:120], reference=claim.reference)
        record_event(
            rma_id=claim.rma_id, event=said, by=by, now=event.at, key=following(key, event.kind)
        )
