"""Putting payments and credit notes against invoices, and undoing it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kept.records.cases.services import KeyReused, ReasonMissing, touch_case
from kept.records.ledger.services import write
from kept.records.money import Money, NotMoney
from kept.records.payments.items import OthersMoney, give_back, hold_items, use_up
from kept.records.payments.models import Invoice, Matching, OpenItem, Payment
from kept.records.payments.streams import stream_of
from kept.records.payments.telling import Came, tell_paid, tell_unpaid
from kept.records.people.models import Person
from kept.records.refusal import Refused
from kept.records.repeats import one_at_a_time


class NoSuchItem(Refused):
    """Nothing that is open, or not of this kind."""

    sentence = _("There is no such payment or invoice.")


class AlreadyUndone(Refused):
    """What was undone once is not undone again."""

    sentence = _("This was undone already.")


class AmountUnclear(Refused):
    """An amount that cannot be paid in its currency."""

    sentence = _("Please give an amount above zero that can be paid in %(currency)s.")


@dataclass(frozen=True)
class Matched:
    """A matching, and whether the same key had asked for it before."""

    matching_id: int
    repeated: bool


def payable_money(amount: Decimal, currency: str) -> Money:
    """Return an amount above zero as money. Raises AmountUnclear."""
    try:
        money = Money(amount, currency)
    except NotMoney:
        raise AmountUnclear(currency=currency) from None
    if money.amount <= 0:
        raise AmountUnclear(currency=currency)
    return money


@transaction.atomic
def match(
    *, held_id: int, owed_id: int, amount: Decimal, by: Person, now: datetime, key: str
) -> Matched:
    """Put a part of what we hold against an invoice; never more than is open of either.

    Safe to repeat with the same key. Raises MoreThanOpen, OthersMoney, NoSuchItem, AmountUnclear,
    KeyReused.
    """
    one_at_a_time(f"matching {by.pk} {key}")
    old = Matching.objects.filter(by=by, key=key).first()
    if old is not None:
        asked = (held_id, owed_id, amount, None)
        if (old.held_id, old.owed_id, old.amount, old.undoes_id) != asked:
            raise KeyReused
        return Matched(old.pk, True)
    case_id = hold_cases_of(held_id, owed_id)
    items = hold_items([held_id, owed_id])
    held, owed = items.get(held_id), items.get(owed_id)
    if held is None or owed is None or held.is_owed or not owed.is_owed:
        raise NoSuchItem
    money = payable_money(amount, owed.currency)
    made = put_against(held, owed, money.amount, by=by, now=now, key=key)
    if case_id is not None:
        came = Came(money, now, f"match {made.pk}", is_new=False)
        tell_paid(case_id, came, by=by, now=now)
    return Matched(made.pk, False)


@transaction.atomic
def undo_match(*, matching_id: int, reason: str, by: Person, now: datetime, key: str) -> Matched:
    """Undo what was put against an invoice by mistake: both are open again by so much.

    Safe to repeat with the same key. Raises ReasonMissing, AlreadyUndone, NoSuchItem, KeyReused.
    """
    one_at_a_time(f"matching {by.pk} {key}")
    old = Matching.objects.filter(by=by, key=key).first()
    if old is not None:
        if old.undoes_id != matching_id:
            raise KeyReused
        return Matched(old.pk, True)
    if not reason.strip():
        raise ReasonMissing
    row = Matching.objects.filter(pk=matching_id, undoes=None, owed__isnull=False).first()
    if row is None or row.owed_id is None:
        raise NoSuchItem
    case_id = hold_cases_of(row.held_id, row.owed_id)
    items = hold_items([row.held_id, row.owed_id])
    if Matching.objects.filter(undoes=row).exists():
        raise AlreadyUndone
    for item in items.values():
        give_back(item, row.amount)
    undone = _row(items[row.held_id], items[row.owed_id], row.amount, by=by, now=now, key=key)
    undone.undoes, undone.reason = row, reason.strip()[:500]
    undone.save(force_insert=True)
    _write(undone, by=by, now=now)
    if case_id is not None:
        came = Came(Money(row.amount, row.currency), now, f"undo {undone.pk}")
        tell_unpaid(case_id, came, by=by, now=now)
    return Matched(undone.pk, False)


def put_against(
    held: OpenItem, owed: OpenItem, amount: Decimal, *, by: Person, now: datetime, key: str
) -> Matching:
    """Use up both by so much and write it down. Both are held. Raises MoreThanOpen, OthersMoney."""
    if (held.customer_id, held.currency) != (owed.customer_id, owed.currency):
        raise OthersMoney
    use_up(held, amount)
    use_up(owed, amount)
    row = _row(held, owed, amount, by=by, now=now, key=key)
    row.save(force_insert=True)
    _write(row, by=by, now=now)
    return row


def spread_over(
    held: OpenItem, owed: Iterable[OpenItem], *, by: Person, now: datetime, key: str
) -> None:
    """Put what we hold against invoices in their order, until one of both is used up."""
    left = held.amount - held.matched
    for item in owed:
        part = min(left, item.amount - item.matched)
        if part > 0:
            put_against(held, item, part, by=by, now=now, key=f"{key} {item.pk}"[:80])
            left -= part


def hold_cases_of(held_id: int, owed_id: int) -> int | None:
    """Lock the cases of two open items before these themselves; return that of the invoice.

    The earlier case comes first, as an earlier case may change a later one.
    """
    both = OpenItem.objects.filter(pk__in=[held_id, owed_id])
    invoices = Invoice.objects.filter(item__in=both, case__isnull=False)
    payments = Payment.objects.filter(item__in=both, case__isnull=False)
    found: set[int] = set()
    for rows in (invoices, payments):
        found |= {row.case_id for row in rows if row.case_id is not None}
    for case_id in sorted(found):
        touch_case(case_id=case_id)
    owed = Invoice.objects.filter(item=owed_id).values_list("case_id", flat=True)
    return owed.first()


def _row(
    held: OpenItem, owed: OpenItem, amount: Decimal, *, by: Person, now: datetime, key: str
) -> Matching:
    return Matching(
        held=held,
        owed=owed,
        customer_id=held.customer_id,
        currency=held.currency,
        amount=amount,
        at=now,
        by=by,
        key=key,
    )


def _write(row: Matching, *, by: Person, now: datetime) -> None:
    data = {
        "held": row.held_id,
        "owed": row.owed_id,
        "amount": f"{row.amount:f}",
        "currency": row.currency,
        "undoes": row.undoes_id,
        "reason": row.reason,
    }
    verb = "money.unmatched" if row.undoes_id else "money.matched"
    invoice = row.owed.invoice if row.owed else None
    stream = stream_of(invoice) if invoice else f"money:{row.customer_id}"
    write(stream=stream, verb=verb, by=by, at=now, data=data)
