"""What gives money away and waits for a second person: the list, and releasing it."""

from __future__ import annotations

from collections.abc import Iterator

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kept.records.claims.queries import decision_of
from kept.records.claims.services import answer_giving
from kept.records.payments.going_out import carried_out
from kept.records.refusal import Refused
from kept.records.releases import queries
from kept.records.releases.models import Kind
from kept.records.releases.services import NotYoursToRelease, OwnRequest
from kept.web.common.access import DeskRequest, for_roles
from kept.web.money.building.releases import (
    giving_cells,
    giving_headings,
    giving_pairs,
    giving_title,
    giving_url,
)
from kept.web.money.forms.releases import ReleaseForm
from kept.web.money.pages.sheets import FormSheet, Link, Section, Sheet
from kept.web.money.reading import FORM, MONEY
from kept.web.money.views.paging import cut, further, key_of
from kept.web.money.views.sheets import show, show_form


@require_safe
@for_roles(*MONEY)
def releases(request: DeskRequest) -> HttpResponse:
    """Show what waits for a second person, the longest first, and what was answered last."""
    rows, more = cut(queries.waiting(after=key_of(request, "after") or 0, limit=queries.PAGE + 1))
    old, older = cut(queries.answered(before=key_of(request, "before"), limit=queries.PAGE + 1))
    url = reverse("money:releases")
    sections = [
        Section(
            title=_("Waiting for a second person"),
            count=queries.waiting_count(),
            headings=giving_headings(),
            rows=[giving_cells(row) for row in rows],
            empty=_("Nothing waits for a second person."),
            more=further(_("More"), url, after=more.pk) if more else None,
        ),
        Section(
            title=_("Answered last"),
            headings=giving_headings(),
            rows=[giving_cells(row) for row in old],
            empty=_("There is none."),
            more=further(_("Older ones"), url, before=older.pk) if older else None,
        ),
    ]
    lead = _(
        "Whatever gives away more than the company’s limit, alone or in parts, is carried out once "
        "somebody else has released it."
    )
    return show(request, Sheet(timezone.now(), _("A second person"), sections, lead=lead))


@require_http_methods(FORM)
@for_roles(*MONEY)
def release(request: DeskRequest, giving: int) -> HttpResponse:
    """Release what somebody else asked for, or refuse it with a reason."""
    row = queries.giving(giving)
    if row is None:
        raise Http404
    back = Link(_("A second person"), reverse("money:releases"))
    pairs = list(giving_pairs(row))
    if not queries.is_for(row.pk, request.user) and request.method != "POST":
        return show(request, _known(row, request, pairs, back))
    form = ReleaseForm(request.POST or None, initial={"answer": ""})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            answer_giving(
                giving_id=row.pk,
                released=said["answer"] == "yes",
                reason=said["reason"],
                by=request.user,
                now=timezone.now(),
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("It is on record."))
            return redirect(giving_url(row.pk))
    title = _("A second person: {what}").format(what=giving_title(row))
    page = FormSheet(timezone.now(), title, _("Answer"), back, pairs=pairs)
    return show_form(request, page, form)


def _known(
    row: queries.GivingRow, request: DeskRequest, pairs: list[tuple[str, str]], back: Link
) -> Sheet:
    """Return what is known of it, for who cannot answer, or after somebody has."""
    lead = ""
    if row.state == "waits":
        is_own = row.asked_by_id == request.user.pk
        lead = str(OwnRequest() if is_own else NotYoursToRelease())
    section = Section(title=_("About it"), pairs=pairs, links=list(_links(row)), lead=lead)
    return Sheet(timezone.now(), giving_title(row), [section], back=back)


def _links(row: queries.GivingRow) -> Iterator[Link]:
    """Yield the way to what it is for, and to what it brought."""
    yield from _what_for(row)
    done = carried_out(row.pk)
    for number in done.credit_notes:
        yield Link(number, reverse("money:invoice", args=[number]))
    for payout in done.payouts:
        yield Link(_("The pay-out"), reverse("money:payout", args=[payout]))
    if row.case_number:
        yield Link(_("The money of its case"), reverse("money:made_good", args=[row.case_number]))


def _what_for(row: queries.GivingRow) -> Iterator[Link]:
    decision = decision_of(row.pk) if row.kind == Kind.DECISION else None
    if decision is not None:
        yield Link(_("The decision"), reverse("money:decision", args=[decision]))
    if row.kind in (Kind.CREDIT_NOTE, Kind.CREDIT_PAYOUT):
        yield Link(row.subject, reverse("money:invoice", args=[row.subject]))
    if row.kind == Kind.REFUND:
        yield Link(row.subject, reverse("money:payment", args=[row.what["payment"]]))
    if row.kind == Kind.SUPPLIER:
        yield Link(_("The claim"), reverse("money:supplier_claim", args=[row.what["claim"]]))
    if row.kind == Kind.GOODWILL:
        yield Link(_("Charge sheet"), reverse("money:charges", args=[row.case_number]))
