"""Labels of spare parts that were sent off."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kept.records.parts.queries import HeldLine, held_line
from kept.records.transit.labels import print_shipment_label
from kept.records.transit.queries import shipment_secret
from kept.records.transit.services import label_shipment
from kept.web.common.access import DeskRequest, for_roles
from kept.web.common.labels import build_label, give_label, parcel_url, show_label
from kept.web.common.reading.reader import Reader
from kept.web.store.building.case import parts_url
from kept.web.store.roles import WITH_PARTS
from kept.web.store.views.case import card_or_404
from kept.web.store.views.moving import BOTH


@require_http_methods(BOTH)
@for_roles(*WITH_PARTS)
def label(request: DeskRequest, held: int) -> HttpResponse:
    """Show the label of parts for a case, to be printed; make it once they were sent off."""
    line, now = _line_or_404(request, held), timezone.now()
    return show_label(
        request,
        make=lambda: label_shipment(held_id=held, by=request.user, now=now),
        page=lambda: build_label(
            title=_("Label of the spare parts"),
            number=line.case,
            back=parts_url(line.case),
            secret=shipment_secret(held),
            pdf=lambda paper: reverse("store:label_pdf", args=[held, paper.value]),
        ),
    )


@require_safe
@for_roles(*WITH_PARTS)
def label_pdf(request: DeskRequest, held: int, size: str) -> HttpResponse:
    """Give a label that was made as PDF."""
    line, at = _line_or_404(request, held), timezone.now()
    return give_label(
        size,
        f"{line.case}-{held}",
        printed=lambda paper: print_shipment_label(
            held_id=held, paper=paper, url=parcel_url, at=at
        ),
    )


def _line_or_404(request: DeskRequest, held: int) -> HeldLine:
    line = held_line(held)
    if line is None:
        raise Http404
    card_or_404(request, line.case, Reader(timezone.now()))
    return line
