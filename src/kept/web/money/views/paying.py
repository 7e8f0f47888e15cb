"""Payments: recording them, putting them against invoices, sending money back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kept.records.claims.currency import currency_of
from kept.records.money import Money
from kept.records.payments import queries
from kept.records.payments.models import Method
from kept.records.payments.ours import our_provider
from kept.records.payments.services import (
    NewPayment,
    begin_checkout,
    match,
    receive_payment,
    refund_payment,
    undo_match,
)
from kept.records.refusal import Refused
from kept.web.common.access import DeskRequest, for_roles
from kept.web.money.building.invoices import (
    match_cells,
    match_headings,
    payment_cells,
    payment_headings,
)
from kept.web.money.forms.paying import (
    KeyedForm,
    MatchForm,
    PaymentForm,
    ReasonForm,
    RefundForm,
)
from kept.web.money.pages.sheets import FormSheet, Link, Section, Sheet
from kept.web.money.reading import FORM, MONEY, case_or_404, day, here, money_link
from kept.web.money.views.asked import asked
from kept.web.money.views.paging import PAGE, cut, further, key_of
from kept.web.money.views.sheets import show, show_form


@require_safe
@for_roles(*MONEY)
def payments(request: DeskRequest) -> HttpResponse:
    """Show what came, and what of it is for no invoice yet."""
    only_open = request.GET.get("of") != "all"
    rows, more = cut(
        queries.payments(only_open=only_open, before=key_of(request, "before"), most=PAGE + 1)
    )
    url = reverse("money:payments")
    of = "" if only_open else "all"
    section = Section(
        title=_("Not yet for an invoice") if only_open else _("All"),
        count=queries.payment_count(only_open=only_open),
        headings=payment_headings(),
        rows=[payment_cells(row) for row in rows],
        empty=_("All that came is for an invoice.") if only_open else _("There is none."),
        is_whole=True,
        more=further(_("Older ones"), url, of=of, before=more.pk) if more else None,
    )
    tabs = [
        Link(_("Not yet for an invoice"), url, is_on=only_open),
        Link(_("All"), f"{url}?of=all", is_on=not only_open),
    ]
    links = [
        Link(_("To pay out"), reverse("money:payouts")),
        Link(_("A second person"), reverse("money:releases")),
    ]
    page = Sheet(
        timezone.now(),
        _("Payments"),
        [section],
        lead=_("What comes in is written down on its invoice, or on the page of its case's money."),
        tabs=tabs,
        tabs_label=_("Which"),
        links=[Link(_("Invoices"), reverse("money:invoices")), *links],
    )
    return show(request, page)


@require_http_methods(FORM)
@for_roles(*MONEY)
def case_pay(request: DeskRequest, number: str) -> HttpResponse:
    """Record a payment for a case; without an invoice it is a deposit."""
    case = case_or_404(number)
    back = money_link(number)
    known = {"customer_id": case.customer_id, "case_id": case.pk}
    initial = {"currency": currency_of(case)}
    return _receive(request, known, initial, back, here(case.customer.names))


@require_http_methods(FORM)
@for_roles(*MONEY)
def invoice_pay(request: DeskRequest, invoice: str) -> HttpResponse:
    """Record a payment for an invoice."""
    card = queries.invoice(invoice)
    if card is None:
        raise Http404
    row = card.row
    back = Link(invoice, reverse("money:invoice", args=[invoice]))
    known = {"customer_id": row.customer_id, "case_id": row.case_id, "invoice_id": row.pk}
    initial = {"currency": row.total.currency, "amount": f"{row.open.amount:f}"}
    return _receive(request, known, initial, back, here(row.customer))


def _receive(
    request: DeskRequest, known: dict[str, Any], initial: dict[str, str], back: Link, customer: str
) -> HttpResponse:
    now = timezone.now()
    form = PaymentForm(request.POST or None, initial=initial | {"received_at": now})
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        key = said.pop("key")
        said["method"] = Method(said["method"])
        try:
            payment = NewPayment(**known, **said, is_typed=True)
            made = receive_payment(payment=payment, by=request.user, now=now, key=key)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The payment is on record."))
            return redirect("money:payment", payment=made.payment_id)
    pairs = [(_("Customer"), customer)]
    page = FormSheet(now, _("Record a payment"), _("Record it"), back, pairs=pairs)
    return show_form(request, page, form)


@require_safe
@for_roles(*MONEY)
def payment(request: DeskRequest, payment: int) -> HttpResponse:
    """Show a payment, where it went, and what can be done with the rest."""
    row, matches = _payment(payment)
    return show(request, _payment_sheet(row, matches))


def _payment(pk: int) -> tuple[queries.PaymentRow, list[queries.MatchRow]]:
    found = queries.payment(pk)
    if found is None:
        raise Http404
    return found


def _payment_sheet(row: queries.PaymentRow, matches: list[queries.MatchRow]) -> Sheet:
    pairs = [
        (_("Customer"), here(row.customer)),
        (_("Case"), row.case_number or "–"),
        (_("Came"), day(timezone.localtime(row.received_at).date())),
        (_("How"), str(row.method)),
        (_("Amount"), str(row.money)),
        (_("Open"), str(row.open)),
        (_("Recorded by"), row.recorded_by),
    ]
    links = []
    if row.open:
        links = [
            Link(_("Put it against an invoice"), reverse("money:payment_match", args=[row.pk])),
            Link(_("Send it back"), reverse("money:payment_refund", args=[row.pk])),
        ]
    sections = [
        Section(title=_("About it"), pairs=pairs, links=links),
        Section(
            title=_("Where it went"),
            headings=match_headings(),
            rows=[match_cells(each) for each in matches],
            empty=_("Nothing yet."),
        ),
    ]
    title = _("Payment {reference}").format(reference=row.reference)
    back = Link(_("All payments"), reverse("money:payments"))
    return Sheet(timezone.now(), title, sections, back=back)


@require_http_methods(FORM)
@for_roles(*MONEY)
def payment_match(request: DeskRequest, payment: int) -> HttpResponse:
    """Put a part of a payment against an invoice."""
    row, _matches = _payment(payment)
    page = _for_payment(row, _("Put it against an invoice"), _("Put it there"))
    return _matched(request, _Held(row.item_id, row.customer_id, row.open), page)


@require_http_methods(FORM)
@for_roles(*MONEY)
def credit_match(request: DeskRequest, invoice: str) -> HttpResponse:
    """Put a part of a credit note against another invoice."""
    card = queries.invoice(invoice)
    if card is None or card.row.is_owed:
        raise Http404
    row = card.row
    back = Link(invoice, reverse("money:invoice", args=[invoice]))
    pairs = [(_("Customer"), here(row.customer)), (_("Open"), str(row.open))]
    title = _("Put it against an invoice")
    page = FormSheet(timezone.now(), title, _("Put it there"), back, pairs=pairs)
    held = _Held(row.item_id, row.customer_id, row.open)
    return _matched(request, held, page)


@dataclass(frozen=True)
class _Held:
    """What we hold of a customer's: an open item, and how much of it is open."""

    item_id: int
    customer_id: int
    open: Money


