"""Recording what happens to a return."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, Final

from django.db import transaction

from kept.records.cases.asking import NewFact, following
from kept.records.cases.models import Case
from kept.records.cases.queries import would_wait
from kept.records.cases.running import running_policy
from kept.records.cases.services import HeldBack, KeyReused, record_fact, touch_case
from kept.records.ledger.services import write
from kept.records.ledger.telling import told
from kept.records.people.models import Person
from kept.records.returns.lineage import succeed
from kept.records.returns.models import Rma, RmaEvent, RmaLine
from kept.records.returns.rows import standing_of
from kept.records.returns.services.checking import NewEvent, check_event
from kept.records.returns.services.consequences import RETURNED, Change, facts_of
from kept.records.returns.services.stocking import Handing, hand_over, part_of
from kept.records.returns.standing import COUNTS, Kind, Standing

KEPT_OF_EVENT: Final = (
    *("kind", "quantity", "serial", "party", "reference", "text"),
    *("due_at", "amount", "currency", "place_id", "condition"),
)
SUCCEEDS: Final = (Kind.REPLACED, Kind.SENT_AHEAD)


@dataclass(frozen=True)
class RecordedEvent:
    """An event is on record under this number; `repeated`: it already was."""

    seq: int
    repeated: bool
    standing: Standing


@transaction.atomic
def record_event(
    *, rma_id: int, event: NewEvent, by: Person, now: datetime, key: str
) -> RecordedEvent:
    """Record what happened to a return, and what follows for the case and the equipment.

    Safe to repeat with the same key. Raises ReturnOver, NotApproved, NotNow, NotSoMany,
    WhichPieces, OnePiece, DateMissing, AmountMissing, PlaceMissing, ReasonMissing, KeyReused,
    InStock, OthersInStock, IsLoaner, what `move` refuses, and what the case refuses: HeldBack
    above all.
    """
    case = touch_case(case_id=Rma.objects.values_list("case_id", flat=True).get(pk=rma_id))
    rma = Rma.objects.select_for_update().get(pk=rma_id)
    lines = list(rma.lines.select_for_update().order_by("seq"))
    rows = list(rma.events.order_by("seq"))
    before = standing_of(lines, rows)
    same = RmaEvent.objects.filter(by=by, key=key).first()
    if same is not None:
        _require_same(same, rma, event)
        return RecordedEvent(same.seq, True, before)
    check_event(event, before, now=now)
    line = next((one for one in lines if one.seq == event.line), None)
    row = _row(rma, line, event, by=by, now=now, key=key, seq=len(rows) + 1)
    row.part_id = part_of(event, line, by=by, now=now)
    row.save(force_insert=True)
    after = standing_of(lines, [*rows, row])
    put_standing(rma, lines, after)
    _tell_the_case(case, Change(event, line, before, after), by=by, now=now, key=key)
    if line is not None:
        handing = Handing(event=event, line=line, case_id=case.pk, part_id=row.part_id)
        hand_over(handing, by=by, now=now, key=following(key, "handed over"))
    if line is not None and event.kind in SUCCEEDS:
        succeed(line=line, serial=event.serial, by=by, at=now)
    data = {"rma": rma.number, "event": row.seq, **told(event)}
    write(stream=case.stream, verb=f"rma.{event.kind}", by=by, at=now, data=data)
    return RecordedEvent(row.seq, False, after)


def put_standing(rma: Rma, lines: list[RmaLine], now: Standing) -> None:
    """Write down what follows from the events."""
    rma.state, rma.since = now.state, now.since
    rma.supplier_due_at, rma.owed_due_at = now.supplier_due_at, now.owed_due_at
    rma.save(update_fields=["state", "since", "supplier_due_at", "owed_due_at"])
    for line in lines:
        tally = now.tallies[line.seq]
        counts = {name: getattr(tally, name) for name, _sign in COUNTS.values()}
        if any(getattr(line, name) != count for name, count in counts.items()):
            for name, count in counts.items():
                setattr(line, name, count)
            line.save(update_fields=list(counts))


def _require_same(same: RmaEvent, rma: Rma, event: NewEvent) -> None:
    said = {name: _clean(getattr(event, name)) for name in KEPT_OF_EVENT}
    kept: dict[str, Any] = {name: getattr(same, name) for name in KEPT_OF_EVENT}
    line = same.line.seq if same.line else None
    if same.rma_id != rma.pk or kept != said or line != event.line:
        raise KeyReused


def _clean(value: Any) -> Any:
    return value.strip() if type(value) is str else value


def _row(rma: Rma, line: RmaLine | None, event: NewEvent, *, seq: int, **recorded: Any) -> RmaEvent:
    said = {f.name: _clean(getattr(event, f.name)) for f in fields(event)}
    return RmaEvent(
        rma=rma,
        customer_id=rma.customer_id,
        seq=seq,
        line=line,
        **{name: said[name] for name in KEPT_OF_EVENT},
        at=min(event.at, recorded["now"]),
        recorded_at=recorded["now"],
        by=recorded["by"],
        key=recorded["key"],
    )


def _tell_the_case(case: Case, change: Change, *, by: Person, now: datetime, key: str) -> None:
    if change.event.kind is Kind.SHIPPED and not change.is_all_gone:
        _require_free_to_go(case, change.event, now=now)
    for fact in facts_of(change):
        said = following(key, fact.kind)
        record_fact(case_id=case.pk, fact=fact, by=by, now=now, key=said)


def _require_free_to_go(case: Case, event: NewEvent, *, now: datetime) -> None:
    """Raise HeldBack where even one parcel of several waits for something, such as the payment."""
    parcel = NewFact(kind=RETURNED, at=event.at)
    lines = would_wait(case.pk, parcel, at=now)
    if lines and not event.despite.strip():
        raise HeldBack(running_policy(case.version_id, case.overrides).policy, lines)
