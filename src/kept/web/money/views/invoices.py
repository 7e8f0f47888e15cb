"""Invoices and credit notes: the list, one of them, its PDF, the table for accounting."""

from __future__ import annotations

from collections.abc import Iterator

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kept.records.cases.queries import assessed
from kept.records.claims.currency import currency_of
from kept.records.claims.queries import decision_behind
from kept.records.documents.storing import BytesChanged, bytes_of
from kept.records.payments import queries
from kept.records.payments.ours import our_provider
from kept.records.payments.services import NewCredit, NewInvoice, credit_invoice, issue_invoice
from kept.records.refusal import Refused
from kept.records.releases.queries import giving
from kept.records.releases.services import Waiting
from kept.web.common.access import DeskRequest, for_roles
from kept.web.common.reading.reader import Reader
from kept.web.money.building.invoices import (
    invoice_cells,
    invoice_headings,
    invoice_pairs,
    line_cells,
    line_headings,
    match_cells,
    match_headings,
    open_words,
)
from kept.web.money.forms.paying import CreditForm, InvoiceForm, in_days
from kept.web.money.pages.sheets import FormSheet, Link, Section, Sheet
from kept.web.money.reading import FORM, MONEY, USUAL_DAYS, case_or_404, here, money_link
from kept.web.money.views.asked import waits
from kept.web.money.views.paging import PAGE, cut, further, key_of
from kept.web.money.views.sheets import show, show_form
from kept.web.money.views.tables import download


@require_safe
@for_roles(*MONEY)
def invoices(request: DeskRequest) -> HttpResponse:
    """Show invoices and credit notes."""
    only_open = request.GET.get("of") != "all"
    rows, more = cut(
        queries.invoices(only_open=only_open, before=key_of(request, "before"), most=PAGE + 1)
    )
    url = reverse("money:invoices")
    of = "" if only_open else "all"
    section = Section(
        title=_("Open") if only_open else _("All"),
        count=queries.invoice_count(only_open=only_open),
        headings=invoice_headings(),
        rows=[invoice_cells(row) for row in rows],
        lead=" ".join(open_words(queries.open_sums(timezone.localdate()))),
        empty=_("Nothing is open: every invoice is paid.") if only_open else _("There is none."),
        is_whole=True,
        more=further(_("Older ones"), url, of=of, before=more.pk) if more else None,
    )
    tabs = [
        Link(_("Open"), url, is_on=only_open),
        Link(_("All"), f"{url}?of=all", is_on=not only_open),
    ]
    links = [
        Link(_("As a table (CSV)"), reverse("money:invoices_csv")),
        Link(_("A second person"), reverse("money:releases")),
    ]
    now = timezone.now()
    return show(
        request,
        Sheet(now, _("Invoices"), [section], tabs=tabs, tabs_label=_("Which"), links=links),
    )


@require_safe
@for_roles(*MONEY)
def invoices_csv(request: DeskRequest) -> HttpResponse:
    """Hand over all invoices and credit notes for accounting; credit notes with a minus."""
    return download(_csv_rows(), "invoices.csv")


def _csv_rows() -> Iterator[list[str]]:
    yield [
        *("number", "kind", "corrects", "customer", "case", "issued_on", "due_on"),
        *("currency", "net", "tax", "total", "open", "reason"),
    ]
    for row in queries.invoices():
        sign = "" if row.is_owed else "-"
        yield [
            row.number,
            "invoice" if row.is_owed else "credit_note",
            row.corrects,
            here(row.customer),
            row.case_number,
            row.issued_on.isoformat(),
            row.due_on.isoformat(),
            row.total.currency,
            *(f"{sign}{each.amount:f}" for each in (row.net, row.tax, row.total, row.open)),
            row.reason,
        ]


@require_safe
@for_roles(*MONEY)
def invoice(request: DeskRequest, invoice: str) -> HttpResponse:
    """Show an invoice with what was paid on it."""
    card = _card(invoice)
    row = card.row
    sections = [
        Section(title=_("About it"), pairs=list(invoice_pairs(row)), links=list(_links(card))),
        Section(
            title=_("Lines"),
            headings=line_headings(),
            rows=[line_cells(line) for line in card.lines],
        ),
        Section(
            title=_("Put against it"),
            headings=match_headings(),
            rows=[match_cells(match) for match in card.matches],
            empty=_("Nothing yet."),
        ),
    ]
    back = Link(_("All invoices"), reverse("money:invoices"))
    return show(request, Sheet(timezone.now(), f"{row.kind} {row.number}", sections, back=back))


def _card(number: str) -> queries.InvoiceCard:
    card = queries.invoice(number)
    if card is None:
        raise Http404
    return card


