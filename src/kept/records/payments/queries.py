"""Reading invoices, payments and payouts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from kept.records.money import Money
from kept.records.payments.items import name_of
from kept.records.payments.models import (
    Invoice,
    InvoiceKind,
    Matching,
    Method,
    Payment,
    Payout,
    Sending,
)

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

MOST = 200  # rows of a page


@dataclass(frozen=True)
class InvoiceRow:
    """An invoice or credit note in a list. `open`: what is still to pay, or to use."""

    pk: int
    item_id: int
    number: str
    kind: str
    customer: Mapping[str, str]
    customer_id: int
    case_id: int | None
    case_number: str
    issued_on: date
    due_on: date
    net: Money
    tax: Money
    total: Money
    open: Money
    corrects: str
    reason: str
    quote: str  # of the accepted quote that it bills
    is_owed: bool  # to us; else it is a credit note
    sha256: str
    issued_at: datetime
    issued_by: str


@dataclass(frozen=True)
class LineRow:
    """One line of an invoice."""

    text: str
    component: str
    quantity: Decimal
    unit_price: Money
    tax_rate: Decimal
    net: Money


@dataclass(frozen=True)
class MatchRow:
    """What was put against what, or paid back."""

    pk: int
    held: str
    owed: str
    money: Money
    at: datetime
    by: str
    undone: bool
    undoes: bool
    reason: str


@dataclass(frozen=True)
class InvoiceCard:
    """All about one invoice."""

    row: InvoiceRow
    lines: tuple[LineRow, ...]
    matches: tuple[MatchRow, ...]
    credit_notes: tuple[InvoiceRow, ...]


@dataclass(frozen=True)
class PaymentRow:
    """A payment in a list. `open`: what is put against no invoice and was not paid back."""

    pk: int
    item_id: int
    customer: Mapping[str, str]
    customer_id: int
    case_id: int | None
    case_number: str
    money: Money
    open: Money
    received_at: datetime
    method: _StrOrPromise  # said in the language that is read
    reference: str
    is_online: bool
    recorded_by: str


@dataclass(frozen=True)
class PayoutRow:
    """Money that we owe out; `sent_at` None: it has not left."""

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


def invoices(
    *, only_open: bool = False, case_id: int | None = None, most: int | None = MOST
) -> list[InvoiceRow]:
    """Return invoices and credit notes, the last issued first."""
    rows = _invoices()
    if only_open:
        rows = rows.filter(item__matched__lt=F("item__amount"))
    if case_id is not None:
        rows = rows.filter(case_id=case_id)
    return [_invoice_row(row) for row in rows.order_by("-issued_at", "-pk")[:most]]


def invoice(number: str) -> InvoiceCard | None:
    """Return one invoice by its number."""
    row = _invoices().filter(number=number).first()
    if row is None:
        return None
    matches = _matches().filter(Q(owed__invoice=row) | Q(held__invoice=row))
    return InvoiceCard(
        _invoice_row(row),
        tuple(_lines(row)),
        tuple(_match_row(each) for each in matches.order_by("pk")),
        tuple(_invoice_row(each) for each in _invoices().filter(corrects=row).order_by("pk")),
    )


def payments(*, only_open: bool = False, case_id: int | None = None) -> list[PaymentRow]:
    """Return payments, the last received first."""
    rows = _payments()
    if only_open:
        rows = rows.filter(item__matched__lt=F("item__amount"))
    if case_id is not None:
        rows = rows.filter(case_id=case_id)
    return [_payment_row(row) for row in rows.order_by("-received_at", "-pk")[:MOST]]


def payment(pk: int) -> tuple[PaymentRow, list[MatchRow]] | None:
    """Return one payment, and what of it was put where."""
    row = _payments().filter(pk=pk).first()
    if row is None:
        return None
    return _payment_row(row), [_match_row(m) for m in _matches().filter(held=row.item)]


def open_for(customer_id: int, currency: str) -> list[InvoiceRow]:
    """Return a customer's invoices in a currency of which something is open, first due first."""
    wanted = {"customer_id": customer_id, "currency": currency, "item__is_owed": True}
    rows = _invoices().filter(**wanted, item__matched__lt=F("item__amount"))
    return [_invoice_row(row) for row in rows.order_by("due_on", "pk")[:MOST]]


