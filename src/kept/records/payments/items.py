"""What is open: used up and given back by statements that hold whoever comes at the same time."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from kept.records.money import Money
from kept.records.payments.models import Invoice, OpenItem, Payment
from kept.records.refusal import Refused


class MoreThanOpen(Refused):
    """So much is not open any more, or never was."""

    sentence = _("Only %(open)s of %(what)s is still open. Please look at it again.")


class OthersMoney(Refused):
    """Money of another customer, or in another currency."""

    sentence = _("Payment and invoice must be of one customer and in one currency.")


def open_invoice(invoice: Invoice, *, is_owed: bool) -> OpenItem:
    """Return the open item of an invoice, or of a credit note, just issued."""
    return OpenItem.objects.create(
        invoice=invoice,
        customer_id=invoice.customer_id,
        is_owed=is_owed,
        currency=invoice.currency,
        amount=invoice.total,
    )


def open_payment(payment: Payment) -> OpenItem:
    """Return the open item of a payment just recorded."""
    return OpenItem.objects.create(
        payment=payment,
        customer_id=payment.customer_id,
        is_owed=False,
        currency=payment.currency,
        amount=payment.amount,
    )


def hold_items(keys: Iterable[int]) -> dict[int, OpenItem]:
    """Lock open items in the order of their keys, so that two never wait for each other."""
    rows = OpenItem.objects.select_for_update(of=("self",)).filter(pk__in=set(keys)).order_by("pk")
    return {row.pk: row for row in rows}


def use_up(item: OpenItem, amount: Decimal) -> None:
    """Let so much less be open. Raises MoreThanOpen."""
    enough = OpenItem.objects.filter(pk=item.pk, amount__gte=F("matched") + amount)
    if not enough.update(matched=F("matched") + amount):
        raise MoreThanOpen(open=open_of(item), what=name_of(item))


def give_back(item: OpenItem, amount: Decimal) -> None:
    """Let so much be open again."""
    OpenItem.objects.filter(pk=item.pk).update(matched=F("matched") - amount)


def open_of(item: OpenItem) -> Money:
    """Return how much is open now."""
    return OpenItem.objects.get(pk=item.pk).open


def name_of(item: OpenItem) -> str:
    """Return the number of an invoice, or the reference of a payment."""
    if item.invoice is not None:
        return str(item.invoice.number)
    return item.payment.reference if item.payment else ""
