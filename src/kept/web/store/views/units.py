"""One unit with a serial number."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from kept.records.parts.queries import unit_card
from kept.web.common.access import DeskRequest, for_roles
from kept.web.common.reading.reader import Reader
from kept.web.store.building.units import build_unit
from kept.web.store.roles import WITH_PARTS

LARGEST = 2**63 - 1


@require_safe
@for_roles(*WITH_PARTS)
def unit(request: DeskRequest, piece: int) -> HttpResponse:
    """Show where a unit is, whose it was, and what moved."""
    card = unit_card(piece) if piece <= LARGEST else None
    if card is None:
        raise Http404
    page = build_unit(card, viewer=request.user, reader=Reader(timezone.now()))
    return render(request, "store/unit.html", {"page": page})
