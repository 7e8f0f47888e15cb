"""What was taken out: where it goes, and what somebody decides about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kept.records.cases.services import ReasonMissing, touch_case
from kept.records.ledger.services import write
from kept.records.parts.models import Condition, Decision, MovementKind, RemovedUnit
from kept.records.parts.services.moving import NewMovement, move
from kept.records.people.models import Person
from kept.records.refusal import Refused

MOVED: dict[str, MovementKind] = {
    Decision.REPAIRED: MovementKind.MENDED,
    Decision.REPLACED: MovementKind.RETURNED,
    Decision.GIVEN_BACK: MovementKind.GIVEN_BACK,
    Decision.SCRAPPED: MovementKind.SCRAPPED,
}


class DecidedAlready(Refused):
    """A decision about a part that was taken out stays."""

    sentence = _("It was decided already what becomes of this part.")


@dataclass(frozen=True, kw_only=True)
class RemovedDecision:
    """What becomes of a part that was taken out, and why."""

    removed_id: int
    decision: Decision
    reason: str


@transaction.atomic
def move_removed(
    *, removed_id: int, target_id: int, reason: str, by: Person, now: datetime, key: str
) -> bool:
    """Bring a part that was taken out to another place. Returns whether anything changed.

    Safe to repeat. Raises DecidedAlready, and what moving raises.
    """
    row = _held(removed_id)
    if row.decision:
        raise DecidedAlready
    if row.place_id == target_id:
        return False
    movement = _movement(row, MovementKind.TRANSFERRED, reason, now, target_id=target_id)
    move(movement=movement, by=by, now=now, key=key)
    row.place_id = target_id
    row.save(update_fields=["place"])
    return True


@transaction.atomic
def decide_removed(*, decided: RemovedDecision, by: Person, now: datetime, key: str) -> bool:
    """Decide what becomes of a part that was taken out; one that is repaired is good again.

    Returns whether anything changed; safe to repeat. Raises ReasonMissing, DecidedAlready, and
    what moving raises.
    """
    reason = " ".join(decided.reason.split())[:500]
    if not reason:
        raise ReasonMissing
    row = _held(decided.removed_id)
    if row.decision == decided.decision:
        return False
    if row.decision:
        raise DecidedAlready
    gone = _movement(row, MOVED[decided.decision], reason, now)
    move(movement=gone, by=by, now=now, key=f"{key} out")
    if decided.decision == Decision.REPAIRED:
        good = NewMovement(
            kind=MovementKind.RECEIVED,
            part_id=row.part_id,
            quantity=row.quantity,
            reason=reason,
            at=now,
            target_id=row.place_id,
            lot=row.movement.lot,
            serial=row.unit.serial_number if row.unit else "",
        )
        move(movement=good, by=by, now=now, key=f"{key} in")
    row.decision, row.reason = decided.decision, reason
    row.decided_at, row.decided_by = now, by
    row.save(update_fields=["decision", "reason", "decided_at", "decided_by"])
    data = {"removed": row.pk, "decision": row.decision, "reason": reason}
    write(stream=row.case.stream, verb="part.removed_decided", by=by, at=now, data=data)
    return True


def _held(removed_id: int) -> RemovedUnit:
    case_id = RemovedUnit.objects.values_list("case_id", flat=True).get(pk=removed_id)
    touch_case(case_id=case_id)
    rows = RemovedUnit.objects.select_for_update(of=("self",))
    return rows.select_related("case", "unit", "movement").get(pk=removed_id)


def _movement(
    row: RemovedUnit,
    kind: MovementKind,
    reason: str,
    now: datetime,
    *,
    target_id: int | None = None,
) -> NewMovement:
    return NewMovement(
        kind=kind,
        part_id=row.part_id,
        quantity=row.quantity,
        reason=reason,
        at=now,
        source_id=row.place_id,
        target_id=target_id,
        condition=Condition.REMOVED,
        lot=row.movement.lot,
        serial=row.unit.serial_number if row.unit else "",
    )
