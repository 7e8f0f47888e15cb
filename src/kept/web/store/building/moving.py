"""What lies where before and after a form that moves parts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from kept.records.parts.queries import PartLine, PlaceLine, StockLine, find_parts, stock_of_part
from kept.records.parts.services import Counted, NewMovement
from kept.web.common.reading.reader import Reader
from kept.web.store import pages
from kept.web.store.saying import amount, place_name

MOST_NUMBERS = 300  # offered while a part's number is typed
NOTHING = Decimal(0)


def effects_of(
    movement: NewMovement, part: PartLine, places: Sequence[PlaceLine], reader: Reader
) -> list[pages.Effect]:
    """Return what will lie in each place that a movement changes."""
    changes = {movement.source_id: -movement.quantity, movement.target_id: movement.quantity}
    named = {pk: change for pk, change in changes.items() if pk is not None}
    condition = movement.condition.value
    return _effects(part, named, condition, places, reader)


def effects_of_count(
    counted: Counted, part: PartLine, places: Sequence[PlaceLine], reader: Reader
) -> list[pages.Effect]:
    """Return what counting changes."""
    if counted.lot:  # what lies of one lot, only the service looks up
        return []
    there = _there(part.pk, counted.condition.value).get(counted.place_id)
    change = counted.quantity - (there.on_hand if there else NOTHING)
    return _effects(part, {counted.place_id: change}, counted.condition.value, places, reader)


def _effects(
    part: PartLine,
    changes: dict[int, Decimal],
    condition: str,
    places: Iterable[PlaceLine],
    reader: Reader,
) -> list[pages.Effect]:
    there = _there(part.pk, condition)
    names = {one.pk: place_name(one.names, one.code, reader) for one in places}
    found = []
    for pk, change in changes.items():
        line = there.get(pk)
        on_hand = line.on_hand if line else NOTHING
        free = line.free if line else NOTHING
        found.append(
            pages.Effect(
                where=f"{names.get(pk, '')}: {part.label}",
                before=_lies(on_hand, free, part.unit),
                after=_lies(on_hand + change, free + change, part.unit),
            )
        )
    return found


def _there(part_id: int, condition: str) -> dict[int, StockLine]:
    lines = stock_of_part(part_id)
    return {line.place_id: line for line in lines if line.condition == condition}


def _lies(on_hand: Decimal, free: Decimal, unit: str) -> str:
    if on_hand < 0 or free < 0:
        return _("not enough: {free} free").format(free=amount(free, unit))
    said = _("{number} there, {free} free")
    return said.format(number=amount(on_hand, unit), free=amount(free, unit))


def part_numbers() -> list[str]:
    """Return the parts that are offered while a number is typed."""
    return [line.label for line in find_parts(limit=MOST_NUMBERS)]
