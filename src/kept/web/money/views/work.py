"""What was done, taken over into a quote, or billed without one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kept.records.cases.models import Case
from kept.records.cases.queries import CaseCard
from kept.records.claims.currency import currency_of
from kept.records.payments.services import WorkDone, invoice_work
from kept.records.payments.work_billing import WorkBilling, work_billing
from kept.records.quotes import queries
from kept.records.quotes.from_work import DoneLine, to_bill
from kept.records.quotes.queries import QuoteCard
from kept.records.quotes.services import take_over_work
from kept.records.quotes.working_out import work_out
from kept.records.refusal import Refused
from kept.web.common.access import DeskRequest, for_roles
from kept.web.common.reading.reader import Reader
from kept.web.money.building.work import work_sections
from kept.web.money.forms.paying import in_days
from kept.web.money.forms.work import BillWorkForm, TakeOverForm
from kept.web.money.pages.sheets import FormSheet, Link
from kept.web.money.reading import (
    FORM,
    MONEY,
    SELLERS,
    USUAL_DAYS,
    card_or_404,
    case_or_404,
    here,
    money_link,
)
from kept.web.money.views.sheets import show_form


@require_http_methods(FORM)
@for_roles(*SELLERS)
def quote_work(request: DeskRequest, quote: str) -> HttpResponse:
    """Take over into a draft what was done on its case."""
    reader = Reader(timezone.now())
    found = queries.quote_card(quote, viewer=request.user, at=reader.now)
    if found is None:
        raise Http404
    card = card_or_404(request, found.case_number, reader)
    lines = to_bill(card, currency=found.currency)
    initial = {"edition": found.edition}
    form = TakeOverForm(request.POST or None, initial=initial, lines=lines)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            take_over_work(
                quote_id=found.pk,
                card=card,
                chosen=form.chosen(),
                edition=said["edition"],
                by=request.user,
                at=reader.now,
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(
                request, _("It is in the draft. Look at each line before you send it.")
            )
            return redirect("money:quote", quote=quote)
    return show_form(request, _quote_sheet(found, card, lines, reader), form)


@require_http_methods(FORM)
@for_roles(*MONEY)
def bill_work(request: DeskRequest, number: str) -> HttpResponse:
    """Bill what was done without a quote, once somebody has looked at each line."""
    reader, case = Reader(timezone.now()), case_or_404(number)
    card = card_or_404(request, number, reader)
    bare = _billing(case, card, {})
    today = timezone.localdate()
    initial = {"due_on": in_days(today, USUAL_DAYS), "seen": bare.fingerprint}
    form = BillWorkForm(request.POST or None, initial=initial, lines=bare.lines)
    billing = bare
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        work = WorkDone(
            case_id=case.pk,
            currency=currency_of(case),
            issued_on=today,
            due_on=said["due_on"],
            seen=said["seen"],
            chosen=form.chosen(),
        )
        try:
            made = invoice_work(work=work, by=request.user, now=reader.now, key=said["key"])
        except Refused as refused:
            billing = _billing(case, card, form.chosen())
            form = _looked_again(request, bare, billing)
            form.add_error(None, str(refused))
        else:
            return redirect("money:invoice", invoice=made.number)
    return show_form(request, _bill_sheet(case, card, billing, reader), form)


def _billing(case: Case, card: CaseCard, chosen: dict[str, int]) -> WorkBilling:
    language = str(case.customer.language)
    return work_billing(card, currency=currency_of(case), chosen=chosen, language=language)


def _looked_again(request: DeskRequest, bare: WorkBilling, billing: WorkBilling) -> BillWorkForm:
    """Return the form as it was sent, which says that what stands above it was seen."""
    sent: dict[str, Any] = request.POST.dict() | {"seen": billing.fingerprint}
    form = BillWorkForm(sent, lines=bare.lines)
    form.is_valid()
    return form


def _quote_sheet(
    quote: QuoteCard, card: CaseCard, lines: list[DoneLine], reader: Reader
) -> FormSheet:
    country = Case.objects.values_list("office__country_code", flat=True).get(pk=card.pk)
    drafts = [line.draft for line in lines if line.has_price]
    worked = work_out(drafts, card=card, currency=quote.currency, country=country)
    return FormSheet(
        reader.now,
        _("Take over what was done"),
        _("Take it over"),
        Link(quote.number, reverse("money:quote", args=[quote.number])),
        lead=_(
            "Each line comes with its price and who pays it by the policy. It can be changed in "
            "the draft."
        ),
        sections=list(work_sections(lines, worked, reader.speaker(card.policy))),
    )


def _bill_sheet(case: Case, card: CaseCard, billing: WorkBilling, reader: Reader) -> FormSheet:
    return FormSheet(
        reader.now,
        _("Bill what was done"),
        _("Issue it"),
        money_link(str(case.number)),
        pairs=[
            (_("Customer"), here(case.customer.names)),
            (_("Case"), f"{case.number} {case.title}"),
            (_("To pay, without taxes"), str(billing.net)),
        ],
        lead=_(
            "Billed is what the customer pays for sure by the policy. The rest stays our cost, or "
            "waits until the cause is known. Once issued, nothing changes it."
        ),
        sections=list(work_sections(billing.lines, billing.worked, reader.speaker(card.policy))),
    )
