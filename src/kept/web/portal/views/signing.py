"""Signing a document by a link: open to whoever has it; to sign takes the code as well."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from kept.records.documents import queries
from kept.records.documents.links import READABLE, LinkState
from kept.records.documents.models import Outcome, Party
from kept.records.documents.queries import LinkPage, VersionLine
from kept.records.documents.services import Signing, sign_by_link
from kept.records.ledger.actor import acting_from
from kept.records.refusal import Refused
from kept.web.common.by_link import (
    LONGEST_SECRET,
    is_ours,
    key_of,
    speaking,
    told_in_language,
)
from kept.web.common.pdfs import pdf_read
from kept.web.common.reading.reader import Reader
from kept.web.portal.building import build_ended, build_signing
from kept.web.portal.signing_form import SignByLinkForm
from kept.web.portal.views.machine import SOURCE


@require_http_methods(["GET", "HEAD", "POST"])
def sign(request: HttpRequest, secret: str) -> HttpResponse:
    """Show exactly what is to be signed, and take what the customer says."""
    found, reader = _link_or_404(secret), Reader(timezone.now())
    with speaking(request, found.language), timezone.override(ZoneInfo(found.zone)):
        if found.state not in READABLE:
            return told_in_language(_ended(request, found))
        if request.method == "POST":
            return told_in_language(_take(request, secret, found, reader))
        return told_in_language(_page(request, secret, found, reader, _blank(found)))


@require_safe
def sign_pdf(request: HttpRequest, secret: str) -> HttpResponse:
    """Give the bytes that are signed."""
    found = _link_or_404(secret)
    return _pdf(found, found.version.sha256, queries.version_pdf, "")


@require_safe
def signed_pdf(request: HttpRequest, secret: str) -> HttpResponse:
    """Give the final PDF with the signature page, once there is one."""
    found = _link_or_404(secret)
    return _pdf(found, found.version.sealed, queries.sealed_pdf, "-signed")


def _link_or_404(secret: str) -> LinkPage:
    is_long = len(secret) > LONGEST_SECRET
    found = None if is_long else queries.link_page(secret, at=timezone.now())
    if found is None:
        raise Http404
    return found


def _pdf(
    found: LinkPage, sha256: str, read: Callable[[VersionLine], bytes], mark: str
) -> HttpResponse:
    if found.state not in READABLE or not sha256:
        raise Http404
    name = f"{found.number}-{found.version.number}{mark}.pdf"
    return pdf_read(lambda: read(found.version), name)


def _blank(found: LinkPage) -> SignByLinkForm:
    initial = {
        "sha256": found.version.sha256,
        "key": uuid4().hex,
        "name": found.name,
        "outcome": Outcome.SIGNED.value,
    }
    return SignByLinkForm(initial=initial)


def _take(request: HttpRequest, secret: str, found: LinkPage, reader: Reader) -> HttpResponse:
    form = SignByLinkForm(request.POST)
    is_whole = form.is_valid()  # what nobody asked for is refused before anything else
    if is_ours(request):
        return _page(request, secret, found, reader, _blank(found), status=403)
    if is_whole and _signed(request, secret, form, reader):
        return redirect("portal:sign", secret=secret)
    again = _link_or_404(secret)
    if again.state not in READABLE:  # it was the last wrong code
        return _ended(request, again)
    return _page(request, secret, again, reader, form)


def _signed(request: HttpRequest, secret: str, form: SignByLinkForm, reader: Reader) -> bool:
    said = form.cleaned_data
    signing = Signing(
        version_id=0,  # the link says which
        sha256=said["sha256"],
        party=Party.CUSTOMER,
        outcome=form.what(),
        manner=form.manner(),
        key=key_of(secret, said["key"]),
        name=said["name"],
        role=said["role"],
        strokes=said["strokes"],
        reason=said["reason"],
        address=request.META.get("REMOTE_ADDR") or None,
        device=request.headers.get("User-Agent", ""),
    )
    try:
        with acting_from(SOURCE):
            sign_by_link(secret=secret, code=said["code"], signing=signing, at=reader.now)
    except Refused as refused:
        form.add_error(None, str(refused))
        return False
    return True


def _page(
    request: HttpRequest,
    secret: str,
    found: LinkPage,
    reader: Reader,
    form: SignByLinkForm,
    status: int = 0,
) -> HttpResponse:
    can_sign = found.state is LinkState.OPEN and not is_ours(request)
    page = build_signing(secret, found, reader, is_ours=is_ours(request))
    shown = form if can_sign else None
    status = status or (422 if form.errors else 200)
    return render(request, "portal/sign.html", {"page": page, "form": shown}, status=status)


def _ended(request: HttpRequest, found: LinkPage) -> HttpResponse:
    return render(
        request, "portal/sign_ended.html", {"sentence": build_ended(found.state)}, status=410
    )
