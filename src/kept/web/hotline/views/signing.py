"""Signing a version: the device goes from hand to hand, and each press is kept."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kept.records.documents import queries
from kept.records.documents.models import Outcome, Party
from kept.records.documents.queries import VersionLine
from kept.records.documents.services import Signing, sign_document
from kept.records.refusal import Refused
from kept.web.common.access import RECORDERS, DeskRequest, for_roles
from kept.web.common.reading.reader import Reader
from kept.web.hotline.building.case import new_key
from kept.web.hotline.building.documents import build_paper, paper_url
from kept.web.hotline.building.fact_pages import case_link
from kept.web.hotline.forms.signing import SignForm
from kept.web.hotline.pages.documents import SignPage
from kept.web.hotline.recording import key_of
from kept.web.hotline.views.documents import paper_or_404


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*RECORDERS)
def paper_sign(request: DeskRequest, number: str, paper: str, version: int) -> HttpResponse:
    """Show exactly what is signed, and take the signature."""
    reader = Reader(timezone.now())
    card, document = paper_or_404(request, number, paper, reader)
    found = next((one for one in document.versions if one.number == version), None)
    if found is None:
        raise Http404
    initial = {"sha256": found.sha256, "key": new_key(), "party": "customer", "outcome": "signed"}
    form = SignForm(request.POST or None, initial=initial)
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


def _signed(request: DeskRequest, form: SignForm, version: VersionLine, reader: Reader) -> bool:
    said = form.cleaned_data
    signing = Signing(
        version_id=version.pk,
        sha256=said["sha256"],
        party=Party(said["party"]),
        outcome=Outcome(said["outcome"]),
        key=key_of(said["key"], "sign", by=request.user),
        name=said["name"],
        role=said["role"],
        strokes=said["strokes"],
        reason=said["reason"],
        witness=said["witness"],
        address=request.META.get("REMOTE_ADDR") or None,
    )
    try:
        sign_document(signing=signing, by=request.user, at=reader.now)
    except Refused as refused:
        form.add_error(None, str(refused))
        return False
    messages.success(request, _("It is on record."))
    return True
