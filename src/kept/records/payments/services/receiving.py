"""Recording money that came."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from kept.records.cases.services import KeyReused
from kept.records.ledger.services import write
from kept.records.money import Money
from kept.records.payments.items import OthersMoney, hold_items, open_payment
from kept.records.payments.models import Invoice, Method, OpenItem, Payment
from kept.records.payments.services.issuing import case_of
from kept.records.payments.services.matching import payable_money, spread_over
from kept.records.payments.telling import Came, tell_paid
from kept.records.people.models import Person
from kept.records.refusal import Refused
from kept.records.repeats import one_at_a_time


class ReferenceMissing(Refused):
    """A payment that nobody finds again."""

    sentence = _("Please give the reference of the bank or the receipt, to find the payment again.")


class ToldAlready(Refused):
    """What is typed looks like money that was told before: the same press, or the same paper."""

    sentence = _(
        "%(amount)s with the reference %(reference)s is on record for that day already. If it came "
        "once more, add to the reference what tells the two apart."
    )


class InTheFuture(Refused):
    """Money that has not come yet."""

    sentence = _("This payment would come in the future. Please look at its time again.")


DAY: Final = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class NewPayment:
    """Money received. `case_id`: what it was paid for; without an invoice it is a deposit.

    `capture`: the provider's key; the same capture is one payment. `is_typed`: by somebody who may
    have typed it before, in another window or after going back.
    """

    customer_id: int
    amount: Decimal
    currency: str
    received_at: datetime
    method: Method
    reference: str
    case_id: int | None = None
    invoice_id: int | None = None  # for this one first
    capture: str = ""
    is_typed: bool = False


@dataclass(frozen=True)
class Received:
    """A payment, and whether the same key had told of it before."""

    payment_id: int
    repeated: bool


@transaction.atomic
def receive_payment(*, payment: NewPayment, by: Person, now: datetime, key: str) -> Received:
    """Record a payment, put it against the open invoices of its case, and tell the policy.

    First the invoice that is named, then the one due first. What is left is held. Safe to repeat
    with the same key. Raises AmountUnclear, ReferenceMissing, InTheFuture, ToldAlready,
    OthersMoney, NotThisCustomers, KeyReused, CaseNotFound.
    """
    one_at_a_time(f"payment {payment.capture or (by.pk, key)}")
    found = _repeated(payment, by=by, key=key)
    if found is not None:
        return found
    money = _checked(payment, now=now)
    if payment.is_typed:
        _check_untold(payment, money)
    case = case_of(payment.case_id, payment.customer_id, by=by)
    row = Payment.objects.create(
        customer_id=payment.customer_id,
        case=case,
        currency=money.currency,
        amount=money.amount,
        received_at=payment.received_at,
        method=payment.method,
        reference=payment.reference.strip()[:200],
        capture=payment.capture,
        recorded_at=now,
        recorded_by=by,
        key=key,
    )
    held = open_payment(row)
    spread_over(held, _invoices(payment), by=by, now=now, key=f"payment {row.pk}")
    data = {"payment": row.pk, "amount": f"{row.amount:f}", "currency": row.currency}
    stream = case.stream if case else f"money:{row.customer_id}"
    write(stream=stream, verb="payment.received", by=by, at=now, data=data)
    if case is not None:
        came = Came(money, min(payment.received_at, now), f"payment {row.pk}")
        tell_paid(case.pk, came, by=by, now=now)
    return Received(row.pk, False)


def _checked(payment: NewPayment, *, now: datetime) -> Money:
    if not payment.reference.strip():
        raise ReferenceMissing
    if payment.received_at > now:
        raise InTheFuture
    return payable_money(payment.amount, payment.currency)


def _check_untold(payment: NewPayment, money: Money) -> None:
    """Raise ToldAlready; two windows that tell the same at once wait for each other."""
    reference = payment.reference.strip()[:200]
    one_at_a_time(f"payment of {payment.customer_id} {reference}")
    same = Payment.objects.filter(
        customer_id=payment.customer_id,
        currency=money.currency,
        amount=money.amount,
        reference=reference,
        received_at__gt=payment.received_at - DAY,
        received_at__lt=payment.received_at + DAY,
    )
    if same.exists():
        raise ToldAlready(amount=money, reference=reference)


def _repeated(payment: NewPayment, *, by: Person, key: str) -> Received | None:
    rows = Payment.objects.filter(recorded_by=by, key=key)
    if payment.capture:
        rows = Payment.objects.filter(capture=payment.capture)
    old = rows.first()
    if old is None:
        return None
    reference = payment.reference.strip()[:200]
    asked = (payment.customer_id, payment.case_id, payment.currency, payment.amount, reference)
    if (old.customer_id, old.case_id, old.currency, old.amount, old.reference) != asked:
        raise KeyReused
    return Received(old.pk, True)


def _invoices(payment: NewPayment) -> Sequence[OpenItem]:
    """Return the open items that a payment settles, in their order, held. Raises OthersMoney."""
    of_one = {"customer_id": payment.customer_id, "currency": payment.currency}
    rows = OpenItem.objects.filter(**of_one, is_owed=True, matched__lt=F("amount"))
    named = None
    if payment.invoice_id is not None:
        named = Invoice.objects.filter(pk=payment.invoice_id, **of_one).first()
        if named is None or named.case_id != payment.case_id:
            raise OthersMoney
    wanted = rows.filter(invoice__case_id=payment.case_id) if payment.case_id else rows.none()
    ordered = list(wanted.order_by("invoice__due_on", "invoice_id").values_list("pk", "invoice_id"))
    if named is not None:
        alone = list(rows.filter(invoice=named).values_list("pk", "invoice_id"))
        ordered = [*alone, *(pair for pair in ordered if pair not in alone)]
    items = hold_items(pk for pk, _invoice in ordered)
    return [items[pk] for pk, _invoice in ordered if pk in items]
