"""Signing a version: the device goes from hand to hand, and each press is kept."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kept.records.documents import queries
from kept.records.documents.models import Manner, Party
from kept.records.documents.queries import DocumentCard, VersionLine
from kept.records.documents.services import (
    NotOnPaper,
    Signing,
    seal_version,
    sign_and_seal,
    sign_on_paper,
)
from kept.records.files.services import NewFile
from kept.records.people.models import Person
from kept.records.refusal import Refused
from kept.web.common.access import READERS, RECORDERS, DeskRequest, for_roles
from kept.web.common.forms import refuse_unknown
from kept.web.common.pdfs import pdf_read
from kept.web.common.pressing import new_key, pressed
from kept.web.common.reading.reader import Reader
from kept.web.hotline.building.documents import build_paper, paper_url
from kept.web.hotline.building.fact_pages import case_link
from kept.web.hotline.forms.signing import SignForm
from kept.web.hotline.pages.documents import SignPage
from kept.web.hotline.views.documents import paper_or_404


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*RECORDERS)
def paper_sign(request: DeskRequest, number: str, paper: str, version: int) -> HttpResponse:
    """Show exactly what is signed, and take the signature."""
    reader = Reader(timezone.now())
    card, document = paper_or_404(request, number, paper, reader)
    found = version_or_404(document, version)
    initial = {
        "sha256": found.sha256,
        "key": new_key(),
        "party": _asked(request, found),
        "outcome": "signed",
    }
    form = SignForm(request.POST or None, request.FILES or None, initial=initial, now=reader.now)
    if request.method == "POST" and form.is_valid() and _signed(request, form, found, reader):
        return redirect(paper_url("paper", card, document))
    shown = build_paper(document, card, reader)
    page = SignPage(
        now=reader.now,
        case=case_link(card),
        paper=shown,
        version=next(one for one in shown.versions if one.number == version),
        data=queries.version_data(found.pk),
        form=form,
    )
    status = 422 if form.errors else 200
    return render(request, "hotline/paper_sign.html", {"page": page}, status=status)


def _asked(request: DeskRequest, version: VersionLine) -> str:
    """Return which party is to sign: as the link that led here says, else who has not yet said."""
    asked = request.GET.get("party", "")
    if asked in Party.values:
        return asked
    parties = (Party.CUSTOMER.value, Party.PROVIDER.value)
    told = {line.party for line in version.signatures}
    return next((one for one in parties if one not in told), parties[0])


def version_or_404(document: DocumentCard, number: int) -> VersionLine:
    """Return a version of a document; one that was never issued is not there."""
    found = next((one for one in document.versions if one.number == number), None)
    if found is None:
        raise Http404
    return found


@require_POST
@for_roles(*RECORDERS)
def paper_seal(request: DeskRequest, number: str, paper: str, version: int) -> HttpResponse:
    """Make the final PDF with the outcomes there are."""
    reader = Reader(timezone.now())
    refuse_unknown(request.POST, ())
    card, document = paper_or_404(request, number, paper, reader)
    found = version_or_404(document, version)
    try:
        seal_version(version_id=found.pk, by=request.user, at=reader.now)
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect(paper_url("paper", card, document))


@require_safe
@for_roles(*READERS)
def paper_signed_pdf(request: DeskRequest, number: str, paper: str, version: int) -> HttpResponse:
    """Give the final PDF of a version."""
    _card, document = paper_or_404(request, number, paper, Reader(timezone.now()))
    found = version_or_404(document, version)
    if not found.sealed:
        raise Http404
    return pdf_read(lambda: queries.sealed_pdf(found), f"{document.number}-{version}-signed.pdf")


def _signed(request: DeskRequest, form: SignForm, version: VersionLine, reader: Reader) -> bool:
    said = form.cleaned_data
    signing = Signing(
        version_id=version.pk,
        sha256=said["sha256"],
        party=Party(said["party"]),
        outcome=form.what(),
        manner=form.manner(),
        key=pressed(said["key"], "sign", by=request.user),
        name=said["name"],
        role=said["role"],
        strokes=said["strokes"],
        reason=said["reason"],
        witness=said["witness"],
        address=request.META.get("REMOTE_ADDR") or None,
        device=request.headers.get("User-Agent", ""),
        signed_at=said["when"],
    )
    try:
        _sign(signing, said["scan"], by=request.user, at=reader.now)
    except Refused as refused:
        form.add_error(None, str(refused))
        return False
    messages.success(request, _("It is on record."))
    return True


def _sign(signing: Signing, scan: UploadedFile[Any] | None, *, by: Person, at: datetime) -> None:
    if signing.manner != Manner.SCAN:
        sign_and_seal(signing=signing, by=by, at=at)
        return
    if scan is None:
        raise NotOnPaper
    file = NewFile(name=scan.name or "", content=scan.read(), for_customer=True)
    sign_on_paper(signing=signing, scan=file, by=by, at=at)
