"""The documents of a case: begin one, write it, look at it, issue it, take it along."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kept.records.cases.queries import CaseCard
from kept.records.documents import queries, services
from kept.records.documents.asking import duty_rule, fields_of, likely_kind
from kept.records.documents.kinds import DocumentKind
from kept.records.documents.queries import DocumentCard
from kept.records.refusal import Refused
from kept.web.common.access import READERS, RECORDERS, DeskRequest, deny, for_roles, may
from kept.web.common.forms import refuse_unknown
from kept.web.common.pdfs import pdf_read, pdf_response
from kept.web.common.pressing import new_key, pressed
from kept.web.common.reading.reader import Reader
from kept.web.hotline.building.documents import (
    build_paper,
    build_wanted,
    paper_url,
    papers_link,
    provider_of,
)
from kept.web.hotline.building.fact_pages import case_link
from kept.web.hotline.forms.documents import BeginForm, DraftForm, IssueForm
from kept.web.hotline.pages.documents import PaperPage, PapersPage, PreviewPage
from kept.web.hotline.views.case import card_or_404

BOTH = ["GET", "HEAD", "POST"]


def paper_or_404(
    request: DeskRequest, number: str, paper: str, reader: Reader
) -> tuple[CaseCard, DocumentCard]:
    """Return a document with its case; what is not this case's is not there."""
    card = card_or_404(request, number, reader)
    document = queries.document_of(card.pk, paper)
    if document is None:
        raise Http404
    return card, document


@require_safe
@for_roles(*READERS)
def papers(request: DeskRequest, number: str) -> HttpResponse:
    """Show the documents of a case and what the policy demands."""
    reader = Reader(timezone.now())
    card = card_or_404(request, number, reader)
    duty = request.GET.get("duty", "")[:80]
    kind = likely_kind(duty_rule(card.policy, duty))
    form = BeginForm(initial={"kind": kind, "language": card.language, "beside_it": ""})
    return _papers(request, card, reader, form, duty)


def _papers(
    request: DeskRequest, card: CaseCard, reader: Reader, form: BeginForm, duty: str
) -> HttpResponse:
    is_writer = may(request.user, *RECORDERS)
    page = PapersPage(
        now=reader.now,
        case=case_link(card),
        papers=[build_paper(one, card, reader) for one in queries.documents_of(card.pk)],
        wanted=build_wanted(card, reader, may_begin=is_writer),
        form=form if is_writer else None,
        duty=duty if duty_rule(card.policy, duty) else "",
    )
    status = 422 if form.errors else 200
    return render(request, "hotline/papers.html", {"page": page}, status=status)


