"""Incoming mail: what waits, what became of the rest, and deciding."""

from __future__ import annotations

from urllib.parse import quote

import nh3
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from kept.records.files.withholding import NotGiven
from kept.records.mail.models import Letter
from kept.records.mail.queries import letter, letter_bytes, letter_html
from kept.records.mail.services import add_to_case, set_aside
from kept.records.refusal import Refused
from kept.web.common.access import DESK, DeskRequest, for_roles
from kept.web.common.reading.reader import Reader
from kept.web.common.serving import CLOSED
from kept.web.hotline.building.mail import VIEWS, build_letter, build_mail
from kept.web.hotline.forms.mail import AddLetterForm, LeaveLetterForm

SCHEMES = {"http", "https", "mailto", "tel"}
TAGS = nh3.ALLOWED_TAGS - {"img", "map", "area"}  # nothing is fetched from outside


@require_safe
@for_roles(*DESK)
def mail(request: DeskRequest) -> HttpResponse:
    """List letters: those that wait for a decision, or what became of others."""
    view = request.GET.get("view", "waiting")
    before = request.GET.get("before", "")
    if view not in VIEWS:
        raise Http404
    number = int(before) if before.isascii() and before.isdigit() and len(before) < 16 else None
    page = build_mail(view, Reader(timezone.now()), before=number)
    return render(request, "hotline/mail.html", {"page": page})


@require_safe
@for_roles(*DESK)
def show(request: DeskRequest, letter_id: int) -> HttpResponse:
    """Show a letter and what can be done about it."""
    return _shown(request, letter_id)


@require_POST
@for_roles(*DESK)
def add(request: DeskRequest, letter_id: int) -> HttpResponse:
    """Add a letter to a case."""
    form = AddLetterForm(request.POST)
    if form.is_valid():
        try:
            add_to_case(
                letter_id=_known(letter_id),
                case_id=form.case_id(),
                by=request.user,
                now=timezone.now(),
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("hotline:case", number=letter(letter_id).case_number)
    return _shown(request, letter_id, add=form)


@require_POST
@for_roles(*DESK)
def aside(request: DeskRequest, letter_id: int) -> HttpResponse:
    """Say that there is nothing to do about a letter."""
    form = LeaveLetterForm(request.POST)
    if form.is_valid():
        try:
            set_aside(
                letter_id=_known(letter_id),
                reason=form.cleaned_data["reason"],
                by=request.user,
                now=timezone.now(),
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("hotline:mail")
    return _shown(request, letter_id, aside=form)


@require_safe
@for_roles(*DESK)
def page(request: DeskRequest, letter_id: int) -> HttpResponse:
    """Show a letter's HTML without anything that acts or is fetched from elsewhere."""
    found = letter_html(_known(letter_id))
    if not found:
        raise Http404
    cleaned = nh3.clean(found, tags=TAGS, url_schemes=SCHEMES, link_rel="noopener noreferrer")
    response = HttpResponse(f'<!doctype html><meta charset="utf-8">{cleaned}')
    return _boxed(response)


@require_safe
@for_roles(*DESK)
def raw(request: DeskRequest, letter_id: int) -> HttpResponse:
    """Hand a letter out as it came."""
    try:
        content = letter_bytes(_known(letter_id))
    except NotGiven as refused:
        return HttpResponse(str(refused), status=403, content_type="text/plain; charset=utf-8")
    response = HttpResponse(content, content_type="application/octet-stream")
    response["Content-Disposition"] = (
        f"attachment; filename*=UTF-8''{quote(f'letter-{letter_id}.eml')}"
    )
    return _boxed(response)


def _boxed(response: HttpResponse) -> HttpResponse:
    """Return a page of somebody else's: it may be seen, and that is all."""
    response["Content-Security-Policy"] = CLOSED
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _known(letter_id: int) -> int:
    if not Letter.objects.filter(pk=letter_id).exists():
        raise Http404
    return letter_id


def _shown(
    request: DeskRequest,
    letter_id: int,
    *,
    add: AddLetterForm | None = None,
    aside: LeaveLetterForm | None = None,
) -> HttpResponse:
    card = letter(_known(letter_id))
    page = build_letter(
        letter_id,
        Reader(timezone.now()),
        add=add or AddLetterForm(initial={"number": card.mentions}),
        aside=aside or LeaveLetterForm(),
    )
    status = 422 if add or aside else 200
    return render(request, "hotline/letter.html", {"page": page}, status=status)
