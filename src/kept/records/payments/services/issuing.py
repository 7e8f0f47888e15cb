"""Writing invoices."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kept.records.archive.models import Customer
from kept.records.cases.models import Case
from kept.records.cases.services import KeyReused, touch_case
from kept.records.documents.printing.press import pdf_of
from kept.records.documents.storing import keep
from kept.records.ledger.services import write
from kept.records.money import DIGITS, Money
from kept.records.payments.billing import check_accepted
from kept.records.payments.drafts import Draft
from kept.records.payments.items import open_invoice
from kept.records.payments.lines import NewLine, sums
from kept.records.payments.models import Invoice, InvoiceKind, InvoiceLine, InvoiceTax
from kept.records.payments.printing import contents
from kept.records.payments.streams import stream_of, take_turn_for_numbers
from kept.records.payments.who_pays import check_payers
from kept.records.people.models import Person
from kept.records.quotes.goodwill import use_goodwill
from kept.records.refusal import Refused
from kept.records.work.services import Share, take_work

SERIES: Final = {InvoiceKind.INVOICE: "R", InvoiceKind.CREDIT_NOTE: "G"}


class CurrencyUnknown(Refused):
    """No currency of ISO 4217."""

    sentence = _("“%(currency)s” is no currency. Write its three letters, such as CNY or EUR.")


class DueBeforeIssued(Refused):
    """An invoice that is due before it is written."""

    sentence = _("The invoice would be due before it is written. Please choose a later day.")


class NotThisCustomers(Refused):
    """The case is another customer's."""

    sentence = _("This case belongs to another customer.")


@dataclass(frozen=True, kw_only=True)
class NewInvoice:
    """What is asked for: `case_id` where the work was done in one. Days are those of the office."""

    customer_id: int
    currency: str
    lines: tuple[NewLine, ...]
    issued_on: date
    due_on: date
    case_id: int | None = None


@dataclass(frozen=True)
class Issued:
    """An invoice or credit note, and whether the same key had asked for it before."""

    invoice_id: int
    number: str
    repeated: bool


@transaction.atomic
def issue_invoice(*, invoice: NewInvoice, by: Person, now: datetime, key: str) -> Issued:
    """Write an invoice, numbered without a gap. Nothing changes it afterwards.

    Safe to repeat with the same key. Raises LinesUnclear, NothingToPay, CurrencyUnknown,
    DueBeforeIssued, NotTheirsToPay, NotKnownWhoPays, MoreThanAccepted, NotThisCustomers,
    SignsMissing, NotPrinted, KeyReused, CaseNotFound.
    """
    take_turn_for_numbers()
    found = _repeated(invoice, by=by, key=key)
    if found is not None:
        return found
    if invoice.currency not in DIGITS:
        raise CurrencyUnknown(currency=invoice.currency)
    if invoice.due_on < invoice.issued_on:
        raise DueBeforeIssued
    sums(invoice.lines, invoice.currency)
    case = case_of(invoice.case_id, invoice.customer_id, by=by)
    if case is not None:
        check_payers(case.pk, invoice.lines, at=now)
        check_accepted(case.pk, invoice.lines, invoice.currency, at=now)
    draft = Draft(
        kind=InvoiceKind.INVOICE,
        customer=Customer.objects.get(pk=invoice.customer_id),
        case=case,
        lines=invoice.lines,
        currency=invoice.currency,
        issued_on=invoice.issued_on,
        due_on=invoice.due_on,
    )
    row = write_down(draft, by=by, now=now, key=key)
    open_invoice(row, is_owed=True)
    return Issued(row.pk, str(row.number), False)


def case_of(case_id: int | None, customer_id: int, *, by: Person) -> Case | None:
    """Return the case, locked. Raises NotThisCustomers, CaseNotFound, ConcernsYou."""
    if case_id is None:
        return None
    case = touch_case(case_id=case_id, handled_by=by)
    if case.customer_id != customer_id:
        raise NotThisCustomers
    return case


