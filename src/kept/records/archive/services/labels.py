"""Codes on equipment."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.db import transaction

from kept.records.archive.models import Equipment, EquipmentLabel
from kept.records.archive.services.customers import stream
from kept.records.ledger.services import write
from kept.records.people.models import Person

BYTES = 16  # of chance in a code: nobody comes upon one by trying


@transaction.atomic
def issue_label(*, equipment_id: int, by: Person, at: datetime) -> str:
    """Return the code of a piece of equipment; the first time, and after a revocation, a new one.

    Safe to repeat: a label is printed again with the code it had. Raises Equipment.DoesNotExist.
    """
    piece = Equipment.objects.select_for_update().get(pk=equipment_id)
    there = piece.labels.filter(revoked_at=None).first()
    if there is not None:
        return there.code
    code = secrets.token_urlsafe(BYTES)
    EquipmentLabel.objects.create(equipment=piece, code=code, issued_at=at, issued_by=by)
    _write("equipment.label_issued", piece, by=by, at=at)
    return code


@transaction.atomic
def revoke_label(*, equipment_id: int, by: Person, at: datetime) -> bool:
    """Make the code of a piece of equipment lead nowhere. Returns whether there was one.

    Safe to repeat. Raises Equipment.DoesNotExist.
    """
    piece = Equipment.objects.select_for_update().get(pk=equipment_id)
    rows = piece.labels.filter(revoked_at=None)
    if not rows.update(revoked_at=at, revoked_by=by):
        return False
    _write("equipment.label_revoked", piece, by=by, at=at)
    return True


def _write(verb: str, piece: Equipment, *, by: Person, at: datetime) -> None:
    # Not the code itself: the ledger is shown to strangers.
    write(stream=stream(piece.customer_id), verb=verb, by=by, at=at, data={"equipment": piece.pk})