def payouts(*, only_waiting: bool = False) -> list[PayoutRow]:
    """Return what is to be paid out, the oldest first, then what has left, the last first.

    `only_waiting`: without what has left.
    """
    rows = _payouts().annotate(left=Exists(Sending.objects.filter(payout=OuterRef("pk"))))
    waiting = rows.filter(left=False).order_by("asked_at", "pk")[:MOST]
    if only_waiting:
        return [_payout_row(row) for row in waiting]
    sent = rows.filter(left=True).order_by("-sending__sent_at", "-pk")[:MOST]
    return [_payout_row(row) for row in (*waiting, *sent)]


def payout(pk: int) -> PayoutRow | None:
    """Return one payout."""
    row = _payouts().filter(pk=pk).first()
    return None if row is None else _payout_row(row)


def _invoices() -> QuerySet[Invoice]:
    related = ("customer", "case", "item", "corrects", "issued_by", "quote_version__quote")
    return Invoice.objects.select_related(*related).defer("data", "quote_version__data")


def _payments() -> QuerySet[Payment]:
    return Payment.objects.select_related("customer", "case", "item", "recorded_by")


def _payouts() -> QuerySet[Payout]:
    return Payout.objects.select_related("asked_by", "case", "payment", "sending")


def _matches() -> QuerySet[Matching]:
    rows = Matching.objects.select_related(
        "held__invoice", "held__payment", "owed__invoice", "payout", "by"
    )
    return rows.annotate(gone=Exists(Matching.objects.filter(undoes=OuterRef("pk"))))


def _invoice_row(row: Invoice) -> InvoiceRow:
    return InvoiceRow(
        pk=row.pk,
        item_id=row.item.pk,
        number=str(row.number),
        kind=str(InvoiceKind(row.kind).label),
        customer=row.customer.names,
        customer_id=row.customer_id,
        case_id=row.case_id,
        case_number=str(row.case.number) if row.case else "",
        issued_on=row.issued_on,
        due_on=row.due_on,
        net=Money(row.net, row.currency),
        tax=Money(row.tax, row.currency),
        total=Money(row.total, row.currency),
        open=row.item.open,
        corrects=str(row.corrects.number) if row.corrects else "",
        reason=row.reason,
        quote=str(row.quote_version.quote.number) if row.quote_version else "",
        is_owed=row.item.is_owed,
        sha256=row.sha256,
        issued_at=row.issued_at,
        issued_by=row.issued_by.display_name,
    )


def _lines(row: Invoice) -> Iterator[LineRow]:
    for line in row.lines.order_by("position"):
        yield LineRow(
            text=line.text,
            component=line.component,
            quantity=line.quantity,
            unit_price=Money(line.unit_price, row.currency),
            tax_rate=line.tax_rate,
            net=Money(line.net, row.currency),
        )


def _match_row(row: Matching) -> MatchRow:
    owed = row.owed.invoice if row.owed else None
    return MatchRow(
        pk=row.pk,
        held=name_of(row.held),
        owed=str(owed.number) if owed else "",
        money=Money(row.amount, row.currency),
        at=row.at,
        by=row.by.display_name,
        undone=bool(getattr(row, "gone", False)),
        undoes=row.undoes_id is not None,
        reason=row.reason,
    )


def _payment_row(row: Payment) -> PaymentRow:
    return PaymentRow(
        pk=row.pk,
        item_id=row.item.pk,
        customer=row.customer.names,
        customer_id=row.customer_id,
        case_id=row.case_id,
        case_number=str(row.case.number) if row.case else "",
        money=Money(row.amount, row.currency),
        open=row.item.open,
        received_at=row.received_at,
        method=Method(row.method).label,
        reference=row.reference,
        is_online=bool(row.capture),
        recorded_by=row.recorded_by.display_name,
    )


def _payout_row(row: Payout) -> PayoutRow:
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
    )
