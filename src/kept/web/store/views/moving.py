"""Receiving, bringing from place to place, taking off, counting."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kept.records.parts.queries import PlaceLine, part_card, place_lines
from kept.records.parts.services import count_stock, move_all
from kept.records.refusal import Refused
from kept.web.common.access import DeskRequest, for_roles
from kept.web.common.pressing import new_key, pressed
from kept.web.common.reading.reader import Reader
from kept.web.store import pages
from kept.web.store.building.moving import effects_of, effects_of_count, part_numbers
from kept.web.store.forms.moving import (
    CountForm,
    MovingForm,
    ReceiveForm,
    TakeOffForm,
    TransferForm,
)
from kept.web.store.roles import KEEPERS

BOTH = ["GET", "HEAD", "POST"]


@require_http_methods(BOTH)
@for_roles(*KEEPERS)
def receive(request: DeskRequest) -> HttpResponse:
    """Take parts in."""
    return _moving(request, ReceiveForm, _("Receive parts"), _("Take them in"))


@require_http_methods(BOTH)
@for_roles(*KEEPERS)
def transfer(request: DeskRequest) -> HttpResponse:
    """Bring parts from place to place."""
    return _moving(request, TransferForm, _("Bring parts elsewhere"), _("Bring them there"))


@require_http_methods(BOTH)
@for_roles(*KEEPERS)
def take_off(request: DeskRequest) -> HttpResponse:
    """Let parts go for good."""
    return _moving(request, TakeOffForm, _("Take parts off"), _("Take them off"))


def _moving(request: DeskRequest, kind: type[MovingForm], title: str, button: str) -> HttpResponse:
    reader, places = Reader(timezone.now()), place_lines()
    form = kind(
        request.POST or None, initial=_initial(request, places), places=places, reader=reader
    )
    effects: Sequence[pages.Effect] = ()
    if request.method == "POST" and form.is_valid():
        movement = form.movement(reader.now)
        effects = effects_of(movement, form.cleaned_data["part"], places, reader)
        key = pressed(form.cleaned_data["key"], title, by=request.user)

        def act() -> None:
            serials = form.serials()
            move_all(movement=movement, serials=serials, by=request.user, now=reader.now, key=key)

        place = movement.target_id or movement.source_id
        if did(request, form, act):
            return redirect("store:place", place=place)
    page = _page(title, button, form, effects, reader)
    return show(request, page)


@require_http_methods(BOTH)
@for_roles(*KEEPERS)
def count(request: DeskRequest) -> HttpResponse:
    """Write down what was counted; the difference is a movement."""
    reader, places = Reader(timezone.now()), place_lines()
    initial = _initial(request, places)
    form = CountForm(request.POST or None, initial=initial, places=places, reader=reader)
    effects: Sequence[pages.Effect] = ()
    if request.method == "POST" and form.is_valid():
        counted = form.counted()
        effects = effects_of_count(counted, form.cleaned_data["part"], places, reader)
        key = pressed(form.cleaned_data["key"], "count", by=request.user)

        def act() -> None:
            count_stock(counted=counted, by=request.user, now=reader.now, key=key)

        if did(request, form, act):
            return redirect("store:place", place=counted.place_id)
    page = _page(_("Count parts"), _("This was counted"), form, effects, reader)
    return show(request, page)


def did(request: DeskRequest, form: Any, act: Callable[[], object]) -> bool:
    """Do what a whole form says if its button was pressed; a refusal stays on the form."""
    if "go" not in request.POST:
        return False
    try:
        act()
    except Refused as refused:
        form.add_error(None, str(refused))
        return False
    messages.success(request, _("It is on record."))
    return True


def show(request: DeskRequest, page: pages.FormPage) -> HttpResponse:
    """Show a form; 422 if it could not be taken."""
    status = 422 if page.form.errors and "go" in request.POST else 200
    return render(request, "store/form.html", {"page": page}, status=status)


def _page(
    title: str, button: str, form: Any, effects: Sequence[pages.Effect], reader: Reader
) -> pages.FormPage:
    return pages.FormPage(
        now=reader.now,
        title=title,
        form=form,
        button=button,
        links=[
            pages.Link(label=_("Places"), url=reverse("store:places")),
            pages.Link(label=_("Spare parts"), url=reverse("store:catalogue")),
        ],
        effects=effects,
        has_preview=True,
        parts=part_numbers(),
    )


def _initial(request: DeskRequest, places: list[PlaceLine]) -> dict[str, str]:
    """Return what the link that led here says: of which part, from and to which place."""
    said = {"key": new_key()}
    asked = request.GET.get("part", "")
    card = part_card(int(asked)) if asked.isdecimal() and len(asked) < 12 else None
    if card is not None:
        said["part"] = card.part.label
    known = {str(one.pk) for one in places}
    for name in ("place", "source", "target"):
        if request.GET.get(name, "") in known:
            said[name] = request.GET[name]
    return said
