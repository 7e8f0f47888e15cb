"""Working through a view of the queue, case by case."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kept.records.presence.services import mark_present
from kept.web.common.access import READERS, DeskRequest, for_roles
from kept.web.common.forms import ExactForm
from kept.web.hotline.building.play import choice
from kept.web.hotline.building.queue import view_of
from kept.web.hotline.playing import Choice, Run, keep, load

NEXT, PREVIOUS, SKIP, STOP = "next", "previous", "skip", "stop"


class StepForm(ExactForm):
    """Where to go from here."""

    step = forms.ChoiceField(choices=[(step, step) for step in (NEXT, PREVIOUS, SKIP, STOP)])


@require_POST
@for_roles(*READERS)
def play(request: DeskRequest) -> HttpResponse:
    """Go on to the next case of a view, back, past this one, or stop."""
    form, now = StepForm(request.POST), timezone.now()
    view = view_of(request.GET, request.user)
    there = reverse("hotline:queue") + view.query()
    if not form.is_valid():
        return redirect(there)
    step = form.cleaned_data["step"]
    if step == STOP:
        keep(request.session, None)
        return redirect(there)
    known = load(request.session)
    run = known if known and view_of(known.view, request.user) == view else Run(request.GET.dict())
    run = taken(step, run, choice(view, request.user, now))
    if not run.here:
        keep(request.session, None)
        messages.success(request, _through(run))
        return redirect(there)
    keep(request.session, run)
    # Who presses the same key a moment later gets another case.
    mark_present(number=run.here, person=request.user, is_writing=False, now=now)
    return redirect(reverse("hotline:case", args=[run.here]) + view.query())


def taken(step: str, run: Run, choose: Choice) -> Run:
    """Return the run after a step."""
    if step == PREVIOUS:
        return run.back()
    return run.skip(choose) if step == SKIP else run.forward(choose)


def _through(run: Run) -> str:
    if not run.been:
        return _("Nothing is left here that nobody else has open.")
    if not run.skipped:
        return _("You are through. What is still here, others have open.")
    return _("You are through, but for what you skipped: {numbers}.").format(
        numbers=_(", ").join(run.skipped)
    )
