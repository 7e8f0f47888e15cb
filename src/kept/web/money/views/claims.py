"""What we owe: what waits for a decision, deciding, agreeing, what customers claim."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from kept.records.cases.queries import assessed
from kept.records.claims import queries
from kept.records.claims.currency import currency_of
from kept.records.claims.models import Outcome
from kept.records.claims.services import (
    NewBill,
    NewClaim,
    NewDecision,
    decide_claim,
    make_claim,
    record_bill,
)
from kept.records.people.models import Role
from kept.records.refusal import Refused
from kept.rules.policy.model import What
from kept.web.common.access import DESK, DeskRequest, for_roles
from kept.web.common.reading.reader import Reader
from kept.web.money.building.claims import (
    NONE,
    bill_cells,
    bill_clauses,
    bill_headings,
    decision_cells,
    decision_headings,
    owing_pairs,
    returns_sections,
    waiting_cells,
    waiting_headings,
)
from kept.web.money.forms.claims import (
    BillForm,
    ClaimForm,
    CompensationForm,
    DecisionForm,
)
from kept.web.money.pages.sheets import FormSheet, Link, Section, Sheet
from kept.web.money.reading import DECIDERS, FORM, MONEY, case_or_404, here, money_link
from kept.web.money.views.paging import PAGE, cut, further, key_of
from kept.web.money.views.sheets import show, show_form

ASKERS = (*DESK, Role.ACCOUNTANT)
CLAUSE_CHARS = 90  # of a clause in a choice: enough to know it by


@require_safe
@for_roles(*MONEY)
def claims(request: DeskRequest) -> HttpResponse:
    """Show what waits for a decision, for a second person, and what was decided last."""
    reader = Reader(timezone.now())
    sections = [
        _to_decide(request, reader),
        _bills(request),
        _waiting_decisions(request),
        _decided_last(request),
    ]
    links = [
        Link(_("What it cost"), reverse("money:losses")),
        Link(_("A second person"), reverse("money:releases")),
    ]
    return show(request, Sheet(reader.now, _("Claims to decide"), sections, links=links))


def _to_decide(request: DeskRequest, reader: Reader) -> Section:
    """Return the amounts of so many cases as fit on a page: each is worked out anew."""
    found = queries.waiting(at=reader.now, after=key_of(request, "waiting"))
    count = queries.waiting_count()
    said = ngettext(
        "{count} case waits for a decision.", "{count} cases wait for a decision.", count
    )
    url = reverse("money:claims")
    return Section(
        title=_("To decide"),
        lead=said.format(count=count) if count else "",
        headings=waiting_headings(),
        rows=[waiting_cells(each, request.user, reader) for each in found.rows],
        empty=_("Nothing waits for a decision."),
        more=further(_("More"), url, waiting=found.further) if found.further else None,
    )


def _bills(request: DeskRequest) -> Section:
    asked = key_of(request, "bills") or 0
    rows, more = cut(queries.bills(only_open=True, after=asked, most=PAGE + 1))
    url = reverse("money:claims")
    return Section(
        title=_("Invoices of third parties"),
        count=queries.open_bill_count(),
        headings=bill_headings(),
        rows=[bill_cells(each, request.user) for each in rows],
        empty=_("None waits for a decision."),
        more=further(_("More"), url, bills=more.pk) if more else None,
    )


def _waiting_decisions(request: DeskRequest) -> Section:
    rows, more = cut(
        queries.decisions(to_review=True, before=key_of(request, "second"), most=PAGE + 1)
    )
    url = reverse("money:claims")
    return Section(
        title=_("Waiting for a second person"),
        headings=decision_headings(),
        rows=[decision_cells(each) for each in rows],
        empty=_("None waits."),
        more=further(_("Older ones"), url, second=more.pk) if more else None,
    )


def _decided_last(request: DeskRequest) -> Section:
    rows, more = cut(
        queries.decisions(are_final=True, before=key_of(request, "decided"), most=PAGE + 1)
    )
    url = reverse("money:claims")
    return Section(
        title=_("Decided last"),
        headings=decision_headings(),
        rows=[decision_cells(each) for each in rows],
        empty=_("There is none."),
        more=further(_("Older ones"), url, decided=more.pk) if more else None,
    )


@require_http_methods(FORM)
@for_roles(*DECIDERS)
def claim_decide(request: DeskRequest, number: str, rule: str) -> HttpResponse:
    """Decide about an amount of the policy."""
    reader, case = Reader(timezone.now()), case_or_404(number)
    row, found, owing = queries.amount_of_case(case.pk, rule, at=reader.now)
    if owing is None:
        raise Http404
    figure = owing.worked_out or owing.asked
    initial = {
        "amount": f"{figure.amount:f}" if figure else "",
        "outcome": Outcome.CREDIT_NOTE if owing.line.what == "credit" else Outcome.PAYOUT,
    }
    form = DecisionForm(request.POST or None, initial=initial)
    page = FormSheet(
        reader.now,
        _("Decide: {what}").format(what=reader.text(owing.line.name)),
        _("Decide"),
        money_link(number),
        pairs=owing_pairs(row, owing, reader.speaker(found.policy)),
        sections=returns_sections(case.pk) if owing.line.what is What.REFUND else (),
    )
    return _decided(request, form, page, case_id=case.pk, rule=rule)


def _decided(
    request: DeskRequest,
    form: DecisionForm,
    page: FormSheet,
    *,
    case_id: int,
    rule: str = "",
    bill_id: int | None = None,
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        decision = NewDecision(
            case_id=case_id,
            rule=rule,
            bill_id=bill_id,
            amount=said["amount"],
            outcome=Outcome(said["outcome"]),
            reason=said["reason"],
            currency=said.get("currency", ""),
            clause=said.get("clause", ""),
        )
        try:
            made = decide_claim(
                decision=decision, by=request.user, now=timezone.now(), key=said["key"]
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            done = _("It is decided.")
            if not made.stands:
                done = _("Now a second person has to release it.")
            messages.success(request, done)
            return redirect("money:decision", decision=made.decision_id)
    return show_form(request, page, form)


@require_http_methods(FORM)
@for_roles(*DECIDERS)
def bill_decide(request: DeskRequest, bill: int) -> HttpResponse:
    """Decide about a third party's invoice."""
    row = next((each for each in queries.bills(pk=bill)), None)
    if row is None:
        raise Http404
    case = case_or_404(row.case_number)
    found = assessed(case.pk, at=timezone.now())
    initial = {"amount": f"{row.money.amount:f}", "outcome": Outcome.PAYOUT}
    form = DecisionForm(request.POST or None, initial=initial)
    page = FormSheet(
        timezone.now(),
        _("Decide: {what}").format(what=_("Repair by a third party")),
        _("Decide"),
        money_link(row.case_number),
        pairs=[
            (_("Firm"), row.firm),
            (_("Number of its invoice"), row.number),
            (_("What was done"), row.text),
            (_("Clauses"), ", ".join(bill_clauses(found.assessment)) or NONE),
            (_("Asked for"), str(row.money)),
        ],
    )
    return _decided(request, form, page, case_id=case.pk, bill_id=row.pk)


