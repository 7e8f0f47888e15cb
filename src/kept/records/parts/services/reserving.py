"""Promising parts to cases."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Q, Sum
from django.utils.translation import gettext_lazy as _

from kept.records.cases.services import KeyReused, touch_case
from kept.records.ledger.services import write
from kept.records.ledger.telling import told
from kept.records.parts.models import Part, PartRequest, Reservation, ReservationEnd, Tracking
from kept.records.parts.shelf import QuantityUnclear, Shelf, check_quantity
from kept.records.people.models import Person
from kept.records.refusal import Refused
from kept.records.repeats import one_at_a_time


@dataclass(frozen=True, kw_only=True)
class NewReservation:
    """So much of a part, from this place, for this case."""

    place_id: int
    part_id: int
    quantity: Decimal
    case_id: int
    needed_at: datetime | None = None
    request_id: int | None = None


class NotAsked(Refused):
    """Parts are promised to a request only as it asks for them."""

    sentence = _("The request does not ask for this part, or not for so much more of it.")


@dataclass(frozen=True)
class Reserved:
    """A reservation, and whether the same key had asked for it before."""

    reservation_id: int
    repeated: bool


@transaction.atomic
def reserve(*, wanted: NewReservation, by: Person, now: datetime, key: str) -> Reserved:
    """Reserve parts for a case; of many who want the last one, one gets it.

    Safe to repeat with the same key. Raises QuantityUnclear, NotEnough, NotAsked, KeyReused,
    CaseNotFound.
    """
    quantity = wanted.quantity
    check_quantity(quantity)
    one_at_a_time(f"reservation {by.pk} {key}")
    before = Reservation.objects.filter(reserved_by=by, key=key).first()
    if before is not None:
        said = (before.place_id, before.part_id, before.quantity, before.case_id)
        if said != (wanted.place_id, wanted.part_id, quantity, wanted.case_id):
            raise KeyReused
        return Reserved(before.pk, True)
    case = touch_case(case_id=wanted.case_id)
    if wanted.request_id is not None:
        _check_asked(wanted, wanted.request_id)
    row = Reservation.objects.create(
        place_id=wanted.place_id,
        part_id=wanted.part_id,
        quantity=quantity,
        case=case,
        request_id=wanted.request_id,
        needed_at=wanted.needed_at,
        reserved_at=now,
        reserved_by=by,
        key=key,
    )
    data = {"reservation": row.pk, **told({"wanted": wanted})["wanted"]}
    write(stream=case.stream, verb="part.reserved", by=by, at=now, data=data)
    Shelf(row.place_id, row.part_id).reserve(quantity)
    return Reserved(row.pk, False)


@transaction.atomic
def reserve_pieces(
    *, wanted: NewReservation, by: Person, now: datetime, key: str
) -> tuple[Reserved, ...]:
    """Reserve all that is wanted, or nothing: pieces with serial numbers each by itself.

    For each of those is picked, sent off and fitted by its own number; all else stays one
    reservation. Safe to repeat with the same key. Raises as `reserve` does.
    """
    count = wanted.quantity
    is_by_piece = Part.objects.filter(pk=wanted.part_id, tracking=Tracking.SERIAL).exists()
    if not is_by_piece or count == 1:
        return (reserve(wanted=wanted, by=by, now=now, key=key),)
    check_quantity(count)
    if count % 1:
        raise QuantityUnclear
    one = replace(wanted, quantity=Decimal(1))
    return tuple(
        reserve(wanted=one, by=by, now=now, key=f"{key} {nth}") for nth in range(int(count))
    )


def _check_asked(wanted: NewReservation, request_id: int) -> None:
    """Raise NotAsked for another part or case, or for more than is still missing."""
    request = PartRequest.objects.filter(pk=request_id, case_id=wanted.case_id, end="").first()
    if request is None:
        raise NotAsked
    is_named = request.proposals.filter(part_id=wanted.part_id).exists()
    if wanted.part_id != request.part_id and not is_named:
        raise NotAsked
    if wanted.quantity > request.quantity - covered(request):
        raise NotAsked


def covered(request: PartRequest) -> Decimal:
    """Return how much of a request is reserved, on its way or fitted."""
    rows = request.reservations.filter(
        Q(end="") | Q(end=ReservationEnd.TAKEN, shipment=None)  # fitted; sent off, `held` counts
    )
    return rows.aggregate(sum=Sum("quantity"))["sum"] or Decimal(0)


@transaction.atomic
def release(*, reservation_id: int, by: Person, now: datetime) -> bool:
    """Give reserved parts free again. Returns whether anything changed; safe to repeat."""
    case_id = Reservation.objects.values_list("case_id", flat=True).get(pk=reservation_id)
    case = touch_case(case_id=case_id)
    row = Reservation.objects.select_for_update().get(pk=reservation_id)
    if row.end:
        return False
    row.end, row.ended_at, row.ended_by = ReservationEnd.RELEASED, now, by
    row.save(update_fields=["end", "ended_at", "ended_by"])
    data = {"reservation": row.pk}
    write(stream=case.stream, verb="part.released", by=by, at=now, data=data)
    Shelf(row.place_id, row.part_id).release(row.quantity)
    return True
