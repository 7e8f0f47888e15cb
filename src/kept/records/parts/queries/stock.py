"""What lies where, and what moved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import connection
from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from kept.records.parts.models import (
    Condition,
    Lot,
    Movement,
    PlaceKind,
    Reservation,
    SerialUnit,
    Stock,
    StockPlace,
)

MOST_PIECES = 200  # that are named on one page


@dataclass(frozen=True)
class StockLine:
    """How much of a part lies in a place, and how much of that is promised to cases."""

    pk: int
    place_id: int
    place_code: str
    place_names: Mapping[str, str]
    place_kind: str
    office_id: int
    office_codes: tuple[str, ...]  # its country, province and city
    person_id: int | None  # whose van
    site_id: int | None  # of consignment stock
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
class PlaceLine:
    """A place parts lie in, and how much lies there."""

    pk: int
    code: str
    names: Mapping[str, str]
    kind: str
    office_id: int
    office_names: Mapping[str, str]
    person_id: int | None
    person: str
    customer_names: Mapping[str, str]
    parts: int  # different ones
    to_pick: int  # reservations that wait


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
    unit_id: int | None


def places() -> list[StockPlace]:
    """Return the places in use, by code."""
    return list(StockPlace.objects.filter(closed_at=None).order_by("code"))


def place_lines() -> list[PlaceLine]:
    """Return the places in use with how much lies in each, by kind and code."""
    rows = StockPlace.objects.filter(closed_at=None).select_related("office", "person", "customer")
    there = Stock.objects.filter(place=OuterRef("pk"), on_hand__gt=0).order_by()
    lying = there.values("place").annotate(n=Count("pk"))
    waiting = Q(reservations__end="")
    counted = rows.annotate(
        parts=Coalesce(Subquery(lying.values("n")), 0),
        to_pick=Count("reservations", filter=waiting),
    )
    order = [kind.value for kind in PlaceKind]
    return [_place(row) for row in sorted(counted, key=lambda r: (order.index(r.kind), r.code))]


def _place(row: StockPlace) -> PlaceLine:
    return PlaceLine(
        pk=row.pk,
        code=row.code,
        names=row.names,
        kind=row.kind,
        office_id=row.office_id,
        office_names=row.office.names,
        person_id=row.person_id,
        person=row.person.display_name if row.person else "",
        customer_names=row.customer.names if row.customer else {},
        parts=getattr(row, "parts", 0),
        to_pick=getattr(row, "to_pick", 0),
    )


def place_line(place_id: int) -> PlaceLine | None:
    """Return a place in use or not any more; None if there is none such."""
    rows = StockPlace.objects.select_related("office", "person", "customer")
    row = rows.filter(pk=place_id).first()
    return _place(row) if row else None


def van_of(person_id: int) -> PlaceLine | None:
    """Return somebody's van, if they have one."""
    row = StockPlace.objects.filter(person_id=person_id, kind=PlaceKind.VAN, closed_at=None).first()
    return place_line(row.pk) if row else None


def stock_of_place(place_id: int, *, after: int = 0, limit: int = 100) -> list[StockLine]:
    """Return what lies in a place, in the order in which it first came, those after a row."""
    rows = Stock.objects.filter(place_id=place_id, on_hand__gt=0, pk__gt=after).order_by("pk")
    return [stock_line(row) for row in rows.select_related("place__office", "part")[:limit]]


def stock_of_part(part_id: int) -> list[StockLine]:
    """Return where a part lies, most of it first."""
    rows = Stock.objects.filter(part_id=part_id, on_hand__gt=0).order_by("-on_hand", "place__code")
    return [stock_line(row) for row in rows.select_related("place__office", "part")]


@dataclass(frozen=True)
class PieceLine:
    """A unit by its serial number, or so much of a lot, in a place."""

    label: str
    unit_id: int | None = None


def pieces_of_part(part_id: int) -> dict[tuple[int, str], list[PieceLine]]:
    """Return the serial numbers, and the lots with how much of each, by place and condition."""
    units = SerialUnit.objects.filter(part_id=part_id, place__isnull=False)
    lots = Lot.objects.filter(part_id=part_id, on_hand__gt=0)
    found: dict[tuple[int, str], list[PieceLine]] = {}
    for unit in units.order_by("serial_number")[:MOST_PIECES]:
        assert unit.place_id is not None
        piece = PieceLine(unit.serial_number, unit.pk)
        found.setdefault((unit.place_id, unit.condition), []).append(piece)
    for lot in lots.order_by("lot")[:MOST_PIECES]:
        said = f"{lot.lot} × {lot.on_hand.normalize():f}"
        found.setdefault((lot.place_id, lot.condition), []).append(PieceLine(said))
    return found


def to_choose_from(part_id: int, place_id: int) -> list[str]:
    """Return the serial numbers of good pieces in a place that are picked for no case."""
    taken = Reservation.objects.filter(end="", unit__isnull=False).values("unit")
    rows = SerialUnit.objects.filter(
        part_id=part_id, place_id=place_id, condition=Condition.GOOD
    ).exclude(pk__in=taken)
    return list(
        rows.order_by("serial_number").values_list("serial_number", flat=True)[:MOST_PIECES]
    )


@dataclass(frozen=True)
class UnitInStock:
    """A whole unit that can be sent: where it lies, and its serial number."""

    place_id: int
    place: str
    place_names: Mapping[str, str]
    serial_number: str


def units_in_stock(*, brand: str, number: str) -> list[UnitInStock]:
    """Return the usable units of a model that lie in stores and are picked for nobody."""
    rows = SerialUnit.objects.filter(
        part__brand__iexact=brand,
        part__number__iexact=number,
        place__closed_at=None,
        place__isnull=False,
        condition=Condition.GOOD,
    ).exclude(pk__in=Reservation.objects.filter(end="", unit__isnull=False).values("unit_id"))
    return [
        UnitInStock(row.place_id, row.place.code, row.place.names, row.serial_number)
        for row in rows.select_related("place").order_by("place__code", "serial_number")[
            :MOST_PIECES
        ]
        if row.place_id is not None and row.place is not None
    ]


def movements(
    *,
    part_id: int | None = None,
    place_id: int | None = None,
    unit_id: int | None = None,
    before: int | None = None,
    limit: int = 50,
) -> list[MovementLine]:
    """Return what moved: of a part, of one unit, through a place; the newest first.

    `before`: those before a row.
    """
    rows = Movement.objects.order_by("-pk")
    if part_id is not None:
        rows = rows.filter(part_id=part_id)
    if unit_id is not None:
        rows = rows.filter(unit_id=unit_id)
    if before is not None:
        rows = rows.filter(pk__lt=before)
    if place_id is not None:  # the newest of each way: both at once would read all there are
        ways = (rows.filter(source_id=place_id), rows.filter(target_id=place_id))
        newest = [way.values("pk")[:limit] for way in ways]
        rows = Movement.objects.order_by("-pk").filter(pk__in=newest[0].union(newest[1]))
    related = rows.select_related("part", "unit", "source", "target", "case", "recorded_by")
    return [_moved(row) for row in related[:limit]]


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


def stock_line(row: Stock) -> StockLine:
    """Return what lies in a place as a value."""
    office = row.place.office
    return StockLine(
        pk=row.pk,
        place_id=row.place_id,
        place_code=row.place.code,
        place_names=row.place.names,
        place_kind=row.place.kind,
        office_id=row.place.office_id,
        office_codes=(office.country_code, office.province_code, office.city_code),
        person_id=row.place.person_id,
        site_id=row.place.site_id,
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
        unit_id=row.unit_id,
    )
