"""From a paper to a draft: it is cut into clauses, rules are proposed, a person takes some."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from kept.records.policies.papers import text_of_paper
from kept.records.policies.services import start_draft
from kept.records.refusal import Refused
from kept.rules.papers import Proposal, cut, draft, propose
from kept.web.common.access import DeskRequest, for_roles
from kept.web.common.reading.reader import Reader
from kept.web.policydesk.building.papers import build_paper, key_of
from kept.web.policydesk.forms import PaperForm, ProposalsForm
from kept.web.policydesk.reading import EDITORS, policy_or_404


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*EDITORS)
def paper(request: DeskRequest, code: str) -> HttpResponse:
    """Take a paper, show what it may mean, and begin a draft with what was taken."""
    card, reader = policy_or_404(code), Reader(timezone.now())
    if "paper" in request.POST:
        return _accept(request, code, reader)
    form = PaperForm(request.POST or None, request.FILES or None)
    text = ""
    if request.method == "POST" and form.is_valid():
        try:
            text = _text(form)
        except Refused as refused:
            form.add_error("file", str(refused))
    page = build_paper(card, text, reader)
    status = 422 if request.method == "POST" and not text else 200
    context = {"page": page, "form": form, "taken": ProposalsForm(initial={"paper": text})}
    return render(request, "policydesk/paper.html", context, status=status)


def _text(form: PaperForm) -> str:
    file = form.cleaned_data["file"]
    return text_of_paper(file.read()) if file else str(form.cleaned_data["text"])


def _accept(request: DeskRequest, code: str, reader: Reader) -> HttpResponse:
    form = ProposalsForm(request.POST)
    if not form.is_valid():
        return redirect("policydesk:paper", code=code)
    text, taken = form.cleaned_data["paper"], set(form.cleaned_data["take"])
    passages = cut(text)
    accepted: list[Proposal] = [
        proposal
        for passage in passages
        for place, proposal in enumerate(propose(passage))
        if key_of(passage, place) in taken
    ]
    title = {"en": code, "zh-Hans": code}
    made = draft(passages, accepted, policy=code, title=title)
    begun = start_draft(code=code, text=made, by=request.user, at=reader.now)
    return redirect("policydesk:draft", draft=begun.pk)
