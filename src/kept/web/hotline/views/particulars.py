"""Writing down what policies ask of a machine, or of all machines of its model."""

from __future__ import annotations

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kept.records.archive import queries as archive
from kept.records.archive.cards import EquipmentCard
from kept.records.archive.services import describe_equipment, describe_product
from kept.records.refusal import Refused
from kept.web.common.access import DESK, DeskRequest, for_roles
from kept.web.common.reading.reader import Reader
from kept.web.common.reading.wording import with_serial
from kept.web.hotline.building.archive_standing import policy_of
from kept.web.hotline.building.particulars import particulars_forms
from kept.web.hotline.forms.particulars import ModelForm, ParticularsForm

LARGEST = 2**63


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*DESK)
def particulars(request: DeskRequest, equipment_id: int) -> HttpResponse:
    """Show what the policy asks of a machine, and keep what somebody knows of it."""
    reader = Reader(timezone.now())
    piece = _piece_or_404(equipment_id)
    policy = policy_of(piece, reader)
    if policy is None:
        raise Http404
    sent = request.POST if request.method == "POST" else None
    forms = particulars_forms(piece, policy, reader, sent)
    back = reverse("hotline:archive_equipment", args=[piece.pk])
    for form in forms:
        if form.is_bound and form.is_valid():
            try:
                _keep(request, piece, form, reader)
            except Refused as refused:
                form.add_error(None, str(refused))
            else:
                return redirect(back)
    product = piece.product
    page = {
        "title": _("What the policy asks of it"),
        "back": back,
        "about": with_serial(reader.name(product.names), piece.serial_number),
        "model": f"{product.brand} {product.code}",
        "piece": forms[0],
        "of_model": forms[1],
    }
    status = 422 if sent is not None else 200
    return render(request, "hotline/particulars.html", {"page": page}, status=status)


def _keep(
    request: DeskRequest, piece: EquipmentCard, form: ParticularsForm, reader: Reader
) -> None:
    if isinstance(form, ModelForm):
        describe_product(
            product_id=piece.product.pk,
            particulars=form.said(),
            design_life_months=form.cleaned_data["design_life_months"],
            by=request.user,
            at=reader.now,
        )
    else:
        describe_equipment(
            equipment_id=piece.pk, particulars=form.said(), by=request.user, at=reader.now
        )


def _piece_or_404(pk: int) -> EquipmentCard:
    try:
        return archive.equipment(pk if pk < LARGEST else 0)
    except ObjectDoesNotExist as missing:
        raise Http404 from missing
