"""Fitting a part, with the proof of what was fitted, and taking the old one out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from kept.records.cases.asking import NewFact
from kept.records.cases.services import KeyReused, record_fact, touch_case
from kept.records.parts.models import (
    Condition,
    Movement,
    MovementKind,
    Part,
    RequestEnd,
    Reservation,
    ReservationEnd,
    Tracking,
)
from kept.records.parts.saying import SOURCE, proof_of, said_of
from kept.records.parts.services.moving import NewMovement, hold_piece, move
from kept.records.parts.services.requesting import NewRequest, end_request, request_part
from kept.records.parts.services.reserving import NewReservation, reserve
from kept.records.parts.services.shipping import (
    held_reservation,
    movement_of,
    note_on_site,
    take_pieces,
)
from kept.records.people.models import Person


@dataclass(frozen=True, kw_only=True)
class TakenOut:
    """The part that came out, where it lies now, and the number on it, if one can be read."""

    part_id: int
    place_id: int
    serial: str = ""
    lot: str = ""


@dataclass(frozen=True, kw_only=True)
class NewFitting:
    """What is fitted when, out of a reservation, with its proof: number or lot, and photos.

    `files`: attachments of the case. `despite`: why it was fitted although the policy held it back.
    """

    reservation_id: int
    at: datetime
    serial: str = ""
    lot: str = ""
    files: tuple[int, ...] = ()
    despite: str = ""
    taken_out: TakenOut | None = None


@dataclass(frozen=True, kw_only=True)
class FromStock:
    """What somebody fits out of what lies with them, without having asked before."""

    case_id: int
    place_id: int
    part_id: int
    quantity: Decimal


@transaction.atomic
def fit_part(*, fitting: NewFitting, by: Person, now: datetime, key: str) -> int:
    """Fit what is reserved; that becomes a fact of the case, and so does what was taken out.

    What is fitted is on site, which is noted with it. Returns the number of the movement. Safe to
    repeat with the same key. Raises ReservationOver, HeldBack, what picking and moving raise, and
    what recording a fact raises.
    """
    row = held_reservation(fitting.reservation_id, also_over=True)
    done = Movement.objects.filter(recorded_by=by, key=key).first()
    if done is not None:
        if (done.case_id, done.part_id, done.quantity) != (row.case_id, row.part_id, row.quantity):
            raise KeyReused
        return done.pk
    row = held_reservation(fitting.reservation_id)
    if row.unit is None and not row.lot and row.part.tracking != Tracking.QUANTITY:
        take_pieces(row, fitting.serial, fitting.lot)
        row.save(update_fields=["unit", "lot"])
    note_on_site(reservation_id=row.pk, at=fitting.at, by=by, now=now)
    fact = NewFact(
        kind="part.fitted",
        at=fitting.at,
        values=proof_of(row, at=fitting.at, serial=fitting.serial, files=fitting.files),
        source=SOURCE,
        despite=fitting.despite,
    )
    record_fact(case_id=row.case_id, fact=fact, by=by, now=now, key=f"fitted {row.pk}")
    movement = movement_of(row, MovementKind.FITTED, _("fitted for the case"), fitting.at)
    moved = move(movement=movement, by=by, now=now, key=key)
    if fitting.taken_out is not None:
        _take_out(row, fitting, fitting.taken_out, by=by, now=now)
    _end_when_done(row, by=by, now=now)
    return moved.movement_id


@transaction.atomic
def fit_from_stock(
    *, taken: FromStock, fitting: NewFitting, by: Person, now: datetime, key: str
) -> int:
    """Fit what lies in a van or shop at once: needed, reserved, on site and fitted in one.

    `fitting.reservation_id` is not read. Returns the number of the movement. Safe to repeat with
    the same key. Raises what asking, reserving and fitting raise.
    """
    touch_case(case_id=taken.case_id)
    hold_piece(taken.part_id, fitting.serial)  # before what lies there, as everywhere
    wanted = NewRequest(
        case_id=taken.case_id,
        part_id=taken.part_id,
        quantity=taken.quantity,
        needed_at=fitting.at,
    )
    request = request_part(wanted=wanted, by=by, now=now, key=f"{key} r")
    asked = NewReservation(
        place_id=taken.place_id,
        part_id=taken.part_id,
        quantity=taken.quantity,
        case_id=taken.case_id,
        request_id=request.request_id,
    )
    held = reserve(wanted=asked, by=by, now=now, key=f"{key} h")
    whole = NewFitting(**{**vars(fitting), "reservation_id": held.reservation_id})
    return fit_part(fitting=whole, by=by, now=now, key=key)


def _take_out(
    row: Reservation, fitting: NewFitting, out: TakenOut, *, by: Person, now: datetime
) -> None:
    """Put what came out where it lies now; there it stays until somebody decides about it."""
    part = Part.objects.get(pk=out.part_id)
    serial = " ".join(out.serial.split())[:80]
    quantity = Decimal(1) if part.tracking == Tracking.SERIAL else row.quantity
    values = said_of(part, quantity, serial=serial, lot=out.lot)
    fact = NewFact(kind="part.taken_out", at=fitting.at, values=values, source=SOURCE)
    record_fact(case_id=row.case_id, fact=fact, by=by, now=now, key=f"taken out {row.pk}")
    movement = NewMovement(
        kind=MovementKind.TAKEN_OUT,
        part_id=part.pk,
        quantity=quantity,
        reason=_("taken out for the case; number on it: {serial}").format(serial=serial or "–"),
        at=fitting.at,
        target_id=out.place_id,
        condition=Condition.REMOVED,
        lot=out.lot,
        serial=serial if part.tracking == Tracking.SERIAL else "",
        case_id=row.case_id,
    )
    move(movement=movement, by=by, now=now, key=f"taken out {row.pk}")


def _end_when_done(row: Reservation, *, by: Person, now: datetime) -> None:
    """End a request all of which is fitted."""
    request = row.request
    if request is None or request.end:
        return
    fitted = request.reservations.filter(end=ReservationEnd.TAKEN, shipment=None)
    if sum((one.quantity for one in fitted), Decimal(0)) >= request.quantity:
        end_request(request, RequestEnd.FITTED, by=by, now=now)
