"""What would change: a draft tried on the cases that are there."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kept.records.cases.models import Replay
from kept.records.cases.queries import ReplayCard, replay_card
from kept.records.cases.services import ask_replay, cancel_replay
from kept.records.policies.drafts import draft_text
from kept.records.refusal import Refused
from kept.web.common.access import DeskRequest, for_roles
from kept.web.common.forms import refuse_unknown
from kept.web.common.reading.reader import Reader
from kept.web.common.refresh import version_answer
from kept.web.policydesk.building.drafts import draft_name
from kept.web.policydesk.building.trials import build_trial, trial_version
from kept.web.policydesk.forms import TrialForm
from kept.web.policydesk.reading import EDITORS, LARGEST, draft_or_404


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*EDITORS)
def ask(request: DeskRequest, draft: int) -> HttpResponse:
    """Ask what a draft would change."""
    card = draft_or_404(draft)
    form = TrialForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            replay = ask_replay(
                code=card.policy_code,
                text=draft_text(draft),
                closed_cases=form.cleaned_data["closed_cases"],
                by=request.user,
                at=timezone.now(),
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("policydesk:trial", trial=replay.pk)
    page = {
        "title": _("What would change"),
        "about": draft_name(card),
        "words": _(
            "The draft is tried on cases as they happened: what would be due when, what "
            "would have been missed, and who would have paid."
        ),
        "button": _("Try it"),
        "back": reverse("policydesk:draft", args=[draft]),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "policydesk/form.html", {"page": page, "form": form}, status=status)


@require_safe
@for_roles(*EDITORS)
def trial(request: DeskRequest, trial: int) -> HttpResponse:
    """Show how far a trial is and what it has found."""
    card = _card_or_404(trial)
    after = request.GET.get("after", "")
    place = int(after) if after.isascii() and after.isdigit() and len(after) < 16 else 0
    page = build_trial(card, request.user, Reader(timezone.now()), after=place)
    return render(request, "policydesk/trial.html", {"page": page})


@require_safe
@for_roles(*EDITORS)
def version(request: DeskRequest, trial: int) -> HttpResponse:
    """Say whether a trial has gone on."""
    return version_answer(request, trial_version(_card_or_404(trial)), now=timezone.now())


@require_POST
@for_roles(*EDITORS)
def cancel(request: DeskRequest, trial: int) -> HttpResponse:
    """Call a trial off."""
    refuse_unknown(request.POST, ())
    card = _card_or_404(trial)
    cancel_replay(replay_id=card.pk, by=request.user, at=timezone.now())
    return redirect("policydesk:trial", trial=trial)


def _card_or_404(trial: int) -> ReplayCard:
    try:
        return replay_card(trial if trial <= LARGEST else 0)
    except Replay.DoesNotExist:
        raise Http404 from None
