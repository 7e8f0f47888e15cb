"""One unit at its customers, one after the other: the same model and serial number."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from kept.records.archive.cards import EquipmentCard
from kept.records.archive.models import Equipment
from kept.records.archive.queries import equipment_cards


@dataclass(frozen=True)
class Holder:
    """Where a unit is now: which piece it is there, and whose."""

    equipment_id: int
    customer_id: int
    customer: str


def holder_of(*, brand: str, code: str, serial: str) -> Holder | None:
    """Return which customer has a unit of a model now; None if none has."""
    rows = _of_unit(brand, code, serial).filter(left_at=None)
    row = rows.select_related("customer").first()
    return Holder(row.pk, row.customer_id, str(row.customer)) if row else None


def lives_of_unit(*, brand: str, code: str, serial: str) -> list[EquipmentCard]:
    """Return the pieces that a unit of a model was and is at its customers, the first first."""
    ids = _of_unit(brand, code, serial).order_by("pk").values_list("pk", flat=True)
    cards = equipment_cards(list(ids))
    return [cards[pk] for pk in sorted(cards)]


def _of_unit(brand: str, code: str, serial: str) -> QuerySet[Equipment]:
    return Equipment.objects.filter(
        product__brand__iexact=brand,
        product__code__iexact=code,
        serial_number__iexact=" ".join(serial.split()),
    )
