"""How money goes back: through the provider where it came through it, else to the bank."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Sum

from kept.records.money import Money
from kept.records.payments.models import Invoice, Matching, Payment


@dataclass(frozen=True)
class WayBack:
    """A part of what is paid out. `payment`: the one online that goes back; None: by the bank."""

    payment: Payment | None
    money: Money


def ways_back(note: Invoice, money: Money) -> Sequence[WayBack]:
    """Return how so much of a credit note is paid out; the parts sum to it.

    The provider sends back no more of a payment than it was, and than was put against the invoice
    that the note corrects.
    """
    ways: list[WayBack] = []
    left = money.amount
    for payment, most in _online(note):
        part = min(left, most)
        if part > 0:
            ways.append(WayBack(payment, Money(part, money.currency)))
            left -= part
    return [*ways, WayBack(None, Money(left, money.currency))] if left else ways


def left_of(payment: Payment) -> Decimal:
    """Return how much of a payment has not gone back yet."""
    back = payment.refunds.aggregate(sum=Sum("amount"))["sum"] or Decimal(0)
    return payment.amount - back


def _online(note: Invoice) -> Sequence[tuple[Payment, Decimal]]:
    """Return the payments online for the invoice that a note corrects, and how much of each."""
    if note.corrects_id is None:
        return ()
    rows = Matching.objects.filter(
        owed__invoice=note.corrects_id, undoes=None, undone=None, held__payment__isnull=False
    ).exclude(held__payment__capture="")
    sums = rows.values("held__payment").annotate(sum=Sum("amount"))
    used = {row["held__payment"]: row["sum"] for row in sums}
    payments = Payment.objects.filter(pk__in=used).order_by("received_at", "pk")
    return [(each, min(used[each.pk], left_of(each))) for each in payments]
