"""Letting a piece leave its customer for good: its unit is ours, and may go to somebody anew."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from kept.records.archive.models import Equipment, MilestoneKind
from kept.records.archive.services.customers import locked, stream
from kept.records.archive.services.labels import revoke_label
from kept.records.archive.services.milestones import retire_equipment
from kept.records.ledger.services import write
from kept.records.people.models import Person


@transaction.atomic
def take_from_customer(
    *, equipment_id: int, on: date, evidence: str, by: Person, at: datetime
) -> bool:
    """Record that a piece came to us for good. Returns whether anything changed; safe to repeat.

    It is out of use from that day, unless it was before. The code on it leads nowhere any more;
    where another piece took its place, the code stays there and leads to that one.
    """
    customer_id = Equipment.objects.values_list("customer_id", flat=True).get(pk=equipment_id)
    locked(customer_id)
    piece = Equipment.objects.select_for_update().get(pk=equipment_id)
    if piece.left_at is not None:
        return False
    retired = piece.milestones.filter(kind=MilestoneKind.RETIRED, superseded_at=None)
    if not retired.exists():
        retire_equipment(equipment_id=piece.pk, on=on, evidence=evidence, by=by, at=at)
    if not Equipment.objects.filter(replaces=piece).exists():
        revoke_label(equipment_id=piece.pk, by=by, at=at)
    piece.left_at, piece.left_by = at, by
    piece.save(update_fields=["left_at", "left_by"])
    data = {"equipment": piece.pk, "on": str(on), "evidence": evidence}
    write(stream=stream(customer_id), verb="equipment.left", by=by, at=at, data=data)
    return True
