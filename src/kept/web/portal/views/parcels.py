"""A parcel, by the code on its label: open to whoever has it in their hands."""

from __future__ import annotations

from allauth.core.ratelimit import consume
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kept.records.ledger.actor import acting_from
from kept.records.refusal import Refused
from kept.records.transit.queries import ParcelView, parcel_view
from kept.records.transit.services import take_scan
from kept.web.common.by_link import is_ours
from kept.web.common.limits import may_look
from kept.web.common.reading.reader import Reader
from kept.web.portal.goods_building import build_parcel
from kept.web.portal.goods_forms import ScanForm
from kept.web.portal.goods_pages import ParcelPage

SOURCE = "web:parcel"


@require_http_methods(["GET", "HEAD", "POST"])
def parcel(request: HttpRequest, parcel: str) -> HttpResponse:
    """Show a parcel to whoever scans its code; take that they picked it up or received it."""
    reader = Reader(timezone.now())
    found = parcel_view(parcel, at=reader.now)
    if found is None:
        if not may_look(request, action="unknown_code"):
            return HttpResponse(_often(), status=429, content_type="text/plain; charset=utf-8")
        raise Http404
    page = build_parcel(found, is_ours=is_ours(request))
    if request.method != "POST":
        initial = {"deed": page.choices[0][0] if len(page.choices) == 1 else ""}
        return _show(request, page, ScanForm(initial=initial, choices=page.choices))
    form = ScanForm(request.POST, choices=page.choices)
    is_whole = form.is_valid()  # what nobody asked for is refused before anything else
    if page.is_ours:
        return _show(request, page, form, status=403)
    if is_whole and not consume(request, action="scan", key=str(found.pk)):
        form.add_error(None, _often())
        return _show(request, page, form, status=429)
    if is_whole and _taken(request, found, form, reader):
        return redirect("portal:parcel", parcel=parcel)
    return _show(request, page, form)


def _taken(request: HttpRequest, found: ParcelView, form: ScanForm, reader: Reader) -> bool:
    """Write it down; the form says what was refused."""
    said = form.said(now=reader.now, address=request.META.get("REMOTE_ADDR") or None)
    try:
        with acting_from(SOURCE):
            take_scan(parcel_id=found.pk, said=said, now=reader.now)
    except Refused as refused:
        form.add_error(None, str(refused))
    return not form.errors


def _often() -> str:
    return _("That was too often. Please wait a while, or call us.")


def _show(request: HttpRequest, page: ParcelPage, form: ScanForm, status: int = 0) -> HttpResponse:
    status = status or (422 if form.errors else 200)
    return render(request, "portal/parcel.html", {"page": page, "form": form}, status=status)