def write_down(draft: Draft, *, by: Person, now: datetime, key: str) -> Invoice:
    """Give a draft the next number of its series, print it, and write it down.

    Its turn for numbers must have been taken.
    """
    series = f"{SERIES[draft.kind]}{draft.issued_on.year}"
    last = Invoice.objects.filter(series=series).order_by("-sequence").first()
    sequence = last.sequence + 1 if last else 1
    data = contents(draft, f"{series}-{sequence:06}", at=now)
    row = Invoice.objects.create(
        series=series,
        sequence=sequence,
        before=last.sequence if last else None,
        **_columns(draft),
        data=data,
        sha256=keep(pdf_of(data), now=now),
        issued_at=now,
        issued_by=by,
        key=key,
    )
    row.refresh_from_db(fields=["number"])
    _write_lines(row, draft)
    _take_work(row, draft, by=by, now=now)
    _use_goodwill(row, draft, by=by, now=now)
    _write_ledger(row, by=by, now=now)
    return row


def _columns(draft: Draft) -> dict[str, object]:
    return {
        "kind": draft.kind,
        "customer": draft.customer,
        "case": draft.case,
        "corrects": draft.corrects,
        "giving": draft.giving,
        "quote_version": draft.billing.version if draft.billing else None,
        "reason": draft.reason,
        "language": draft.language,
        "currency": draft.currency,
        "net": draft.sums.net.amount,
        "tax": draft.sums.tax.amount,
        "total": draft.sums.total.amount,
        "issued_on": draft.issued_on,
        "due_on": draft.due_on,
    }


def _write_lines(row: Invoice, draft: Draft) -> None:
    InvoiceLine.objects.bulk_create(
        InvoiceLine(
            invoice=row,
            position=position,
            text=line.text.strip()[:300],
            component=line.component,
            quantity=line.quantity,
            unit_price=line.unit_price,
            tax_code=line.tax_code,
            tax_rate=line.tax_rate,
            net=net.amount,
            quote_line_id=line.quote_line,
        )
        for position, (line, net) in enumerate(
            zip(draft.lines, draft.sums.nets, strict=True), start=1
        )
    )
    InvoiceTax.objects.bulk_create(
        InvoiceTax(
            invoice=row,
            code=each.code,
            rate=each.rate,
            base=each.base.amount,
            tax=each.tax.amount,
        )
        for each in draft.sums.taxes
    )


def _take_work(row: Invoice, draft: Draft, *, by: Person, now: datetime) -> None:
    """Note what was done stands on this invoice. Raises BilledAlready, NotThere."""
    billed = [
        (position, [Share.read(text) for text in line.work])
        for position, line in enumerate(draft.lines, start=1)
        if line.work
    ]
    if row.case_id is not None and billed:
        take_work(case_id=row.case_id, lines=billed, bill=str(row.number), by=by, now=now)


def _use_goodwill(row: Invoice, draft: Draft, *, by: Person, now: datetime) -> None:
    """Note how much goodwill took off the lines."""
    parts = [(x.fact, Money(x.taken_over, draft.currency)) for x in draft.lines if x.taken_over]
    if draft.case is not None:
        use_goodwill(draft.case, parts, bill=str(row.number), by=by, now=now)


def _write_ledger(row: Invoice, *, by: Person, now: datetime) -> None:
    data = {
        "number": str(row.number),
        "total": f"{row.total:f}",
        "currency": row.currency,
        "due_on": row.due_on.isoformat(),
        "corrects": str(row.corrects.number) if row.corrects else None,
        "reason": row.reason,
        "sha256": row.sha256,
        "accepted": row.quote_version.sha256 if row.quote_version else None,
    }
    write(stream=stream_of(row), verb=f"{row.kind}.issued", by=by, at=now, data=data)


def _repeated(invoice: NewInvoice, *, by: Person, key: str) -> Issued | None:
    old = Invoice.objects.filter(issued_by=by, key=key).first()
    if old is None:
        return None
    asked = (invoice.customer_id, invoice.case_id, invoice.currency, invoice.due_on)
    same = (old.customer_id, old.case_id, old.currency, old.due_on) == asked
    if not same or sums(invoice.lines, invoice.currency).total.amount != old.total:
        raise KeyReused
    return Issued(old.pk, str(old.number), True)
