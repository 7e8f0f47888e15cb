"""Reading what is paid out, and what a giving brought."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from kept.records.money import Money
from kept.records.payments.models import Invoice, Payout


@dataclass(frozen=True)
class PayoutRow:
    """Money that we owe out; `sent_at` None: it has not left.

    `credit_note` and `payment_id` are what it comes from, `giving_id` that it may be given.
    """

    pk: int
    kind: str
    payee: str
    case_number: str
    money: Money
    reason: str
    asked_at: datetime
    asked_by: str
    sent_at: datetime | None
    reference: str
    is_online: bool
    credit_note: str
    payment_id: int | None
    giving_id: int | None


@dataclass(frozen=True)
class CarriedOut:
    """What a giving brought: numbers of credit notes, keys of payouts."""

    credit_notes: tuple[str, ...]
    payouts: tuple[int, ...]


def payouts_waiting(*, after: int = 0, most: int | None = None) -> list[PayoutRow]:
    """Return what is to be paid out and has not left, the oldest first; those after a key."""
    rows = _payouts().filter(sending=None, pk__gt=after)
    return [_row(row) for row in rows.order_by("pk")[:most]]


def waiting_count() -> int:
    """Return how many payouts have not left."""
    return Payout.objects.filter(sending=None).count()


def payouts_sent(*, before: int | None = None, most: int | None = None) -> list[PayoutRow]:
    """Return what has left, the last first; those behind one by its key."""
    rows = _payouts().filter(sending__isnull=False)
    last = (
        Payout.objects.select_related("sending")
        .filter(pk=before or 0, sending__isnull=False)
        .first()
    )
    if last is not None:
        rows = rows.filter(sending__lt=last.sending.pk)
    return [_row(row) for row in rows.order_by("-sending")[:most]]


def payout_by_key(pk: int) -> PayoutRow | None:
    """Return one payout."""
    row = _payouts().filter(pk=pk).first()
    return None if row is None else _row(row)


def carried_out(giving_id: int) -> CarriedOut:
    """Return what a giving brought; nothing, as long as it waits."""
    notes = Invoice.objects.filter(giving=giving_id).order_by("pk")
    payouts = Payout.objects.filter(giving=giving_id).order_by("pk")
    return CarriedOut(
        tuple(str(number) for number in notes.values_list("number", flat=True)),
        tuple(payouts.values_list("pk", flat=True)),
    )


def _payouts() -> QuerySet[Payout]:
    return Payout.objects.select_related("asked_by", "case", "payment", "sending", "credit_note")


def _row(row: Payout) -> PayoutRow:
    sending = getattr(row, "sending", None)
    return PayoutRow(
        pk=row.pk,
        kind=row.get_kind_display(),
        payee=row.payee,
        case_number=str(row.case.number) if row.case else "",
        money=Money(row.amount, row.currency),
        reason=row.reason,
        asked_at=row.asked_at,
        asked_by=row.asked_by.display_name,
        sent_at=sending.sent_at if sending else None,
        reference=sending.reference if sending else "",
        is_online=bool(row.payment and row.payment.capture),
        credit_note=str(row.credit_note.number) if row.credit_note else "",
        payment_id=row.payment_id,
        giving_id=row.giving_id,
    )
