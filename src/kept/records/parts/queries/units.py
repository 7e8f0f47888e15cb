"""One unit with a serial number: where it is, and where it was."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kept.records.parts.models import Reservation, SerialUnit


@dataclass(frozen=True)
class UnitCard:
    """A unit of a part; without a place it is in none of ours."""

    pk: int
    serial_number: str
    part_id: int
    brand: str
    number: str
    part_names: Mapping[str, str]
    place_id: int | None
    place: str
    place_names: Mapping[str, str]
    condition: str
    case: str  # that it was picked for


def unit_card(pk: int) -> UnitCard | None:
    """Return a unit; None if there is none such."""
    row = SerialUnit.objects.select_related("part", "place").filter(pk=pk).first()
    if row is None:
        return None
    picked = Reservation.objects.filter(unit=row, end="").select_related("case").first()
    return UnitCard(
        pk=row.pk,
        serial_number=row.serial_number,
        part_id=row.part_id,
        brand=row.part.brand,
        number=row.part.number,
        part_names=row.part.names,
        place_id=row.place_id,
        place=row.place.code if row.place else "",
        place_names=row.place.names if row.place else {},
        condition=row.condition,
        case=str(picked.case.number) if picked else "",
    )


def unit_named(*, brand: str, number: str, serial: str) -> int | None:
    """Return the key of the unit of a part with a serial number; None if stores never had it."""
    rows = SerialUnit.objects.filter(
        part__brand__iexact=brand, part__number__iexact=number, serial_number__iexact=serial
    )
    return rows.values_list("pk", flat=True).first()
