"""Whole units as stock: what goes to a customer in place of theirs, and what comes for good.

The part of a model is the one with its brand and number; it is made known when first needed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from kept.records.archive.models import ProductModel
from kept.records.parts.models import Condition, MovementKind, Part, Tracking
from kept.records.parts.services.catalogue import PartDetails, register_part
from kept.records.parts.services.moving import NewMovement, move
from kept.records.people.models import Person


@dataclass(frozen=True, kw_only=True)
class UnitMove:
    """So many units of a part come into a place, or go out of it, for a case."""

    part_id: int
    place_id: int
    case_id: int
    quantity: int
    at: datetime
    reason: str
    serial: str = ""
    lot: str = ""
    condition: Condition = Condition.GOOD


def part_of_model(*, product: ProductModel, by: Person, at: datetime) -> Part:
    """Return the part that a whole unit of a model is; each piece of it has its own number."""
    same = Part.objects.filter(brand__iexact=product.brand, number__iexact=product.code)
    there = same.first()
    if there is not None:
        return there
    details = PartDetails(
        brand=product.brand,
        number=product.code,
        names=product.names,
        tracking=Tracking.SERIAL,
    )
    return register_part(details=details, by=by, at=at)


def take_in(*, unit: UnitMove, by: Person, now: datetime, key: str) -> int:
    """Put what came from a customer for good into a place; return the movement's number.

    Safe to repeat with the same key. Raises what `move` raises.
    """
    return _moved(unit, MovementKind.TAKEN_IN, by=by, now=now, key=key)


def send_out(*, unit: UnitMove, by: Person, now: datetime, key: str) -> int:
    """Take what goes to a customer out of a place; return the movement's number.

    Safe to repeat with the same key. Raises what `move` raises.
    """
    return _moved(unit, MovementKind.SHIPPED, by=by, now=now, key=key)


def _moved(unit: UnitMove, kind: MovementKind, *, by: Person, now: datetime, key: str) -> int:
    tracking = Part.objects.values_list("tracking", flat=True).get(pk=unit.part_id)
    comes = kind is MovementKind.TAKEN_IN
    movement = NewMovement(
        kind=kind,
        part_id=unit.part_id,
        quantity=Decimal(unit.quantity),
        reason=unit.reason,
        at=unit.at,
        source_id=None if comes else unit.place_id,
        target_id=unit.place_id if comes else None,
        condition=unit.condition,
        lot=unit.lot if tracking == Tracking.LOT else "",
        serial=unit.serial if tracking == Tracking.SERIAL else "",
        case_id=unit.case_id,
    )
    return move(movement=movement, by=by, now=now, key=key).movement_id
