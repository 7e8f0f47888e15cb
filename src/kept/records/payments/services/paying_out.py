"""Paying money back, and paying what we owe."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kept.records.cases.services import KeyReused, ReasonMissing
from kept.records.ledger.services import write
from kept.records.money import Money
from kept.records.naming import name_in
from kept.records.payments.items import hold_items, use_up
from kept.records.payments.models import (
    Matching,
    OpenItem,
    Payment,
    Payout,
    PayoutKind,
    Sending,
)
from kept.records.payments.services.issuing import case_of
from kept.records.payments.services.matching import NoSuchItem, payable_money
from kept.records.payments.telling import Came, tell_sent_back
from kept.records.people.models import Person
from kept.records.refusal import Refused
from kept.records.repeats import one_at_a_time


class SentAlready(Refused):
    """Money leaves once."""

    sentence = _("This money has left already, with the reference %(reference)s.")


@dataclass(frozen=True)
class Asked:
    """A payout, and whether the same key had asked for it before."""

    payout_id: int
    repeated: bool


@dataclass(frozen=True, kw_only=True)
class NewPayout:
    """What we owe, to whom, and why."""

    customer_id: int
    case_id: int | None
    money: Money
    payee: str
    reason: str


@transaction.atomic
def refund_payment(
    *, payment_id: int, amount: Decimal, reason: str, by: Person, now: datetime, key: str
) -> Asked:
    """Ask that so much of a payment goes back: of what is put against no invoice.

    Safe to repeat with the same key. Raises MoreThanOpen, AmountUnclear, ReasonMissing, NoSuchItem,
    KeyReused.
    """
    one_at_a_time(f"payout {by.pk} {key}")
    payment = Payment.objects.select_related("customer", "case").filter(pk=payment_id).first()
    if payment is None:
        raise NoSuchItem
    old = Payout.objects.filter(asked_by=by, key=key).first()
    if old is not None:
        if (old.payment_id, old.amount) != (payment_id, amount):
            raise KeyReused
        return Asked(old.pk, True)
    money = payable_money(amount, payment.currency)
    if not reason.strip():
        raise ReasonMissing
    case_of(payment.case_id, payment.customer_id, by=by)
    item_id = OpenItem.objects.values_list("pk", flat=True).get(payment=payment)
    item = hold_items([item_id])[item_id]
    use_up(item, money.amount)
    payee = name_in(payment.customer.names, payment.customer.language)
    row = Payout(kind=PayoutKind.REFUND, payment=payment, payee=payee[:200])
    row.customer_id, row.case_id = payment.customer_id, payment.case_id
    _ask(row, money, reason, by=by, now=now, key=key)
    Matching.objects.create(
        held=item,
        payout=row,
        customer_id=row.customer_id,
        currency=row.currency,
        amount=row.amount,
        reason=row.reason,
        at=now,
        by=by,
        key=f"refund {row.pk}",
    )
    if payment.case_id is not None:
        tell_sent_back(payment.case_id, Came(money, now, f"refund {row.pk}"), by=by, now=now)
    return Asked(row.pk, False)


@transaction.atomic
def pay_out(*, payout: NewPayout, by: Person, now: datetime, key: str) -> Asked:
    """Ask that money goes out for something we make good.

    Safe to repeat with the same key. Raises AmountUnclear, ReasonMissing, KeyReused.
    """
    one_at_a_time(f"payout {by.pk} {key}")
    old = Payout.objects.filter(asked_by=by, key=key).first()
    if old is not None:
        if (old.customer_id, old.amount) != (payout.customer_id, payout.money.amount):
            raise KeyReused
        return Asked(old.pk, True)
    payable_money(payout.money.amount, payout.money.currency)
    if not payout.reason.strip():
        raise ReasonMissing
    case = case_of(payout.case_id, payout.customer_id, by=by)
    row = Payout(kind=PayoutKind.MADE_GOOD, case=case, payee=payout.payee.strip()[:200])
    row.customer_id = payout.customer_id
    _ask(row, payout.money, payout.reason, by=by, now=now, key=key)
    return Asked(row.pk, False)


@transaction.atomic
def confirm_sent(*, payout_id: int, reference: str, by: Person, now: datetime) -> None:
    """Write down that the money of a payout has left. Safe to repeat with the same reference.

    Raises SentAlready, ReasonMissing, NoSuchItem.
    """
    if not reference.strip():
        raise ReasonMissing
    row = Payout.objects.select_related("case").filter(pk=payout_id).first()
    if row is None:
        raise NoSuchItem
    one_at_a_time(f"payout {payout_id}")
    old = Sending.objects.filter(payout=row).first()
    if old is not None:
        if old.reference != reference.strip():
            raise SentAlready(reference=old.reference)
        return
    Sending.objects.create(payout=row, reference=reference.strip()[:200], sent_at=now, sent_by=by)
    data = {"payout": row.pk, "reference": reference.strip()[:200]}
    write(stream=_stream(row), verb="payout.sent", by=by, at=now, data=data)


def _ask(row: Payout, money: Money, reason: str, *, by: Person, now: datetime, key: str) -> None:
    row.currency, row.amount = money.currency, money.amount
    row.reason, row.asked_at, row.asked_by, row.key = reason.strip()[:500], now, by, key
    row.save(force_insert=True)
    data = {
        "payout": row.pk,
        "kind": row.kind,
        "amount": f"{row.amount:f}",
        "currency": row.currency,
        "payee": row.payee,
        "reason": row.reason,
    }
    write(stream=_stream(row), verb="payout.asked", by=by, at=now, data=data)


def _stream(row: Payout) -> str:
    return row.case.stream if row.case else f"money:{row.customer_id}"
