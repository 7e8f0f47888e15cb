"""Labels of spare parts that were sent off."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kept.records.parts.queries import HeldLine, held_line
from kept.records.refusal import Refused
from kept.records.transit.labels import print_shipment_label
from kept.records.transit.queries import shipment_secret
from kept.records.transit.services import label_shipment
from kept.web.common.access import DeskRequest, for_roles
from kept.web.common.forms import ExactForm
from kept.web.common.labels import build_label, paper_of, parcel_url
from kept.web.common.pdfs import pdf_response
from kept.web.common.reading.reader import Reader
from kept.web.store.building.case import parts_url
from kept.web.store.roles import WITH_PARTS
from kept.web.store.views.case import card_or_404
from kept.web.store.views.moving import BOTH


@require_http_methods(BOTH)
@for_roles(*WITH_PARTS)
def label(request: DeskRequest, held: int) -> HttpResponse:
    """Show the label of parts for a case, to be printed; make it once they were sent off."""
    line = _line_or_404(request, held)
    form = ExactForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            label_shipment(held_id=held, by=request.user, now=timezone.now())
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("store:label", held=held)
    page = build_label(
        title=_("Label of the spare parts"),
        number=line.case,
        back=parts_url(line.case),
        secret=shipment_secret(held),
        pdf=lambda paper: reverse("store:label_pdf", args=[held, paper.value]),
    )
    status = 422 if form.errors else 200
    return render(request, "common/label.html", {"page": page, "form": form}, status=status)


@require_safe
@for_roles(*WITH_PARTS)
def label_pdf(request: DeskRequest, held: int, size: str) -> HttpResponse:
    """Give a label that was made as PDF."""
    line, paper = _line_or_404(request, held), paper_of(size)
    if paper is None:
        raise Http404
    content = print_shipment_label(held_id=held, paper=paper, url=parcel_url, at=timezone.now())
    if content is None:
        raise Http404
    return pdf_response(content, f"{line.case}-{held}-{size}.pdf")


def _line_or_404(request: DeskRequest, held: int) -> HeldLine:
    line = held_line(held)
    if line is None:
        raise Http404
    card_or_404(request, line.case, Reader(timezone.now()))
    return line
