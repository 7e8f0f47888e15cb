"""Putting another unit in the place of one: its name, its place and its days go on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db import transaction

from kept.records.archive.models import Equipment, Milestone, MilestoneKind
from kept.records.archive.services.equipment import EquipmentDetails, Place, register_equipment
from kept.records.archive.services.milestones import record_milestone, retire_equipment
from kept.records.people.models import Person

ITS_OWN: Final = (MilestoneKind.MANUFACTURED, MilestoneKind.RETIRED)


@dataclass(frozen=True, kw_only=True)
class Successor:
    """What takes a unit's place: its serial number, and its model if that is another one."""

    serial: str
    product_id: int | None = None


@transaction.atomic
def replace_equipment(
    *,
    equipment_id: int,
    new: Successor,
    on: date,
    evidence: str,
    by: Person,
    at: datetime,
) -> Equipment:
    """Register the unit that takes another's place; the old one retires. Returns the new one.


    Terms go on from the old one's days, unless the policy says that an exchange begins them anew.
    The day a unit was made is its own, wherever it was before. Safe to repeat. Raises SerialTaken,
    LiesWithUs, AlreadyReplaced.
    """
    old = Equipment.objects.get(pk=equipment_id)
    details = EquipmentDetails(
        product_id=new.product_id or old.product_id,
        serial_number=new.serial,
        place=Place(customer_id=old.customer_id, site_id=old.site_id, system_id=old.system_id),
        label=old.label,
        replaces_id=old.pk,
        particulars=old.particulars,
    )
    piece = register_equipment(details=details, by=by, at=at)
    gone_on = old.milestones.filter(superseded_at=None).exclude(kind__in=ITS_OWN)
    for day in (*gone_on.order_by("pk"), *_made(piece)):
        record_milestone(
            equipment_id=piece.pk,
            kind=MilestoneKind(day.kind),
            on=day.on,
            evidence=day.evidence or evidence,
            by=by,
            at=at,
        )
    retire_equipment(equipment_id=old.pk, on=on, evidence=evidence, by=by, at=at)
    return piece


def _made(piece: Equipment) -> list[Milestone]:
    """Return when a unit was made, as it is known from where it was before."""
    rows = Milestone.objects.filter(
        equipment__product_id=piece.product_id,
        equipment__serial_number__iexact=piece.serial_number,
        equipment__left_at__isnull=False,
        kind=MilestoneKind.MANUFACTURED,
        superseded_at=None,
    )
    return list(rows.order_by("-pk")[:1])
