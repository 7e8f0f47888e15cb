"""One request under every policy."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kept.web.common.access import READERS, DeskRequest, for_roles
from kept.web.common.reading.reader import Reader
from kept.web.hotline.building.compare import build_compare, published
from kept.web.hotline.forms.compare import CompareForm
from kept.web.hotline.views.case import card_or_404


@require_safe
@for_roles(*READERS)
def compare(request: DeskRequest) -> HttpResponse:
    """Show an invented request under every policy; the address says what it is."""
    reader = Reader(timezone.now())
    known = published()
    policies = [policy for _code, _number, policy in known]
    form = CompareForm(request.GET or None, policies=policies, reader=reader)
    if not form.is_bound:
        initial = {n: form.get_initial_for_field(f, n) for n, f in form.fields.items()}
        form = CompareForm(initial, policies=policies, reader=reader)
    facts = form.facts() if form.is_valid() else None
    page = build_compare(
        known,
        facts,
        request=_("What each policy promises for the same request."),
        reader=reader,
        form=form,
    )
    status = 200 if facts else 422
    return render(request, "hotline/compare.html", {"page": page}, status=status)


@require_safe
@for_roles(*READERS)
def case_compare(request: DeskRequest, number: str) -> HttpResponse:
    """Show a case's own facts under every policy."""
    reader = Reader(timezone.now())
    card = card_or_404(request, number, reader)
    page = build_compare(
        published(),
        card.facts,
        request=f"{card.number} {card.title}",
        reader=reader,
        form=None,
    )
    return render(request, "hotline/compare.html", {"page": page})
