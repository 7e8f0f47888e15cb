"""A case."""

from __future__ import annotations

from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from kept.records.cases.queries import CaseCard, case_card, case_version
from kept.records.presence.services import mark_present, mark_present_in
from kept.web.common.access import READERS, DeskRequest, for_roles
from kept.web.common.reading.reader import Reader
from kept.web.common.refresh import version_answer
from kept.web.hotline.building.case import build_case
from kept.web.hotline.building.folding import ALL
from kept.web.hotline.building.play import build_play
from kept.web.hotline.building.presence import build_marks
from kept.web.hotline.building.queue import view_of
from kept.web.hotline.pages import Marks


@require_safe
@for_roles(*READERS)
def case(request: DeskRequest, number: str) -> HttpResponse:
    """Show a case: what was promised, what happened, what may happen next."""
    reader = Reader(timezone.now())
    card = card_or_404(request, number, reader)
    mark_present_in(case_id=card.pk, person=request.user, is_writing=False, now=reader.now)
    return show(request, card, reader)


@require_safe
@for_roles(*READERS)
def version(request: DeskRequest, number: str) -> HttpResponse:
    """Say whether a case changed, and who else has it open; note who asks from an open page."""
    change, now = case_version(number, viewer=request.user), timezone.now()
    if change is None:
        raise Http404
    if doing := request.GET.get("doing"):
        is_writing = doing == "writes"
        mark_present(number=number, person=request.user, is_writing=is_writing, now=now)
    marks = build_marks(request.user, now=now, number=number)
    return with_marks(request, version_answer(request, change, now=now), marks)


def with_marks(request: DeskRequest, answer: HttpResponse, marks: Marks) -> HttpResponse:
    """Return an answer about a version; where only the marks are new, with them alone."""
    if answer.status_code != 204 or request.GET.get("marks", marks.token) == marks.token:
        return answer
    told = render(request, "hotline/parts/marks.html", {"marks": marks})
    for name in ("Kept-Version", "Kept-Now"):
        told[name] = answer[name]
    return told


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
    all_facts = request.GET.get("facts") == ALL
    page = build_case(
        card, view, viewer=request.user, reader=reader, form=form, all_facts=all_facts
    )
    content = {"page": page, "play": build_play(request)}
    return render(request, "hotline/case.html", content, status=422 if form else 200)
