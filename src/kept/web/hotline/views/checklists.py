"""Checklists of a case: starting one, answering it, setting it aside."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kept.records.cases.queries import CaseCard
from kept.records.checklists.queries import RunCard, runs_of
from kept.records.checklists.services import (
    Answered,
    answer_checklist,
    set_aside_checklist,
    start_checklist,
)
from kept.records.files.limits import check_size
from kept.records.refusal import Refused
from kept.web.common.access import READERS, RECORDERS, DeskRequest, deny, for_roles, may
from kept.web.common.pressing import new_key, pressed
from kept.web.common.reading.reader import Reader
from kept.web.hotline.building.checklists import build_checklist, pictures_of
from kept.web.hotline.forms.checklists import AsideForm, ChecklistForm, StartForm
from kept.web.hotline.views.case import card_or_404
from kept.web.hotline.views.decisions import decision_page

BOTH = ["GET", "HEAD", "POST"]


@require_POST
@for_roles(*RECORDERS)
def start(request: DeskRequest, number: str) -> HttpResponse:
    """Start a checklist for a case, or go to the one that runs."""
    reader = Reader(timezone.now())
    card = card_or_404(request, number, reader)
    form = StartForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Please choose a checklist first."))
        return redirect("hotline:case", number=number)
    try:
        started = start_checklist(
            case_id=card.pk,
            key=form.cleaned_data["checklist"],
            by=request.user,
            now=reader.now,
        )
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("hotline:case", number=number)
    return redirect("hotline:checklist", number=number, run=started.run_id)


@require_http_methods(BOTH)
@for_roles(*READERS)
def checklist(request: DeskRequest, number: str, run: int) -> HttpResponse:
    """Show a checklist of a case, and take the answers to its items."""
    reader = Reader(timezone.now())
    card = card_or_404(request, number, reader)
    found = _run_or_404(card, run)
    if not may(request.user, *RECORDERS):
        if request.method == "POST":
            deny(request, request.user)
        return _page(request, card, found, reader, None)
    form = _form(request, card, found)
    if request.method == "POST" and form.is_valid():
        try:
            done = _answer(request, card, form, reader)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            _tell(request, done)
            return redirect("hotline:checklist", number=number, run=run)
    return _page(request, card, found, reader, form)


def _form(request: DeskRequest, card: CaseCard, run: RunCard) -> ChecklistForm:
    is_sent = request.method == "POST"
    return ChecklistForm(
        request.POST if is_sent else None,
        request.FILES if is_sent else None,
        run=run,
        language=get_language() or "en",
        pictures=pictures_of(card, request.user),
        initial={"key": new_key(), "seen": run.seen},
    )


def _answer(request: DeskRequest, card: CaseCard, form: ChecklistForm, reader: Reader) -> Answered:
    for sent in form.files_sent():
        check_size(sent.name or "", sent.size or 0)
    return answer_checklist(
        case_id=card.pk,
        filled=form.filled(name_of=form.run.name(get_language() or "en")),
        by=request.user,
        now=reader.now,
        key=pressed(form.cleaned_data["key"], f"checklist {form.run.pk}", by=request.user),
    )


def _tell(request: DeskRequest, done: Answered) -> None:
    if done.refused:
        messages.error(request, done.refused)
    elif done.is_complete:
        messages.success(request, _("Kept. All that is required is answered."))
    else:
        messages.success(request, _("Kept."))


@require_http_methods(BOTH)
@for_roles(*RECORDERS)
def aside(request: DeskRequest, number: str, run: int) -> HttpResponse:
    """Set a checklist aside, for a reason."""
    reader = Reader(timezone.now())
    card = card_or_404(request, number, reader)
    found = _run_or_404(card, run)
    form = AsideForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            set_aside_checklist(
                case_id=card.pk,
                run_id=run,
                reason=form.cleaned_data["reason"],
                by=request.user,
                now=reader.now,
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("hotline:case", number=number)
    heading = _("Set aside: {name}").format(name=found.name(get_language() or "en"))
    return decision_page(request, card, form, reader, (heading, _("Set it aside")))


def _run_or_404(card: CaseCard, run: int) -> RunCard:
    found = next((one for one in runs_of(card.pk) if one.pk == run), None)
    if found is None:
        raise Http404
    return found


def _page(
    request: DeskRequest, card: CaseCard, run: RunCard, reader: Reader, form: ChecklistForm | None
) -> HttpResponse:
    page = build_checklist(card, run, reader, form=form)
    status = 422 if form is not None and form.errors else 200
    return render(request, "hotline/checklist.html", {"page": page}, status=status)
