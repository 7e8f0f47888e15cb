"""Claims against suppliers: making them, what they decide, what comes back."""

from __future__ import annotations

from typing import Final

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kept.records.claims import supplier_queries
from kept.records.claims.currency import currency_of
from kept.records.claims.models import Way
from kept.records.claims.queries import decisions
from kept.records.claims.services import (
    NewRecovery,
    NewSupplierClaim,
    NewSupplierDecision,
    claim_from_supplier,
    decide_supplier_claim,
    record_recovery,
    undo_recovery,
)
from kept.records.claims.supplier_queries import SupplierClaimRow
from kept.records.people.models import Role
from kept.records.refusal import Refused
from kept.records.releases.models import Kind
from kept.records.releases.queries import waiting_in
from kept.records.releases.services import Waiting
from kept.records.returns.queries import returns_of_case
from kept.web.common.access import DESK, DeskRequest, for_roles, may
from kept.web.common.reading.reader import Reader
from kept.web.money.building.releases import giving_title, giving_url
from kept.web.money.building.supplier import (
    claim_pairs,
    decisions_section,
    recoveries_section,
    today,
)
from kept.web.money.forms.paying import ReasonForm
from kept.web.money.forms.supplier import RecoveryForm, SupplierClaimForm, SupplierDecisionForm
from kept.web.money.pages.sheets import FormSheet, Link, Section, Sheet
from kept.web.money.reading import FORM, MONEY, card_or_404, case_or_404, here, money_link
from kept.web.money.views.asked import waits
from kept.web.money.views.sheets import show, show_form

CLAIMANTS: Final = (*DESK, Role.STORE_KEEPER, Role.ACCOUNTANT)


@require_http_methods(FORM)
@for_roles(*CLAIMANTS)
def supplier_new(request: DeskRequest, number: str) -> HttpResponse:
    """Ask a supplier for what a repair, or a promise broken through them, cost us."""
    reader = Reader(timezone.now())
    card = card_or_404(request, number, reader)
    sent = returns_of_case(card.pk)
    given = [row for row in decisions(case_id=card.pk) if row.state == "stands" and row.money]
    first = next((one for one in sent if one.number == request.GET.get("rma")), None)
    first = first or next(iter(sent), None)
    form = SupplierClaimForm(
        request.POST or None,
        decisions=[
            ("", _("What a repair cost us")),
            *((str(row.pk), f"{here(row.names)} · {row.money}") for row in given),
        ],
        returns=[("", "—"), *((str(one.pk), one.number) for one in sent)],
        initial={
            "currency": currency_of(case_or_404(number)),
            "rma": str(first.pk) if first else "",
            "supplier": first.supplier if first else "",
        },
    )
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        key = said.pop("key")
        for hole in ("rma", "decision"):
            picked = said.pop(hole)
            said[f"{hole}_id"] = int(picked) if picked else None
        try:
            claim = NewSupplierClaim(case_id=card.pk, **said)
            made = claim_from_supplier(claim=claim, by=request.user, now=reader.now, key=key)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return _done(request, made)
    page = FormSheet(
        reader.now,
        _("Claim from a supplier"),
        _("Write it down"),
        money_link(number),
        pairs=[(_("Case"), f"{card.number} {card.title}")],
    )
    return show_form(request, page, form)


@require_safe
@for_roles(*CLAIMANTS)
def supplier_claim(request: DeskRequest, supplier_claim: int) -> HttpResponse:
    """Show a claim: what was asked for, what was decided, what came."""
    reader, row = Reader(timezone.now()), _claim_or_404(request, supplier_claim)
    books = may(request.user, *MONEY)
    links = [
        Link(_("Write down what they decided"), reverse("money:supplier_decide", args=[row.pk]))
    ]
    if books and row.state is supplier_queries.State.OWED:
        url = reverse("money:supplier_recovery", args=[row.pk])
        links.insert(0, Link(_("Write down what came"), url))
    if row.rma:
        links.append(Link(row.rma, reverse("depot:rma", args=[row.rma])))
    waiting = waiting_in(case_or_404(row.case_number).pk, Kind.SUPPLIER)
    waiting = [one for one in waiting if one.what["claim"] == row.pk]
    if books:
        links += [Link(giving_title(one), giving_url(one.pk)) for one in waiting]
    lead = _("To agree to less waits for a second person.") if waiting else ""
    sections = [
        decisions_section(supplier_queries.decisions_of(row.pk), reader),
        recoveries_section(supplier_queries.recoveries_of(row.pk), undoes=books),
    ]
    page = Sheet(
        reader.now,
        _title(row),
        [Section(title=_("About it"), pairs=list(claim_pairs(row, reader)), lead=lead), *sections],
        back=money_link(row.case_number),
        links=links,
    )
    return show(request, page)


