"""What is in somebody's van, on a phone."""

from __future__ import annotations

from collections.abc import Sequence

from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kept.records.cases.queries import QueueFilter, QueueRow, queue
from kept.records.parts.queries import PlaceLine, StockLine, stock_of_place, to_pick, van_of
from kept.records.parts.services import FromStock, NewFitting, TakenOut, fit_from_stock
from kept.web.common.access import DeskRequest, for_roles
from kept.web.common.pressing import new_key, pressed
from kept.web.common.reading.reader import Reader
from kept.web.store import pages
from kept.web.store.building.case import held_row, parts_url
from kept.web.store.building.catalogue import stock_row
from kept.web.store.forms.van import VanFitForm
from kept.web.store.roles import WITH_VANS
from kept.web.store.saying import place_name
from kept.web.store.views.moving import BOTH, did, show

MOST = 200  # different parts that a van holds


@require_safe
@for_roles(*WITH_VANS)
def van(request: DeskRequest) -> HttpResponse:
    """Show what is in the person's own van, and for which cases more can be asked for."""
    reader, mine = Reader(timezone.now()), van_of(request.user.pk)
    page = pages.VanPage(
        now=reader.now,
        title=place_name(dict(mine.names), mine.code, reader) if mine else "",
        stock=[_row(line, reader) for line in _stock(mine)],
        held=[held_row(line, reader, may_act=True) for line in (to_pick(mine.pk) if mine else ())],
        cases=[
            pages.Link(label=f"{number} {title}", url=parts_url(number))
            for number, title in _cases(request, reader)
        ],
    )
    return render(request, "store/van.html", {"page": page})


@require_http_methods(BOTH)
@for_roles(*WITH_VANS)
def van_fit(request: DeskRequest, stock: int) -> HttpResponse:
    """Fit a part out of the person's own van into the machine of one of their cases."""
    reader, mine = Reader(timezone.now()), van_of(request.user.pk)
    line = next((one for one in _stock(mine) if one.pk == stock), None)
    if mine is None or line is None:
        raise Http404
    cases = _cases(request, reader)
    form = VanFitForm(request.POST or None, initial={"key": new_key()}, cases=cases, line=line)
    if request.method == "POST" and form.is_valid():
        number = form.cleaned_data["case"]
        if did(request, form, lambda: _fit(request, mine, line, form, reader)):
            return redirect("store:case_parts", number=number)
    page = pages.FormPage(
        now=reader.now,
        title=_("Fit {part}").format(part=line.part),
        form=form,
        button=_("It is fitted"),
        links=[pages.Link(label=_("My van"), url=reverse("store:van"))],
        explains="" if cases else _("No open case is yours."),
    )
    return show(request, page)


def _fit(
    request: DeskRequest, mine: PlaceLine, line: StockLine, form: Form, reader: Reader
) -> object:
    said = form.cleaned_data
    keys = {row.number: row.pk for row in _rows(request, reader)}
    taken = FromStock(
        case_id=keys[said["case"]],
        place_id=mine.pk,
        part_id=line.part_id,
        quantity=said["quantity"],
    )
    out = None
    if said["out"] == "part":
        lot, serial = said.get("lot", ""), said["out_serial"]
        out = TakenOut(part_id=line.part_id, place_id=mine.pk, serial=serial, lot=lot)
    fitting = NewFitting(
        reservation_id=0,
        at=reader.now,
        serial=said.get("serial", ""),
        lot=said.get("lot", ""),
        taken_out=out,
    )
    key = pressed(said["key"], "van", by=request.user)
    return fit_from_stock(taken=taken, fitting=fitting, by=request.user, now=reader.now, key=key)


def _row(line: StockLine, reader: Reader) -> pages.StockRow:
    row = stock_row(line, reader)
    can_fit = line.condition == "good" and line.free > 0
    fit = pages.Link(label=_("Fit"), url=reverse("store:van_fit", args=[line.pk]))
    return pages.StockRow(**{**vars(row), "acts": [fit] if can_fit else []})


def _stock(mine: PlaceLine | None) -> list[StockLine]:
    return stock_of_place(mine.pk, limit=MOST) if mine else []


def _rows(request: DeskRequest, reader: Reader) -> Sequence[QueueRow]:
    wanted = QueueFilter(responsible_id=request.user.pk)
    return queue(wanted, viewer=request.user, at=reader.now).rows


def _cases(request: DeskRequest, reader: Reader) -> list[tuple[str, str]]:
    """Return the open cases that are the person's own."""
    return [(row.number, row.title) for row in _rows(request, reader)]
