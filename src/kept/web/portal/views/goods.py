"""Asking to send something back, and the page by which its customer follows it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from allauth.core.ratelimit import consume
from django.db import transaction
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
from kept.records.cases.services import WEB_FORM, open_from_outside
from kept.records.ledger.actor import acting_from
from kept.records.mail.services import take_web_request, through
from kept.records.mail.web_queries import web_request_of
from kept.records.people.services.doors import door_person
from kept.records.refusal import Refused
from kept.records.returns.queries.about import RETURNED, rules_that_wait
from kept.records.returns.services import NewLine, NewRma
from kept.records.transit import queries
from kept.records.transit.foreseeing import Foreseen, foreseen_of_case, foreseen_of_preview
from kept.records.transit.labels import print_return_label
from kept.records.transit.models import Way
from kept.records.transit.services import Reply, ask_return
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
        wish = _Wish(
            foreseen=found,
            form=form,
            reply=Reply(name=said["name"], address=said["email"], language=_language()),
            about=label,
            unit=piece.pk if is_whole else None,
        )
        secret = _ask_for_machine(piece, wish, reader)
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
        wish = _Wish(foreseen=found, form=form, reply=reply, about=f"request {row.pk}")
        secret = _ask(lambda: case.pk, wish, reader)
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


@dataclass(frozen=True, kw_only=True)
class _Wish:
    """What is asked for in a case, and who is told; `about` is where its form stood."""

    foreseen: Foreseen
    form: GoodsForm
    reply: Reply
    about: str
    unit: int | None = None

    @property
    def key(self) -> str:
        """Return the key of one press."""
        said = f"{self.about} {self.form.cleaned_data['key']}"
        return hashlib.sha256(said.encode()).hexdigest()[:40]

    def asked(self, case_id: int) -> NewRma:
        """Return the return that is asked for."""
        said = self.form.cleaned_data
        line = NewLine(
            name=said["what"],
            serial_number=said["serial"],
            quantity=said["pieces"],
            equipment_id=self.unit,
        )
        return NewRma(case_id=case_id, lines=(line,), text=said["why"], source=SOURCE)


def _ask_for_machine(piece: EquipmentCard, wish: _Wish, reader: Reader) -> str:
    """Open a case with its return; return what its page opens by, empty if it was refused."""
    said = wish.form.cleaned_data
    asked = _request(piece, reader, said["why"], f"{said['name']}, {said['phone']}")

    def case() -> int:
        door = WEB_FORM
        return open_from_outside(request=asked, door=door, now=reader.now, key=wish.key).case_id

    return _ask(case, wish, reader)


def _ask(case: Callable[[], int], wish: _Wish, reader: Reader) -> str:
    """Ask for a return; the form says what was refused, and then nothing is kept."""
    by = door_person(username=WEB_FORM.username, name=WEB_FORM.name, at=reader.now)
    try:
        with acting_from(SOURCE), transaction.atomic():
            return ask_return(
                asked=wish.asked(case()),
                reply=wish.reply,
                freight_told=wish.foreseen.tells_freight,
                by=by,
                now=reader.now,
                key=f"{wish.key} goods",
            ).secret
    except Refused as refused:
        wish.form.add_error(None, str(refused))
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
