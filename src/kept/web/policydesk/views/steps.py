"""The steps of a draft: submitted, given back, approved, discarded."""

from __future__ import annotations

from collections.abc import Callable

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kept.records.policies.drafts import DraftCard
from kept.records.policies.services import (
    approve_draft,
    discard_draft,
    return_draft,
    submit_draft,
)
from kept.records.refusal import Refused
from kept.web.common.access import DeskRequest, for_roles
from kept.web.common.forms import ExactForm
from kept.web.common.reading.reader import Reader
from kept.web.policydesk.building.comparing import what_differs
from kept.web.policydesk.building.drafts import draft_name
from kept.web.policydesk.forms import RemarkForm
from kept.web.policydesk.pages import ComparePage
from kept.web.policydesk.reading import EDITORS, draft_or_404, policy_or_404

BOTH = ["GET", "HEAD", "POST"]
Act = Callable[[Form], object]


@require_http_methods(BOTH)
@for_roles(*EDITORS)
def submit(request: DeskRequest, draft: int) -> HttpResponse:
    """Say that a draft is finished."""
    card = draft_or_404(draft)
    form = RemarkForm(request.POST or None, initial={"edition": card.edition})
    del form.fields["remark"]

    def act(form: Form) -> object:
        edition = form.cleaned_data["edition"]
        return submit_draft(draft_id=draft, edition=edition, by=request.user, at=timezone.now())

    words = _("A second person then reads it. Until they have, it can still be changed.")
    return _step(request, card, form, act, (_("Submit for review"), words))


@require_http_methods(BOTH)
@for_roles(*EDITORS)
def give_back(request: DeskRequest, draft: int) -> HttpResponse:
    """Give a draft back to its author."""
    card = draft_or_404(draft)
    form = RemarkForm(request.POST or None, initial={"edition": card.edition})

    def act(form: Form) -> object:
        remark = form.cleaned_data["remark"]
        return return_draft(draft_id=draft, remark=remark, by=request.user, at=timezone.now())

    return _step(request, card, form, act, (_("Give back"), _("Say what should be changed.")))


@require_http_methods(BOTH)
@for_roles(*EDITORS)
def approve(request: DeskRequest, draft: int) -> HttpResponse:
    """Approve what somebody else has written."""
    card = draft_or_404(draft)
    form = RemarkForm(request.POST or None, initial={"edition": card.edition})

    def act(form: Form) -> object:
        said = form.cleaned_data
        return approve_draft(
            draft_id=draft,
            edition=said["edition"],
            remark=said["remark"],
            by=request.user,
            at=timezone.now(),
        )

    words = _("Your name stays with this text. It can then be published.")
    policy = policy_or_404(card.policy_code)
    differences = what_differs(card, policy, Reader(timezone.now()))
    return _step(request, card, form, act, (_("Approve"), words), differences)


@require_http_methods(BOTH)
@for_roles(*EDITORS)
def discard(request: DeskRequest, draft: int) -> HttpResponse:
    """Put a draft away."""
    card = draft_or_404(draft)

    def act(form: Form) -> object:
        return discard_draft(draft_id=draft, by=request.user, at=timezone.now())

    words = _("It stays readable, but nobody can change or publish it any more.")
    form = ExactForm(request.POST if request.method == "POST" else None)
    return _step(request, card, form, act, (_("Discard"), words))


def _step(
    request: DeskRequest,
    card: DraftCard,
    form: Form,
    act: Act,
    words: tuple[str, str],
    differences: ComparePage | None = None,
) -> HttpResponse:
    back = reverse("policydesk:draft", args=[card.pk])
    if request.method == "POST" and form.is_valid():
        try:
            act(form)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return redirect(back)
    label, hint = words
    page = {"title": label, "about": draft_name(card), "words": hint, "button": label, "back": back}
    status = 422 if request.method == "POST" else 200
    told = {"page": page, "form": form, "differences": differences}
    return render(request, "policydesk/form.html", told, status=status)
