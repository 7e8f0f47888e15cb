"""What becomes of parts that were taken out of a machine: usable again, defective, or scrapped."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from kept.records.parts.models import Condition, Movement, MovementKind, Stock
from kept.records.parts.services.moving import NewMovement, move
from kept.records.people.models import Person


@transaction.atomic
def sort_removed(
    *,
    movement_id: int,
    quantity: Decimal,
    into: Condition | None,
    by: Person,
    now: datetime,
    key: str,
) -> None:
    """Move what was taken out into a condition, where it lies now; None: it is scrapped.

    What has left us already moves no more. Safe to repeat with the same key. Raises what `move`
    raises.
    """
    row = Movement.objects.select_related("unit").get(pk=movement_id)
    place_id = _place_of(row, quantity)
    if place_id is None:
        return
    out = NewMovement(
        kind=MovementKind.SCRAPPED if into is None else MovementKind.SORTED_OUT,
        part_id=row.part_id,
        quantity=quantity,
        reason=_("decided about what was taken out"),
        at=now,
        source_id=place_id,
        condition=Condition.REMOVED,
        lot=row.lot,
        serial=row.unit.serial_number if row.unit else "",
        case_id=row.case_id,
    )
    move(movement=out, by=by, now=now, key=f"{key} out")
    if into is not None:
        back = replace(
            out,
            kind=MovementKind.SORTED_IN,
            source_id=None,
            target_id=place_id,
            condition=into,
        )
        move(movement=back, by=by, now=now, key=f"{key} in")


def _place_of(row: Movement, quantity: Decimal) -> int | None:
    """Return where it lies: the piece itself, else so much of the part, where it was put first."""
    if row.unit is not None:
        is_here = row.unit.condition == Condition.REMOVED
        return row.unit.place_id if is_here else None
    stocks = Stock.objects.filter(
        part_id=row.part_id, condition=Condition.REMOVED, on_hand__gte=quantity
    )
    found = list(stocks.order_by("place_id").values_list("place_id", flat=True))
    return row.target_id if row.target_id in found else next(iter(found), None)
