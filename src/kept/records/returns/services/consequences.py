"""Which facts of the case follow from what happens to its return."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from kept.records.cases.asking import NewFact
from kept.records.returns.models import RmaLine
from kept.records.returns.services.checking import NewEvent
from kept.records.returns.standing import Kind, Standing
from kept.rules.facts import Value

RETURNED: Final = "goods.returned_shipped"
NOTHING_RETURNED: Final = "goods.nothing_returned"
PLAIN: Final = {
    Kind.APPROVED: "return.arranged",
    Kind.SENT: "goods.sent_in",
    Kind.RECEIVED: "goods.received_for_repair",
    Kind.STARTED: "repair.started",
    Kind.TO_SUPPLIER: "goods.sent_to_supplier",
    Kind.FROM_SUPPLIER: "goods.back_from_supplier",
    Kind.TOLD: "customer.told",
    Kind.ADVANCE_AGREED: "advance.agreed",
    Kind.SENT_AHEAD: "replacement.sent",
    Kind.TAKEN_BACK: "goods.taken_back",
}
SETTLED: Final = {
    Kind.REPAIRED: "repaired",
    Kind.REPLACED: "replaced",
    Kind.KEPT: "replaced",
    Kind.SCRAPPED: "scrapped",
}

GONE: Final = (Kind.SCRAPPED, Kind.TAKEN_BACK)  # nothing goes back for it


@dataclass(frozen=True)
class Change:
    """What happened to a return, and how it stood before and after."""

    event: NewEvent
    line: RmaLine | None
    before: Standing
    after: Standing

    @property
    def is_all_gone(self) -> bool:
        """Say whether nothing lies with us any more that did, as it went back to the customer.

        What was exchanged ahead is with the customer already when we decide about the old one.
        """
        is_gone = self.event.kind in GONE
        return self._is_last_here and (not is_gone or bool(self._went_before))

    @property
    def goes_nothing_back(self) -> bool:
        """Say whether the last piece with us stays or was scrapped, and none went back before."""
        return self._is_last_here and self.event.kind in GONE and not self._went_before

    @property
    def _is_last_here(self) -> bool:
        left = self.after.with_us == 0 and self.before.with_us > 0
        return left and self.event.kind in (Kind.SHIPPED, Kind.KEPT, *GONE)

    @property
    def _went_before(self) -> int:
        return self.after.total("shipped") + self.after.total("ahead")


def facts_of(change: Change) -> Iterator[NewFact]:
    """Yield the facts of the case, in the order in which they happened."""
    event = change.event
    if event.kind is Kind.APPROVED and event.freight_told:
        yield _fact("freight.told", event)
    if event.kind is Kind.INSPECTED and event.cause:
        yield _fact("cause.found", event, cause=event.cause, text=event.text.strip())
    if event.kind in PLAIN:
        yield _fact(PLAIN[event.kind], event, **_said(change))
    if change.after.is_finished and not change.before.is_finished:
        yield from _finished(change)
    if _settles(change):
        yield _fact("removed_unit.settled", event, unit_outcome=SETTLED[event.kind], **_old(change))
    if event.kind is Kind.SENT_AHEAD or (change.is_all_gone and change.after.total("replaced")):
        yield _fact("goods.exchanged", event, **_old(change))
    if change.goes_nothing_back or change.is_all_gone:
        kind = RETURNED if change.is_all_gone else NOTHING_RETURNED
        yield _fact(kind, event, text=event.text.strip())


def _finished(change: Change) -> Iterator[NewFact]:
    """Yield that the repair is over: it went well for some, or for none."""
    total = change.after.total
    if total("repaired") + total("replaced"):
        yield _fact("repair.finished", change.event)
    elif total("unrepaired"):
        yield _fact("repair.closed", change.event, result="failed")


def _settles(change: Change) -> bool:
    """Say whether a unit that another took the place of is settled by this."""
    line = change.line
    is_spare = line is not None and (line.is_removed or line.ahead > 0)
    return is_spare and change.event.kind in SETTLED


def _said(change: Change) -> dict[str, Value]:
    event = change.event
    said: dict[str, Value] = {"serial": event.serial.strip(), "text": event.text.strip()}
    if (
        event.kind in (Kind.RECEIVED, Kind.TAKEN_BACK)
        and change.line is not None
        and not event.serial.strip()
    ):
        said["serial"] = change.line.serial_number
    if event.kind is Kind.ADVANCE_AGREED:
        said["reason"] = said.pop("text")
    if event.due_at is not None:
        said["expected_on"] = event.due_at
    return said


def _old(change: Change) -> dict[str, Value]:
    return {"serial": change.line.serial_number if change.line else ""}


def _fact(kind: str, event: NewEvent, **said: Value) -> NewFact:
    """Return a fact with what was said of it; what is empty is left out."""
    despite = event.despite.strip()
    if kind == RETURNED and event.kind in (Kind.KEPT, *GONE):
        despite = despite or event.text.strip()  # nothing more can wait: theirs went ahead
    return NewFact(
        kind=kind,
        at=event.at,
        values={name: value for name, value in said.items() if value != ""},
        despite=despite,
        source=event.source,
    )
