"""What lies where, what moved, and what is to be picked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import connection

from kept.records.parts.models import Movement, Reservation, Stock, StockPlace


@dataclass(frozen=True)
class StockLine:
    """How much of a part lies in a place, and how much of that is promised to cases."""

    place_id: int
    place_code: str
    place_names: Mapping[str, str]
    part_id: int
    part: str
    part_names: Mapping[str, str]
    unit: str
    condition: str
    on_hand: Decimal
    reserved: Decimal

    @property
    def free(self) -> Decimal:
        """Return what can be taken."""
        return self.on_hand - self.reserved


@dataclass(frozen=True)
class MovementLine:
    """One movement, as a store keeper reads it."""

    kind: str
    part: str
    part_names: Mapping[str, str]
    quantity: Decimal
    unit: str
    condition: str
    lot: str
    serial: str
    source: str
    target: str
    case: str
    reason: str
    at: datetime
    by: str
    pk: int


@dataclass(frozen=True)
class ToPick:
    """Parts that are reserved in a place and not taken yet."""

    reservation_id: int
    part: str
    part_names: Mapping[str, str]
    quantity: Decimal
    unit: str
    case: str
    needed_at: datetime | None


def places() -> list[StockPlace]:
    """Return the places in use, by code."""
    return list(StockPlace.objects.filter(closed_at=None).order_by("code"))


def stock_of_place(place_id: int, *, after: int = 0, limit: int = 100) -> list[StockLine]:
    """Return what lies in a place, in the order in which it first came, those after a row."""
    rows = Stock.objects.filter(place_id=place_id, on_hand__gt=0, pk__gt=after).order_by("pk")
    return [_line(row) for row in rows.select_related("place", "part")[:limit]]


def stock_of_part(part_id: int) -> list[StockLine]:
    """Return where a part lies, most of it first."""
    rows = Stock.objects.filter(part_id=part_id, on_hand__gt=0).order_by("-on_hand", "place__code")
    return [_line(row) for row in rows.select_related("place", "part")]


def movements(
    *,
    part_id: int | None = None,
    place_id: int | None = None,
    before: int | None = None,
    limit: int = 50,
) -> list[MovementLine]:
    """Return what moved of a part or through a place, the newest first, those before a row."""
    rows = Movement.objects.order_by("-pk")
    if part_id is not None:
        rows = rows.filter(part_id=part_id)
    if place_id is not None:
        rows = rows.filter(source_id=place_id) | rows.filter(target_id=place_id)
    if before is not None:
        rows = rows.filter(pk__lt=before)
    related = rows.select_related("part", "unit", "source", "target", "case", "recorded_by")
    return [_moved(row) for row in related[:limit]]


def to_pick(place_id: int, *, limit: int = 100) -> list[ToPick]:
    """Return what is reserved in a place and not taken yet, the most urgent first."""
    rows = Reservation.objects.filter(place_id=place_id, end="").order_by("needed_at", "pk")
    return [
        ToPick(
            reservation_id=row.pk,
            part=str(row.part),
            part_names=row.part.names,
            quantity=row.quantity,
            unit=row.part.unit,
            case=row.case.number,
            needed_at=row.needed_at,
        )
        for row in rows.select_related("part", "case")[:limit]
    ]


SUMS = """
    SELECT place, part_id, condition, sum(quantity) FROM (
        SELECT target_id AS place, part_id, condition, quantity FROM parts_movement
        WHERE target_id IS NOT NULL
        UNION ALL
        SELECT source_id, part_id, condition, -quantity FROM parts_movement
        WHERE source_id IS NOT NULL
    ) AS moved
    GROUP BY place, part_id, condition HAVING sum(quantity) <> 0
"""


def on_hand_by_movements() -> dict[tuple[int, int, str], Decimal]:
    """Return what lies where, added up anew: (place, part, condition) -> quantity, never zero."""
    with connection.cursor() as cursor:
        cursor.execute(SUMS)
        return {(place, part, kind): sum_ for place, part, kind, sum_ in cursor.fetchall()}


def _line(row: Stock) -> StockLine:
    return StockLine(
        place_id=row.place_id,
        place_code=row.place.code,
        place_names=row.place.names,
        part_id=row.part_id,
        part=str(row.part),
        part_names=row.part.names,
        unit=row.part.unit,
        condition=row.condition,
        on_hand=row.on_hand,
        reserved=row.reserved,
    )


def _moved(row: Movement) -> MovementLine:
    return MovementLine(
        kind=row.kind,
        part=str(row.part),
        part_names=row.part.names,
        quantity=row.quantity,
        unit=row.part.unit,
        condition=row.condition,
        lot=row.lot,
        serial=row.unit.serial_number if row.unit else "",
        source=row.source.code if row.source else "",
        target=row.target.code if row.target else "",
        case=row.case.number if row.case else "",
        reason=row.reason,
        at=row.at,
        by=row.recorded_by.display_name,
        pk=row.pk,
    )
