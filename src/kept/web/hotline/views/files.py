"""The files of a case: adding them, having them, taking them back."""

from __future__ import annotations

import hashlib
from typing import Any

from allauth.core.ratelimit import consume
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kept.records.cases.queries import CaseCard
from kept.records.files.limits import check_size
from kept.records.files.queries import Form as FileForm
from kept.records.files.queries import attachment_served
from kept.records.files.services import NewFile, attach_file, withdraw_attachment
from kept.records.refusal import Refused
from kept.web.common.access import DESK, READERS, RECORDERS, DeskRequest, for_roles
from kept.web.common.pressing import pressed
from kept.web.common.reading.reader import Reader
from kept.web.common.serving import serve
from kept.web.hotline import pages
from kept.web.hotline.building.fact_pages import case_link
from kept.web.hotline.building.files import build_files
from kept.web.hotline.forms.files import FilesForm, WithdrawFileForm
from kept.web.hotline.recording import SOURCE
from kept.web.hotline.views.case import card_or_404

BOTH = ["GET", "HEAD", "POST"]
LARGEST = 2**63 - 1
PLAIN = "text/plain; charset=utf-8"


@require_http_methods(BOTH)
@for_roles(*RECORDERS)
def files(request: DeskRequest, number: str) -> HttpResponse:
    """Add files to a case; a script sends each by itself and is answered in plain words."""
    reader = Reader(timezone.now())
    card = card_or_404(request, number, reader)
    if request.method != "POST":
        return _page(request, card, None, [])
    form = FilesForm(request.POST, request.FILES)
    problems: list[str] = []
    if not consume(request, action="upload"):
        problems = [_("Too many files in a short time. Please wait a minute.")]
    elif form.is_valid():
        problems = _add(request, card, form, reader)
        if not problems:
            return _added(request, number)
    if _wants_words(request):
        told = problems or [str(error) for errors in form.errors.values() for error in errors]
        return HttpResponse(" ".join(told), status=422, content_type=PLAIN)
    return _page(request, card, form, problems)


def _wants_words(request: DeskRequest) -> bool:
    return request.headers.get("Accept", "") == "text/plain"


def _added(request: DeskRequest, number: str) -> HttpResponse:
    if _wants_words(request):
        return HttpResponse(status=204)
    response = redirect("hotline:case", number=number)
    response["Location"] += "#files"
    return response


def _add(request: DeskRequest, card: CaseCard, form: FilesForm, reader: Reader) -> list[str]:
    """Add what can be added; return why the others cannot."""
    problems = []
    for sent in form.cleaned_data["file"]:
        try:
            _add_one(request, card, form, reader, sent)
        except Refused as refused:
            problems.append(str(refused))
    return problems


def _add_one(
    request: DeskRequest, card: CaseCard, form: FilesForm, reader: Reader, sent: Any
) -> None:
    said = form.cleaned_data
    check_size(sent.name or "", sent.size or 0)
    file = NewFile(
        name=sent.name or "",
        content=sent.read(),
        note=said["note"],
        for_customer=said["for_customer"],
        source=SOURCE,
    )
    about = f"file {file.name} {hashlib.sha256(file.content).hexdigest()}"
    key = pressed(said["key"], about, by=request.user)
    attach_file(case_id=card.pk, file=file, by=request.user, now=reader.now, key=key)


def _page(
    request: DeskRequest, card: CaseCard, form: FilesForm | None, problems: list[str]
) -> HttpResponse:
    box = build_files(card, viewer=request.user, form=form)
    page = pages.FilesPage(case=case_link(card), files=box, refused=problems)
    return render(request, "hotline/files.html", {"page": page}, status=422 if form else 200)


@require_safe
@for_roles(*READERS)
def file(request: DeskRequest, number: str, file: int) -> HttpResponse:
    """Hand over a file as it came, to be kept on the reader's own disk."""
    return _served(request, number, file, FileForm.ORIGINAL)


@require_safe
@for_roles(*READERS)
def file_picture(request: DeskRequest, number: str, file: int) -> HttpResponse:
    """Show what was drawn of a photo."""
    return _served(request, number, file, FileForm.PICTURE)


@require_safe
@for_roles(*READERS)
def file_small(request: DeskRequest, number: str, file: int) -> HttpResponse:
    """Show what was drawn of a photo, small."""
    return _served(request, number, file, FileForm.SMALL)


def _served(request: DeskRequest, number: str, file: int, form: FileForm) -> HttpResponse:
    found = None
    if file <= LARGEST:
        found = attachment_served(number, file, viewer=request.user, form=form)
    if found is None:
        raise Http404
    return serve(request, found, shown=form is not FileForm.ORIGINAL)


@require_http_methods(BOTH)
@for_roles(*DESK)
def file_withdraw(request: DeskRequest, number: str, file: int) -> HttpResponse:
    """Take a file back, for a reason."""
    reader = Reader(timezone.now())
    card = card_or_404(request, number, reader)
    lines = build_files(card, viewer=request.user).lines
    line = next((one for one in lines if one.pk == file), None)
    if line is None or (line.withdrawn and request.method != "POST"):
        raise Http404
    form = WithdrawFileForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            withdraw_attachment(
                case_id=card.pk,
                attachment_id=file,
                reason=form.cleaned_data["reason"],
                by=request.user,
                now=reader.now,
            )
        except Refused as refused:
            form.add_error("reason", str(refused))
        else:
            return _added(request, number)
    page = pages.FactPage(
        now=reader.now,
        case=case_link(card),
        title=_("Withdraw a file"),
        heading=_("Withdraw “{name}”").format(name=line.name),
        form=form,
        button=_("Withdraw"),
    )
    status = 422 if form.errors else 200
    return render(request, "hotline/decision.html", {"page": page}, status=status)
