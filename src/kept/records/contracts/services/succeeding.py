"""Letting contracts follow a unit to the one that took its place, or end for it."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from kept.records.contracts.models import ContractLine
from kept.records.contracts.services.covering import Covered, cover
from kept.records.contracts.services.signing import stream
from kept.records.ledger.services import write
from kept.records.people.models import Person


@transaction.atomic
def cover_successor(
    *, equipment_id: int, successor_id: int, on: date, by: Person, at: datetime
) -> int:
    """Let what names one unit name its successor from a day on. Returns in how many contracts.

    Safe to repeat. Raises what `cover` raises.
    """
    rows = ContractLine.objects.filter(
        Q(ends_on=None) | Q(ends_on__gte=on),
        covers=ContractLine.Covers.EQUIPMENT,
        equipment_id=equipment_id,
    )
    for row in rows.order_by("pk"):
        what = Covered(
            equipment_id=successor_id, starts_on=max(row.starts_on, on), ends_on=row.ends_on
        )
        cover(contract_id=row.contract_id, what=what, by=by, at=at)
    return len(rows)


@transaction.atomic
def end_cover(*, equipment_id: int, on: date, by: Person, at: datetime) -> int:
    """Let what names one unit cover it until a day and no longer. Returns in how many contracts.

    Safe to repeat.
    """
    rows = ContractLine.objects.select_related("contract").filter(
        Q(ends_on=None) | Q(ends_on__gt=on),
        covers=ContractLine.Covers.EQUIPMENT,
        equipment_id=equipment_id,
    )
    found = list(rows.order_by("pk"))
    for row in found:
        row.ends_on = max(row.starts_on, on)
        row.save(update_fields=["ends_on"])
        data = {
            "number": row.contract.number,
            "equipment": equipment_id,
            "ends_on": str(row.ends_on),
        }
        write(stream=stream(row.contract), verb="contract.cover_ended", by=by, at=at, data=data)
    return len(found)
