"""What suppliers decide: how much is to come, and what we give up by it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kept.records.cases.models import Case
from kept.records.cases.services import KeyReused, ReasonMissing
from kept.records.claims.models import SupplierBalance, SupplierClaim, SupplierDecision
from kept.records.claims.services.supplier import (
    SupplierMissing,
    check_given,
    held,
    require_same,
    tell_return,
)
from kept.records.ledger.services import write
from kept.records.ledger.telling import told
from kept.records.money import Money, NotMoney, nothing
from kept.records.payments.services import AmountUnclear
from kept.records.people.models import Person
from kept.records.refusal import Refused
from kept.records.releases.models import Giving
from kept.records.releases.models import Kind as GivingKind
from kept.records.releases.services import NewGiving, Waiting, ask_to_give, asked_before
from kept.records.returns.services import DateMissing, NewEvent
from kept.records.returns.standing import Kind

Held = tuple[Case, SupplierClaim, SupplierBalance]


class MoreThanClaimed(Refused):
    """A supplier gives no more than was asked for."""

    sentence = _("Only %(claimed)s was claimed. Please make another claim for the rest.")


class LessThanCame(Refused):
    """What has come is not decided away."""

    sentence = _("%(recovered)s has come already, so it cannot be less.")


class MoreThanGivenUp(Refused):
    """What was released is less than what would be given up by now."""

    sentence = _(
        "Meanwhile more than %(released)s would be given up. Please refuse it and decide again."
    )


@dataclass(frozen=True, kw_only=True)
class NewSupplierDecision:
    """How much is to come, by whose word and by when; nothing: refused, or given up."""

    claim_id: int
    amount: Decimal
    said_by: str
    reason: str = ""
    due_at: datetime | None = None


@transaction.atomic
def decide_supplier_claim(
    *, decision: NewSupplierDecision, by: Person, now: datetime, key: str
) -> int | Waiting:
    """Write down how much is to come of a claim; return the decision's key.

    A later decision takes the place of an earlier one, but never of what has come. What is given up
    by it waits above the limit for a second person. Safe to repeat with the same key. Raises
    NoSuchClaim, SupplierMissing, ReasonMissing, AmountUnclear, MoreThanClaimed, LessThanCame,
    MoreThanGiven, DateMissing, KeyReused, ConcernsYou.
    """
    found = held(decision.claim_id, by=by)
    old = SupplierDecision.objects.filter(by=by, key=key).first()
    if old is not None:
        require_same(old, decision, "claim_id", "amount")
        return old.pk
    asked = asked_before(GivingKind.SUPPLIER, by=by, key=key)
    if asked is not None:
        if asked.what != _told(decision):
            raise KeyReused
        return Waiting(asked.pk, True)
    money = _decidable(decision, found, now=now)
    giving = _giving(decision, found, money, by=by, now=now, key=key)
    if giving is not None and giving.needs_second:
        return Waiting(giving.pk, False)
    return _decide(decision, found, giving, by=by, now=now, key=key)


def decide_released(giving: Giving, *, by: Person, now: datetime) -> None:
    """Write down what a second person has released, in the name of who asked for it.

    Part of the caller's transaction. Raises MoreThanGivenUp where more would be given up by now,
    and what refuses such a decision, such as LessThanCame.
    """
    said = giving.what
    due_at = datetime.fromisoformat(said["due_at"]) if said["due_at"] else None
    decision = NewSupplierDecision(
        claim_id=said["claim"],
        amount=Decimal(said["amount"]),
        said_by=said["said_by"],
        reason=giving.reason,
        due_at=due_at,
    )
    found = held(decision.claim_id, by=by)
    money = _decidable(decision, found, now=giving.asked_at)
    if giving.money < _given_up(found, money):
        raise MoreThanGivenUp(released=giving.money)
    _decide(decision, found, giving, by=giving.asked_by, now=now, key=giving.key)


def _decide(
    decision: NewSupplierDecision,
    found: Held,
    giving: Giving | None,
    *,
    by: Person,
    now: datetime,
    key: str,
) -> int:
    case, claim, balance = found
    is_open = decision.amount > balance.recovered
    row = SupplierDecision.objects.create(
        claim=claim,
        currency=claim.currency,
        amount=decision.amount,
        said_by=decision.said_by.strip()[:150],
        reason=decision.reason.strip()[:1000],
        due_at=decision.due_at if is_open else None,
        giving=giving,
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
    tell_return(claim, event, by=by, key=key)
    data = {"decision": row.pk, **told(decision)}
    write(stream=case.stream, verb="supplier_claim.decided", by=by, at=now, data=data)
    return row.pk


def _before(found: Held) -> Money:
    """Return what was agreed to before, else what was claimed."""
    _case, claim, balance = found
    return Money(claim.amount if balance.decided is None else balance.decided, claim.currency)


def _given_up(found: Held, money: Money) -> Money:
    """Return how much less is to come than before."""
    return max(_before(found) - money, nothing(money.currency))


def _giving(decision: NewSupplierDecision, found: Held, money: Money, **told: Any) -> Giving | None:
    """Ask to give up so much; None: nothing is given up."""
    case, claim, _balance = found
    less = _given_up(found, money)
    if not less:
        return None
    new = NewGiving(
        kind=GivingKind.SUPPLIER,
        customer=case.customer,
        case=case,
        about=f"case {case.pk}",
        money=less,
        subject=claim.supplier,
        payee=claim.supplier,
        reason=decision.reason,
        gives=True,
        what=_told(decision),
    )
    return ask_to_give(new, **told)


def _told(decision: NewSupplierDecision) -> dict[str, str | int | None]:
    """Return what is to be decided as plain JSON."""
    return {
        "claim": decision.claim_id,
        "amount": f"{decision.amount:f}",
        "said_by": decision.said_by.strip()[:150],
        "due_at": decision.due_at.isoformat() if decision.due_at else None,
    }


def _decidable(decision: NewSupplierDecision, found: Held, *, now: datetime) -> Money:
    """Return how much is to come; raise a refusal for what cannot be decided so."""
    _case, claim, balance = found
    try:
        money = Money(decision.amount, claim.currency)
    except NotMoney:
        raise AmountUnclear(currency=claim.currency) from None
    if not decision.said_by.strip():
        raise SupplierMissing
    _check_amount(money, found)
    if money.amount < claim.amount and not decision.reason.strip():
        raise ReasonMissing
    is_open = money.amount > balance.recovered
    if is_open and (decision.due_at is None or decision.due_at <= now):
        raise DateMissing
    return money


def _check_amount(money: Money, found: Held) -> None:
    _case, claim, balance = found
    if money.amount < 0:
        raise AmountUnclear(currency=claim.currency)
    if money.amount > claim.amount:
        raise MoreThanClaimed(claimed=Money(claim.amount, claim.currency))
    if money.amount < balance.recovered:
        raise LessThanCame(recovered=Money(balance.recovered, claim.currency))
    before = _before(found)
    if claim.decision_id is not None and before < money:
        check_given(claim.decision_id, money - before)
