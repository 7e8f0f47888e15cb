"""The duty roster: who is on duty, planning it, handing over."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kept.records.refusal import Refused
from kept.records.roster.services import (
    Planned,
    cancel_shift,
    copy_week,
    hand_over,
    note_leave,
    plan_shift,
    read_hand_over,
    swap_shift,
)
from kept.web.common.access import READERS, RECORDERS, DeskRequest, for_roles
from kept.web.common.forms import refuse_unknown
from kept.web.common.reading.reader import Reader
from kept.web.hotline.building.duty import PLANNERS, Week, build_duty, week_of
from kept.web.hotline.building.queue import MINE, View, build_mine
from kept.web.hotline.forms.duty import NOBODY, HandOverForm, LeaveForm, PlanForm, ShiftForm
from kept.web.hotline.views.calls import strip

LARGEST = 2**63


@require_safe
@for_roles(*READERS)
def duty(request: DeskRequest) -> HttpResponse:
    """Show a week of an office's duties."""
    return _page(request, status=200)


@require_POST
@for_roles(*PLANNERS)
def plan(request: DeskRequest) -> HttpResponse:
    """Put shifts on the plan."""
    week, form = _week(request), PlanForm(request.POST)
    if not form.is_valid():
        return _page(request, forms={"plan": form})
    wanted = form.planned(week.office.pk, week.monday, week.zone)
    return _done(request, partial(_plan_all, wanted))


@transaction.atomic
def _plan_all(wanted: list[Planned], **who: object) -> None:
    for planned in wanted:
        plan_shift(planned=planned, **who)  # type: ignore[arg-type]


@require_POST
@for_roles(*PLANNERS)
def copy(request: DeskRequest) -> HttpResponse:
    """Plan a week as the one before it."""
    refuse_unknown(request.POST, ())
    week = _week(request)
    return _done(request, partial(copy_week, office_id=week.office.pk, monday=week.monday))


@require_POST
@for_roles(*PLANNERS)
def shift(request: DeskRequest, shift: int) -> HttpResponse:
    """Give a shift to somebody else, or take it off the plan."""
    form = ShiftForm(request.POST)
    if not form.is_valid() or shift >= LARGEST:
        return _page(request, problem=_("Please choose a colleague who works here."))
    person = form.cleaned_data["person"]
    act: Callable[..., object] = partial(cancel_shift, shift_id=shift)
    if person != NOBODY:
        act = partial(swap_shift, shift_id=shift, person_id=int(person))
    return _done(request, act)


@require_POST
@for_roles(*PLANNERS)
def leave(request: DeskRequest) -> HttpResponse:
    """Note that somebody is away."""
    week, form = _week(request), LeaveForm(request.POST)
    if not form.is_valid():
        return _page(request, forms={"leave": form})
    starts_at, ends_at = form.span(week.zone)
    said = form.cleaned_data
    act = partial(
        note_leave,
        person_id=int(said["person"]),
        starts_at=starts_at,
        ends_at=ends_at,
        reason=said["reason"],
    )
    return _done(request, act)


@require_POST
@for_roles(*RECORDERS)
def note(request: DeskRequest) -> HttpResponse:
    """Write down what the next shift must know."""
    week, form = _week(request), HandOverForm(request.POST)
    if not form.is_valid():
        return _page(request, problem=_("Please write down what the next shift must know."))
    act = partial(hand_over, office_id=week.office.pk, text=form.cleaned_data["text"])
    return _done(request, act)


@require_POST
@for_roles(*RECORDERS)
def read(request: DeskRequest, note: int) -> HttpResponse:
    """Note that a hand-over was read; the answer is the strip without it."""
    refuse_unknown(request.POST, ())
    if note >= LARGEST:
        raise Http404
    reader = Reader(timezone.now())
    read_hand_over(hand_over_id=note, by=request.user, now=reader.now)
    return strip(request, reader)


def _week(request: DeskRequest) -> Week:
    week = week_of(request.GET.dict(), request.user, timezone.now())
    if week is None:
        raise Http404
    return week


def _done(request: DeskRequest, act: Callable[..., object]) -> HttpResponse:
    try:
        act(by=request.user, now=timezone.now())
    except Refused as refused:
        return _page(request, problem=str(refused))
    return redirect(_week(request).url())


def _page(
    request: DeskRequest,
    *,
    status: int = 422,
    forms: dict[str, object] | None = None,
    problem: str = "",
) -> HttpResponse:
    reader = Reader(timezone.now())
    page = build_duty(
        _week(request), viewer=request.user, reader=reader, forms=forms, problem=problem
    )
    if page.hand_over_form is not None:
        mine_url = reverse("hotline:queue") + View(MINE).query()
        page = replace(page, mine=build_mine(request.user, reader), mine_url=mine_url)
    return render(request, "hotline/duty.html", {"page": page}, status=status)