@require_http_methods(FORM)
@for_roles(*DECIDERS)
def compensation(request: DeskRequest, number: str) -> HttpResponse:
    """Give something although no policy says so."""
    reader, case = Reader(timezone.now()), case_or_404(number)
    policy = assessed(case.pk, at=reader.now).policy
    clauses = [
        (key, Truncator(f"{key} {reader.text(clause.text)}").chars(CLAUSE_CHARS))
        for key, clause in policy.clauses.items()
    ]
    initial = {"currency": currency_of(case), "outcome": Outcome.CREDIT_NOTE}
    form = CompensationForm(request.POST or None, clauses=clauses, initial=initial)
    page = FormSheet(
        reader.now,
        _("Voluntary compensation"),
        _("Decide"),
        money_link(number),
        pairs=[(_("Customer"), here(case.customer.names)), (_("Case"), f"{number} {case.title}")],
    )
    return _decided(request, form, page, case_id=case.pk)


@require_http_methods(FORM)
@for_roles(*ASKERS)
def claim_make(request: DeskRequest, number: str, rule: str) -> HttpResponse:
    """Write down that the customer asks for an amount."""
    reader, case = Reader(timezone.now()), case_or_404(number)
    row, found, owing = queries.amount_of_case(case.pk, rule, at=reader.now)
    if owing is None:
        raise Http404
    form = ClaimForm(request.POST or None, initial={"at": reader.now})
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        key = said.pop("key")
        try:
            claim = NewClaim(case_id=case.pk, rule=rule, **said)
            make_claim(claim=claim, by=request.user, now=reader.now, key=key)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("It is on record."))
            return redirect("money:made_good", number=number)
    page = FormSheet(
        reader.now,
        _("Claim: {what}").format(what=reader.text(owing.line.name)),
        _("Write it down"),
        money_link(number),
        pairs=owing_pairs(row, owing, reader.speaker(found.policy)),
    )
    return show_form(request, page, form)


@require_http_methods(FORM)
@for_roles(*ASKERS)
def bill_new(request: DeskRequest, number: str) -> HttpResponse:
    """Write down a third party's invoice."""
    case = case_or_404(number)
    form = BillForm(request.POST or None, initial={"currency": currency_of(case)})
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        key = said.pop("key")
        try:
            bill = NewBill(case_id=case.pk, **said)
            record_bill(bill=bill, by=request.user, now=timezone.now(), key=key)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("It is on record."))
            return redirect("money:made_good", number=number)
    title = _("An invoice of a third party")
    page = FormSheet(timezone.now(), title, _("Write it down"), money_link(number))
    return show_form(request, page, form)
