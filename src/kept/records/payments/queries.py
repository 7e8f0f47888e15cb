"""Reading invoices and payments."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, TypeVar

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Sum

from kept.records.cases.models import CaseState
from kept.records.money import Money
from kept.records.payments.items import name_of
from kept.records.payments.models import (
    Invoice,
    InvoiceKind,
    Matching,
    Method,
    OpenItem,
    Payment,
)

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise


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
    giving_id: int | None  # that a credit note may be given


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
class OpenSum:
    """How much is open of all that is owed to us in a currency, and how much of it is overdue."""

    open: Money
    overdue: Money


def invoices(
    *,
    only_open: bool = False,
    case_id: int | None = None,
    before: int | None = None,
    most: int | None = None,
) -> list[InvoiceRow]:
    """Return invoices and credit notes, the last issued first; those before a key."""
    rows = _wanted(_invoices(), only_open=only_open, case_id=case_id)
    if before is not None:
        rows = rows.filter(pk__lt=before)
    return [_invoice_row(row) for row in rows.order_by("-pk")[:most]]


def invoice_count(*, only_open: bool = False) -> int:
    """Return how many invoices and credit notes there are."""
    return _wanted(Invoice.objects.all(), only_open=only_open).count()


def open_sums(today: date) -> list[OpenSum]:
    """Return what is open of all invoices, each currency by itself."""
    owed = OpenItem.objects.filter(is_owed=True, matched__lt=F("amount"))
    left, late = F("amount") - F("matched"), Q(invoice__due_on__lt=today)
    sums = owed.values("currency").annotate(whole=Sum(left), overdue=Sum(left, filter=late))
    return [
        OpenSum(
            Money(row["whole"], row["currency"]),
            Money(row["overdue"] or Decimal(0), row["currency"]),
        )
        for row in sums.order_by("currency")
    ]


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
        row.giving_id,
    )


def payments(
    *,
    only_open: bool = False,
    case_id: int | None = None,
    before: int | None = None,
    most: int | None = None,
) -> list[PaymentRow]:
    """Return payments, the last received first; those that stand behind one by its key."""
    rows = _wanted(_payments(), only_open=only_open, case_id=case_id)
    last = Payment.objects.filter(pk=before or 0).first()
    if last is not None:
        earlier = Q(received_at__lt=last.received_at)
        rows = rows.filter(earlier | Q(received_at=last.received_at, pk__lt=last.pk))
    return [_payment_row(row) for row in rows.order_by("-received_at", "-pk")[:most]]


def payment_count(*, only_open: bool = False) -> int:
    """Return how many payments there are."""
    return _wanted(Payment.objects.all(), only_open=only_open).count()


def credits_to_use(*, after: int = 0, most: int | None = None) -> list[InvoiceRow]:
    """Return the credit notes of which something is open, the oldest first; those after a key."""
    rows = _invoices().filter(item__is_owed=False, item__matched__lt=F("item__amount"))
    return [_invoice_row(row) for row in rows.filter(pk__gt=after).order_by("pk")[:most]]


def credits_count() -> int:
    """Return of how many credit notes something is open."""
    rows = OpenItem.objects.filter(is_owed=False, invoice__isnull=False)
    return rows.filter(matched__lt=F("amount")).count()


def payments_left_over(*, after: int = 0, most: int | None = None) -> list[PaymentRow]:
    """Return the payments that wait for no bill and were not paid back, the oldest first.

    That is money of no case, or of a case that is closed: a deposit of an open case waits for its
    invoice. `after` leaves out those up to a key.
    """
    rows = _wanted(_payments(), only_open=True)
    rows = rows.filter(Q(case=None) | Q(case__state=CaseState.CLOSED))
    return [_payment_row(row) for row in rows.filter(pk__gt=after).order_by("pk")[:most]]


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
    return [_invoice_row(row) for row in rows.order_by("due_on", "pk")]


Kept = TypeVar("Kept", Invoice, Payment)


def _wanted(rows: QuerySet[Kept], *, only_open: bool, case_id: int | None = None) -> QuerySet[Kept]:
    if only_open:
        rows = rows.filter(item__matched__lt=F("item__amount"))
    return rows if case_id is None else rows.filter(case_id=case_id)


def _invoices() -> QuerySet[Invoice]:
    related = ("customer", "case", "item", "corrects", "issued_by", "quote_version__quote")
    return Invoice.objects.select_related(*related).defer("data", "quote_version__data")


def _payments() -> QuerySet[Payment]:
    return Payment.objects.select_related("customer", "case", "item", "recorded_by")


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
