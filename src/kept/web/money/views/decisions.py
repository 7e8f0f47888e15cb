"""One decision about what we owe: its clauses with their words, and what it led to."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kept.records.cases.queries import assessed
from kept.records.claims import queries
from kept.records.releases.queries import giving
from kept.web.common.access import DeskRequest, for_roles
from kept.web.common.reading.reader import Reader
from kept.web.money.building.claims import decision_pairs
from kept.web.money.building.clauses import clause_section
from kept.web.money.building.terms import longer_terms
from kept.web.money.pages.sheets import Link, Section, Sheet
from kept.web.money.reading import MONEY, case_or_404, here
from kept.web.money.views.sheets import show


@require_safe
@for_roles(*MONEY)
def decision(request: DeskRequest, decision: int) -> HttpResponse:
    """Show a decision, its clauses, and the way to what it brought and where it came from."""
    row = queries.decision(decision)
    if row is None:
        raise Http404
    reader = Reader(timezone.now())
    about = Section(title=_("About it"), pairs=decision_pairs(row), links=list(_links(row)))
    case = case_or_404(row.case_number)
    found = assessed(case.pk, at=reader.now)
    sections = [
        about,
        *longer_terms(found, row.case_number, case.equipment_id, reader),
        clause_section(row.version_id, row.clauses, reader),
    ]
    back = Link(_("Claims to decide"), reverse("money:claims"))
    return show(request, Sheet(reader.now, here(row.names), sections, back=back))


def _links(row: queries.DecisionRow) -> Iterator[Link]:
    """Yield the one thing to do next first, then what it brought, then where it came from."""
    asked = giving(row.giving_id) if row.giving_id is not None else None
    if asked is not None:
        url = reverse("money:release", args=[asked.pk])
        yield Link(_("A second person"), url, key="n" if row.state == "waits" else "")
    brought = row.brought
    if brought.payout_id is not None:
        yield Link(_("The pay-out"), reverse("money:payout", args=[brought.payout_id]))
    if brought.credit_note:
        yield Link(brought.credit_note, reverse("money:invoice", args=[brought.credit_note]))
    yield Link(_("The money of its case"), reverse("money:made_good", args=[row.case_number]))
    yield Link(row.case_number, reverse("hotline:case", args=[row.case_number]))
