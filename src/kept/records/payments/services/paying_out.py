"""Paying money back, and paying what we owe."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from kept.records.cases.services import KeyReused, ReasonMissing
from kept.records.ledger.services import write
from kept.records.money import Money
from kept.records.naming import name_in
from kept.records.payments.items import MoreThanOpen, hold_items, name_of, use_up
from kept.records.payments.models import (
    Invoice,
    InvoiceKind,
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
from kept.records.payments.ways_back import left_of, ways_back
from kept.records.people.models import Person
from kept.records.refusal import Refused
from kept.records.releases.models import Giving, Kind
from kept.records.releases.services import NewGiving, Waiting, ask_to_give, asked_before
from kept.records.repeats import one_at_a_time


class SentAlready(Refused):
    """Money leaves once."""

    sentence = _("This money has left already, with the reference %(reference)s.")


class WaitsAlready(Refused):
    """What waits for a second person is not asked for once more beside it."""

    sentence = _(
        "%(waiting)s of %(what)s waits for a second person already; beside that, only %(open)s "
        "can go back."
    )


@dataclass(frozen=True)
class Asked:
    """What is to be paid out, and whether the same key had asked for it before."""

    payout_ids: tuple[int, ...]
    repeated: bool


@dataclass(frozen=True, kw_only=True)
class NewPayout:
    """What we owe, to whom, and why. `giving` says that it may be given."""

    customer_id: int
    case_id: int | None
    money: Money
    payee: str
    reason: str
    giving: Giving


@transaction.atomic
def refund_payment(
    *, payment_id: int, amount: Decimal, reason: str, by: Person, now: datetime, key: str
) -> Asked | Waiting:
    """Ask that so much of a payment goes back: of what is put against no invoice.

    Above the limit it waits for a second person. Safe to repeat with the same key. Raises
    MoreThanOpen, WaitsAlready, AmountUnclear, ReasonMissing, NoSuchItem, KeyReused.
    """
    one_at_a_time(f"payout {by.pk} {key}")
    payment = _payment(payment_id)
    wanted = _Wanted(Kind.REFUND, {"payment": payment_id}, amount)
    found = _repeated(wanted, by=by, key=key)
    if found is not None:
        return found
    money = payable_money(amount, payment.currency)
    if not reason.strip():
        raise ReasonMissing
    case = case_of(payment.case_id, payment.customer_id, by=by)
    item = _hold(payment=payment)
    _check_open(item, money, most=left_of(payment))
    _check_waiting(wanted, item, money)
    new = NewGiving(
        kind=Kind.REFUND,
        customer=payment.customer,
        case=case,
        about=f"payment {payment.pk}",
        money=money,
        subject=payment.reference,
        payee=name_in(payment.customer.names, payment.customer.language),
        reason=reason,
        pays=True,
        what=wanted.what,
    )
    giving = ask_to_give(new, by=by, now=now, key=key)
    return Waiting(giving.pk, False) if giving.needs_second else refund_released(giving, now=now)


def refund_released(giving: Giving, *, now: datetime) -> Asked:
    """Let so much of a payment go back as was asked for and, where needed, released.

    Part of the caller's transaction, which holds the case. Raises MoreThanOpen.
    """
    payment = _payment(giving.what["payment"])
    item = _hold(payment=payment)
    _check_open(item, giving.money, most=left_of(payment))
    row = Payout(kind=PayoutKind.REFUND, payment=payment)
    _ask_from(giving, item, [(row, giving.money)], now=now)
    return Asked((row.pk,), False)


@transaction.atomic
def pay_out_credit(
    *, credit_note_id: int, amount: Decimal, reason: str, by: Person, now: datetime, key: str
) -> Asked | Waiting:
    """Ask that so much of a credit note is paid out: never more than is open of it.

    What had been paid online goes back through the provider, the rest to the customer's bank.
    Above the limit it waits for a second person. Safe to repeat with the same key. Raises
    MoreThanOpen, WaitsAlready, AmountUnclear, NoSuchItem, KeyReused.
    """
    one_at_a_time(f"payout {by.pk} {key}")
    note = _credit_note(credit_note_id)
    wanted = _Wanted(Kind.CREDIT_PAYOUT, {"credit_note": credit_note_id}, amount)
    found = _repeated(wanted, by=by, key=key)
    if found is not None:
        return found
    money = payable_money(amount, note.currency)
    case = case_of(note.case_id, note.customer_id, by=by)
    item = _hold_with_payments(note, money)
    _check_open(item, money)
    _check_waiting(wanted, item, money)
    new = NewGiving(
        kind=Kind.CREDIT_PAYOUT,
        customer=note.customer,
        case=case,
        about=f"invoice {note.corrects_id or note.pk}",
        money=money,
        subject=str(note.number),
        payee=name_in(note.customer.names, note.customer.language),
        reason=reason.strip() or note.reason,
        pays=True,
        what=wanted.what,
    )
    giving = ask_to_give(new, by=by, now=now, key=key)
    return Waiting(giving.pk, False) if giving.needs_second else pay_released(giving, now=now)


def pay_released(giving: Giving, *, now: datetime) -> Asked:
    """Pay out so much of a credit note as was asked for and, where needed, released.

    Part of the caller's transaction, which holds the case. Raises MoreThanOpen.
    """
    note = _credit_note(giving.what["credit_note"])
    item = _hold_with_payments(note, giving.money)
    parts = [
        (Payout(kind=PayoutKind.CREDIT, credit_note=note, payment=way.payment), way.money)
        for way in ways_back(note, giving.money)
    ]
    _ask_from(giving, item, parts, now=now)
    return Asked(tuple(row.pk for row, _money in parts), False)


@transaction.atomic
def pay_out(*, payout: NewPayout, by: Person, now: datetime, key: str) -> int:
    """Ask that money goes out for something we make good; return the key of the payout.

    Safe to repeat with the same key. Raises AmountUnclear, ReasonMissing, KeyReused.
    """
    one_at_a_time(f"payout {by.pk} {key}")
    old = Payout.objects.filter(asked_by=by, key=key).first()
    if old is not None:
        if (old.customer_id, old.amount) != (payout.customer_id, payout.money.amount):
            raise KeyReused
        return old.pk
    payable_money(payout.money.amount, payout.money.currency)
    if not payout.reason.strip():
        raise ReasonMissing
    row = Payout(kind=PayoutKind.MADE_GOOD, giving=payout.giving)
    row.case = case_of(payout.case_id, payout.customer_id, by=by)
    row.customer_id, row.payee = payout.customer_id, payout.payee.strip()[:200]
    _ask(row, payout.money, payout.reason, by=by, now=now, key=key)
    return row.pk


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


@dataclass(frozen=True)
class _Wanted:
    """What is to be paid out of what, as the same key asks for it again."""

    kind: Kind
    what: dict[str, int]
    amount: Decimal


def _repeated(wanted: _Wanted, *, by: Person, key: str) -> Asked | Waiting | None:
    """Return what the same key brought before. Raises KeyReused."""
    old = asked_before(wanted.kind, by=by, key=key)
    if old is None:
        return None
    if (old.what, old.amount) != (wanted.what, wanted.amount):
        raise KeyReused
    payouts = tuple(old.payouts.order_by("pk").values_list("pk", flat=True))
    return Asked(payouts, True) if payouts else Waiting(old.pk, True)


def _payment(pk: int) -> Payment:
    found = Payment.objects.select_related("customer", "case").filter(pk=pk).first()
    if found is None:
        raise NoSuchItem
    return found


def _credit_note(pk: int) -> Invoice:
    rows = Invoice.objects.select_related("customer", "case", "corrects")
    found = rows.filter(pk=pk, kind=InvoiceKind.CREDIT_NOTE).first()
    if found is None:
        raise NoSuchItem
    return found


def _hold(*others: int, **of: Payment | Invoice) -> OpenItem:
    """Lock the open item of something, with others in their order."""
    pk = OpenItem.objects.values_list("pk", flat=True).get(**of)
    return hold_items([pk, *others])[pk]


def _hold_with_payments(note: Invoice, money: Money) -> OpenItem:
    """Lock the open item of a credit note, with those of the payments that go back."""
    back = [way.payment for way in ways_back(note, money) if way.payment is not None]
    items = OpenItem.objects.filter(payment__in=back)
    return _hold(*items.values_list("pk", flat=True), invoice=note)


def _check_open(item: OpenItem, money: Money, *, most: Decimal | None = None) -> None:
    """Raise MoreThanOpen; `most` is what is left of a payment of which some went back already."""
    is_open = item.open.amount if most is None else min(item.open.amount, most)
    if is_open < money.amount:
        raise MoreThanOpen(open=Money(is_open, money.currency), what=name_of(item))


def _check_waiting(wanted: _Wanted, item: OpenItem, money: Money) -> None:
    """Raise WaitsAlready; who asks at the same time waits for the open item, which is held."""
    rows = Giving.objects.waiting().filter(kind=wanted.kind, what=wanted.what)
    waiting = rows.aggregate(sum=Sum("amount"))["sum"]
    if waiting is None or waiting + money.amount <= item.open.amount:
        return
    raise WaitsAlready(
        waiting=Money(waiting, money.currency),
        what=name_of(item),
        open=Money(max(Decimal(0), item.open.amount - waiting), money.currency),
    )


def _ask_from(
    giving: Giving, item: OpenItem, parts: Sequence[tuple[Payout, Money]], *, now: datetime
) -> None:
    """Use up what is open by so much, ask for each part, and tell the policy."""
    by = giving.asked_by
    use_up(item, giving.amount)
    for nth, (row, money) in enumerate(parts, start=1):
        row.customer_id, row.case, row.payee = giving.customer_id, giving.case, giving.payee
        row.giving = giving
        _ask(row, money, giving.reason, by=by, now=now, key=f"giving {giving.pk} {nth}")
        Matching.objects.create(
            held=item,
            payout=row,
            customer_id=row.customer_id,
            currency=row.currency,
            amount=row.amount,
            reason=row.reason,
            at=now,
            by=by,
            key=f"payout {row.pk}",
        )
    if giving.case_id is not None:
        came = Came(giving.money, now, f"giving {giving.pk}")
        tell_sent_back(giving.case_id, came, by=by, now=now)


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
