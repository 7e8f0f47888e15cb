"""Calls: who is on the line, the log of calls, what a call was about."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kept.records.refusal import Refused
from kept.records.telephone.queries import CallCard, call_card
from kept.records.telephone.services import (
    CallGone,
    attach_call,
    no_call_needed,
    put_out_of_sight,
    take_call_back,
)
from kept.web.common.access import DESK, DeskRequest, for_roles
from kept.web.common.forms import refuse_unknown
from kept.web.common.reading.reader import Reader
from kept.web.common.refresh import WAIT, version_answer
from kept.web.hotline.building.calls import asked_for, build_call, build_calls
from kept.web.hotline.building.line import build_line, under_way
from kept.web.hotline.forms.calls import AttachForm, LetGoForm

LARGEST = 2**63
LONGEST = 8  # seconds in which a page learns of what nobody calls out


@require_safe
@for_roles(*DESK)
def calls(request: DeskRequest) -> HttpResponse:
    """List calls, the last first."""
    reader = Reader(timezone.now())
    page = build_calls(asked_for(request.GET.dict()), viewer=request.user, reader=reader)
    return render(request, "hotline/calls.html", {"page": page})


@require_safe
@for_roles(*DESK)
def now(request: DeskRequest) -> HttpResponse:
    """Say who calls now; nothing if the page that asks knows it already."""
    reader = Reader(timezone.now())
    version = under_way(request.user, reader).version
    answer = version_answer(request, version, now=reader.now)
    if answer.status_code != 204:
        return strip(request, reader)
    if "wait" in request.GET:
        answer[WAIT] = str(LONGEST)
    return answer


def strip(request: DeskRequest, reader: Reader) -> HttpResponse:
    """Return the strip at the foot of the pages."""
    page = build_line(request.user, reader)
    answer = render(request, "hotline/parts/line.html", {"page": page})
    answer["Kept-Version"] = page.version
    answer["Kept-Now"] = str(int(reader.now.timestamp() * 1000))
    return answer


@require_safe
@for_roles(*DESK)
def call(request: DeskRequest, call: int) -> HttpResponse:
    """Show one call."""
    reader = Reader(timezone.now())
    page = build_call(card_or_404(request, call), viewer=request.user, reader=reader)
    return render(request, "hotline/call.html", {"page": page})


@require_POST
@for_roles(*DESK)
def attach(request: DeskRequest, call: int) -> HttpResponse:
    """Say that a call was about a case that is there."""
    card_or_404(request, call)
    form = AttachForm(request.POST)
    if not form.is_valid():
        return _again(request, call, _("Please say which case."))
    number = form.cleaned_data["case"]
    act = partial(attach_call, call_id=call, number=number)
    return _done(request, call, act) or redirect("hotline:case", number=number)


@require_POST
@for_roles(*DESK)
def take(request: DeskRequest, call: int) -> HttpResponse:
    """Make whoever asks the one who calls back."""
    refuse_unknown(request.POST, ())
    card_or_404(request, call)
    act = partial(take_call_back, call_id=call)
    return _done(request, call, act) or redirect("hotline:call", call=call)


@require_POST
@for_roles(*DESK)
def let_go(request: DeskRequest, call: int) -> HttpResponse:
    """Take a call off the list of those to return, for a reason."""
    card_or_404(request, call)
    form = LetGoForm(request.POST)
    if not form.is_valid():
        return _again(request, call, _("Please give a reason. It stays on record with your name."))
    act = partial(no_call_needed, call_id=call, reason=form.cleaned_data["reason"])
    return _done(request, call, act) or redirect("hotline:calls")


@require_POST
@for_roles(*DESK)
def aside(request: DeskRequest, call: int) -> HttpResponse:
    """Show a call no more to who asks; the answer is the strip without it."""
    refuse_unknown(request.POST, ())
    reader = Reader(timezone.now())
    try:
        put_out_of_sight(call_id=_fitting(call), by=request.user, now=reader.now)
    except CallGone:
        raise Http404 from None
    return strip(request, reader)


def card_or_404(request: DeskRequest, call: int) -> CallCard:
    """Return a call; what this person may not see looks like what is not there."""
    card = call_card(_fitting(call), viewer=request.user)
    if card is None:
        raise Http404
    return card


def _fitting(number: int) -> int:
    if number >= LARGEST:
        raise Http404
    return number


def _done(request: DeskRequest, call: int, act: Callable[..., None]) -> HttpResponse | None:
    """Do something with a call. Returns its page, with the reason, if it was refused."""
    try:
        act(by=request.user, now=timezone.now())
    except Refused as refused:
        return _again(request, call, str(refused))
    return None


def _again(request: DeskRequest, call: int, problem: str) -> HttpResponse:
    reader = Reader(timezone.now())
    card = card_or_404(request, call)
    page = build_call(card, viewer=request.user, reader=reader, problem=problem)
    return render(request, "hotline/call.html", {"page": page}, status=422)
