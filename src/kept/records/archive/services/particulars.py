"""What policies may ask of equipment beside what the archive always keeps."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kept.records.archive.models import Equipment, ProductModel
from kept.records.archive.services.customers import stream
from kept.records.ledger.services import write
from kept.records.ledger.telling import changes
from kept.records.people.models import Person
from kept.records.refusal import Refused


class ParticularsUnclear(Refused):
    """What is said of equipment is not a plain value."""

    sentence = _("Write “%(name)s” as a text, a whole number, yes or no.")


def require_plain(particulars: Mapping[str, Any]) -> None:
    """Raise ParticularsUnclear unless each value is a text, a whole number, yes or no."""
    for name, value in particulars.items():
        if not isinstance(value, str | int):
            raise ParticularsUnclear(name=name)


@transaction.atomic
def describe_equipment(
    *, equipment_id: int, particulars: Mapping[str, Any], by: Person, at: datetime
) -> None:
    """Write down what policies ask of one piece; None takes a value away, others stay.

    Nothing happens if it is so already. Raises ParticularsUnclear.
    """
    piece = Equipment.objects.select_for_update().get(pk=equipment_id)
    data = _merged(piece, particulars)
    if data:
        piece.save(update_fields=["particulars"])
        data = {"equipment": piece.pk, **data}
        write(stream=stream(piece.customer_id), verb="equipment.described", by=by, at=at, data=data)


@transaction.atomic
def describe_product(
    *,
    product_id: int,
    particulars: Mapping[str, Any],
    design_life_months: int | None,
    by: Person,
    at: datetime,
) -> None:
    """Write down what policies ask of all machines of a model; None takes a value away.

    Nothing happens if it is so already. Raises ParticularsUnclear.
    """
    product = ProductModel.objects.select_for_update().get(pk=product_id)
    life = {"design_life_months": product.design_life_months}
    data = _merged(product, particulars) | changes(life, {"design_life_months": design_life_months})
    if data:
        product.design_life_months = design_life_months
        product.save(update_fields=["particulars", "design_life_months"])
        write(stream=f"product:{product.pk}", verb="product.described", by=by, at=at, data=data)


def _merged(row: Equipment | ProductModel, particulars: Mapping[str, Any]) -> dict[str, Any]:
    """Put values beside those that are there; return what differs from before."""
    require_plain({name: value for name, value in particulars.items() if value is not None})
    merged = {**row.particulars, **particulars}
    after = {name: value for name, value in merged.items() if value is not None}
    data = changes({"particulars": row.particulars}, {"particulars": after})
    row.particulars = after
    return data
