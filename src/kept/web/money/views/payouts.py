"""What is paid out: the list, one of them, that it has left, and paying out a credit note."""

from __future__ import annotations

from collections.abc import Iterator

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_safe

from kept.records.claims.queries import decision_behind
from kept.records.payments import queries
from kept.records.payments.going_out import (
    PayoutRow,
    payout_by_key,
    payouts_sent,
    payouts_waiting,
    waiting_count,
)
from kept.records.payments.ours import our_provider
from kept.records.payments.services import (
    CreditPayout,
    confirm_sent,
    pay_out_at_once,
    send_back_online,
)
from kept.records.refusal import Refused
from kept.records.releases.queries import giving
from kept.records.releases.services import Waiting
from kept.web.common.access import DeskRequest, for_roles
from kept.web.money.building.invoices import payout_cells, payout_headings, payout_pairs
from kept.web.money.forms.paying import PayOutForm, SentForm
from kept.web.money.pages.sheets import FormSheet, Link, Section, Sheet
from kept.web.money.reading import FORM, MONEY, here
from kept.web.money.views.asked import waits
from kept.web.money.views.paging import PAGE, cut, further, key_of
from kept.web.money.views.sheets import show, show_form


@require_safe
@for_roles(*MONEY)
def payouts(request: DeskRequest) -> HttpResponse:
    """Show what is to be paid out, and what has left."""
    rows, more = cut(payouts_waiting(after=key_of(request, "after") or 0, most=PAGE + 1))
    old, older = cut(payouts_sent(before=key_of(request, "before"), most=PAGE + 1))
    url, headings = reverse("money:payouts"), payout_headings()
    sections = [
        Section(
            title=_("To pay out"),
            count=waiting_count(),
            headings=headings,
            rows=[payout_cells(row) for row in rows],
            empty=_("Nothing is to be paid out."),
            more=further(_("More"), url, after=more.pk) if more else None,
        ),
        Section(
            title=_("Has left"),
            headings=headings,
            rows=[payout_cells(row) for row in old],
            empty=_("There is none."),
            more=further(_("Older ones"), url, before=older.pk) if older else None,
        ),
    ]
    back = Link(_("All payments"), reverse("money:payments"))
    links = [Link(_("A second person"), reverse("money:releases"))]
    page = Sheet(timezone.now(), _("To pay out"), sections, back=back, links=links)
    return show(request, page)


@require_safe
@for_roles(*MONEY)
def payout(request: DeskRequest, payout: int) -> HttpResponse:
    """Show a pay-out: where it stands, and what it comes from."""
    row = _payout(payout)
    section = Section(title=_("About it"), pairs=list(payout_pairs(row)), links=list(_links(row)))
    back = Link(_("To pay out"), reverse("money:payouts"))
    title = _("Pay-out of {amount}").format(amount=row.money)
    return show(request, Sheet(timezone.now(), title, [section], back=back))


def _payout(pk: int) -> PayoutRow:
    row = payout_by_key(pk)
    if row is None:
        raise Http404
    return row


def _links(row: PayoutRow) -> Iterator[Link]:
    if row.sent_at is None:
        yield Link(_("It has left"), reverse("money:payout_sent", args=[row.pk]), key="n")
    if row.credit_note:
        yield Link(row.credit_note, reverse("money:invoice", args=[row.credit_note]))
    if row.payment_id is not None:
        yield Link(_("The payment"), reverse("money:payment", args=[row.payment_id]))
    decision = decision_behind(payout_id=row.pk)
    if decision is not None:
        yield Link(_("The decision"), reverse("money:decision", args=[decision]))
    if row.giving_id is not None and giving(row.giving_id) is not None:
        yield Link(_("A second person"), reverse("money:release", args=[row.giving_id]))
    if row.case_number:
        yield Link(_("The money of its case"), reverse("money:made_good", args=[row.case_number]))


@require_http_methods(FORM)
@for_roles(*MONEY)
def payout_sent(request: DeskRequest, payout: int) -> HttpResponse:
    """Write down that money has left; what came online goes back through the provider."""
    row = _payout(payout)
    if row.sent_at is not None and request.method != "POST":
        return redirect("money:payout", payout=payout)
    provider = our_provider() if row.is_online else None
    form = SentForm(request.POST or None)
    if provider is not None:
        form.fields["reference"].required = False
    if request.method == "POST" and form.is_valid():
        now, by = timezone.now(), request.user
        try:
            if provider is not None:
                send_back_online(payout_id=payout, provider=provider, by=by, now=now)
            else:
                reference = form.cleaned_data["reference"]
                confirm_sent(payout_id=payout, reference=reference, by=by, now=now)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("It is on record."))
            return redirect("money:payouts")
    pairs = [
        (pgettext("money", "To"), row.payee),
        (_("Amount"), str(row.money)),
        (_("Reason"), row.reason),
    ]
    back = Link(_("To pay out"), reverse("money:payouts"))
    page = FormSheet(timezone.now(), _("It has left"), _("Write it down"), back, pairs=pairs)
    return show_form(request, page, form)


@require_http_methods(FORM)
@for_roles(*MONEY)
def credit_payout(request: DeskRequest, invoice: str) -> HttpResponse:
    """Pay out what is open of a credit note: through the provider, or to the bank."""
    card = queries.invoice(invoice)
    if card is None or card.row.is_owed:
        raise Http404
    row = card.row
    form = PayOutForm(request.POST or None, initial={"amount": f"{row.open.amount:f}"})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        paying = CreditPayout(
            credit_note_id=row.pk,
            amount=said["amount"],
            reason=said["reason"],
            reference=said["reference"],
        )
        told = {"by": request.user, "now": timezone.now(), "key": said["key"]}
        try:
            made = pay_out_at_once(paying=paying, provider=our_provider(), **told)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            if isinstance(made, Waiting):
                return waits(request, made)
            done = _("It is paid out.") if made.all_left else _("It is to be paid out now.")
            messages.success(request, done)
            return redirect("money:invoice", invoice=row.number)
    back = Link(invoice, reverse("money:invoice", args=[invoice]))
    pairs = [
        (_("Customer"), here(row.customer)),
        (_("Open"), str(row.open)),
        (_("Reason"), row.reason),
    ]
    lead = _("What had been paid online goes back the way it came, the rest to the bank.")
    title, button = _("Pay it out"), _("Pay it out")
    page = FormSheet(timezone.now(), title, button, back, pairs=pairs, lead=lead)
    return show_form(request, page, form)
