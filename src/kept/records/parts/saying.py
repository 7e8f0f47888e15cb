"""What facts say of parts."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from kept.records.parts.models import Part, Reservation
from kept.rules.facts import Value

SOURCE = "parts"


def said_of(part: Part, quantity: Decimal, *, serial: str = "", lot: str = "") -> dict[str, Value]:
    """Return the values by which a fact tells a part."""
    number = int(quantity) if quantity == quantity.to_integral_value() else float(quantity)
    told: dict[str, Value] = {"part": str(part), "quantity": number}
    told |= {"serial": serial} if serial else {}
    return told | ({"lot": lot} if lot else {})


def compared(part: Part, original: Part, *, at: datetime, zone: str) -> dict[str, Value]:
    """Return what a policy may ask about a part that goes where another one was.

    A substitute is in the catalogue only with the evidence that its data are equal.
    """
    if part.pk == original.pk:
        return {"same_part": True}
    gone_on = original.discontinued_on
    is_gone = gone_on is not None and gone_on <= at.astimezone(ZoneInfo(zone)).date()
    return {
        "original": str(original),
        "same_part": False,
        "discontinued": is_gone,
        "equal_data": True,
    }


def told_of(row: Reservation) -> dict[str, Value]:
    """Return the values by which facts tell what is reserved."""
    serial = row.unit.serial_number if row.unit else ""
    return said_of(row.part, row.quantity, serial=serial, lot=row.lot)


def proof_of(
    row: Reservation, *, at: datetime, serial: str = "", files: tuple[int, ...] = ()
) -> dict[str, Value]:
    """Return what the fact says of a fitted part: which one, instead of which, and the proof.

    `serial` is the number on a part that is not followed by it; `files` are photos of the case.
    """
    zone = str(row.case.about.get("site.zone") or row.case.about["office.zone"])
    original = row.request.part if row.request else row.part
    told = told_of(row) | compared(row.part, original, at=at, zone=zone)
    if "serial" not in told and serial.strip():
        told["serial"] = " ".join(serial.split())[:80]
    return told | ({"files": tuple(str(number) for number in files)} if files else {})
