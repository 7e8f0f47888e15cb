"""From a paper to a draft: it is cut into clauses, rules are proposed, a person takes some."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from kept.records.policies.papers import pasted_paper, text_of_paper
from kept.records.policies.queries import PolicyCard
from kept.records.policies.second_reader import SecondReader, read_again
from kept.records.policies.services import start_draft
from kept.records.refusal import Refused
from kept.rules.papers import Proposal, cut, draft, let_in
from kept.web.common.access import DeskRequest, for_roles
from kept.web.common.reading.reader import Reader
from kept.web.policydesk.building.papers import ReadAgain, build_paper, proposals_of, sentence_of
from kept.web.policydesk.forms import PaperForm, ProposalsForm
from kept.web.policydesk.reading import EDITORS, policy_or_404


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*EDITORS)
def paper(request: DeskRequest, code: str) -> HttpResponse:
    """Take a paper, show what it may mean, and begin a draft with what was taken."""
    card, reader = policy_or_404(code), Reader(timezone.now())
    if "paper" in request.POST:
        return _chosen(request, card, reader)
    form = PaperForm(request.POST or None, request.FILES or None)
    text = ""
    if request.method == "POST" and form.is_valid():
        try:
            text = _text(form)
        except Refused as refused:
            form.add_error("file" if form.cleaned_data["file"] else "text", str(refused))
    page = build_paper(card, text, reader, may_ask=settings.SECOND_READER is not None)
    status = 422 if request.method == "POST" and not text else 200
    context = {"page": page, "form": form, "taken": ProposalsForm(initial={"paper": text})}
    return render(request, "policydesk/paper.html", context, status=status)


def _text(form: PaperForm) -> str:
    file = form.cleaned_data["file"]
    return text_of_paper(file.read()) if file else pasted_paper(form.cleaned_data["text"])


def _chosen(request: DeskRequest, card: PolicyCard, reader: Reader) -> HttpResponse:
    """Go on with what was ticked: to a draft, or to the same page with a second reader's word."""
    form = ProposalsForm(request.POST)
    if not form.is_valid():
        return redirect("policydesk:paper", code=card.code)
    second = settings.SECOND_READER
    if "ask" in request.POST and second is not None:
        return _ask(request, card, reader, form, second)
    text, taken = form.cleaned_data["paper"], set(form.cleaned_data["take"])
    passages = cut(text)
    more = let_in(passages, form.cleaned_data["second"]).proposals
    accepted: list[Proposal] = [
        proposal
        for passage in passages
        for key, proposal in proposals_of(passage, more)
        if key in taken
    ]
    title = {"en": card.code, "zh-Hans": card.code}
    made = draft(passages, accepted, policy=card.code, title=title)
    try:
        begun = start_draft(code=card.code, text=made, by=request.user, at=reader.now)
    except Refused as refused:
        again = ReadAgain(proposals=more, sentence=str(refused), taken=taken)
        page = build_paper(card, text, reader, again=again)
        context = {"page": page, "form": PaperForm(), "taken": form}
        return render(request, "policydesk/paper.html", context, status=422)
    return redirect("policydesk:draft", draft=begun.pk)


def _ask(
    request: DeskRequest,
    card: PolicyCard,
    reader: Reader,
    form: ProposalsForm,
    second: SecondReader,
) -> HttpResponse:
    """Show the paper again with what the second reader proposes, or why it could not be used."""
    text, taken = form.cleaned_data["paper"], frozenset(form.cleaned_data["take"])
    try:
        reading = read_again(second, cut(text))
    except Refused as refused:
        again, items = ReadAgain(sentence=str(refused), taken=taken), []
    else:
        found, items = reading.let_in, list(reading.let_in.items)
        again = ReadAgain(proposals=found.proposals, sentence=sentence_of(reading), taken=taken)
    page = build_paper(card, text, reader, again=again, may_ask=not items)
    sent = ProposalsForm(initial={"paper": text, "second": items})
    context = {"page": page, "form": PaperForm(), "taken": sent}
    return render(request, "policydesk/paper.html", context)
