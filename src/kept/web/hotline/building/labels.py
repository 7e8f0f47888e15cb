"""Labels of equipment, put together."""

from __future__ import annotations

from collections.abc import Collection

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from kept.records.archive import queries as archive
from kept.records.archive.cards import EquipmentCard
from kept.records.people.models import Person
from kept.web.common.access import DESK, may
from kept.web.common.labels import code_picture
from kept.web.common.reading.reader import Reader
from kept.web.hotline import pages

MOST = 500  # machines of one customer on one page


def build_labels(
    customer_id: int, chosen: Collection[int], *, viewer: Person, reader: Reader
) -> pages.LabelsPage:
    """Return the machines of a customer with their labels. Raises Customer.DoesNotExist."""
    customer = archive.customer(customer_id)
    pieces = archive.equipment_of_customer(customer_id, limit=MOST)
    labelled = archive.labels_of([piece.pk for piece in pieces])
    may_revoke = may(viewer, *DESK)
    rows = [
        pages.LabelRow(
            pk=piece.pk,
            name=_model(piece, reader),
            serial_number=piece.serial_number,
            place=reader.name(piece.site.names) if piece.site else "",
            is_chosen=piece.pk in chosen,
            revoke_url=(
                reverse("hotline:label_revoke", args=[piece.pk])
                if may_revoke and piece.pk in labelled
                else ""
            ),
        )
        for piece in pieces
    ]
    return pages.LabelsPage(customer=reader.name(customer.names), rows=rows)


def build_sheet(ids: Collection[int], *, reader: Reader) -> pages.SheetPage:
    """Return the labels of machines that have one, in the order of their serial numbers."""
    codes = archive.labels_of(ids)
    pieces = archive.equipment_cards(codes).values()
    labels = [
        pages.Label(
            picture=_picture(codes[piece.pk]),
            model=_model(piece, reader),
            serial_number=piece.serial_number,
        )
        for piece in sorted(pieces, key=lambda piece: piece.serial_number)
    ]
    customers = {piece.customer_id for piece in pieces}
    back = f"?customer={min(customers)}" if customers else ""
    return pages.SheetPage(labels=labels, back_url=reverse("hotline:labels") + back)


def label_pair(piece: EquipmentCard | None) -> list[pages.Pair]:
    """Return the way from a case to the label of its machine."""
    if piece is None:
        return []
    url = f"{reverse('hotline:labels')}?customer={piece.customer_id}&equipment={piece.pk}"
    return [pages.Pair(label=_("Label"), value=_("code to scan"), url=url)]


def _model(piece: EquipmentCard, reader: Reader) -> str:
    return f"{piece.product.brand} {piece.product.code} {reader.name(piece.product.names)}"


def _picture(code: str) -> str:
    return code_picture(f"{settings.SITE_URL}{reverse('portal:machine', args=[code])}")
