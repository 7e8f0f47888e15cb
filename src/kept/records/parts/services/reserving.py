"""Promising parts to cases."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Final

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from kept.records.cases.services import CaseNotFound, KeyReused, touch_case
from kept.records.ledger.services import telling, write
from kept.records.ledger.telling import told
from kept.records.parts.models import Part, PartRequest, Reservation, ReservationEnd, Tracking
from kept.records.parts.shelf import (
    PIECE,
    NotEnough,
    NothingFree,
    Shelf,
    check_quantity,
    written,
)
from kept.records.people.models import Person
from kept.records.refusal import Refused
from kept.records.transactions import wait_for_the_disk


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


RESERVE = """
    SELECT outcome, reservation, free FROM parts_reserve(%s::jsonb, %s::jsonb, %s, %s, %s)
"""  # what it does stands in reserving_sql.py
REFUSALS: Final[Mapping[str, type[Exception]]] = {
    "key_reused": KeyReused,
    "no_case": CaseNotFound,
    "not_asked": NotAsked,
}


def reserve(*, wanted: NewReservation, by: Person, now: datetime, key: str) -> Reserved:
    """Reserve parts for a case; of many who want the last one, one gets it.

    Safe to repeat with the same key. Raises QuantityUnclear, NotEnough, NotAsked, KeyReused,
    CaseNotFound.
    """
    check_quantity(wanted.quantity)
    # By itself it lets the shelf go before the disk has it: the next one need not wait so long.
    early = not connection.in_atomic_block
    said = telling(verb="part.reserved", by=by, at=now)
    with connection.cursor() as cursor:
        cursor.execute(RESERVE, [json.dumps(told(wanted)), said, by.pk, key, early])
        outcome, reservation_id, free = cursor.fetchone()
    if outcome == "not_enough":
        raise NotEnough(free=written(free)) if free else NothingFree
    if outcome in REFUSALS:
        raise REFUSALS[outcome]
    if early:
        wait_for_the_disk()
    return Reserved(reservation_id, outcome == "repeated")


def reserve_pieces(
    *, wanted: NewReservation, by: Person, now: datetime, key: str
) -> tuple[Reserved, ...]:
    """Reserve all that is wanted, or nothing: pieces with serial numbers each by itself.

    For each of those is picked, sent off and fitted by its own number; all else stays one
    reservation. Safe to repeat with the same key. Raises as `reserve` does.
    """
    count, part = wanted.quantity, Part.objects.filter(pk=wanted.part_id).first()
    is_by_piece = part is not None and part.tracking == Tracking.SERIAL
    check_quantity(count, unit=PIECE if is_by_piece else part.unit if part else "")
    if count == 1 or not is_by_piece:
        return (reserve(wanted=wanted, by=by, now=now, key=key),)
    one = replace(wanted, quantity=Decimal(1))
    with transaction.atomic():
        return tuple(
            reserve(wanted=one, by=by, now=now, key=f"{key} {nth}") for nth in range(int(count))
        )


def covered(request: PartRequest) -> Decimal:
    """Return how much of a request is reserved, on its way or fitted."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT parts_covered(%s)", [request.pk])
        return Decimal(cursor.fetchone()[0])


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
