"""A case."""

from __future__ import annotations

from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from kept.records.cases.queries import CaseCard, case_card, case_version
from kept.web.common.access import READERS, DeskRequest, for_roles
from kept.web.common.reading.reader import Reader
from kept.web.common.refresh import version_answer
from kept.web.hotline.building.case import build_case
from kept.web.hotline.building.queue import view_of


@require_safe
@for_roles(*READERS)
def case(request: DeskRequest, number: str) -> HttpResponse:
    """Show a case: what was promised, what happened, what may happen next."""
    reader = Reader(timezone.now())
    return show(request, card_or_404(request, number, reader), reader)


@require_safe
@for_roles(*READERS)
def version(request: DeskRequest, number: str) -> HttpResponse:
    """Say whether a case changed."""
    change = case_version(number, viewer=request.user)
    if change is None:
        raise Http404
    return version_answer(request, change, now=timezone.now())


def card_or_404(request: DeskRequest, number: str, reader: Reader) -> CaseCard:
    """Return a case; what this person may not see looks like what is not there."""
    card = case_card(number, viewer=request.user, at=reader.now)
    if card is None:
        raise Http404
    return card


def show(
    request: DeskRequest, card: CaseCard, reader: Reader, form: Form | None = None
) -> HttpResponse:
    """Show a case; with a form that could not be taken, 422."""
    view = view_of(request.GET, request.user)
    page = build_case(card, view, viewer=request.user, reader=reader, form=form)
    return render(request, "hotline/case.html", {"page": page}, status=422 if form else 200)