@require_http_methods(FORM)
@for_roles(*CLAIMANTS)
def supplier_decide(request: DeskRequest, supplier_claim: int) -> HttpResponse:
    """Write down how much a supplier is to give, or that they refuse."""
    reader, row = Reader(timezone.now()), _claim_or_404(request, supplier_claim)
    before = row.claimed if row.decided is None else row.decided
    initial = {"amount": f"{before.amount:f}", "due_at": row.due_at}
    form = SupplierDecisionForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        key = said.pop("key")
        try:
            decision = NewSupplierDecision(claim_id=row.pk, **said)
            made = decide_supplier_claim(
                decision=decision, by=request.user, now=reader.now, key=key
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            if isinstance(made, Waiting) and may(request.user, *MONEY):
                return waits(request, made)
            if isinstance(made, Waiting):
                messages.success(request, _("Now a second person has to release it."))
                return redirect("money:supplier_claim", supplier_claim=row.pk)
            return _done(request, row.pk)
    return _form(request, row, reader, _("What they decided"), form)


@require_http_methods(FORM)
@for_roles(*MONEY)
def supplier_recovery(request: DeskRequest, supplier_claim: int) -> HttpResponse:
    """Write down what a supplier paid or credited."""
    reader, row = Reader(timezone.now()), _claim_or_404(request, supplier_claim)
    initial = {"amount": f"{row.open.amount:f}", "came_on": today(), "way": Way.PAID}
    form = RecoveryForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        key, way = said.pop("key"), Way(said.pop("way"))
        try:
            recovery = NewRecovery(claim_id=row.pk, way=way, **said)
            record_recovery(recovery=recovery, by=request.user, now=reader.now, key=key)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return _done(request, row.pk)
    return _form(request, row, reader, _("What came from the supplier"), form)


@require_http_methods(FORM)
@for_roles(*MONEY)
def recovery_undo(request: DeskRequest, recovery: int) -> HttpResponse:
    """Undo what was written down by mistake."""
    reader = Reader(timezone.now())
    found = supplier_queries.recovery(recovery, viewer=request.user)
    if found is None:
        raise Http404
    row, line = found
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            undo_recovery(
                recovery_id=line.pk,
                reason=said["reason"],
                by=request.user,
                now=reader.now,
                key=said["key"],
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return _done(request, row.pk)
    title = _("Undo: {what}").format(what=f"{line.money} {line.reference}")
    return _form(request, row, reader, title, form)


def _claim_or_404(request: DeskRequest, pk: int) -> SupplierClaimRow:
    """Return a claim; what this person may not see looks like what is not there."""
    row = supplier_queries.supplier_claim(pk, viewer=request.user)
    if row is None:
        raise Http404
    return row


def _title(row: SupplierClaimRow) -> str:
    return _("Claim against {supplier}").format(supplier=row.supplier)


def _done(request: DeskRequest, pk: int) -> HttpResponse:
    messages.success(request, _("It is on record."))
    return redirect("money:supplier_claim", supplier_claim=pk)


def _form(
    request: DeskRequest, row: SupplierClaimRow, reader: Reader, title: str, form: Form
) -> HttpResponse:
    back = Link(_title(row), reverse("money:supplier_claim", args=[row.pk]))
    pairs = list(claim_pairs(row, reader))
    return show_form(
        request, FormSheet(reader.now, title, _("Write it down"), back, pairs=pairs), form
    )
