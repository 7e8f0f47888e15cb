"""What comes back from suppliers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Final

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from kept.records.cases.services import KeyReused, ReasonMissing
from kept.records.claims.models import Recovery, SupplierBalance, Way
from kept.records.claims.services.supplier import NoSuchClaim, held, require_same
from kept.records.ledger.services import write
from kept.records.ledger.telling import told
from kept.records.money import Money
from kept.records.payments.items import MoreThanOpen
from kept.records.payments.services.matching import payable_money
from kept.records.people.models import Person
from kept.records.refusal import Refused

AHEAD: Final = timedelta(days=1)  # somewhere it is tomorrow already


class NotDecidedYet(Refused):
    """Nothing is owed before the supplier agreed to it."""

    sentence = _("Please record first what the supplier decided: how much is to come, and when.")


class DayMissing(Refused):
    """Money came on a day, with a reference."""

    sentence = _("Please give the day on which it came, not one to come, and their reference.")


class UndoneAlready(Refused):
    """Each mistake is undone once."""

    sentence = _("This was undone already, or is itself an undoing.")


@dataclass(frozen=True, kw_only=True)
class NewRecovery:
    """So much came, on a day, under the supplier's own reference."""

    claim_id: int
    amount: Decimal
    way: Way
    came_on: date
    reference: str


@transaction.atomic
def record_recovery(*, recovery: NewRecovery, by: Person, now: datetime, key: str) -> int:
    """Write down what came of a claim, never more than was decided; return its key.

    Safe to repeat with the same key. Raises NoSuchClaim, NotDecidedYet, MoreThanOpen,
    AmountUnclear, DayMissing, KeyReused, ConcernsYou.
    """
    case, claim, balance = held(recovery.claim_id, by=by)
    old = Recovery.objects.filter(by=by, key=key).first()
    if old is not None:
        require_same(old, recovery, "claim_id", "amount", "way", "came_on")
        return old.pk
    money = payable_money(recovery.amount, claim.currency)
    if not recovery.reference.strip() or recovery.came_on > (now + AHEAD).date():
        raise DayMissing
    if balance.decided is None:
        raise NotDecidedYet
    if money.amount > balance.decided - balance.recovered:
        left = Money(balance.decided - balance.recovered, claim.currency)
        raise MoreThanOpen(open=left, what=claim.supplier)
    row = Recovery.objects.create(
        claim=claim,
        currency=claim.currency,
        amount=money.amount,
        way=recovery.way,
        came_on=recovery.came_on,
        reference=recovery.reference.strip()[:120],
        at=now,
        by=by,
        key=key,
    )
    _put(balance, money.amount)
    data = {"recovery": row.pk, **told(recovery), "currency": claim.currency}
    write(stream=case.stream, verb="supplier_claim.recovered", by=by, at=now, data=data)
    return row.pk


@transaction.atomic
def undo_recovery(*, recovery_id: int, reason: str, by: Person, now: datetime, key: str) -> int:
    """Undo what was written down by mistake: it is owed again. Returns the key of the undoing.

    Safe to repeat with the same key. Raises NoSuchClaim, ReasonMissing, UndoneAlready, KeyReused,
    ConcernsYou.
    """
    wrong = Recovery.objects.filter(pk=recovery_id).first()
    if wrong is None:
        raise NoSuchClaim
    case, _claim, balance = held(wrong.claim_id, by=by)
    old = Recovery.objects.filter(by=by, key=key).first()
    if old is not None:
        if old.undoes_id != wrong.pk:
            raise KeyReused
        return old.pk
    if not reason.strip():
        raise ReasonMissing
    if wrong.undoes_id is not None or Recovery.objects.filter(undoes=wrong).exists():
        raise UndoneAlready
    row = Recovery.objects.create(
        claim_id=wrong.claim_id,
        currency=wrong.currency,
        amount=wrong.amount,
        way=wrong.way,
        came_on=wrong.came_on,
        reference=wrong.reference,
        undoes=wrong,
        reason=reason.strip()[:1000],
        at=now,
        by=by,
        key=key,
    )
    _put(balance, -wrong.amount)
    data = {"recovery": wrong.pk, "reason": row.reason}
    write(stream=case.stream, verb="supplier_claim.undone", by=by, at=now, data=data)
    return row.pk


def _put(balance: SupplierBalance, amount: Decimal) -> None:
    """Let so much more have come; what is owed again is owed by the day that was decided."""
    last = balance.claim.decisions.order_by("pk").last()
    balance.recovered += amount
    if last is None or balance.recovered == balance.decided:
        due_at = None
    else:
        due_at = last.due_at or last.at
    balance.due_at = due_at
    SupplierBalance.objects.filter(pk=balance.pk).update(
        recovered=F("recovered") + amount, due_at=due_at
    )
