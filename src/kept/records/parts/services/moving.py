"""Moving parts: in, out and from place to place.

Locks are taken in one order, so that two movements never wait for each other: the case, streams
of the ledger, pieces with serial numbers, and last, place by place, what lies there. The busiest
row is thus held for the shortest time: from the last statement to the end of the transaction.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kept.records.archive.units import holder_of
from kept.records.cases.services import KeyReused, touch_case
from kept.records.ledger.services import Line, write_many
from kept.records.ledger.telling import told
from kept.records.parts.models import (
    Condition,
    Movement,
    MovementKind,
    Part,
    Reservation,
    ReservationEnd,
    SerialUnit,
    StockPlace,
    Tracking,
)
from kept.records.parts.shelf import Shelf, check_quantity
from kept.records.people.models import Person
from kept.records.refusal import Refused
from kept.records.repeats import one_at_a_time


class LotMissing(Refused):
    """This part is followed by lot, or is not."""

    sentence = _("This part is followed by lot: please give the lot.")


class SerialMissing(Refused):
    """This part is followed by serial number: one piece at a time."""

    sentence = _("This part is followed by serial number: please give it, one piece at a time.")


class SamePlace(Refused):
    """What stays where it lies does not move."""

    sentence = _("It lies there already. Please choose another place to bring it to.")


class NoSuchPlace(Refused):
    """A place that is not known or closed."""

    sentence = _("This place is not in use. Please choose another one.")


class NotThere(Refused):
    """The piece with this serial number lies somewhere else."""

    sentence = _("The piece %(serial)s is not there. Please look at the number again.")


class LiesElsewhere(Refused):
    """The piece with this serial number lies in another place."""

    sentence = _("The piece %(serial)s lies in %(place)s. Please look at the number again.")


class WithCustomer(Refused):
    """A unit that a customer has does not lie in a store of ours."""

    sentence = _(
        "By the archive, %(serial)s is with %(customer)s. What comes from a customer for good is "
        "put into stock from its return."
    )


class PickedAlready(Refused):
    """The piece is promised to another case."""

    sentence = _("The piece %(serial)s was picked for another case. Please take another one.")


class ReservationOver(Refused):
    """The reservation ended, or is for something else."""

    sentence = _("This reservation has ended or is for something else. Please look at it again.")


@dataclass(frozen=True, kw_only=True)
class NewMovement:
    """What moves where, and why; `at` is when it moved."""

    kind: MovementKind
    part_id: int
    quantity: Decimal
    reason: str
    at: datetime
    source_id: int | None = None
    target_id: int | None = None
    condition: Condition = Condition.GOOD
    lot: str = ""
    serial: str = ""
    case_id: int | None = None
    reservation_id: int | None = None
    ends: ReservationEnd = ReservationEnd.TAKEN  # what becomes of that reservation


@dataclass(frozen=True)
class Moved:
    """A movement, and whether the same key had asked for it before."""

    movement_id: int
    repeated: bool


@transaction.atomic
def move(*, movement: NewMovement, by: Person, now: datetime, key: str) -> Moved:
    """Record that parts moved, and let what lies where follow. Safe to repeat with the same key.

    Raises QuantityUnclear, LotMissing, SerialMissing, SamePlace, NoSuchPlace, NotEnough, NotThere,
    LiesElsewhere, PickedAlready, WithCustomer, ReservationOver, KeyReused, CaseNotFound.
    """
    one_at_a_time(f"part movement {by.pk} {key}")
    before = Movement.objects.filter(recorded_by=by, key=key).first()
    if before is not None:
        if not _is_same(before, movement):
            raise KeyReused
        return Moved(before.pk, True)
    part = Part.objects.get(pk=movement.part_id)
    _check(part, movement)
    case = touch_case(case_id=movement.case_id) if movement.case_id else None
    streams = [case.stream] if case else [f"stock:{pk}" for pk in _places(movement)]
    data = {f.name: told(getattr(movement, f.name)) for f in fields(movement)}
    write_many([
        Line(stream=stream, verb=f"part.{movement.kind}", by=by, at=now, data=data)
        for stream in streams
    ])  # fmt: skip
    row = _row(movement, _unit(movement), by, now, key)
    row.save(force_insert=True)
    held = _reservation(movement, by, now)
    for place_id in _places(movement):
        _change(movement, place_id, held)
    return Moved(row.pk, False)


@transaction.atomic
def move_all(
    *, movement: NewMovement, serials: Sequence[str], by: Person, now: datetime, key: str
) -> list[Moved]:
    """Record that several pieces moved together, all or none; without serial numbers as `move`.

    Safe to repeat with the same key. Raises what `move` raises.
    """
    if not serials:
        return [move(movement=movement, by=by, now=now, key=key)]
    pieces = [replace(movement, serial=one, quantity=Decimal(1)) for one in sorted(serials)]
    told = enumerate(pieces)
    return [move(movement=one, by=by, now=now, key=f"{key} {place}") for place, one in told]


def _check_places(movement: NewMovement) -> None:
    places = _places(movement)
    if len(set(places)) < len(places):
        raise SamePlace
    if StockPlace.objects.filter(pk__in=places, closed_at=None).count() != len(places):
        raise NoSuchPlace


def _places(movement: NewMovement) -> list[int]:
    """Return the places that change, in the order in which they are locked."""
    return sorted(pk for pk in (movement.source_id, movement.target_id) if pk is not None)


def _is_same(row: Movement, asked: NewMovement) -> bool:
    serial = row.unit.serial_number if row.unit else ""
    what = (row.kind, row.part_id, row.quantity, row.condition, row.lot, serial.casefold())
    return (*what, row.source_id, row.target_id, row.case_id) == (
        *(asked.kind, asked.part_id, asked.quantity, asked.condition, asked.lot.strip()),
        " ".join(asked.serial.split()).casefold(),
        *(asked.source_id, asked.target_id, asked.case_id),
    )


def _check(part: Part, movement: NewMovement) -> None:
    check_quantity(movement.quantity, unit=part.unit)
    if (part.tracking == Tracking.LOT) != bool(movement.lot.strip()):
        raise LotMissing
    if (part.tracking == Tracking.SERIAL) != bool(movement.serial.strip()):
        raise SerialMissing
    if movement.serial and movement.quantity != 1:
        raise SerialMissing
    _check_places(movement)


def _row(
    movement: NewMovement, unit: SerialUnit | None, by: Person, now: datetime, key: str
) -> Movement:
    return Movement(
        kind=movement.kind,
        part_id=movement.part_id,
        quantity=movement.quantity,
        condition=movement.condition,
        lot=movement.lot.strip(),
        unit=unit,
        source_id=movement.source_id,
        target_id=movement.target_id,
        case_id=movement.case_id,
        reason=" ".join(movement.reason.split())[:500],
        at=movement.at,
        recorded_at=now,
        recorded_by=by,
        key=key,
    )


def hold_piece(part_id: int, serial: str) -> SerialUnit | None:
    """Lock the piece with a serial number; None if there is none of it yet."""
    rows = SerialUnit.objects.select_for_update().filter(part_id=part_id)
    return rows.filter(serial_number__iexact=" ".join(serial.split())).first()


def check_free(unit: SerialUnit, reservation_id: int | None) -> None:
    """Raise PickedAlready if a piece was picked for another reservation than this."""
    picked = Reservation.objects.filter(unit=unit, end="")
    if picked.exclude(pk=reservation_id or 0).exists():
        raise PickedAlready(serial=unit.serial_number)


def _unit(movement: NewMovement) -> SerialUnit | None:
    """Return the piece with its serial number, where it is now.

    Raises NotThere, LiesElsewhere, PickedAlready, WithCustomer.
    """
    serial = " ".join(movement.serial.split())
    if not serial:
        return None
    asked = {"part_id": movement.part_id, "serial_number__iexact": serial}
    unit = hold_piece(movement.part_id, serial)
    if unit is None and movement.source_id is None:
        one_at_a_time(f"serial unit {movement.part_id} {serial}".casefold())
        new = SerialUnit(part_id=movement.part_id, serial_number=serial)
        unit = SerialUnit.objects.filter(**asked).first() or new
    there = None if unit is None else (unit.place_id, unit.condition if unit.place_id else "")
    if unit is None or there != _wanted(movement):
        raise _not_there(unit, serial)
    if unit.pk is not None:
        check_free(unit, movement.reservation_id)
    unit.place_id, unit.condition = movement.target_id, movement.condition
    if movement.source_id is None and movement.condition != Condition.REMOVED:
        _require_ours(unit)
    unit.save()
    return unit


def _require_ours(unit: SerialUnit) -> None:
    """Raise WithCustomer where a customer has a unit; what is taken out on site is theirs still."""
    part = unit.part
    holder = holder_of(brand=part.brand, code=part.number, serial=unit.serial_number)
    if holder is not None:
        raise WithCustomer(serial=unit.serial_number, customer=holder.customer)


def _not_there(unit: SerialUnit | None, serial: str) -> Refused:
    if unit is None or unit.place is None:
        return NotThere(serial=serial)
    return LiesElsewhere(serial=unit.serial_number, place=unit.place.code)


def _wanted(movement: NewMovement) -> tuple[int | None, str]:
    return (movement.source_id, movement.condition if movement.source_id else "")


def _reservation(movement: NewMovement, by: Person, now: datetime) -> Reservation | None:
    """End the reservation that is taken up. Raises ReservationOver."""
    if movement.reservation_id is None:
        return None
    open_ones = Reservation.objects.select_for_update().filter(end="")
    held = open_ones.filter(pk=movement.reservation_id).first()
    asked = (movement.part_id, movement.source_id, movement.quantity, movement.case_id)
    if held is None or (held.part_id, held.place_id, held.quantity, held.case_id) != asked:
        raise ReservationOver
    held.end, held.ended_at, held.ended_by = movement.ends, now, by
    held.save(update_fields=["end", "ended_at", "ended_by"])
    return held


def _change(movement: NewMovement, place_id: int, held: Reservation | None) -> None:
    """Let what lies in one place follow a movement. Raises NotEnough."""
    shelf = Shelf(place_id, movement.part_id, movement.condition, movement.lot.strip())
    if place_id == movement.target_id:
        shelf.add(movement.quantity)
    else:
        shelf.take(movement.quantity, reserved=movement.quantity if held else Decimal(0))
