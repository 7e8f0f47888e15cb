"""The form for everyone, and the private page of whoever sent it."""

from __future__ import annotations

from uuid import uuid4
from zoneinfo import ZoneInfo

from allauth.core.ratelimit import consume
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kept.records.cases.queries import Preview, Promised, preview_for_anyone, promised
from kept.records.ledger.actor import acting_from
from kept.records.mail.models import WebRequest
from kept.records.mail.services import WebTaken, add_to_web_request, take_web_request
from kept.records.mail.web_queries import WebReceipt, web_receipt, web_request_of
from kept.records.refusal import Refused
from kept.web.common.reading.reader import Reader
from kept.web.portal.building import build_receipt
from kept.web.portal.forms import AnybodyForm, MoreForm

SOURCE = "web:request"
CHANNEL, FAULT = "web", "fault"
MOST_WORDS = 2000
BOTH = ["GET", "HEAD", "POST"]


@require_http_methods(BOTH)
def ask(request: HttpRequest) -> HttpResponse:
    """Take a request of somebody whom we may not know, about any machine."""
    if request.method != "POST":
        tried = request.GET.get("tried", "")[:MOST_WORDS].replace("\x00", "")
        initial = {"key": uuid4().hex, "description": tried}
        return _form(request, AnybodyForm(initial=initial))
    form = AnybodyForm(request.POST, request.FILES)
    if not form.is_valid():
        return _form(request, form)
    if not consume(request, action="web_request", key="everybody"):
        form.add_error(None, _too_often())
        return _form(request, form, status=429)
    taken = _take(form)
    if taken is None:
        return _form(request, form)
    return redirect("portal:receipt", receipt=taken.secret)


@require_http_methods(BOTH)
def receipt(request: HttpRequest, receipt: str) -> HttpResponse:
    """Show what became of a request to whoever has its secret; take what they add."""
    row = web_request_of(receipt)
    if row is None:
        raise Http404
    if request.method != "POST":
        return _receipt(request, receipt, row, MoreForm(initial={"key": uuid4().hex}))
    form = MoreForm(request.POST, request.FILES)
    if not form.is_valid():
        return _receipt(request, receipt, row, form)
    if not consume(request, action="web_request_more", key=str(row.pk)):
        form.add_error(None, _too_often())
        return _receipt(request, receipt, row, form, status=429)
    try:
        with acting_from(SOURCE):
            add_to_web_request(first=row, asked=form.asked(row), now=timezone.now())
    except Refused as refused:
        form.add_error("file", str(refused))
        return _receipt(request, receipt, row, form)
    return redirect("portal:receipt", receipt=receipt)


def _take(form: AnybodyForm) -> WebTaken | None:
    """Keep a request; None if it was refused, which the form says then."""
    try:
        with acting_from(SOURCE):
            return take_web_request(asked=form.asked(), now=timezone.now())
    except Refused as refused:
        form.add_error("file", str(refused))
        return None


def _too_often() -> str:
    return _(
        "Very many requests arrive just now. Nothing is lost: please send it again in a while."
    )


def _form(request: HttpRequest, form: AnybodyForm, status: int = 0) -> HttpResponse:
    status = status or (422 if form.errors else 200)
    return render(request, "portal/ask.html", {"form": form}, status=status)


def _receipt(
    request: HttpRequest, secret: str, row: WebRequest, form: MoreForm, status: int = 0
) -> HttpResponse:
    reader, told = Reader(timezone.now()), web_receipt(row)
    found = _promised(told, reader)
    address = settings.SITE_URL + reverse("portal:receipt", args=[secret])
    zone = (found.zone if isinstance(found, Promised) else found.known.zone) if found else "UTC"
    with timezone.override(ZoneInfo(zone)):
        page = build_receipt(told, secret, address, reader, found)
        status = status or (422 if form.errors else 200)
        return render(request, "portal/receipt.html", {"page": page, "form": form}, status=status)


def _promised(told: WebReceipt, reader: Reader) -> Promised | Preview | None:
    """Return what is promised for its case; before there is one, what is promised to everyone."""
    if told.case_id is not None:
        return promised(told.case_id, at=reader.now)
    if told.is_set_aside:
        return None
    try:
        return preview_for_anyone(channel=CHANNEL, case_type=FAULT, at=told.received_at)
    except Refused:
        return None
