"""Units that change hands by a return: out of a store, into one, and out of a customer's assets."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.utils.translation import gettext_lazy as _

from kept.records.archive.services import retire_equipment, take_from_customer
from kept.records.archive.units import holder_of
from kept.records.contracts.queries import day_of
from kept.records.contracts.services import end_cover
from kept.records.parts.models import Condition, Part, SerialUnit, Tracking
from kept.records.parts.services import UnitMove, part_of_model, send_out, take_in
from kept.records.people.models import Person
from kept.records.refusal import Refused
from kept.records.returns.models import LoanerUnit, RmaLine
from kept.records.returns.services.checking import NewEvent, PlaceMissing
from kept.records.returns.standing import Kind

GIVING: Final = (Kind.REPLACED, Kind.SENT_AHEAD)  # another unit goes to the customer


class InStock(Refused):
    """What is in stock is taken out of it, so that it lies there no longer."""

    sentence = _("%(serial)s lies in %(place)s. Please choose it there instead of typing it.")


class IsLoaner(Refused):
    """A loaner becomes a customer's where it is lent, so that it is owed back no longer."""

    sentence = _(
        "%(serial)s is a loaner of ours. Please record with the loan that the customer keeps it."
    )


class OthersInStock(Refused):
    """One that is bought in is the exception."""

    sentence = _(
        "%(count)s of this model are in stock. Please choose one, or say why it comes from outside."
    )


@dataclass(frozen=True, kw_only=True)
class Handing:
    """A unit of a line changes hands, in a case."""

    event: NewEvent
    line: RmaLine
    case_id: int
    part_id: int | None


@dataclass(frozen=True, kw_only=True)
class Come:
    """A unit comes from a customer for good, on a day, by a return or a case."""

    part_id: int
    serial: str
    customer_id: int
    on: date
    evidence: str


def part_of(event: NewEvent, line: RmaLine | None, *, by: Person, now: datetime) -> int | None:
    """Return as which part a unit lies in a store: the one named, else that of its model.

    Raises PlaceMissing where nothing says it.
    """
    if event.place_id is None:
        return None
    if event.part_id is not None:
        return event.part_id
    if line is None or line.equipment is None:
        raise PlaceMissing
    return part_of_model(product=line.equipment.product, by=by, at=now).pk


def hand_over(handing: Handing, *, by: Person, now: datetime, key: str) -> None:
    """Let stock and assets follow.

    Raises InStock, OthersInStock, IsLoaner, and what `move` raises.
    """
    event = handing.event
    if event.kind in GIVING:
        _require_no_loaner(event, handing.line)
    if event.kind in GIVING and handing.part_id is None:
        _require_none_in_stock(event, handing.line)
    if event.kind in GIVING and handing.part_id is not None:
        send_out(unit=_unit(handing, event.serial), by=by, now=now, key=key)
    if event.kind is Kind.STOCKED and handing.part_id is not None:
        serial = event.serial or handing.line.serial_number
        come = Come(
            part_id=handing.part_id,
            serial=serial,
            customer_id=handing.line.rma.customer_id,
            on=day_of(handing.line.equipment, event.at),
            evidence=handing.line.rma.number,
        )
        let_come(come, by=by, now=now)
        take_in(unit=_unit(handing, serial), by=by, now=now, key=key)
    if event.kind is Kind.TAKEN_BACK:
        _leave(handing, by=by, now=now)


def let_come(come: Come, *, by: Person, now: datetime) -> None:
    """Let a unit that comes into a store leave the assets and contracts of whose it was.

    Only those of the customer it comes from: what another one has is refused where it moves.
    """
    part = Part.objects.get(pk=come.part_id)
    if part.tracking != Tracking.SERIAL:
        return
    holder = holder_of(brand=part.brand, code=part.number, serial=come.serial)
    if holder is None or holder.customer_id != come.customer_id:
        return
    piece = holder.equipment_id
    take_from_customer(equipment_id=piece, on=come.on, evidence=come.evidence, by=by, at=now)
    end_cover(equipment_id=piece, on=come.on, by=by, at=now)


def _unit(handing: Handing, serial: str) -> UnitMove:
    event, rma = handing.event, handing.line.rma
    assert handing.part_id is not None
    assert event.place_id is not None
    return UnitMove(
        part_id=handing.part_id,
        place_id=event.place_id,
        case_id=handing.case_id,
        quantity=event.quantity,
        at=event.at,
        reason=rma.number,
        serial=serial,
        lot=event.reference,
        condition=Condition(event.condition or Condition.GOOD),
    )


def _require_no_loaner(event: NewEvent, line: RmaLine) -> None:
    serial = " ".join(event.serial.split())
    if line.equipment is None or not serial:
        return
    pool = LoanerUnit.objects.filter(product=line.equipment.product, retired_at=None)
    same = pool.filter(serial_number__iexact=serial).first()
    if same is not None:
        raise IsLoaner(serial=same.serial_number)


def _require_none_in_stock(event: NewEvent, line: RmaLine) -> None:
    if line.equipment is None:
        return
    product = line.equipment.product
    part = Part.objects.filter(brand__iexact=product.brand, number__iexact=product.code).first()
    if part is None:
        return
    there = SerialUnit.objects.filter(part=part, place__isnull=False)
    ours = there.exclude(condition=Condition.REMOVED)
    typed = ours.filter(serial_number__iexact=" ".join(event.serial.split())).first()
    if typed is not None and typed.place is not None:
        raise InStock(serial=typed.serial_number, place=typed.place.code)
    count = there.filter(condition=Condition.GOOD).count()
    if count and not event.text.strip():
        raise OthersInStock(count=count)


def _leave(handing: Handing, *, by: Person, now: datetime) -> None:
    """Let the unit leave the customer's assets, and the contracts that name it, on that day."""
    event, line = handing.event, handing.line
    came = " ".join(event.serial.split()) or line.serial_number
    if line.equipment is None or came.casefold() != line.equipment.serial_number.casefold():
        return
    on = day_of(line.equipment, event.at)
    piece, evidence = line.equipment.pk, line.rma.number
    retire_equipment(equipment_id=piece, on=on, evidence=evidence, by=by, at=now)
    end_cover(equipment_id=piece, on=on, by=by, at=now)
