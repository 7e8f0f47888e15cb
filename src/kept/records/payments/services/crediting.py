"""Taking back what an invoice asked for, and giving what we owe."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from django.db import transaction
from django.db.models import F, Sum
from django.utils.translation import gettext_lazy as _

from kept.records.archive.models import Customer
from kept.records.cases.models import Case
from kept.records.cases.services import KeyReused, ReasonMissing
from kept.records.money import Money
from kept.records.naming import name_in
from kept.records.payments.drafts import Draft
from kept.records.payments.items import hold_items, open_invoice, open_of
from kept.records.payments.lines import NewLine, sums
from kept.records.payments.models import Invoice, InvoiceKind, OpenItem
from kept.records.payments.services.issuing import Issued, case_of, write_down
from kept.records.payments.services.matching import put_against
from kept.records.payments.streams import take_turn_for_numbers
from kept.records.payments.telling import Came, tell_paid
from kept.records.people.models import Person
from kept.records.quotes.goodwill import free_goodwill
from kept.records.refusal import Refused
from kept.records.releases.models import Giving, Kind
from kept.records.releases.services import NewGiving, Waiting, ask_to_give, asked_before
from kept.records.work.services import free_work

_ONE: Final = Decimal(1)


class MoreThanAsked(Refused):
    """Credit notes take back what was asked for, and no more."""

    sentence = _("Only %(left)s of this invoice is left to take back.")


class CreditWaits(Refused):
    """What waits for a second person is not asked for once more beside it."""

    sentence = _(
        "%(waiting)s of this invoice waits for a second person already; beside that, only "
        "%(left)s is left to take back."
    )


class NoInvoice(Refused):
    """Only an invoice can be corrected."""

    sentence = _("There is no such invoice.")


@dataclass(frozen=True, kw_only=True)
class NewCredit:
    """What of an invoice is taken back; no lines: all of it."""

    invoice_id: int
    reason: str
    issued_on: date
    lines: tuple[NewLine, ...] = ()


@dataclass(frozen=True, kw_only=True)
class NewGift:
    """A credit that corrects no invoice: what we owe to a customer, for the next ones."""

    customer_id: int
    case_id: int | None
    money: Money
    text: str
    reason: str
    issued_on: date


@transaction.atomic
def credit_invoice(*, credit: NewCredit, by: Person, now: datetime, key: str) -> Issued | Waiting:
    """Write a credit note for an invoice, or a part of it. What was open of it is settled by it.

    Above the limit it waits for a second person, and has no number until then. What had been paid
    is held for the customer. Once all of it is taken back, the work that it billed can be billed
    again. Safe to repeat with the same key. Raises NoInvoice, MoreThanAsked, CreditWaits,
    ReasonMissing, LinesUnclear, NothingToPay, KeyReused.
    """
    take_turn_for_numbers()
    found = _repeated(credit, by=by, key=key)
    if found is not None:
        return found
    if not credit.reason.strip():
        raise ReasonMissing
    invoice = _invoice(credit.invoice_id)
    case = case_of(invoice.case_id, invoice.customer_id, by=by)
    money = sums(credit.lines or _all_lines(invoice), invoice.currency).total
    item = _hold(invoice)
    _check_left(item, money)
    _check_waiting(item, money)
    new = NewGiving(
        kind=Kind.CREDIT_NOTE,
        customer=invoice.customer,
        case=case,
        about=f"invoice {invoice.pk}",
        money=money,
        subject=str(invoice.number),
        payee=name_in(invoice.customer.names, invoice.customer.language),
        reason=credit.reason,
        gives=True,
        what=_told(credit),
    )
    giving = ask_to_give(new, by=by, now=now, key=key)
    if giving.needs_second:
        return Waiting(giving.pk, False)
    return _issue(giving, invoice, case, credit, now=now)


def issue_released_credit(giving: Giving, case: Case | None, *, on: date, now: datetime) -> Issued:
    """Write a credit note that a second person has released, dated on that day.

    Part of the caller's transaction, which took its turn for numbers and holds the case. Raises
    MoreThanAsked where less is left to take back by now.
    """
    said = giving.what
    lines = tuple(NewLine(**_line(line)) for line in said["lines"])
    credit = NewCredit(invoice_id=said["invoice"], reason=giving.reason, issued_on=on, lines=lines)
    return _issue(giving, _invoice(credit.invoice_id), case, credit, now=now)


def _issue(
    giving: Giving, invoice: Invoice, case: Case | None, credit: NewCredit, *, now: datetime
) -> Issued:
    item, by = _take_back(invoice, giving.money), giving.asked_by
    draft = Draft(
        kind=InvoiceKind.CREDIT_NOTE,
        customer=invoice.customer,
        case=case,
        lines=credit.lines or _all_lines(invoice),
        currency=invoice.currency,
        issued_on=credit.issued_on,
        due_on=credit.issued_on,
        corrects=invoice,
        reason=credit.reason.strip()[:500],
        giving=giving,
    )
    note = write_down(draft, by=by, now=now, key=giving.key)
    held = open_invoice(note, is_owed=False)
    settled = min(held.amount, open_of(item).amount)
    if settled:
        put_against(held, item, settled, by=by, now=now, key=f"credit {note.number}")
    if case is not None:
        _tell(case.pk, note, by=by, now=now)
        if OpenItem.objects.filter(pk=item.pk, credited=F("amount")).exists():
            free_work(case_id=case.pk, bill=str(invoice.number), by=by, now=now)
            free_goodwill(bill=str(invoice.number), by=by, now=now)
    return Issued(note.pk, str(note.number), False)


@transaction.atomic
def give_credit(*, gift: NewGift, giving: Giving, by: Person, now: datetime, key: str) -> Issued:
    """Write a credit note for what we owe; it is held for the customer's next invoices.

    `giving` says that it may be given. Safe to repeat with the same key. Raises ReasonMissing,
    NothingToPay.
    """
    take_turn_for_numbers()
    old = Invoice.objects.filter(issued_by=by, key=key).first()
    if old is not None:
        return Issued(old.pk, str(old.number), True)
    if not gift.reason.strip():
        raise ReasonMissing
    draft = Draft(
        kind=InvoiceKind.CREDIT_NOTE,
        customer=Customer.objects.get(pk=gift.customer_id),
        case=case_of(gift.case_id, gift.customer_id, by=by),
        lines=(NewLine(text=gift.text, quantity=_ONE, unit_price=gift.money.amount),),
        currency=gift.money.currency,
        issued_on=gift.issued_on,
        due_on=gift.issued_on,
        reason=gift.reason.strip()[:500],
        giving=giving,
    )
    note = write_down(draft, by=by, now=now, key=key)
    open_invoice(note, is_owed=False)
    return Issued(note.pk, str(note.number), False)


def _repeated(credit: NewCredit, *, by: Person, key: str) -> Issued | Waiting | None:
    """Return what the same key brought before. Raises KeyReused."""
    old = Invoice.objects.filter(issued_by=by, key=key).first()
    if old is not None:
        if old.corrects_id != credit.invoice_id or not _is_same(old, credit):
            raise KeyReused
        return Issued(old.pk, str(old.number), True)
    asked = asked_before(Kind.CREDIT_NOTE, by=by, key=key)
    if asked is None:
        return None
    if asked.what != _told(credit):
        raise KeyReused
    return Waiting(asked.pk, True)


def _told(credit: NewCredit) -> dict[str, Any]:
    """Return what is to be taken back as plain JSON."""
    lines = [
        {
            "text": line.text,
            "quantity": f"{line.quantity:f}",
            "unit_price": f"{line.unit_price:f}",
            "tax_rate": f"{line.tax_rate:f}",
            "component": line.component,
        }
        for line in credit.lines
    ]
    return {"invoice": credit.invoice_id, "lines": lines}


def _line(said: dict[str, str]) -> dict[str, Any]:
    numbers = ("quantity", "unit_price", "tax_rate")
    return {name: Decimal(one) if name in numbers else one for name, one in said.items()}


def _invoice(pk: int) -> Invoice:
    rows = Invoice.objects.select_related("customer").filter(kind=InvoiceKind.INVOICE)
    found = rows.filter(pk=pk).first()
    if found is None:
        raise NoInvoice
    return found


def _is_same(old: Invoice, credit: NewCredit) -> bool:
    """Say whether a credit note takes back what is asked for now."""
    assert old.corrects is not None
    lines = credit.lines or _all_lines(old.corrects)
    return sums(lines, old.currency).total.amount == old.total


def _all_lines(invoice: Invoice) -> tuple[NewLine, ...]:
    return tuple(
        NewLine(
            text=line.text,
            quantity=line.quantity,
            unit_price=line.unit_price,
            tax_rate=line.tax_rate,
            component=line.component,
        )
        for line in invoice.lines.order_by("position")
    )


def _hold(invoice: Invoice) -> OpenItem:
    pk = OpenItem.objects.values_list("pk", flat=True).get(invoice=invoice)
    return hold_items([pk])[pk]


def _check_left(item: OpenItem, money: Money) -> None:
    if item.credited + money.amount > item.amount:
        raise MoreThanAsked(left=Money(item.amount - item.credited, item.currency))


def _check_waiting(item: OpenItem, money: Money) -> None:
    rows = Giving.objects.waiting().filter(
        kind=Kind.CREDIT_NOTE, what__invoice=item.invoice_id, currency=item.currency
    )
    waiting = rows.aggregate(sum=Sum("amount"))["sum"]
    if waiting is None or item.credited + waiting + money.amount <= item.amount:
        return
    left = max(Decimal(0), item.amount - item.credited - waiting)
    raise CreditWaits(waiting=Money(waiting, item.currency), left=Money(left, item.currency))


def _take_back(invoice: Invoice, money: Money) -> OpenItem:
    """Note that so much was taken back; return the open item. Raises MoreThanAsked."""
    item = _hold(invoice)
    _check_left(item, money)
    OpenItem.objects.filter(pk=item.pk).update(credited=F("credited") + money.amount)
    return item


def _tell(case_id: int, note: Invoice, *, by: Person, now: datetime) -> None:
    """What is taken back may leave nothing to pay."""
    money = Money(note.total, note.currency)
    came = Came(money, now, f"credit {note.number}", is_new=False)
    tell_paid(case_id, came, by=by, now=now)
