"""What a customer owes, in words for the customer."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from kept.records.cases.held_back import speaker_for
from kept.records.payments.owed import Owed
from kept.records.payments.pay_page import PayPage
from kept.records.payments.queries import InvoiceRow, PaymentRow
from kept.rules.assess.say import holding_words
from kept.web.common.reading.reader import Reader
from kept.web.common.reading.wording import side_by_side
from kept.web.money.pages import paying as pages
from kept.web.money.reading import day


def build_pay_page(
    secret: str, found: PayPage, reader: Reader, *, is_ours: bool
) -> pages.PayByLinkPage:
    """Return what a customer sees."""
    speaker = speaker_for(found.waits.found.policy)
    return pages.PayByLinkPage(
        provider=found.provider,
        to=found.name,
        case=f"{found.case_number} {found.case_title}".strip(),
        owed=[_owed(one, secret) for one in found.owed],
        waits=[holding_words(speaker, line) for line in found.waits.lines],
        invoices=[_invoice(row, secret) for row in found.invoices if not row.open],
        payments=[_payment(row, reader) for row in found.payments],
        url=reverse("money:pay_by_link", args=[secret]),
        until=found.until,
        code_by_mail=found.code_by_mail,
        is_ours=is_ours,
    )


def choices(found: PayPage) -> list[tuple[str, str]]:
    """Return what can be paid, each with its amount: whoever chooses says how much they saw."""
    return [(choice_of(one), f"{_what(one)}: {one.open}") for one in found.owed]


def choice_of(one: Owed) -> str:
    """Return how a form says what is paid, and how much of it was shown."""
    return f"{one.key} {one.open.amount:f}"


def _what(one: Owed) -> str:
    if one.invoice_id is not None:
        return _("Invoice {number}").format(number=one.number)
    return _("Deposit")


def _owed(one: Owed, secret: str) -> pages.OwedRow:
    due = _("to be paid by {day}").format(day=day(one.due_on)) if one.due_on else ""
    paid = _("{whole} in all").format(whole=one.whole) if one.open != one.whole else ""
    pdf = reverse("money:pay_pdf", args=[secret, one.number]) if one.invoice_id else ""
    return pages.OwedRow(
        what=_what(one),
        words=side_by_side([one.text, due, paid]),
        open=str(one.open),
        pdf_url=pdf,
    )


def _invoice(row: InvoiceRow, secret: str) -> pages.OwedRow:
    return pages.OwedRow(
        what=_kind(row.is_owed).format(number=row.number),
        words=day(row.issued_on),
        open=str(row.total),
        pdf_url=reverse("money:pay_pdf", args=[secret, row.number]),
    )


def _kind(is_owed: bool) -> str:
    return _("Invoice {number}") if is_owed else _("Credit note {number}")


def _payment(row: PaymentRow, reader: Reader) -> pages.PaidRow:
    held = _("{open} of it is held for you").format(open=row.open) if row.open else ""
    return pages.PaidRow(
        words=side_by_side([reader.moment(row.received_at), str(row.method), held]),
        amount=str(row.money),
    )
