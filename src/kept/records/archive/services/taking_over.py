"""Making many pieces of a customer known at once, with the days of their lives."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Upper

from kept.records.archive.models import (
    Equipment,
    Milestone,
    MilestoneKind,
    SearchKind,
    Site,
    System,
)
from kept.records.archive.services.contacts import NotTheirSite
from kept.records.archive.services.customers import locked, stream
from kept.records.archive.services.equipment import EquipmentDetails, SerialTaken
from kept.records.archive.services.milestones import SIGNED, EvidenceMissing
from kept.records.archive.services.particulars import require_plain
from kept.records.archive.services.search_index import refresh
from kept.records.ledger.services import Line, write_many
from kept.records.ledger.telling import told
from kept.records.people.models import Person


@dataclass(frozen=True, kw_only=True)
class Day:
    """A day in a piece's life; an acceptance has evidence."""

    kind: MilestoneKind
    on: date
    evidence: str = ""


@dataclass(frozen=True, kw_only=True)
class TakenOver:
    """A piece that runs already, and its days."""

    details: EquipmentDetails
    days: tuple[Day, ...]
    key: UUID


@transaction.atomic
def take_over_equipment(
    *, customer_id: int, pieces: Sequence[TakenOver], by: Person, at: datetime
) -> list[Equipment]:
    """Make pieces of one customer known. Returns them in the order given; safe to repeat.

    A piece whose key, or whose model and serial number this customer has already, stays as it is.
    Raises SerialTaken if another customer has it, NotTheirSite, EvidenceMissing,
    ParticularsUnclear.
    """
    locked(customer_id)
    _require_sound(customer_id, pieces)
    there = _there(customer_id, pieces)
    new = [piece for piece in pieces if _name(piece) not in there]
    rows = Equipment.objects.bulk_create([_row(piece, by, at) for piece in new])
    Milestone.objects.bulk_create(
        _milestone(row, day, by, at)
        for piece, row in zip(new, rows, strict=True)
        for day in piece.days
    )
    if rows:
        refresh(SearchKind.EQUIPMENT, [row.pk for row in rows])
        write_many(list(_lines(customer_id, new, rows, by, at)))
    there |= {_name(piece): row for piece, row in zip(new, rows, strict=True)}
    return [there[_name(piece)] for piece in pieces]


def _name(piece: TakenOver) -> tuple[int, str]:
    return piece.details.product_id, _serial(piece).upper()


def _serial(piece: TakenOver) -> str:
    return " ".join(piece.details.serial_number.split())


def _require_sound(customer_id: int, pieces: Sequence[TakenOver]) -> None:
    sites = set(Site.objects.filter(customer_id=customer_id).values_list("pk", flat=True))
    systems = System.objects.filter(customer_id=customer_id).values_list("pk", "site_id")
    standing = dict(systems)
    for piece in pieces:
        require_plain(piece.details.particulars)
        place = piece.details.place
        at_home = place.site_id is None or place.site_id in sites
        in_system = place.system_id is None or standing.get(place.system_id) == place.site_id
        if place.customer_id != customer_id or not at_home or not in_system:
            raise NotTheirSite
        for day in piece.days:
            if day.kind in SIGNED and not day.evidence.strip():
                raise EvidenceMissing


def _there(customer_id: int, pieces: Sequence[TakenOver]) -> dict[tuple[int, str], Equipment]:
    """Return those that are known already, by model and serial number.

    What has left the customer stays as it is as well, wherever the unit went since.
    """
    wanted = {_name(piece) for piece in pieces}
    rows = Equipment.objects.annotate(upper=Upper("serial_number")).filter(
        Q(left_at=None) | Q(customer_id=customer_id),
        product_id__in={product for product, _ in wanted},
        upper__in={name for _, name in wanted},
    )
    best_last = sorted(rows, key=lambda row: (row.customer_id == customer_id, row.left_at is None))
    found: dict[tuple[int, str], Equipment] = {
        (row.product_id, row.serial_number.upper()): row
        for row in best_last
        if (row.product_id, row.serial_number.upper()) in wanted
    }
    for row in found.values():
        if row.customer_id != customer_id:
            raise SerialTaken(product=row.product, serial=row.serial_number, customer=row.customer)
    return found


def _row(piece: TakenOver, by: Person, at: datetime) -> Equipment:
    return Equipment(key=piece.key, **_fields(piece), registered_at=at, registered_by=by)


def _fields(piece: TakenOver) -> dict[str, Any]:
    fields: dict[str, Any] = told(piece.details) | {"serial_number": _serial(piece)}
    fields |= told(fields.pop("place"))
    return fields


def _milestone(row: Equipment, day: Day, by: Person, at: datetime) -> Milestone:
    return Milestone(
        equipment=row,
        customer_id=row.customer_id,
        kind=day.kind,
        on=day.on,
        evidence=day.evidence.strip(),
        recorded_at=at,
        recorded_by=by,
    )


def _lines(
    customer_id: int,
    pieces: Sequence[TakenOver],
    rows: Sequence[Equipment],
    by: Person,
    at: datetime,
) -> Iterator[Line]:
    """Yield what the ledger says: the same as if each had been registered by itself."""
    name = stream(customer_id)
    for piece, row in zip(pieces, rows, strict=True):
        data = {"equipment": row.pk, **_fields(piece)}
        yield Line(stream=name, verb="equipment.registered", by=by, at=at, data=data)
        for day in piece.days:
            after = {"on": str(day.on), "evidence": day.evidence.strip()}
            data = {"equipment": row.pk, "kind": str(day.kind), "before": None, "after": after}
            yield Line(stream=name, verb=f"equipment.{day.kind}", by=by, at=at, data=data)