def _matched(request: DeskRequest, held: _Held, page: FormSheet) -> HttpResponse:
    """Ask which invoice it is for and put it there; then lead back to where it came from."""
    found = queries.open_for(held.customer_id, held.open.currency)
    choices = [(str(each.item_id), f"{each.number}, {each.open}") for each in found]
    initial = {"amount": f"{held.open.amount:f}"}
    form = MatchForm(request.POST or None, invoices=choices, initial=initial)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            match(
                held_id=held.item_id,
                owed_id=int(said["invoice"]),
                amount=said["amount"],
                by=request.user,
                now=timezone.now(),
                key=said["key"],
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return redirect(page.back.url)
    return show_form(request, page, form)


def _for_payment(row: queries.PaymentRow, title: str, button: str) -> FormSheet:
    back = Link(row.reference, reverse("money:payment", args=[row.pk]))
    pairs = [(_("Customer"), here(row.customer)), (_("Open"), str(row.open))]
    return FormSheet(timezone.now(), title, button, back, pairs=pairs)


@require_http_methods(FORM)
@for_roles(*MONEY)
def payment_refund(request: DeskRequest, payment: int) -> HttpResponse:
    """Send back what of a payment is for no invoice."""
    row, _matches = _payment(payment)
    form = RefundForm(request.POST or None, initial={"amount": f"{row.open.amount:f}"})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            made = refund_payment(
                payment_id=row.pk,
                amount=said["amount"],
                reason=said["reason"],
                by=request.user,
                now=timezone.now(),
                key=said["key"],
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return asked(request, made)
    return show_form(request, _for_payment(row, _("Send it back"), _("Ask for it")), form)


@require_http_methods(FORM)
@for_roles(*MONEY)
def match_undo(request: DeskRequest, match: int) -> HttpResponse:
    """Undo what was put against an invoice by mistake."""
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            undo_match(
                matching_id=match,
                reason=said["reason"],
                by=request.user,
                now=timezone.now(),
                key=said["key"],
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Both are open again by so much."))
            return redirect("money:payments")
    back = Link(_("All payments"), reverse("money:payments"))
    page = FormSheet(timezone.now(), _("Undo it"), _("Undo it"), back)
    return show_form(request, page, form)


@require_http_methods(FORM)
@for_roles(*MONEY)
def checkout(request: DeskRequest, invoice: str) -> HttpResponse:
    """Ask the provider for a page where an invoice can be paid, and show its address."""
    card, provider = queries.invoice(invoice), our_provider()
    if card is None or provider is None:
        raise Http404
    form = KeyedForm(request.POST or None)
    back = Link(invoice, reverse("money:invoice", args=[invoice]))
    pairs = [(_("Open"), str(card.row.open))]
    if request.method == "POST" and form.is_valid():
        try:
            url = begin_checkout(
                invoice_id=card.row.pk,
                provider=provider,
                back=f"{settings.SITE_URL}{reverse('money:pay_back')}",
                by=request.user,
                now=timezone.now(),
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            links = [Link(_("Open the page"), url)]
            pairs.append((_("Address for the customer"), url))
            section = Section(title=_("Pay online"), pairs=pairs, links=links)
            return show(request, Sheet(timezone.now(), _("Pay online"), [section], back=back))
    page = FormSheet(timezone.now(), _("Pay online"), _("Ask for the page"), back, pairs=pairs)
    return show_form(request, page, form)
