"""Billing what a customer accepted, and asking them to pay."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kept.records.cases.queries import assessed
from kept.records.claims.currency import currency_of
from kept.records.documents.addressees import addressees
from kept.records.documents.models import CodeBy
from kept.records.payments.billing import accepted_of, billing_of
from kept.records.payments.pay_page import pay_link_of
from kept.records.payments.services import (
    AcceptedQuote,
    NewDeposit,
    PayerChanged,
    ask_deposit,
    end_pay_link,
    invoice_quote,
    send_pay_link,
)
from kept.records.quotes.models import QuoteVersion
from kept.records.quotes.queries import quote_card
from kept.records.refusal import Refused
from kept.web.common.access import DeskRequest, for_roles
from kept.web.common.forms import refuse_unknown
from kept.web.common.reading.reader import Reader
from kept.web.money.building.billing import bill_sections, bill_words, link_sections
from kept.web.money.forms.asking import BillQuoteForm, DepositForm, PayLinkForm
from kept.web.money.forms.paying import in_days
from kept.web.money.pages.sheets import FormSheet, Link
from kept.web.money.reading import FORM, MONEY, USUAL_DAYS, case_or_404, here, money_link
from kept.web.money.views.sheets import show_form


@require_http_methods(FORM)
@for_roles(*MONEY)
def quote_invoice(request: DeskRequest, quote: str) -> HttpResponse:
    """Bill what was accepted; where something has changed since, show it line by line first."""
    reader = Reader(timezone.now())
    version, today = _accepted_or_404(request, quote, reader), timezone.localdate()
    form = BillQuoteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        asked = AcceptedQuote(
            version_id=version.pk,
            issued_on=today,
            due_on=form.cleaned_data["due_on"],
            seen=form.cleaned_data["seen"],
        )
        try:
            made = invoice_quote(quote=asked, by=request.user, now=reader.now)
        except PayerChanged as refused:
            messages.warning(request, str(refused))
            return redirect("money:quote_invoice", quote=quote)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            if made.repeated:
                messages.info(request, _("It was billed before; nothing was changed."))
            return redirect("money:invoice", invoice=made.number)
    billing = billing_of(version, assessed(version.quote.case_id, at=reader.now))
    form.initial = {"due_on": in_days(today, USUAL_DAYS), "seen": billing.fingerprint}
    page = FormSheet(
        reader.now,
        _("Bill quote {number}").format(number=quote),
        _("Issue it"),
        Link(quote, reverse("money:quote", args=[quote])),
        lead=bill_words(billing),
        sections=bill_sections(billing, reader),
    )
    return show_form(request, page, form)


def _accepted_or_404(request: DeskRequest, number: str, reader: Reader) -> QuoteVersion:
    card = quote_card(number, viewer=request.user, at=reader.now)
    found = accepted_of(card.case_id) if card else []
    version = next((one for one in found if str(one.quote.number) == number), None)
    if version is None:
        raise Http404
    return version


@require_http_methods(FORM)
@for_roles(*MONEY)
def deposit_ask(request: DeskRequest, number: str) -> HttpResponse:
    """Ask for a deposit before there is an invoice."""
    case = case_or_404(number)
    form = DepositForm(request.POST or None, initial={"currency": currency_of(case)})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        deposit = NewDeposit(
            case_id=case.pk,
            amount=said["amount"],
            currency=said["currency"],
            reason=said["reason"],
        )
        try:
            ask_deposit(deposit=deposit, by=request.user, now=timezone.now(), key=said["key"])
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("It is on record. Now send the customer the page to pay."))
            return redirect("money:made_good", number=number)
    page = FormSheet(
        timezone.now(),
        _("Ask for a deposit"),
        _("Ask for it"),
        money_link(number),
        pairs=[(_("Customer"), here(case.customer.names)), (_("Case"), f"{number} {case.title}")],
    )
    return show_form(request, page, form)


@require_http_methods(FORM)
@for_roles(*MONEY)
def pay_link(request: DeskRequest, number: str) -> HttpResponse:
    """Send the customer a link to the page where all that is open can be paid."""
    case, reader = case_or_404(number), Reader(timezone.now())
    form = PayLinkForm(request.POST or None, known=addressees(case))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            send_pay_link(
                case_id=case.pk,
                contact_id=said["contact"],
                code_by=CodeBy(said["code_by"]),
                by=request.user,
                now=reader.now,
                key=said["key"],
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("It is on its way."))
            return redirect("money:pay_link", number=number)
    sent = pay_link_of(case.pk, at=reader.now)
    page = FormSheet(
        reader.now,
        _("Send the page to pay"),
        _("Send it"),
        money_link(number),
        pairs=[(_("Customer"), here(case.customer.names))],
        sections=list(link_sections(number, sent, reader)),
        lead=_("There the customer sees what is open in this case, and pays it with a code."),
    )
    return show_form(request, page, form)


@require_POST
@for_roles(*MONEY)
def pay_link_end(request: DeskRequest, number: str) -> HttpResponse:
    """End the link that was sent."""
    refuse_unknown(request.POST, ())
    case, now = case_or_404(number), timezone.now()
    sent = pay_link_of(case.pk, at=now)
    if sent is not None:
        end_pay_link(link_id=sent.pk, by=request.user, now=now)
    return redirect("money:made_good", number=number)
