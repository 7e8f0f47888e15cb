"""The days in a piece's life on which terms start or end."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kept.records.archive.models import Equipment, Milestone, MilestoneKind, SearchKind
from kept.records.archive.services.customers import stream
from kept.records.archive.services.search_index import refresh
from kept.records.ledger.services import write
from kept.records.people.models import Person
from kept.records.refusal import Refused

SIGNED = (
    MilestoneKind.ACCEPTED,
    MilestoneKind.FINAL_ACCEPTED,
    MilestoneKind.COMPLETION_SIGNED,
)


class EvidenceMissing(Refused):
    """An acceptance needs the document that proves it."""

    sentence = _("An acceptance needs its evidence: the number of the signed document.")


@transaction.atomic
def record_milestone(
    *, equipment_id: int, kind: MilestoneKind, on: date, evidence: str, by: Person, at: datetime
) -> Milestone:
    """Record a day in a piece's life. A correction is a new record; the old one is kept.

    Returns what holds now; nothing happens if it is so already. Raises EvidenceMissing.
    """
    if kind in SIGNED and not evidence.strip():
        raise EvidenceMissing
    piece = Equipment.objects.select_for_update().get(pk=equipment_id)
    there = piece.milestones.filter(kind=kind, superseded_at=None).first()
    if there is not None and (there.on, there.evidence) == (on, evidence.strip()):
        return there
    if there is not None:
        there.superseded_at, there.superseded_by = at, by
        there.save(update_fields=["superseded_at", "superseded_by"])
    made = Milestone.objects.create(
        equipment=piece,
        customer_id=piece.customer_id,
        kind=kind,
        on=on,
        evidence=evidence.strip(),
        recorded_at=at,
        recorded_by=by,
    )
    if kind == MilestoneKind.RETIRED:
        refresh(SearchKind.EQUIPMENT, [piece.pk])
    _write(made, before=there, by=by, at=at)
    return made


def record_acceptance(
    *, equipment_id: int, on: date, evidence: str, by: Person, at: datetime
) -> Milestone:
    """Record that a customer accepted a piece; `evidence` is the signed document's number.

    Returns what holds now. Raises EvidenceMissing.
    """
    return record_milestone(
        equipment_id=equipment_id,
        kind=MilestoneKind.ACCEPTED,
        on=on,
        evidence=evidence,
        by=by,
        at=at,
    )


def retire_equipment(
    *, equipment_id: int, on: date, evidence: str, by: Person, at: datetime
) -> Milestone:
    """Record that a piece is no longer used. It stays in the archive. Returns what holds now."""
    return record_milestone(
        equipment_id=equipment_id,
        kind=MilestoneKind.RETIRED,
        on=on,
        evidence=evidence,
        by=by,
        at=at,
    )


def _write(made: Milestone, *, before: Milestone | None, by: Person, at: datetime) -> None:
    data = {
        "equipment": made.equipment_id,
        "kind": str(made.kind),
        "before": {"on": str(before.on), "evidence": before.evidence} if before else None,
        "after": {"on": str(made.on), "evidence": made.evidence},
    }
    verb = f"equipment.{made.kind}"
    write(stream=stream(made.customer_id), verb=verb, by=by, at=at, data=data)
