"""From the shelf to the site: picked, sent off, received, or brought back unused."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kept.records.cases.asking import NewFact
from kept.records.cases.services import record_fact, touch_case
from kept.records.parts.models import (
    MovementKind,
    PlaceKind,
    Reservation,
    ReservationEnd,
    SerialUnit,
    Shipment,
    StockPlace,
    Tracking,
)
from kept.records.parts.saying import SOURCE, told_of
from kept.records.parts.services.moving import (
    LotMissing,
    NewMovement,
    NotThere,
    ReservationOver,
    SerialMissing,
    check_free,
    move,
)
from kept.records.parts.services.places import PlaceDetails, open_place
from kept.records.parts.services.reserving import covered, release
from kept.records.parts.shelf import NotEnough, Shelf
from kept.records.people.models import Person
from kept.records.refusal import Refused

OUT_NAMES = {
    "en": "On the way, or on site",
    "zh-hans": "在途或已到现场",
    "zh-hant": "在途或已到現場",
}


class NoCarrier(Refused):
    """What goes off goes with somebody."""

    sentence = _("Please say who carries it: a courier, or who of us.")


class OnSiteAlready(Refused):
    """What is on site is not sent off again."""

    sentence = _("This is on its way or on site already.")


@dataclass(frozen=True, kw_only=True)
class NewShipment:
    """What goes off, with whom; serial number or lot where it was not picked before."""

    reservation_id: int
    carrier: str
    consignment: str = ""
    serial: str = ""
    lot: str = ""


@transaction.atomic
def pick(
    *, reservation_id: int, by: Person, now: datetime, serial: str = "", lot: str = ""
) -> bool:
    """Note which pieces were taken off the shelf for a reservation; nothing moves yet.

    Returns whether anything changed; safe to repeat. Raises ReservationOver, SerialMissing,
    LotMissing, NotThere, NotEnough, PickedAlready.
    """
    row = held_reservation(reservation_id)
    if row.picked_at is not None:
        return False
    take_pieces(row, serial, lot)
    row.picked_at, row.picked_by = now, by
    row.save(update_fields=["unit", "lot", "picked_at", "picked_by"])
    return True


@transaction.atomic
def ship(*, shipping: NewShipment, by: Person, now: datetime, key: str) -> Shipment:
    """Send what is reserved off to its case, where it stays reserved; that becomes a fact.

    Safe to repeat: a reservation is sent off once. Raises ReservationOver, NoCarrier,
    OnSiteAlready, what picking and moving raise, and what recording a fact raises.
    """
    row = held_reservation(shipping.reservation_id, also_over=True)
    there = Shipment.objects.filter(reservation=row).first()
    if there is not None:
        return there
    if row.end:
        raise ReservationOver
    carrier = " ".join(shipping.carrier.split())[:120]
    if not carrier:
        raise NoCarrier
    if row.place.kind == PlaceKind.OUT or row.on_site_at is not None:
        raise OnSiteAlready
    if row.picked_at is None:
        pick(reservation_id=row.pk, by=by, now=now, serial=shipping.serial, lot=shipping.lot)
        row.refresh_from_db()
    out = _out_place(row, by=by, now=now)
    consignment = " ".join(shipping.consignment.split())[:80]
    values = told_of(row) | {"carrier": carrier, "consignment": consignment}
    fact = NewFact(kind="spare.shipped", at=now, values=values, source=SOURCE)
    record_fact(case_id=row.case_id, fact=fact, by=by, now=now, key=f"shipped {row.pk}")
    # Everybody reads this in their own language: who carries it is a name in each.
    sent = " · ".join(word for word in (carrier, consignment) if word)
    moved = move(
        movement=movement_of(row, MovementKind.TRANSFERRED, sent, now, target_id=out.pk),
        by=by,
        now=now,
        key=key,
    )
    held = _held_there(row, out, by=by, now=now)
    return Shipment.objects.create(
        reservation=row,
        held=held,
        movement_id=moved.movement_id,
        carrier=carrier,
        consignment=consignment,
        shipped_at=now,
        shipped_by=by,
    )


@transaction.atomic
def note_on_site(
    *,
    reservation_id: int,
    at: datetime,
    by: Person,
    now: datetime,
    received_by: str = "",
    source: str = SOURCE,
) -> bool:
    """Note that reserved parts are on site; once all that was asked for is, it becomes a fact.

    `source`: the door through which that was told. Returns whether anything changed; safe to
    repeat. Raises ReservationOver, and what recording a fact raises.
    """
    row = held_reservation(reservation_id)
    if row.on_site_at is not None:
        return False
    row.on_site_at, row.on_site_by = at, by
    row.save(update_fields=["on_site_at", "on_site_by"])
    if not _is_all_there(row):
        return True
    values = told_of(row) | ({"confirmed_by": received_by} if received_by else {})
    fact = NewFact(kind="spare.received", at=at, values=values, source=source)
    record_fact(case_id=row.case_id, fact=fact, by=by, now=now, key=f"received {row.pk}")
    return True


@transaction.atomic
def bring_back(
    *, reservation_id: int, target_id: int, reason: str, by: Person, now: datetime, key: str
) -> bool:
    """Put what was reserved and not fitted back into a place, free for others.

    Returns whether anything changed; safe to repeat. Raises what moving raises.
    """
    row = held_reservation(reservation_id, also_over=True)
    if row.end:
        return False
    if target_id == row.place_id:
        return release(reservation_id=row.pk, by=by, now=now)
    # The movement itself gives free what was promised: it takes its locks in one order.
    movement = movement_of(row, MovementKind.TRANSFERRED, reason, now, target_id=target_id)
    movement = replace(movement, ends=ReservationEnd.RELEASED)
    move(movement=movement, by=by, now=now, key=key)
    return True


def held_reservation(reservation_id: int, *, also_over: bool = False) -> Reservation:
    """Return a reservation with its case locked, then itself. Raises ReservationOver."""
    cases = Reservation.objects.values_list("case_id", flat=True)
    case_id = cases.filter(pk=reservation_id).first()
    if case_id is None:
        raise ReservationOver
    touch_case(case_id=case_id)
    related = ("place", "part", "unit", "case__office", "request__part")
    rows = Reservation.objects.select_for_update(of=("self",)).select_related(*related)
    row = rows.get(pk=reservation_id)
    if row.end and not also_over:
        raise ReservationOver
    return row


def movement_of(
    row: Reservation,
    kind: MovementKind,
    reason: str,
    at: datetime,
    *,
    target_id: int | None = None,
) -> NewMovement:
    """Return the movement of what is reserved out of its place, which takes the reservation up."""
    return NewMovement(
        kind=kind,
        part_id=row.part_id,
        quantity=row.quantity,
        reason=reason,
        at=at,
        source_id=row.place_id,
        target_id=target_id,
        lot=row.lot,
        serial=row.unit.serial_number if row.unit else "",
        case_id=row.case_id,
        reservation_id=row.pk,
    )


def take_pieces(row: Reservation, serial: str, lot: str) -> None:
    """Put the pieces that were chosen into a reservation, not saved yet. Raises as `pick`."""
    serial, lot = " ".join(serial.split()), " ".join(lot.split())
    if row.part.tracking == Tracking.SERIAL:
        row.unit = _piece(row, serial)
    elif row.part.tracking == Tracking.LOT:
        row.lot = _lot(row, lot)


def _piece(row: Reservation, serial: str) -> SerialUnit:
    if not serial or row.quantity != 1:
        raise SerialMissing
    here = SerialUnit.objects.filter(part_id=row.part_id, place_id=row.place_id, condition="good")
    unit = here.select_for_update().filter(serial_number__iexact=serial).first()
    if unit is None:
        raise NotThere(serial=serial)
    check_free(unit, row.pk)
    return unit


def _lot(row: Reservation, lot: str) -> str:
    if not lot:
        raise LotMissing
    shelf = Shelf(row.place_id, row.part_id, lot=lot)
    if shelf.on_hand() < row.quantity:
        raise NotEnough(free=shelf.free())
    return lot


def _out_place(row: Reservation, *, by: Person, now: datetime) -> StockPlace:
    """Return where the office's parts are that were sent off; the first time, it is made."""
    office = row.place.office
    there = StockPlace.objects.filter(office=office, kind=PlaceKind.OUT, closed_at=None).first()
    if there is not None:
        return there
    details = PlaceDetails(
        code=f"OUT-{office.code}", names=OUT_NAMES, kind=PlaceKind.OUT, office_id=office.pk
    )
    return open_place(details=details, by=by, at=now)


def _held_there(row: Reservation, out: StockPlace, *, by: Person, now: datetime) -> Reservation:
    """Reserve what was sent off for the same request."""
    held = Reservation.objects.create(
        place=out,
        part_id=row.part_id,
        quantity=row.quantity,
        case_id=row.case_id,
        request_id=row.request_id,
        needed_at=row.needed_at,
        unit_id=row.unit_id,
        lot=row.lot,
        picked_at=row.picked_at,
        picked_by=row.picked_by,
        reserved_at=now,
        reserved_by=by,
        key=f"shipped {row.pk}",
    )
    Shelf(out.pk, row.part_id).reserve(row.quantity)
    return held


def _is_all_there(row: Reservation) -> bool:
    """Say whether everything a request asked for is on site, or was fitted."""
    if row.request is None:
        return True
    waiting = row.request.reservations.filter(end="", on_site_at=None)
    return covered(row.request) >= row.request.quantity and not waiting.exists()
