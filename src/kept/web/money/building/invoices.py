"""Invoices, payments and what is paid out, in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from kept.records.payments import queries
from kept.records.payments.going_out import PayoutRow
from kept.web.money.pages.sheets import Cell
from kept.web.money.reading import day, here


def invoice_headings() -> list[str]:
    """Return the headings of invoices in a list."""
    return [_("Number"), _("Kind"), _("Customer"), _("Case"), _("Due"), _("Total"), _("Open")]


def invoice_cells(row: queries.InvoiceRow) -> list[Cell]:
    """Return the cells of an invoice in a list."""
    return [
        Cell(row.number, url=reverse("money:invoice", args=[row.number])),
        Cell(row.kind),
        Cell(here(row.customer)),
        case_cell(row.case_number),
        Cell(day(row.due_on), note=_late_words(row, timezone.localdate())),
        Cell(str(row.total), is_number=True),
        Cell(str(row.open), is_number=True),
    ]


def open_words(sums: Sequence[queries.OpenSum]) -> Iterator[str]:
    """Yield how much is open and how much of it is overdue, each currency by itself."""
    for one in sums:
        said = _("{whole} is open, {overdue} is overdue.") if one.overdue else _("{whole} is open.")
        yield said.format(whole=one.open, overdue=one.overdue)


def _late_words(row: queries.InvoiceRow, today: date) -> str:
    late = (today - row.due_on).days
    if not row.is_owed or not row.open or late <= 0:
        return ""
    said = ngettext("overdue for {days} day", "overdue for {days} days", late)
    return said.format(days=late)


def case_cell(number: str) -> Cell:
    """Return a cell that leads to a case."""
    return Cell(number, url=reverse("hotline:case", args=[number]) if number else "")


def match_headings() -> list[str]:
    """Return the headings of what was put against what."""
    return [
        _("When"),
        pgettext("money", "From"),
        pgettext("money", "For"),
        _("Amount"),
        _("Recorded by"),
        _("What comes next"),
    ]


def match_cells(row: queries.MatchRow) -> list[Cell]:
    """Return the cells of what was put against an invoice, or paid back."""
    state = Cell("")
    if row.undoes or row.undone:
        state = Cell(_("undone") if row.undone else _("undoes it"), note=row.reason)
    elif row.owed:
        state = Cell(_("Undo"), url=reverse("money:match_undo", args=[row.pk]))
    return [
        Cell(day(timezone.localtime(row.at).date())),
        Cell(row.held),
        Cell(row.owed or _("paid back")),
        Cell(str(row.money), is_number=True),
        Cell(row.by),
        state,
    ]


def line_headings() -> list[str]:
    """Return the headings of the lines of an invoice."""
    return [_("What"), _("Quantity"), _("Price each"), _("Tax"), _("Net")]


def line_cells(line: queries.LineRow) -> list[Cell]:
    """Return the cells of a line."""
    return [
        Cell(line.text),
        Cell(f"{line.quantity.normalize():f}", is_number=True),
        Cell(str(line.unit_price), is_number=True),
        Cell(f"{line.tax_rate.normalize():f} %", is_number=True),
        Cell(str(line.net), is_number=True),
    ]


def invoice_pairs(row: queries.InvoiceRow) -> Iterator[tuple[str, str]]:
    """Yield what is known of an invoice."""
    yield _("Customer"), here(row.customer)
    if row.case_number:
        yield _("Case"), row.case_number
    if row.corrects:
        yield _("Corrects"), row.corrects
    if row.reason:
        yield _("Reason"), row.reason
    yield _("Issued"), f"{day(row.issued_on)}, {row.issued_by}"
    yield _("Due"), day(row.due_on)
    yield _("Net"), str(row.net)
    yield _("Tax"), str(row.tax)
    yield _("Total"), str(row.total)
    yield _("Open"), str(row.open)


def payment_headings() -> list[str]:
    """Return the headings of payments in a list."""
    return [_("Reference"), _("Customer"), _("Case"), _("Came"), _("How"), _("Amount"), _("Open")]


def payment_cells(row: queries.PaymentRow) -> list[Cell]:
    """Return the cells of a payment in a list."""
    return [
        Cell(row.reference, url=reverse("money:payment", args=[row.pk])),
        Cell(here(row.customer)),
        case_cell(row.case_number),
        Cell(day(timezone.localtime(row.received_at).date())),
        Cell(str(row.method)),
        Cell(str(row.money), is_number=True),
        Cell(str(row.open), is_number=True),
    ]


def payout_headings() -> list[str]:
    """Return the headings of what is paid out."""
    return [
        *(pgettext("money", "To"), _("Case"), _("Kind"), _("Amount")),
        *(_("Reason"), _("Asked"), _("What comes next")),
    ]


def payout_cells(row: PayoutRow) -> list[Cell]:
    """Return the cells of what is paid out."""
    sent = Cell(row.reference)
    if row.sent_at is None:
        sent = Cell(_("It has left"), url=reverse("money:payout_sent", args=[row.pk]))
    return [
        Cell(row.payee, url=reverse("money:payout", args=[row.pk])),
        case_cell(row.case_number),
        Cell(row.kind),
        Cell(str(row.money), is_number=True),
        Cell(row.reason),
        Cell(day(timezone.localtime(row.asked_at).date()), note=row.asked_by),
        sent,
    ]


def payout_pairs(row: PayoutRow) -> Iterator[tuple[str, str]]:
    """Yield what is known of a pay-out."""
    yield pgettext("money", "To"), row.payee
    yield _("Kind"), row.kind
    if row.case_number:
        yield _("Case"), row.case_number
    yield _("Amount"), str(row.money)
    yield _("Reason"), row.reason
    yield _("Asked by"), f"{row.asked_by}, {day(timezone.localtime(row.asked_at).date())}"
    if row.sent_at is None:
        yield _("State"), _("to be paid out")
    else:
        when = day(timezone.localtime(row.sent_at).date())
        yield _("State"), _("left on {day}").format(day=when)
        yield _("Reference"), row.reference
