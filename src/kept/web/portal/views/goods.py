"""Asking to send something back, and the page by which its customer follows it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from zoneinfo import ZoneInfo

from allauth.core.ratelimit import consume
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kept.records.archive.cards import EquipmentCard
from kept.records.archive.models import MilestoneKind
from kept.records.archive.queries import equipment_of_label
from kept.records.cases.asking import LogRequest
from kept.records.cases.queries import preview, preview_for_anyone
from kept.records.ledger.actor import acting_from
from kept.records.mail.services import take_web_request, through
from kept.records.mail.web_queries import web_request_of
from kept.records.refusal import Refused
from kept.records.returns.queries.about import RETURNED, rules_that_wait
from kept.records.returns.services import NewLine, NewRma
from kept.records.transit import queries
from kept.records.transit.foreseeing import foreseen_of_case, foreseen_of_preview
from kept.records.transit.labels import print_return_label
from kept.records.transit.models import Way
from kept.records.transit.services import (
    Reply,
    ReturnAsked,
    ask_from_outside,
    open_and_ask,
)
from kept.web.common.by_link import key_of
from kept.web.common.labels import give_label, parcel_url
from kept.web.common.limits import may_look
from kept.web.common.pressing import new_key
from kept.web.common.reading.reader import Reader
from kept.web.portal import goods_pages as pages
from kept.web.portal.forms import TrapForm
from kept.web.portal.goods_building import build_foresight, build_goods
from kept.web.portal.goods_forms import AnybodyGoodsForm, GoodsForm, MachineGoodsForm

SOURCE = "web:return"
CHANNEL, FAULT = "web", "fault"
LONGEST_CODE = 64
BOTH = ["GET", "HEAD", "POST"]


@require_http_methods(BOTH)
def of_machine(request: HttpRequest, label: str) -> HttpResponse:
    """Ask to send a machine back, by whoever has its code."""
    piece, reader = _piece_or_404(label), Reader(timezone.now())
    try:
        found = foreseen_of_preview(preview(request=_request(piece, reader, ""), at=reader.now))
    except Refused as refused:
        return render(request, "portal/closed.html", {"sentence": str(refused)}, status=422)
    with timezone.override(ZoneInfo(found.zone)):
        what = f"{piece.product.brand} {piece.product.code}"
        initial = {"key": new_key(), "what": what, "serial": piece.serial_number, "pieces": 1}
        form = MachineGoodsForm(request.POST or None, initial=initial)
        page = pages.SendBackPage(
            about=f"{what}, {piece.serial_number}",
            foresight=build_foresight(found, reader),
            back_url=reverse("portal:machine", args=[label]),
        )
        if request.method != "POST" or not form.is_valid():
            return _form(request, page, form)
        if not consume(request, action="public_request", key=label):
            return _too_often(request, page, form)
        said = form.cleaned_data
        is_whole = said["serial"].casefold() == piece.serial_number.casefold()
        asks = partial(
            open_and_ask,
            request=_request(piece, reader, said["why"], f"{said['name']}, {said['phone']}"),
            line=_line(form, piece.pk if is_whole else None),
            reply=Reply(name=said["name"], address=said["email"], language=_language()),
            freight_told=found.tells_freight,
            now=reader.now,
            key=key_of(label, said["key"]),
        )
        secret = _opens(asks, form)
        return redirect("portal:goods", goods=secret) if secret else _form(request, page, form)


@require_http_methods(BOTH)
def of_anything(request: HttpRequest) -> HttpResponse:
    """Ask to send something back, by somebody whom we may not know."""
    reader = Reader(timezone.now())
    form = AnybodyGoodsForm(
        request.POST or None,
        request.FILES or None,
        initial={"key": new_key(), "pieces": 1},
    )
    page = pages.SendBackPage(
        about="", foresight=_for_anyone(reader), back_url=reverse("portal:ask")
    )
    if request.method != "POST" or not form.is_valid():
        return _form(request, page, form)
    if not consume(request, action="web_request", key="everybody"):
        return _too_often(request, page, form)
    try:
        with acting_from(SOURCE):
            taken = take_web_request(asked=form.asked(), now=reader.now)
    except Refused as refused:
        form.add_error("file", str(refused))
        return _form(request, page, form)
    return redirect("portal:receipt", receipt=taken.secret)


@require_http_methods(BOTH)
def of_request(request: HttpRequest, receipt: str) -> HttpResponse:
    """Ask to send something back in the case that a request became."""
    row, reader = web_request_of(receipt), Reader(timezone.now())
    case = row.confirmed_case if row is not None else None
    if row is None or case is None or case.state == "closed":
        raise Http404
    found = foreseen_of_case(case.pk, at=reader.now)
    with timezone.override(ZoneInfo(found.zone)):
        form = GoodsForm(request.POST or None, initial={"key": new_key(), "pieces": 1})
        page = pages.SendBackPage(
            about=str(case.number),
            foresight=build_foresight(found, reader),
            back_url=reverse("portal:receipt", args=[receipt]),
        )
        if request.method != "POST" or not form.is_valid():
            return _form(request, page, form)
        if not consume(request, action="web_request_more", key=str(row.pk)):
            return _too_often(request, page, form)
        reply = Reply(
            name=row.letter.sender_name, address=row.letter.sender, language=_language(),
            through=through(row),
        )  # fmt: skip
        said = form.cleaned_data
        asks = partial(
            ask_from_outside,
            asked=NewRma(case_id=case.pk, lines=(_line(form),), text=said["why"], source=SOURCE),
            reply=reply,
            freight_told=found.tells_freight,
            now=reader.now,
            key=key_of(f"request {row.pk}", said["key"]),
        )
        secret = _opens(asks, form)
        return redirect("portal:goods", goods=secret) if secret else _form(request, page, form)


@require_safe
def goods(request: HttpRequest, goods: str) -> HttpResponse:
    """Show a return to whoever has the address of its page."""
    found, reader = _goods_or_404(goods), Reader(timezone.now())
    foreseen = foreseen_of_case(found.case_id, at=reader.now)
    wanted = rules_that_wait(foreseen.policy, RETURNED)
    told = queries.clocks_of_case(found.case_id, wanted, at=reader.now)
    with timezone.override(ZoneInfo(foreseen.zone)):
        page = build_goods(found, foreseen, told, goods, reader)
        return render(request, "portal/goods.html", {"page": page})


@require_safe
def goods_label(request: HttpRequest, goods: str, size: str) -> HttpResponse:
    """Give the label of what is sent to us, once it is approved."""
    found, at = _goods_or_404(goods), timezone.now()
    if not found.standing.is_approved:
        raise Http404
    if not may_look(request, action="label", key=str(found.rma_id)):
        return HttpResponse(_often(), status=429, content_type="text/plain; charset=utf-8")
    return give_label(
        size,
        found.number,
        printed=lambda paper: print_return_label(
            rma_id=found.rma_id, way=Way.IN, paper=paper, url=parcel_url, at=at
        ),
    )


def _piece_or_404(label: str) -> EquipmentCard:
    piece = equipment_of_label(label) if len(label) <= LONGEST_CODE else None
    if piece is None or piece.on(MilestoneKind.RETIRED) is not None:
        raise Http404
    return piece


def _goods_or_404(secret: str) -> queries.ReturnView:
    found = queries.return_view(secret)
    if found is None:
        raise Http404
    return found


def _request(
    piece: EquipmentCard, reader: Reader, description: str, caller: str = ""
) -> LogRequest:
    return LogRequest(
        customer_id=piece.customer_id,
        equipment_id=piece.pk,
        channel=CHANNEL,
        case_type=FAULT,
        requested_at=reader.now,
        description=description,
        caller=caller,
        source=SOURCE,
    )


def _line(form: GoodsForm, equipment_id: int | None = None) -> NewLine:
    said = form.cleaned_data
    return NewLine(
        name=said["what"],
        serial_number=said["serial"],
        quantity=said["pieces"],
        equipment_id=equipment_id,
    )


def _opens(ask: Callable[[], ReturnAsked], form: GoodsForm) -> str:
    """Ask for a return; return what its page opens by. Empty if refused, which the form says."""
    try:
        with acting_from(SOURCE):
            return ask().secret
    except Refused as refused:
        form.add_error(None, str(refused))
        return ""


def _for_anyone(reader: Reader) -> pages.Foresight | None:
    """Return what holds for whoever asks; None where the company promises nothing to strangers."""
    try:
        found = preview_for_anyone(channel=CHANNEL, case_type=FAULT, at=reader.now)
    except Refused:
        return None
    return build_foresight(foreseen_of_preview(found), reader, is_general=True)


def _language() -> str:
    return get_language() or "en"


def _often() -> str:
    return _("That was too often. Please wait an hour, or call us.")


def _too_often(request: HttpRequest, page: pages.SendBackPage, form: TrapForm) -> HttpResponse:
    form.add_error(None, _often())
    return _form(request, page, form, status=429)


def _form(
    request: HttpRequest, page: pages.SendBackPage, form: TrapForm, status: int = 0
) -> HttpResponse:
    status = status or (422 if form.errors else 200)
    return render(request, "portal/send_back.html", {"page": page, "form": form}, status=status)
