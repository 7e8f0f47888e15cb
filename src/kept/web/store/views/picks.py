"""What is to be picked, and what nobody has promised yet."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kept.records.parts.models import PlaceKind
from kept.records.parts.queries import (
    HeldLine,
    RequestCard,
    open_requests,
    place_lines,
    to_pick,
)
from kept.web.common.access import DeskRequest, for_roles
from kept.web.common.reading.reader import Reader
from kept.web.store import pages
from kept.web.store.roles import KEEPERS
from kept.web.store.saying import amount, face, pieces, place_name


@require_safe
@for_roles(*KEEPERS)
def picks(request: DeskRequest) -> HttpResponse:
    """Show what is to be picked, in one place or in all, the most urgent first."""
    reader, asked = Reader(timezone.now()), request.GET.get("place", "")
    places = [one for one in place_lines() if one.kind != PlaceKind.OUT]
    chosen = next((one.pk for one in places if str(one.pk) == asked), None)
    here = reverse("store:picks")
    offered = [(one.pk, f"{one.code} {one.to_pick}") for one in places if one.to_pick]
    page = pages.PicksPage(
        now=reader.now,
        places=[
            (pages.Link(label=_("All places"), url=here), chosen is None),
            *(
                (pages.Link(label=name, url=f"{here}?place={pk}"), pk == chosen)
                for pk, name in offered
            ),
        ],
        rows=[_to_pick(line, reader) for line in to_pick(chosen)],
        missing=[_missing(card, reader) for card in open_requests()],
    )
    return render(request, "store/picks.html", {"page": page})


def _to_pick(line: HeldLine, reader: Reader) -> pages.PickRow:
    return pages.PickRow(
        part=line.part.label,
        name=reader.name(dict(line.part.names)),
        amount=amount(line.quantity, line.part.unit),
        place=place_name(dict(line.place_names), line.place_code, reader),
        case=_case(line.case, line.case_title),
        by_when=line.needed_by,
        promise=reader.text(line.due.names) if line.due else "",
        clock=face(line.due),
        pieces=pieces(line),
        is_picked=line.picked_at is not None,
        act=pages.Link(label=_("Pick"), url=reverse("store:pick", args=[line.pk])),
    )


def _missing(card: RequestCard, reader: Reader) -> pages.PickRow:
    url = reverse("store:case_request", args=[card.case, card.pk])
    return pages.PickRow(
        part=card.part.label,
        name=reader.name(dict(card.part.names)),
        amount=amount(card.missing, card.part.unit),
        place="",
        case=_case(card.case, card.case_title),
        by_when=card.needed_by,
        promise=reader.text(card.due.names) if card.due else "",
        clock=face(card.due),
        pieces="",
        is_picked=False,
        act=pages.Link(label=_("Find a place"), url=url),
    )


def _case(number: str, title: str) -> pages.Link:
    return pages.Link(label=f"{number} {title}", url=reverse("hotline:case", args=[number]))
