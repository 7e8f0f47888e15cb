"""What is promised to a case: picked and sent off, on site, fitted, or brought back."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kept.records.cases.queries import CaseCard
from kept.records.files.queries import attachment_lines
from kept.records.parts.models import PlaceKind, Tracking
from kept.records.parts.queries import (
    HeldLine,
    PlaceLine,
    held_line,
    holds_back_fitting,
    place_lines,
    request_card,
    to_choose_from,
    van_of,
)
from kept.records.parts.services import (
    NewShipment,
    bring_back,
    fit_part,
    note_on_site,
    pick,
    ship,
)
from kept.web.common.access import DeskRequest, for_roles
from kept.web.common.pressing import new_key, pressed
from kept.web.common.reading.reader import Reader
from kept.web.store import pages
from kept.web.store.building.case import case_link
from kept.web.store.forms.case import ArrivedForm, BackForm, FitForm, PickForm
from kept.web.store.roles import KEEPERS, WITH_PARTS
from kept.web.store.saying import amount, pieces, place_name
from kept.web.store.views.case import card_or_404, case_form
from kept.web.store.views.moving import BOTH, did, show


@require_http_methods(BOTH)
@for_roles(*KEEPERS)
def picking(request: DeskRequest, held: int) -> HttpResponse:
    """Say which pieces were picked, and send them off."""
    reader, line = Reader(timezone.now()), held_line(held)
    if line is None or line.end or line.is_out:
        raise Http404
    card = card_or_404(request, line.case, reader)
    form = PickForm(request.POST or None, initial={"key": new_key()}, line=line)
    is_sent = request.method == "POST" and form.is_valid()
    if is_sent and did(request, form, lambda: _send(request, line, form, reader)):
        return redirect(f"{reverse('store:picks')}?place={line.place_id}")
    page = pages.FormPage(
        now=reader.now,
        title=_("Pick {amount} of {part}").format(
            amount=amount(line.quantity, line.part.unit), part=line.part.label
        ),
        form=form,
        button=_("Picked"),
        links=[pages.Link(label=_("To pick"), url=reverse("store:picks")), case_link(card)],
        pairs=_pairs(line, card, reader),
    )
    return show(request, page)


def _pairs(line: HeldLine, card: CaseCard, reader: Reader) -> list[tuple[str, str]]:
    site = reader.name(dict(card.site.names)) if card.site else ""
    said = [
        (_("Part"), reader.name(dict(line.part.names))),
        (_("Place"), place_name(dict(line.place_names), line.place_code, reader)),
        (_("Customer"), reader.name(dict(card.customer.names))),
        (_("Site"), site),
        (_("Pieces"), pieces(line)),
        (_("Serial numbers there"), _on_the_shelf(line)),
    ]
    return [(name, value) for name, value in said if value]


def _on_the_shelf(line: HeldLine) -> str:
    """Return which pieces can be picked, while none is."""
    if line.picked_at is not None or line.part.tracking != Tracking.SERIAL:
        return ""
    return " · ".join(to_choose_from(line.part.pk, line.place_id))


def _send(request: DeskRequest, line: HeldLine, form: PickForm, reader: Reader) -> object:
    said = form.cleaned_data
    which = {"serial": said.get("serial", ""), "lot": said.get("lot", "")}
    if not said["carrier"]:
        return pick(reservation_id=line.pk, by=request.user, now=reader.now, **which)
    shipping = NewShipment(
        reservation_id=line.pk,
        carrier=said["carrier"],
        consignment=said["consignment"],
        **which,
    )
    key = pressed(said["key"], "ship", by=request.user)
    return ship(shipping=shipping, by=request.user, now=reader.now, key=key)


@require_http_methods(BOTH)
@for_roles(*WITH_PARTS)
def case_arrived(request: DeskRequest, number: str, held: int) -> HttpResponse:
    """Say that reserved parts are on site."""
    reader = Reader(timezone.now())
    card = card_or_404(request, number, reader)
    line = held_or_404(card, held)
    form = ArrivedForm(request.POST or None, initial={"key": new_key()})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data

        def act() -> None:
            note_on_site(
                reservation_id=line.pk,
                at=said["when"] or reader.now,
                by=request.user,
                now=reader.now,
                received_by=said["received_by"],
            )

        if did(request, form, act):
            return redirect("store:case_parts", number=number)
    heading = _("{part} is on site").format(part=line.part.label)
    return case_form(request, card, form, (heading, _("It is on site")), reader)


@require_http_methods(BOTH)
@for_roles(*WITH_PARTS)
def case_back(request: DeskRequest, number: str, held: int) -> HttpResponse:
    """Bring back what was not used."""
    reader, places = Reader(timezone.now()), _shelves()
    card = card_or_404(request, number, reader)
    line = held_or_404(card, held)
    initial = {"key": new_key(), "target": str(line.place_id)}
    form = BackForm(request.POST or None, initial=initial, places=places, reader=reader)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data

        def act() -> None:
            bring_back(
                reservation_id=line.pk,
                target_id=int(said["target"]),
                reason=said["reason"],
                by=request.user,
                now=reader.now,
                key=pressed(said["key"], "back", by=request.user),
            )

        if did(request, form, act):
            return redirect("store:case_parts", number=number)
    heading = _("{part} was not used").format(part=line.part.label)
    return case_form(request, card, form, (heading, _("Bring it back")), reader)


@require_http_methods(BOTH)
@for_roles(*WITH_PARTS)
def case_fit(request: DeskRequest, number: str, held: int) -> HttpResponse:
    """Fit what is promised to a case, with its proof, and say what came out."""
    reader = Reader(timezone.now())
    card = card_or_404(request, number, reader)
    line = held_or_404(card, held)
    held_back = holds_back_fitting(line.pk, card)
    form = FitForm(
        request.POST or None,
        initial={"key": new_key(), "out_place": _where_removed_goes(request, line)},
        part=line.part,
        is_known=bool(line.serial or line.lot),
        files=attachment_lines(card.pk, viewer=request.user),
        places=_shelves(),
        is_held_back=held_back is not None,
        reader=reader,
    )
    if request.method == "POST" and form.is_valid():
        asked = request_card(line.request_id or 0, case_id=card.pk)
        original = asked.part.pk if asked else line.part.pk
        fitting = form.fitting(reservation_id=line.pk, original_id=original, now=reader.now)
        key = pressed(form.cleaned_data["key"], "fit", by=request.user)

        def act() -> None:
            fit_part(fitting=fitting, by=request.user, now=reader.now, key=key)

        if did(request, form, act):
            return redirect("store:case_parts", number=number)
    words = (_("Fit {part}").format(part=line.part.label), _("It is fitted"))
    why, pairs = str(held_back) if held_back else "", _pairs(line, card, reader)
    return case_form(request, card, form, words, reader, held_back=why, pairs=pairs)


def _where_removed_goes(request: DeskRequest, line: HeldLine) -> str:
    """Return where what comes out most likely goes: into the van of who fits."""
    van = van_of(request.user.pk)
    is_shelf = line.place_kind != PlaceKind.OUT
    return str(van.pk if van else line.place_id if is_shelf else "")


def _shelves() -> list[PlaceLine]:
    return [one for one in place_lines() if one.kind != PlaceKind.OUT]


def held_or_404(card: CaseCard, held: int) -> HeldLine:
    """Return what is promised to a case; of another case it is not there."""
    line = held_line(held)
    if line is None or line.case != card.number:
        raise Http404
    return line