def _links(card: queries.InvoiceCard) -> Iterator[Link]:
    row = card.row
    yield Link(_("PDF"), reverse("money:invoice_pdf", args=[row.number]), key="p")
    if not row.is_owed:
        yield from _credit_links(card)
        return
    yield from _invoice_links(card)


def _credit_links(card: queries.InvoiceCard) -> Iterator[Link]:
    row = card.row
    if row.open:
        yield Link(_("Pay it out"), reverse("money:credit_payout", args=[row.number]), key="n")
        url = reverse("money:credit_match", args=[row.number])
        yield Link(_("Put it against an invoice"), url)
    if row.corrects:
        yield Link(row.corrects, reverse("money:invoice", args=[row.corrects]))
    decision = decision_behind(credit_note=row.number)
    if decision is not None:
        yield Link(_("The decision"), reverse("money:decision", args=[decision]))
    if card.giving_id is not None and giving(card.giving_id) is not None:
        yield Link(_("A second person"), reverse("money:release", args=[card.giving_id]))


def _invoice_links(card: queries.InvoiceCard) -> Iterator[Link]:
    row = card.row
    credited = sum(note.total.amount for note in card.credit_notes)
    if row.open:
        yield Link(_("Record a payment"), reverse("money:invoice_pay", args=[row.number]), key="n")
        if our_provider() is not None:
            yield Link(_("Pay online"), reverse("money:checkout", args=[row.number]))
    if credited < row.total.amount:
        yield Link(_("Write a credit note"), reverse("money:invoice_credit", args=[row.number]))
    for note in card.credit_notes:
        label = f"{note.kind} {note.number}"
        yield Link(label, reverse("money:invoice", args=[note.number]))
    if row.open and row.case_number:
        yield Link(_("Send the page to pay"), reverse("money:pay_link", args=[row.case_number]))
    if row.quote:
        label = _("Quote %(number)s") % {"number": row.quote}
        yield Link(label, reverse("money:quote", args=[row.quote]))
    if row.case_number:
        yield Link(_("The money of its case"), reverse("money:made_good", args=[row.case_number]))


@require_safe
@for_roles(*MONEY)
def invoice_pdf(request: DeskRequest, invoice: str) -> HttpResponse:
    """Hand over the bytes that were issued."""
    card = _card(invoice)
    try:
        content = bytes_of(card.row.sha256)
    except BytesChanged as refused:
        messages.error(request, str(refused))
        return redirect("money:invoice", invoice=invoice)
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{card.row.number}.pdf"'
    return response


@require_http_methods(FORM)
@for_roles(*MONEY)
def invoice_new(request: DeskRequest, number: str) -> HttpResponse:
    """Write an invoice for a case."""
    case = case_or_404(number)
    reader = Reader(timezone.now())
    speaker = reader.speaker(assessed(case.pk, at=reader.now).policy)
    components = [(key, speaker.component(key)) for key in speaker.policy.components]
    today = timezone.localdate()
    initial = {"currency": currency_of(case), "due_on": in_days(today, USUAL_DAYS)}
    form = InvoiceForm(request.POST or None, components=components, initial=initial)
    if request.method == "POST" and form.is_valid():
        wanted = NewInvoice(
            customer_id=case.customer_id,
            case_id=case.pk,
            currency=form.cleaned_data["currency"],
            lines=form.lines(),
            issued_on=today,
            due_on=form.cleaned_data["due_on"],
        )
        try:
            key = form.cleaned_data["key"]
            made = issue_invoice(invoice=wanted, by=request.user, now=reader.now, key=key)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("money:invoice", invoice=made.number)
    page = FormSheet(
        reader.now,
        _("Write an invoice"),
        _("Issue it"),
        money_link(number),
        pairs=[(_("Customer"), here(case.customer.names)), (_("Case"), f"{number} {case.title}")],
        lead=_("Once issued, nothing changes it; a mistake is put right by a credit note."),
    )
    return show_form(request, page, form)


@require_http_methods(FORM)
@for_roles(*MONEY)
def invoice_credit(request: DeskRequest, invoice: str) -> HttpResponse:
    """Take back an invoice or a part of it."""
    card = _card(invoice)
    form = CreditForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        credit = NewCredit(
            invoice_id=card.row.pk,
            reason=form.cleaned_data["reason"],
            issued_on=timezone.localdate(),
            lines=form.lines(),
        )
        try:
            key = form.cleaned_data["key"]
            made = credit_invoice(credit=credit, by=request.user, now=timezone.now(), key=key)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            if isinstance(made, Waiting):
                return waits(request, made)
            return redirect("money:invoice", invoice=made.number)
    page = FormSheet(
        timezone.now(),
        _("Credit note for {number}").format(number=invoice),
        _("Issue it"),
        Link(invoice, reverse("money:invoice", args=[invoice])),
        pairs=list(invoice_pairs(card.row)),
    )
    return show_form(request, page, form)
