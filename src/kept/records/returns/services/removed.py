"""Deciding what becomes of units that were taken out of a customer's equipment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Final

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from kept.records.cases.asking import NewFact, following
from kept.records.cases.models import Case
from kept.records.cases.services import KeyReused, record_fact, touch_case
from kept.records.cases.vocabulary import ReasonMissing
from kept.records.contracts.queries import day_of
from kept.records.ledger.services import write
from kept.records.ledger.telling import told
from kept.records.parts.models import Condition, Movement, MovementKind
from kept.records.parts.services import sort_removed
from kept.records.people.models import Person
from kept.records.refusal import Refused
from kept.records.returns.models import RemovedDecision, UnitOutcome
from kept.records.returns.services.checking import NotSoMany
from kept.records.returns.services.stocking import Come, let_come
from kept.rules.facts import Value

SETTLED = "removed_unit.settled"
BECOMES: Final = {
    UnitOutcome.REPAIRED: Condition.GOOD,
    UnitOutcome.REPLACED: Condition.FAULTY,  # another one is there in its stead
    UnitOutcome.SCRAPPED: None,
}


class NotRemoved(Refused):
    """Only what was taken out is decided about."""

    sentence = _("This was not taken out of a customer's equipment.")


@dataclass(frozen=True, kw_only=True)
class Settling:
    """So much of what was taken out becomes this, for a reason."""

    movement_id: int
    quantity: Decimal
    outcome: UnitOutcome
    reason: str


@transaction.atomic
def settle_removed(*, settling: Settling, by: Person, now: datetime, key: str) -> RemovedDecision:
    """Decide what becomes of a removed unit; its case has the fact, its stock moves with it.

    Returns the decision. Safe to repeat with the same key. Raises NotRemoved, NotSoMany,
    ReasonMissing, KeyReused.
    """
    moved = Movement.objects.select_related("unit").get(pk=settling.movement_id)
    if moved.kind != MovementKind.TAKEN_OUT or moved.case_id is None:
        raise NotRemoved
    case = touch_case(case_id=moved.case_id)
    there = RemovedDecision.objects.filter(by=by, key=key).first()
    if there is not None:
        said = (there.movement_id, there.quantity, there.outcome)
        if said != (moved.pk, settling.quantity, settling.outcome):
            raise KeyReused
        return there
    if not settling.reason.strip():
        raise ReasonMissing
    decided = moved.decisions.aggregate(sum=Sum("quantity"))["sum"] or Decimal(0)
    if not 0 < settling.quantity <= moved.quantity - decided:
        raise NotSoMany(left=f"{(moved.quantity - decided).normalize():f}")
    row = RemovedDecision.objects.create(
        movement=moved,
        quantity=settling.quantity,
        outcome=settling.outcome,
        reason=settling.reason.strip(),
        at=now,
        by=by,
        key=key,
    )
    _record(row, moved, case, by=by, now=now, key=key)
    _let_go(row, moved, case, by=by, now=now)
    sort_removed(
        movement_id=moved.pk,
        quantity=settling.quantity,
        into=BECOMES[settling.outcome],
        by=by,
        now=now,
        key=f"settled {row.pk}",
    )
    data = told(settling)
    write(stream=case.stream, verb="removed_unit.settled", by=by, at=now, data=data)
    return row


def _record(
    row: RemovedDecision, moved: Movement, case: Case, *, by: Person, now: datetime, key: str
) -> None:
    values: dict[str, Value] = {"unit_outcome": str(row.outcome)}
    if moved.unit is not None:
        values["serial"] = moved.unit.serial_number
    fact = NewFact(kind=SETTLED, at=now, values=values)
    record_fact(case_id=case.pk, fact=fact, by=by, now=now, key=following(key, SETTLED))


def _let_go(
    row: RemovedDecision, moved: Movement, case: Case, *, by: Person, now: datetime
) -> None:
    """What becomes ours leaves its customer; what they get back stays theirs."""
    if moved.unit is None or BECOMES[UnitOutcome(row.outcome)] is None:
        return
    come = Come(
        part_id=moved.part_id,
        serial=moved.unit.serial_number,
        customer_id=case.customer_id,
        on=day_of(case.equipment, moved.at),
        evidence=str(case.number),
    )
    let_come(come, by=by, now=now)
