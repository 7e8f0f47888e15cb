"""Promising parts to cases."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from kept.records.cases.services import KeyReused, touch_case
from kept.records.ledger.services import write
from kept.records.ledger.telling import told
from kept.records.parts.models import Reservation, ReservationEnd
from kept.records.parts.shelf import Shelf, check_quantity
from kept.records.people.models import Person
from kept.records.repeats import one_at_a_time


@dataclass(frozen=True, kw_only=True)
class NewReservation:
    """So much of a part, from this place, for this case."""

    place_id: int
    part_id: int
    quantity: Decimal
    case_id: int
    needed_at: datetime | None = None


@dataclass(frozen=True)
class Reserved:
    """A reservation, and whether the same key had asked for it before."""

    reservation_id: int
    repeated: bool


@transaction.atomic
def reserve(*, wanted: NewReservation, by: Person, now: datetime, key: str) -> Reserved:
    """Reserve parts for a case; of many who want the last one, one gets it.

    Safe to repeat with the same key. Raises QuantityUnclear, NotEnough, KeyReused, CaseNotFound.
    """
    quantity = wanted.quantity
    check_quantity(quantity)
    one_at_a_time(f"reservation {by.pk} {key}")
    before = Reservation.objects.filter(reserved_by=by, key=key).first()
    if before is not None:
        said = (before.place_id, before.part_id, before.quantity, before.case_id)
        if said != (wanted.place_id, wanted.part_id, quantity, wanted.case_id):
            raise KeyReused
        return Reserved(before.pk, True)
    case = touch_case(case_id=wanted.case_id)
    row = Reservation.objects.create(
        place_id=wanted.place_id,
        part_id=wanted.part_id,
        quantity=quantity,
        case=case,
        needed_at=wanted.needed_at,
        reserved_at=now,
        reserved_by=by,
        key=key,
    )
    data = {"reservation": row.pk, **told({"wanted": wanted})["wanted"]}
    write(stream=case.stream, verb="part.reserved", by=by, at=now, data=data)
    Shelf(row.place_id, row.part_id).reserve(quantity)
    return Reserved(row.pk, False)


@transaction.atomic
def release(*, reservation_id: int, by: Person, now: datetime) -> bool:
    """Give reserved parts free again. Returns whether anything changed; safe to repeat."""
    case_id = Reservation.objects.values_list("case_id", flat=True).get(pk=reservation_id)
    case = touch_case(case_id=case_id)
    row = Reservation.objects.select_for_update().get(pk=reservation_id)
    if row.end:
        return False
    row.end, row.ended_at, row.ended_by = ReservationEnd.RELEASED, now, by
    row.save(update_fields=["end", "ended_at", "ended_by"])
    data = {"reservation": row.pk}
    write(stream=case.stream, verb="part.released", by=by, at=now, data=data)
    Shelf(row.place_id, row.part_id).release(row.quantity)
    return True
