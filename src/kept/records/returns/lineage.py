"""A replacement takes the old unit's place: its label, its contracts, its history go on."""

from __future__ import annotations

from datetime import datetime

from kept.records.archive.models import Equipment
from kept.records.archive.services import Successor, replace_equipment
from kept.records.contracts.queries import day_of
from kept.records.contracts.services import cover_successor
from kept.records.people.models import Person
from kept.records.returns.models import RmaLine


def succeed(*, line: RmaLine, serial: str, by: Person, at: datetime) -> Equipment | None:
    """Register what takes the place of a line's unit; None where no unit or number is known.

    Safe to repeat. Raises SerialTaken, AlreadyReplaced.
    """
    old, number = line.equipment, " ".join(serial.split())
    if old is None or not number or number.casefold() == old.serial_number.casefold():
        return None
    on = day_of(old, at)
    new = replace_equipment(
        equipment_id=old.pk,
        new=Successor(serial=number),
        on=on,
        evidence=line.rma.number,
        by=by,
        at=at,
    )
    cover_successor(equipment_id=old.pk, successor_id=new.pk, on=on, by=by, at=at)
    return new
