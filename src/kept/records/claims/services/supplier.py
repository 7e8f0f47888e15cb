"""Claiming from suppliers, and what they decide."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kept.records.cases.asking import following
from kept.records.cases.models import Case
from kept.records.cases.services import KeyReused, ReasonMissing, touch_case
from kept.records.claims.models import (
    Decision,
    SupplierBalance,
    SupplierClaim,
    SupplierDecision,
)
from kept.records.claims.services.deciding import stands
from kept.records.ledger.services import write
from kept.records.ledger.telling import told
from kept.records.money import Money, NotMoney
from kept.records.payments.services import AmountUnclear
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


class MoreThanClaimed(Refused):
    """A supplier gives no more than was asked for."""

    sentence = _("Only %(claimed)s was claimed. Please make another claim for the rest.")


class LessThanCame(Refused):
    """What has come is not decided away."""

    sentence = _("%(recovered)s has come already, so it cannot be less.")


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


@dataclass(frozen=True, kw_only=True)
class NewSupplierDecision:
    """How much is to come, by whose word and by when; nothing: refused, or given up."""

    claim_id: int
    amount: Decimal
    said_by: str
    reason: str = ""
    due_at: datetime | None = None


@transaction.atomic
def claim_from_supplier(*, claim: NewSupplierClaim, by: Person, now: datetime, key: str) -> int:
    """Ask a supplier for money; return the claim's key. Its return says so, too.

    Safe to repeat with the same key. Raises SupplierMissing, ReasonMissing, AmountUnclear,
    DateMissing, OtherCase, KeyReused, CaseNotFound, ConcernsYou.
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
    _tell(row, event, by=by, key=key)
    write(
        stream=case.stream,
        verb="supplier_claim.made",
        by=by,
        at=now,
        data={"claim": row.pk, **told(claim)},
    )
    return row.pk


@transaction.atomic
def decide_supplier_claim(
    *, decision: NewSupplierDecision, by: Person, now: datetime, key: str
) -> int:
    """Write down how much is to come of a claim; return the decision's key.

    A later decision takes the place of an earlier one, but never of what has come. Safe to repeat
    with the same key. Raises NoSuchClaim, SupplierMissing, ReasonMissing, AmountUnclear,
    MoreThanClaimed, LessThanCame, DateMissing, KeyReused, ConcernsYou.
    """
    case, claim, balance = held(decision.claim_id, by=by)
    old = SupplierDecision.objects.filter(by=by, key=key).first()
    if old is not None:
        require_same(old, decision, "claim_id", "amount")
        return old.pk
    money = _decidable(decision, claim, balance, now=now)
    is_open = money.amount > balance.recovered
    row = SupplierDecision.objects.create(
        claim=claim,
        currency=claim.currency,
        amount=money.amount,
        said_by=decision.said_by.strip()[:150],
        reason=decision.reason.strip()[:1000],
        due_at=decision.due_at if is_open else None,
        at=now,
        by=by,
        key=key,
    )
    balance.decided, balance.due_at = row.amount, row.due_at
    balance.save(update_fields=["decided", "due_at"])
    text = f"{row.said_by}: {row.reason}" if row.reason else row.said_by
    event = NewEvent(
        kind=Kind.CLAIM_DECIDED, at=now, text=text, amount=row.amount, currency=row.currency
    )
    _tell(claim, event, by=by, key=key)
    data = {"decision": row.pk, **told(decision)}
    write(stream=case.stream, verb="supplier_claim.decided", by=by, at=now, data=data)
    return row.pk


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
    return payable_money(claim.amount, claim.currency)


def _decidable(
    decision: NewSupplierDecision, claim: SupplierClaim, balance: SupplierBalance, *, now: datetime
) -> Money:
    try:
        money = Money(decision.amount, claim.currency)
    except NotMoney:
        raise AmountUnclear(currency=claim.currency) from None
    if money.amount < 0:
        raise AmountUnclear(currency=claim.currency)
    if not decision.said_by.strip():
        raise SupplierMissing
    if money.amount > claim.amount:
        raise MoreThanClaimed(claimed=Money(claim.amount, claim.currency))
    if money.amount < balance.recovered:
        raise LessThanCame(recovered=Money(balance.recovered, claim.currency))
    if money.amount < claim.amount and not decision.reason.strip():
        raise ReasonMissing
    is_open = money.amount > balance.recovered
    if is_open and (decision.due_at is None or decision.due_at <= now):
        raise DateMissing
    return money


def _tell(claim: SupplierClaim, event: NewEvent, *, by: Person, key: str) -> None:
    """Let the return of a claim say what happened to it."""
    if claim.rma_id is not None:
        said = replace(event, party=claim.supplier[:120], reference=claim.reference)
        record_event(
            rma_id=claim.rma_id, event=said, by=by, now=event.at, key=following(key, event.kind)
        )
