"""What a customer says against the level of a case or its cause, on the request's private page."""

from __future__ import annotations

from uuid import uuid4
from zoneinfo import ZoneInfo

from allauth.core.ratelimit import consume
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kept.records.cases.queries import Promised, promised
from kept.records.ledger.actor import acting_from
from kept.records.mail.models import WebRequest
from kept.records.mail.services import contest_by_web
from kept.records.mail.web_queries import web_request_of
from kept.records.refusal import Refused
from kept.web.common.reading.reader import Reader
from kept.web.portal.building import build_standing
from kept.web.portal.contest_form import WebContestForm
from kept.web.portal.views.anybody import SOURCE


@require_http_methods(["GET", "HEAD", "POST"])
def contest(request: HttpRequest, receipt: str) -> HttpResponse:
    """Take what whoever has a request's secret says against its level or cause."""
    row, reader = web_request_of(receipt), Reader(timezone.now())
    case = row.confirmed_case if row is not None else None
    if row is None or case is None:
        raise Http404
    found = promised(case.pk, at=reader.now)
    with timezone.override(ZoneInfo(found.zone)):
        if not build_standing(found, reader).may_contest:
            raise Http404
        form = WebContestForm(
            request.POST or None, initial={"key": uuid4().hex}, found=found, reader=reader
        )
        if request.method != "POST" or not form.is_valid():
            return _page(request, receipt, found, form, reader)
        if not consume(request, action="web_request_more", key=str(row.pk)):
            form.add_error(None, _("That was too often. Please wait an hour, or call us."))
            return _page(request, receipt, found, form, reader, status=429)
        if not _written(row, form, reader):
            return _page(request, receipt, found, form, reader)
    return redirect("portal:receipt", receipt=receipt)


def _written(row: WebRequest, form: WebContestForm, reader: Reader) -> bool:
    """Write it down; the form says what was refused."""
    try:
        with acting_from(SOURCE):
            key = form.cleaned_data["key"]
            contest_by_web(first=row, said=form.said(SOURCE), now=reader.now, key=key)
    except Refused as refused:
        form.add_error(None, str(refused))
    return not form.errors


def _page(
    request: HttpRequest,
    receipt: str,
    found: Promised,
    form: WebContestForm,
    reader: Reader,
    status: int = 0,
) -> HttpResponse:
    content = {
        "number": found.number,
        "receipt": receipt,
        "standing": build_standing(found, reader),
        "form": form,
    }
    status = status or (422 if form.errors else 200)
    return render(request, "portal/contest.html", content, status=status)
