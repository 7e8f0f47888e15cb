"""Labels of equipment: issuing, printing, revoking."""

from __future__ import annotations

from django.forms import Form
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kept.records.archive.models import Customer, Equipment
from kept.records.archive.queries import equipment
from kept.records.archive.services import issue_label, revoke_label
from kept.web.common.access import DESK, RECORDERS, DeskRequest, for_roles
from kept.web.common.forms import ExactForm, refuse_unknown
from kept.web.common.reading.reader import Reader
from kept.web.common.reading.wording import with_serial
from kept.web.hotline import pages
from kept.web.hotline.building.labels import build_labels, build_sheet

BOTH = ["GET", "HEAD", "POST"]
MOST_AT_ONCE = 210  # ten sheets
LARGEST = 2**63 - 1


@require_http_methods(BOTH)
@for_roles(*RECORDERS)
def labels(request: DeskRequest) -> HttpResponse:
    """Choose machines of a customer; then give each a label, if it has none, and print them."""
    reader = Reader(timezone.now())
    if request.method == "POST":
        refuse_unknown(request.POST, {"equipment"})
        chosen = _numbers(request.POST, "equipment")
        try:
            for pk in chosen:
                issue_label(equipment_id=pk, by=request.user, at=reader.now)
        except Equipment.DoesNotExist:
            raise Http404 from None
        asked = "&".join(f"equipment={pk}" for pk in chosen)
        return redirect(f"{reverse('hotline:labels_sheet')}?{asked}")
    customers = _numbers(request.GET, "customer")
    try:
        page = build_labels(
            customers[0] if customers else 0,
            _numbers(request.GET, "equipment"),
            viewer=request.user,
            reader=reader,
        )
    except Customer.DoesNotExist:
        raise Http404 from None
    return render(request, "hotline/labels.html", {"page": page})


@require_safe
@for_roles(*RECORDERS)
def labels_sheet(request: DeskRequest) -> HttpResponse:
    """Show labels on sheets of A4, to be printed."""
    page = build_sheet(_numbers(request.GET, "equipment"), reader=Reader(timezone.now()))
    return render(request, "hotline/labels_sheet.html", {"page": page})


@require_http_methods(BOTH)
@for_roles(*DESK)
def label_revoke(request: DeskRequest, equipment_id: int) -> HttpResponse:
    """Make the label on a machine lead nowhere, after asking."""
    reader = Reader(timezone.now())
    try:
        piece = equipment(equipment_id if equipment_id <= LARGEST else 0)
    except Equipment.DoesNotExist:
        raise Http404 from None
    back = f"{reverse('hotline:labels')}?customer={piece.customer_id}&equipment={piece.pk}"
    form: Form = ExactForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        revoke_label(equipment_id=piece.pk, by=request.user, at=reader.now)
        return redirect(back)
    page = pages.FactPage(
        now=reader.now,
        case=pages.Link(
            label=with_serial(reader.name(piece.product.names), piece.serial_number), url=back
        ),
        title=_("Revoke the label"),
        heading=_("Revoke the label? The code on the machine will lead nowhere."),
        form=form,
        button=_("Revoke"),
    )
    return render(request, "hotline/decision.html", {"page": page})


def _numbers(sent: QueryDict, name: str) -> list[int]:
    told = dict.fromkeys(sent.getlist(name)[:MOST_AT_ONCE])
    return [int(v) for v in told if v.isascii() and v.isdigit() and len(v) < 19]
