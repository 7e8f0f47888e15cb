"""What is missing and what is accepted: values that are unset, findings that are meant so."""

from __future__ import annotations

from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kept.records.policies.drafts import DraftCard, draft_text
from kept.rules.policy import Finding
from kept.rules.policy.blocks import NoBlock
from kept.rules.policy.pieces import NotAPiece, filled
from kept.web.common.access import DeskRequest, for_roles
from kept.web.common.languages import said
from kept.web.common.reading.reader import Reader
from kept.web.policydesk.building.accepting import findings_of, with_accepted
from kept.web.policydesk.building.clause import NotWritable
from kept.web.policydesk.building.drafts import draft_name
from kept.web.policydesk.building.unset import UnsetForm, build_unset, with_beginnings
from kept.web.policydesk.forms import AcceptForm
from kept.web.policydesk.reading import EDITORS, checked_draft, open_draft_or_404
from kept.web.policydesk.views.drafts import save

BOTH = ["GET", "HEAD", "POST"]


@require_http_methods(BOTH)
@for_roles(*EDITORS)
def unset(request: DeskRequest, draft: int) -> HttpResponse:
    """Show every value that is missing, and take those that somebody knows."""
    card = open_draft_or_404(draft)
    text = draft_text(draft)
    form = UnsetForm(request.POST or None, text=text, edition=card.edition)
    if request.method == "POST" and form.is_valid():
        refused = _fill(request, card, form, text)
        if not refused:
            return redirect("policydesk:unset", draft=draft)
        form.add_error(None, refused)
    page = build_unset(card, form, checked_draft(card), Reader(timezone.now()))
    status = 422 if request.method == "POST" else 200
    return render(request, "policydesk/unset.html", {"page": page}, status=status)


def _fill(request: DeskRequest, card: DraftCard, form: UnsetForm, text: str) -> str:
    values = form.values()
    if not values:
        return _("Nothing was filled in.")
    try:
        new = with_beginnings(filled(text, values), form.begun())
    except NotAPiece as mistake:
        return said(mistake.saying)
    except NoBlock:
        return str(NotWritable())
    return save(request, card, new, form.cleaned_data["edition"])


@require_http_methods(BOTH)
@for_roles(*EDITORS)
def accept(request: DeskRequest, draft: int) -> HttpResponse:
    """Accept a finding with a reason; the name is that of the person who is signed in."""
    card = open_draft_or_404(draft)
    asked = request.POST or request.GET
    code, clauses = asked.get("finding", ""), asked.get("clauses", "")
    found = findings_of(checked_draft(card), code, clauses)
    if not found:
        raise Http404
    finding = found[0]
    initial = {"edition": card.edition, "finding": code, "clauses": clauses}
    form = AcceptForm(request.POST or None, initial=initial)
    back = f"{reverse('policydesk:draft', args=[draft])}#{finding.clauses[0]}"
    if request.method == "POST" and form.is_valid():
        refused = _accept(request, card, form, finding)
        if not refused:
            return redirect(back)
        form.add_error(None, refused)
    page = {
        "title": _("Accept a finding"),
        "about": f"{draft_name(card)} · {', '.join(finding.clauses)}",
        "words": " ".join(said(one.saying) for one in found),
        "button": _("Accept it as {person}").format(person=request.user.display_name),
        "back": back,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "policydesk/form.html", {"page": page, "form": form}, status=status)


def _accept(request: DeskRequest, card: DraftCard, form: Form, finding: Finding) -> str:
    said = form.cleaned_data
    reasons = [("en", said["en"]), ("zh-Hans", said["zh"])]
    who, today = request.user.display_name, timezone.localdate()
    try:
        text = with_accepted(draft_text(card.pk), finding, reasons, by=who, on=today)
    except NoBlock:
        return str(NotWritable())
    return save(request, card, text, said["edition"])
