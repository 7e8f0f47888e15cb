"""Paying online: a page at the provider, its message that money came, and money sent back."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kept.records.cases.services import Door
from kept.records.ledger.services import write
from kept.records.money import Money
from kept.records.payments.items import open_of
from kept.records.payments.models import Checkout, Invoice, Method, Notification, Payout
from kept.records.payments.provider import Captured, PaymentProvider
from kept.records.payments.services.crediting import NoInvoice
from kept.records.payments.services.matching import NoSuchItem
from kept.records.payments.services.paying_out import confirm_sent
from kept.records.payments.services.receiving import NewPayment, receive_payment
from kept.records.payments.streams import stream_of
from kept.records.people.models import Person
from kept.records.people.services.doors import door_person
from kept.records.refusal import Refused
from kept.records.repeats import one_at_a_time

PROVIDER: Final = Door("payment-provider", "Payment provider")


class PaidAlready(Refused):
    """Nothing of the invoice is open."""

    sentence = _("This invoice is paid.")


class NotOurs(Refused):
    """A message about a payment that we did not ask for."""

    sentence = _("We did not ask for this payment.")


def begin_checkout(*, invoice_id: int, provider: PaymentProvider, by: Person, now: datetime) -> str:
    """Return the address where what is open of an invoice can be paid.

    Asked again while the same amount is open, it is the same page. The provider is asked before
    anything is locked. Raises NoInvoice, PaidAlready, ProviderTrouble.
    """
    invoice = Invoice.objects.select_related("item", "case").filter(pk=invoice_id).first()
    if invoice is None or not invoice.item.is_owed:
        raise NoInvoice
    money = open_of(invoice.item)
    if not money:
        raise PaidAlready
    key = f"{invoice.number} {money.amount:f}"
    made = provider.create(money=money, reference=str(invoice.number), key=key)
    return _keep(invoice, money, made.key, made.url, by=by, now=now)


@transaction.atomic
def _keep(invoice: Invoice, money: Money, key: str, url: str, *, by: Person, now: datetime) -> str:
    one_at_a_time(f"checkout {key}")
    old = Checkout.objects.filter(provider_key=key).first()
    if old is not None:
        return old.url
    Checkout.objects.create(
        invoice=invoice,
        provider_key=key,
        url=url,
        currency=money.currency,
        amount=money.amount,
        made_at=now,
        made_by=by,
    )
    data = {"invoice": str(invoice.number), "amount": f"{money.amount:f}", "checkout": key}
    write(stream=stream_of(invoice), verb="checkout.made", by=by, at=now, data=data)
    return url


@transaction.atomic
def take_notification(*, captured: Captured, now: datetime) -> int:
    """Record the payment that a signed message tells of; return its key.

    The same event, and another event about the same capture, are one payment. Raises NotOurs.
    """
    one_at_a_time(f"notification {captured.event}")
    old = Notification.objects.filter(event=captured.event).first()
    if old is not None:
        return old.payment_id
    checkout = Checkout.objects.select_related("invoice").filter(provider_key=captured.checkout)
    found = checkout.first()
    if found is None or found.currency != captured.money.currency:
        raise NotOurs
    by = door_person(username=PROVIDER.username, name=PROVIDER.name, at=now)
    payment = NewPayment(
        customer_id=found.invoice.customer_id,
        case_id=found.invoice.case_id,
        invoice_id=found.invoice_id,
        amount=captured.money.amount,
        currency=captured.money.currency,
        received_at=min(captured.at, now),
        method=Method.ONLINE,
        reference=captured.capture,
        capture=captured.capture,
    )
    received = receive_payment(payment=payment, by=by, now=now, key=captured.capture)
    Notification.objects.create(
        event=captured.event, checkout=found, payment_id=received.payment_id, received_at=now
    )
    return received.payment_id


def send_back_online(
    *, payout_id: int, provider: PaymentProvider, by: Person, now: datetime
) -> None:
    """Let the provider send back a refund of what came online, and write down that it left.

    The provider does it once however often it is asked. Raises NoSuchItem, ProviderTrouble.
    """
    payout = Payout.objects.select_related("payment", "sending").filter(pk=payout_id).first()
    if payout is None or payout.payment is None or not payout.payment.capture:
        raise NoSuchItem
    if hasattr(payout, "sending"):
        return
    money = Money(payout.amount, payout.currency)
    reference = provider.refund(
        capture=payout.payment.capture, money=money, key=f"payout {payout.pk}"
    )
    confirm_sent(payout_id=payout.pk, reference=reference, by=by, now=now)
