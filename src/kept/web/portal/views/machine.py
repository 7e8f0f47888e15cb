"""A machine, by the code on it: open to whoever has the code, and to nobody who guesses."""

from __future__ import annotations

import hashlib
from uuid import uuid4
from zoneinfo import ZoneInfo

from allauth.core.ratelimit import consume
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kept.records.archive.cards import EquipmentCard
from kept.records.archive.models import MilestoneKind
from kept.records.archive.queries import equipment_of_label
from kept.records.cases.asking import LogRequest
from kept.records.cases.queries import Preview, preview, promised
from kept.records.cases.services import WEB_FORM, open_from_outside
from kept.records.files.services import NewFile, attach_file
from kept.records.ledger.actor import Outsider, acting_from
from kept.records.refusal import Refused
from kept.web.common.reading.reader import Reader
from kept.web.portal.building import build_asked, build_machine
from kept.web.portal.forms import RequestForm

SOURCE = "web:portal"
CHANNEL, FAULT = "web", "fault"
LONGEST_CODE = 64


@require_http_methods(["GET", "HEAD", "POST"])
def machine(request: HttpRequest, label: str) -> HttpResponse:
    """Show a machine and what is promised for it; take a request."""
    piece, reader = _piece_or_404(label), Reader(timezone.now())
    try:
        found = preview(request=_request(piece, reader), at=reader.now)
    except Refused as refused:
        return render(request, "portal/closed.html", {"sentence": str(refused)}, status=422)
    with timezone.override(ZoneInfo(found.known.zone)):
        if request.method == "POST" and piece.on(MilestoneKind.RETIRED) is None:
            return _take(request, label, piece, found, reader)
        form = RequestForm(initial={"key": uuid4().hex}, policy=found.policy, reader=reader)
        return _page(request, piece, found, form, reader)


@require_safe
def asked(request: HttpRequest, label: str) -> HttpResponse:
    """Confirm a request to the browser that made it, and to no other."""
    _piece_or_404(label)
    kept = request.session.get(_kept(label))
    if not isinstance(kept, dict):
        raise Http404
    reader = Reader(timezone.now())
    found = promised(kept["case"], at=reader.now)
    with timezone.override(ZoneInfo(found.zone)):
        page = build_asked(found, kept["refused"], reader)
        return render(request, "portal/asked.html", {"page": page, "label": label})


def _piece_or_404(label: str) -> EquipmentCard:
    piece = equipment_of_label(label) if len(label) <= LONGEST_CODE else None
    if piece is None:
        raise Http404
    return piece


def _kept(label: str) -> str:
    return f"asked {label}"


def _request(piece: EquipmentCard, reader: Reader, form: RequestForm | None = None) -> LogRequest:
    """Return the request of a form; without one, of somebody who has said nothing yet."""
    said = form.cleaned_data if form else {}
    return LogRequest(
        customer_id=piece.customer_id,
        equipment_id=piece.pk,
        channel=CHANNEL,
        case_type=FAULT,
        requested_at=reader.now,
        description=said.get("description", ""),
        caller=f"{said['name']}, {said['phone']}" if said else "",
        answers=form.answers() if form else {},
        source=SOURCE,
    )


def _take(
    request: HttpRequest, label: str, piece: EquipmentCard, found: Preview, reader: Reader
) -> HttpResponse:
    form = RequestForm(request.POST, request.FILES, policy=found.policy, reader=reader)
    if not form.is_valid():
        return _page(request, piece, found, form, reader)
    if not consume(request, action="public_request", key=label):
        form.add_error(None, _("That was too often. Please wait an hour, or call us."))
        return _page(request, piece, found, form, reader, status=429)
    try:
        with acting_from(SOURCE):
            _keep(request, label, _request(piece, reader, form), form, reader)
    except Refused as refused:
        form.add_error(None, str(refused))
        return _page(request, piece, found, form, reader)
    return redirect("portal:asked", label=label)


def _keep(
    request: HttpRequest, label: str, asked: LogRequest, form: RequestForm, reader: Reader
) -> None:
    """Open the case, then add the files: one that is not taken keeps no request from coming in."""
    key = hashlib.sha256(f"{label} {form.cleaned_data['key']}".encode()).hexdigest()[:40]
    opened = open_from_outside(request=asked, door=WEB_FORM, now=reader.now, key=key)
    refused = []
    for sent in form.cleaned_data["file"]:
        file = NewFile(name=sent.name or "", content=sent.read(), for_customer=True, source=SOURCE)
        digest = hashlib.sha256(file.name.encode() + file.content).hexdigest()
        who = Outsider(form.cleaned_data["name"])
        try:
            attach_file(case_id=opened.case_id, file=file, by=who, now=reader.now, key=digest[:40])
        except Refused as reason:
            refused.append(str(reason))
    request.session[_kept(label)] = {"case": opened.case_id, "refused": refused}


def _page(
    request: HttpRequest,
    piece: EquipmentCard,
    found: Preview,
    form: RequestForm,
    reader: Reader,
    status: int = 0,
) -> HttpResponse:
    page = build_machine(piece, found, reader)
    status = status or (422 if form.errors else 200)
    return render(request, "portal/machine.html", {"page": page, "form": form}, status=status)
