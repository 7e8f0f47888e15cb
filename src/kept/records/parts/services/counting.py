"""Counting what really lies there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kept.records.parts.models import Condition, MovementKind
from kept.records.parts.services.moving import Moved, NewMovement, move
from kept.records.parts.shelf import QuantityUnclear, Shelf, written
from kept.records.people.models import Person
from kept.records.refusal import Refused
from kept.records.repeats import one_at_a_time


class CountedReserved(Refused):
    """Fewer were counted than are reserved."""

    sentence = _("%(reserved)s of it are reserved. Please release what is not there first.")


@dataclass(frozen=True, kw_only=True)
class Counted:
    """How much of a part somebody counted in a place."""

    place_id: int
    part_id: int
    quantity: Decimal
    reason: str
    condition: Condition = Condition.GOOD
    lot: str = ""


@transaction.atomic
def count_stock(*, counted: Counted, by: Person, now: datetime, key: str) -> Moved | None:
    """Let what lies there be what was counted; the difference is a movement with its reason.

    Parts that move meanwhile change the same sum, so the difference stays right.

    Returns the movement; None if nothing differs. Pieces with serial numbers are found or missed
    one by one, by `move`. Raises CountedReserved and what `move` raises.
    """
    if not (counted.quantity.is_finite() and counted.quantity >= 0):
        raise QuantityUnclear
    place, part = counted.place_id, counted.part_id
    one_at_a_time(f"count {place} {part} {counted.condition} {counted.lot.casefold()}")
    shelf = Shelf(place, part, counted.condition, counted.lot.strip())
    missing = shelf.on_hand() - counted.quantity
    if missing == 0:
        return None
    row = shelf.stocks().first()
    if row and row.on_hand - missing < row.reserved:
        raise CountedReserved(reserved=written(row.reserved))
    found = missing < 0
    movement = NewMovement(
        kind=MovementKind.FOUND if found else MovementKind.MISSED,
        part_id=part,
        quantity=abs(missing),
        reason=counted.reason,
        at=now,
        source_id=None if found else place,
        target_id=place if found else None,
        condition=counted.condition,
        lot=counted.lot,
    )
    return move(movement=movement, by=by, now=now, key=key)