@require_POST
@for_roles(*RECORDERS)
def paper_begin(request: DeskRequest, number: str) -> HttpResponse:
    """Begin a document."""
    reader = Reader(timezone.now())
    card = card_or_404(request, number, reader)
    form = BeginForm(request.POST)
    duty = request.POST.get("duty", "")[:80]
    if form.is_valid():
        try:
            made = services.begin_document(
                case_id=card.pk,
                kind=DocumentKind(form.cleaned_data["kind"]),
                languages=form.chosen(),
                duty=duty if duty_rule(card.policy, duty) else "",
                by=request.user,
                at=reader.now,
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("hotline:paper", number=number, paper=made.number)
    return _papers(request, card, reader, form, duty)


@require_http_methods(BOTH)
@for_roles(*READERS)
def paper(request: DeskRequest, number: str, paper: str) -> HttpResponse:
    """Show a document and go on writing it."""
    reader = Reader(timezone.now())
    card, document = paper_or_404(request, number, paper, reader)
    fields = fields_of(document.kind, card.policy, duty_rule(card.policy, document.duty))
    initial = DraftForm.values(document)
    form = DraftForm(request.POST or None, initial=initial, document=document, fields=fields)
    if request.method == "POST":
        if not may(request.user, *RECORDERS):
            deny(request, request.user)
        if form.is_valid() and _kept(request, document, form, reader):
            to = "paper_preview" if request.POST.get("do") == "preview" else "paper"
            return redirect(paper_url(to, card, document))
    return _paper(request, card, document, form, reader)


def _kept(request: DeskRequest, document: DocumentCard, form: DraftForm, reader: Reader) -> bool:
    try:
        services.write_draft(
            document_id=document.pk,
            texts=form.texts(),
            edition=form.cleaned_data["edition"],
            by=request.user,
            at=reader.now,
        )
    except Refused as refused:
        form.add_error(None, str(refused))
        return False
    messages.success(request, _("The draft is kept."))
    return True


def _paper(
    request: DeskRequest, card: CaseCard, document: DocumentCard, form: DraftForm, reader: Reader
) -> HttpResponse:
    is_writer = may(request.user, *RECORDERS)
    page = PaperPage(
        now=reader.now,
        case=case_link(card),
        papers=papers_link(card, _("Documents")),
        paper=build_paper(document, card, reader),
        form=form if is_writer else None,
        draft_key=f"{document.number} {document.edition}",
        drop_url=paper_url("paper_drop", card, document)
        if is_writer and not document.versions
        else "",
    )
    status = 422 if form.errors else 200
    return render(request, "hotline/paper.html", {"page": page}, status=status)


@require_safe
@for_roles(*READERS)
def paper_preview(request: DeskRequest, number: str, paper: str) -> HttpResponse:
    """Show a document as it would be issued now."""
    reader = Reader(timezone.now())
    card, document = paper_or_404(request, number, paper, reader)
    return _preview(request, card, document, reader)


def _preview(
    request: DeskRequest, card: CaseCard, document: DocumentCard, reader: Reader, problem: str = ""
) -> HttpResponse:
    data = None
    try:
        _document, _card, data = services.preview_data(
            document_id=document.pk, provider=provider_of(card), by=request.user, at=reader.now
        )
    except Refused as refused:
        problem = problem or str(refused)
    is_writer = may(request.user, *RECORDERS)
    page = PreviewPage(
        now=reader.now,
        case=case_link(card),
        paper=build_paper(document, card, reader),
        data=data,
        problem=problem,
        pdf_url=paper_url("paper_preview_pdf", card, document) if data else "",
        issue_url=paper_url("paper_issue", card, document) if data and is_writer else "",
        form=_issue_form(card, document),
    )
    status = 422 if problem else 200
    return render(request, "hotline/paper_preview.html", {"page": page}, status=status)


def _issue_form(card: CaseCard, document: DocumentCard, sent: Any = None) -> IssueForm:
    """Return the form to issue; who asked gets it by mail unless somebody chooses otherwise."""
    known = queries.who_can_be_told(card.pk)
    asked = card.contact.pk if card.contact else None
    first = next((one.contact_id for one in known if one.contact_id == asked), "")
    initial = {"edition": document.edition, "key": new_key(), "send_to": str(first)}
    return IssueForm(sent, initial=initial, known=known)


@require_safe
@for_roles(*READERS)
def paper_preview_pdf(request: DeskRequest, number: str, paper: str) -> HttpResponse:
    """Give the PDF that would be issued now; nothing is kept of it."""
    reader = Reader(timezone.now())
    card, document = paper_or_404(request, number, paper, reader)
    try:
        found = services.propose(
            document_id=document.pk, provider=provider_of(card), by=request.user, at=reader.now
        )
    except Refused as refused:
        return _preview(request, card, document, reader, str(refused))
    return pdf_response(found.pdf, f"{document.number}-preview.pdf")


@require_POST
@for_roles(*RECORDERS)
def paper_issue(request: DeskRequest, number: str, paper: str) -> HttpResponse:
    """Issue a document."""
    reader = Reader(timezone.now())
    card, document = paper_or_404(request, number, paper, reader)
    form = _issue_form(card, document, request.POST)
    if not form.is_valid():
        return _preview(request, card, document, reader, _("Please look at it once more."))
    issue = services.Issue(
        document_id=document.pk,
        edition=form.cleaned_data["edition"],
        provider=provider_of(card),
        key=pressed(form.cleaned_data["key"], "issue", by=request.user),
        send_to=form.cleaned_data["send_to"],
    )
    try:
        services.issue_document(issue=issue, by=request.user, at=reader.now)
    except Refused as refused:
        return _preview(request, card, document, reader, str(refused))
    messages.success(request, _("The document is issued."))
    return redirect(paper_url("paper", card, document))


@require_POST
@for_roles(*RECORDERS)
def paper_drop(request: DeskRequest, number: str, paper: str) -> HttpResponse:
    """Give a draft up."""
    reader = Reader(timezone.now())
    refuse_unknown(request.POST, ())
    card, document = paper_or_404(request, number, paper, reader)
    try:
        services.drop_document(document_id=document.pk, by=request.user, at=reader.now)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect(paper_url("paper", card, document))
    messages.success(request, _("The draft is dropped."))
    return redirect("hotline:papers", number=number)


@require_safe
@for_roles(*READERS)
def paper_pdf(request: DeskRequest, number: str, paper: str, version: int) -> HttpResponse:
    """Give the bytes of a version as they were issued."""
    reader = Reader(timezone.now())
    _card, document = paper_or_404(request, number, paper, reader)
    found = next((one for one in document.versions if one.number == version), None)
    if found is None:
        raise Http404
    return pdf_read(lambda: queries.version_pdf(found), f"{document.number}-{version}.pdf")
