"""Publishing an approved draft, and supplying what it requires before."""

from __future__ import annotations

from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kept.records.files.limits import check_size
from kept.records.files.of_policies import policy_document_served
from kept.records.files.services import add_policy_document
from kept.records.policies.drafts import DraftCard, draft_text
from kept.records.policies.services import publish_draft
from kept.records.refusal import Refused
from kept.rules.policy.model import Requirement, RequirementKind
from kept.web.common.access import DeskRequest, for_roles
from kept.web.common.reading.reader import Reader
from kept.web.common.serving import serve
from kept.web.policydesk.building.checking import policy_of
from kept.web.policydesk.building.required import build_publish
from kept.web.policydesk.forms import DocumentForm, PublishForm
from kept.web.policydesk.reading import EDITORS, draft_or_404, open_draft_or_404

BOTH = ["GET", "HEAD", "POST"]


@require_http_methods(BOTH)
@for_roles(*EDITORS)
def publish(request: DeskRequest, draft: int) -> HttpResponse:
    """Show what an approved draft still requires, and publish it."""
    card = draft_or_404(draft)
    today = timezone.localdate()
    form = PublishForm(request.POST or None, initial={"effective_on": today})
    if request.method == "POST" and form.is_valid():
        try:
            publish_draft(
                draft_id=draft,
                effective_on=form.cleaned_data["effective_on"],
                note=form.cleaned_data["note"],
                by=request.user,
                at=timezone.now(),
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("policydesk:draft", draft=draft)
    # A day that cannot be read is told at its field; what is required is shown for today.
    on = form.cleaned_data.get("effective_on", today) if form.is_bound else today
    page = build_publish(card, draft_text(draft), on, request.user, Reader(timezone.now()))
    status = 422 if request.method == "POST" else 200
    return render(request, "policydesk/publish.html", {"page": page, "form": form}, status=status)


@require_http_methods(BOTH)
@for_roles(*EDITORS)
def add_document(request: DeskRequest, draft: int, requirement: str) -> HttpResponse:
    """Keep a document with the policy that its draft requires."""
    card = open_draft_or_404(draft)
    wanted = _required_document(card, requirement)
    form = DocumentForm(request.POST or None, request.FILES or None)
    back = reverse("policydesk:publish", args=[draft])
    if request.method == "POST" and form.is_valid():
        try:
            _add(request, card, requirement, form.cleaned_data["file"])
        except Refused as refused:
            form.add_error("file", str(refused))
        else:
            return redirect(back)
    page = {
        "title": _("Add the document"),
        "about": Reader(timezone.now()).text(wanted.name),
        "words": _("It is kept with the policy, with your name. The newest one counts."),
        "button": _("Add"),
        "back": back,
        "has_file": True,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "policydesk/form.html", {"page": page, "form": form}, status=status)


@require_safe
@for_roles(*EDITORS)
def document(request: DeskRequest, code: str, document: int) -> HttpResponse:
    """Hand over a document that is kept with a policy."""
    served = policy_document_served(code, document)
    if served is None:
        raise Http404
    return serve(request, served)


def _add(
    request: DeskRequest, card: DraftCard, requirement: str, file: UploadedFile[bytes]
) -> None:
    check_size(file.name or "", file.size or 0)  # before any of it is read
    add_policy_document(
        code=card.policy_code,
        requirement=requirement,
        name=file.name or "",
        content=file.read(),
        by=request.user,
        at=timezone.now(),
    )


def _required_document(card: DraftCard, key: str) -> Requirement:
    policy = policy_of(draft_text(card.pk), card.policy_code)
    found = policy.required.get(key) if policy else None
    if found is None or found.kind is not RequirementKind.DOCUMENT:
        raise Http404
    return found
