"""How cases belong together; complaints."""

from __future__ import annotations

from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kept.records.cases.models import LinkKind
from kept.records.cases.queries import CaseCard, case_links
from kept.records.cases.services import (
    Grievance,
    Linking,
    Opened,
    Part,
    link_cases,
    open_complaint,
    split_case,
    undo_link,
)
from kept.records.refusal import Refused
from kept.web.common.access import DESK, READERS, DeskRequest, for_roles
from kept.web.common.pressing import new_key, pressed
from kept.web.common.reading.reader import Reader
from kept.web.hotline.building.related import build_complaints, build_related
from kept.web.hotline.forms.related import ComplaintForm, LinkForm, SplitForm, UndoForm
from kept.web.hotline.recording import SOURCE
from kept.web.hotline.views.case import card_or_404
from kept.web.hotline.views.decisions import BOTH, decision_page


@require_safe
@for_roles(*READERS)
def complaints(request: DeskRequest) -> HttpResponse:
    """Show all complaints, whatever became of them."""
    page = build_complaints(viewer=request.user, reader=Reader(timezone.now()))
    return render(request, "hotline/complaints.html", {"page": page})


@require_safe
@for_roles(*READERS)
def related(request: DeskRequest, number: str) -> HttpResponse:
    """Show what a case belongs to."""
    reader = Reader(timezone.now())
    card = card_or_404(request, number, reader)
    return _show(request, card, LinkForm(case_type=card.case_type), reader)


@require_http_methods(["POST"])
@for_roles(*DESK)
def link(request: DeskRequest, number: str) -> HttpResponse:
    """Say what a case is to another."""
    reader = Reader(timezone.now())
    card = card_or_404(request, number, reader)
    form = LinkForm(request.POST, case_type=card.case_type)
    if form.is_valid():
        said = form.cleaned_data
        linking = Linking(kind=LinkKind(said["kind"]), number=said["number"], reason=said["reason"])
        try:
            link_cases(case_id=card.pk, linking=linking, by=request.user, now=reader.now)
        except Refused as refused:
            form.add_error("number", str(refused))
        else:
            return redirect("hotline:related", number=number)
    return _show(request, card, form, reader)


@require_http_methods(BOTH)
@for_roles(*DESK)
def undo(request: DeskRequest, number: str, link: int) -> HttpResponse:
    """Take a link back."""
    reader = Reader(timezone.now())
    card = card_or_404(request, number, reader)
    if link not in {line.pk for line in case_links(card.pk, viewer=request.user)}:
        raise Http404
    form = UndoForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason, by = form.cleaned_data["reason"], request.user
        try:
            undo_link(link_id=link, case_id=card.pk, reason=reason, by=by, now=reader.now)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("hotline:related", number=number)
    return decision_page(request, card, form, reader, (_("Take the link back"), _("Take it back")))


@require_http_methods(BOTH)
@for_roles(*DESK)
def complain(request: DeskRequest, number: str) -> HttpResponse:
    """Take a complaint about a case down."""
    reader = Reader(timezone.now())
    card = card_or_404(request, number, reader)
    form = ComplaintForm(request.POST or None, initial={"key": new_key()}, card=card, reader=reader)
    if request.method == "POST" and form.is_valid():
        try:
            opened = _complain(request, card, form, reader)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("hotline:case", number=opened.number)
    return decision_page(request, card, form, reader, (_("Complaint"), _("Open the complaint")))


def _complain(request: DeskRequest, card: CaseCard, form: Form, reader: Reader) -> Opened:
    said = form.cleaned_data
    grievance = Grievance(
        text=said["text"],
        at=said["when"],
        channel=said["channel"],
        responsible_id=int(said["responsible"]),
        person_id=int(said["person"]) if said["person"] else None,
        source=SOURCE,
    )
    key = pressed(said["key"], "complaint", by=request.user)
    return open_complaint(
        about_id=card.pk, grievance=grievance, by=request.user, now=reader.now, key=key
    )


@require_http_methods(BOTH)
@for_roles(*DESK)
def split(request: DeskRequest, number: str) -> HttpResponse:
    """Make a part of a request a case of its own."""
    reader = Reader(timezone.now())
    card = card_or_404(request, number, reader)
    form = SplitForm(request.POST or None, initial={"key": new_key()}, card=card, reader=reader)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        part = Part(text=said["text"], case_type=said["case_type"], source=SOURCE)
        key = pressed(said["key"], "split", by=request.user)
        try:
            opened = split_case(
                case_id=card.pk, part=part, by=request.user, now=reader.now, key=key
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("hotline:case", number=opened.number)
    return decision_page(request, card, form, reader, (_("Split a part off"), _("Open the case")))


def _show(request: DeskRequest, card: CaseCard, form: Form, reader: Reader) -> HttpResponse:
    page = build_related(card, viewer=request.user, reader=reader, form=form)
    status = 422 if form.errors else 200
    return render(request, "hotline/related.html", {"page": page}, status=status)
