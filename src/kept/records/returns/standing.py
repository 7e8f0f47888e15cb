"""Where a return stands: everything follows from its events, by one function of values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Final


class Kind(StrEnum):
    """What can happen to a return."""

    ASKED = "asked"
    APPROVED = "approved"
    REFUSED = "refused"
    CANCELLED = "cancelled"
    ADVANCE_AGREED = "advance_agreed"
    SENT_AHEAD = "sent_ahead"  # the replacement went before the defective one came
    SENT = "sent"  # the customer sent it to us
    HANDED_IN = "handed_in"  # at our door, says who scanned its label; one of us still receives it
    RECEIVED = "received"
    INSPECTED = "inspected"
    STARTED = "started"
    TO_SUPPLIER = "to_supplier"
    FROM_SUPPLIER = "from_supplier"
    CLAIMED = "claimed"  # of the supplier
    CLAIM_DECIDED = "claim_decided"
    TOLD = "told"  # the customer
    REPAIRED = "repaired"
    REPLACED = "replaced"
    UNREPAIRED = "unrepaired"
    SCRAPPED = "scrapped"
    KEPT = "kept"  # ours now, as its replacement had gone ahead
    TAKEN_BACK = "taken_back"  # ours now, for its price
    STOCKED = "stocked"  # what is ours now lies in a store, or is gone
    TESTED = "tested"
    FAILED = "failed"  # the test; it is to be repaired again
    SHIPPED = "shipped"
    ARRIVED = "arrived"  # at the customer's
    NOTED = "noted"


class State(StrEnum):
    """Where a return stands."""

    ASKED = "asked"
    EXPECTED = "expected"
    ON_THE_WAY = "on_the_way"
    TO_INSPECT = "to_inspect"
    TO_REPAIR = "to_repair"
    AT_SUPPLIER = "at_supplier"
    TO_TEST = "to_test"
    TO_SHIP = "to_ship"
    SENT_BACK = "sent_back"
    CLOSED = "closed"
    REFUSED = "refused"
    CANCELLED = "cancelled"


OVER: Final = frozenset((State.CLOSED, State.REFUSED, State.CANCELLED))
WITH_US: Final = frozenset(
    (State.TO_INSPECT, State.TO_REPAIR, State.AT_SUPPLIER, State.TO_TEST, State.TO_SHIP)
)
# What each kind does to the counts of a line.
COUNTS: Final[Mapping[Kind, tuple[str, int]]] = {
    Kind.SENT_AHEAD: ("ahead", 1),
    Kind.RECEIVED: ("received", 1),
    Kind.INSPECTED: ("inspected", 1),
    Kind.TO_SUPPLIER: ("at_supplier", 1),
    Kind.FROM_SUPPLIER: ("at_supplier", -1),
    Kind.REPAIRED: ("repaired", 1),
    Kind.REPLACED: ("replaced", 1),
    Kind.UNREPAIRED: ("unrepaired", 1),
    Kind.SCRAPPED: ("scrapped", 1),
    Kind.KEPT: ("kept", 1),
    Kind.TAKEN_BACK: ("taken_back", 1),
    Kind.STOCKED: ("stocked", 1),
    Kind.TESTED: ("tested", 1),
    Kind.FAILED: ("repaired", -1),
    Kind.SHIPPED: ("shipped", 1),
}


@dataclass(frozen=True, kw_only=True)
class Event:
    """Something that happened to a return, as far as its standing depends on it."""

    kind: Kind
    at: datetime
    line: int | None = None
    quantity: int = 0
    due_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Tally:
    """How many pieces of one line went which way; what was received is split among the ends."""

    announced: int
    ahead: int = 0
    received: int = 0
    inspected: int = 0
    at_supplier: int = 0
    repaired: int = 0
    replaced: int = 0
    unrepaired: int = 0
    scrapped: int = 0
    kept: int = 0
    taken_back: int = 0
    stocked: int = 0
    tested: int = 0
    shipped: int = 0

    @property
    def decided(self) -> int:
        """Return for how many it is decided what becomes of them."""
        gone = self.scrapped + self.kept + self.taken_back
        return self.repaired + self.replaced + self.unrepaired + gone

    @property
    def going_back(self) -> int:
        """Return how many go back to the customer, as far as it is decided."""
        return self.repaired + self.replaced + self.unrepaired

    @property
    def to_stock(self) -> int:
        """Return how many are ours now and lie nowhere yet: another took their place, or money."""
        return self.replaced + self.kept + self.taken_back - self.stocked

    @property
    def owed_to_us(self) -> int:
        """Return how many the customer still has to send after their replacements went ahead."""
        return max(0, self.ahead - self.received)

    def room(self, kind: Kind) -> int:
        """Return how many pieces a further event of this kind can be about; never below zero.

        Zero for kinds that are about no pieces, and for `RECEIVED`: more may come than announced.
        """
        here = self.received - self.decided - self.at_supplier
        # What the customer still gets of all they sent or will send, ahead of it or back.
        most = max(self.announced, self.received) - self.taken_back
        back = most - self.ahead - self.going_back
        rooms = {
            Kind.SENT_AHEAD: back,
            Kind.INSPECTED: self.received - self.inspected,
            Kind.TO_SUPPLIER: here,
            Kind.FROM_SUPPLIER: self.at_supplier,
            Kind.REPAIRED: min(here, back),
            Kind.REPLACED: min(here, back),
            Kind.UNREPAIRED: min(here, back),
            Kind.SCRAPPED: here,
            Kind.KEPT: min(here, self.ahead - self.kept),
            Kind.TAKEN_BACK: min(here, back),
            Kind.STOCKED: self.to_stock,
            Kind.TESTED: self.repaired + self.replaced - self.tested,
            Kind.FAILED: min(self.repaired, self.repaired + self.replaced - self.tested),
            Kind.SHIPPED: self.tested + self.unrepaired - self.shipped,
        }
        return max(0, rooms.get(kind, 0))


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Where a return stands: its state and since when, its lines, and what has a date."""

    state: State
    since: datetime
    tallies: Mapping[int, Tally]
    is_approved: bool = False
    is_started: bool = False
    has_arrived: bool = False  # what was sent back last
    supplier_due_at: datetime | None = None
    owed_due_at: datetime | None = None
    last: Mapping[Kind, datetime] = field(default_factory=dict)

    def total(self, name: str) -> int:
        """Return a count over all lines."""
        return sum(getattr(tally, name) for tally in self.tallies.values())

    @property
    def is_over(self) -> bool:
        """Say whether nothing more is done."""
        return self.state in OVER

    @property
    def with_us(self) -> int:
        """Return how many pieces lie with us, or at our supplier, and are to go back or decided."""
        gone = sum(self.total(name) for name in ("scrapped", "kept", "taken_back", "shipped"))
        return self.total("received") - gone

    @property
    def ready_to_go(self) -> Mapping[int, int]:
        """Return what can be sent back now: how many pieces of which lines."""
        found = {seq: tally.room(Kind.SHIPPED) for seq, tally in sorted(self.tallies.items())}
        return {seq: pieces for seq, pieces in found.items() if pieces}

    @property
    def is_finished(self) -> bool:
        """Say whether all that came is decided and tested."""
        received = self.total("received")
        is_decided = received > 0 and self.total("decided") == received
        return is_decided and self.total("tested") == self.total("repaired") + self.total(
            "replaced"
        )


def standing(announced: Mapping[int, int], events: Sequence[Event]) -> Standing:
    """Return where a return stands after all its events, in the order they were recorded."""
    tallies = {line: Tally(announced=quantity) for line, quantity in announced.items()}
    now = Standing(state=State.ASKED, since=events[0].at, tallies=tallies)
    for event in events:
        now = _after(now, event)
    return now


def _after(before: Standing, event: Event) -> Standing:
    now = replace(
        before,
        tallies=_counted(before.tallies, event),
        is_approved=before.is_approved or event.kind is Kind.APPROVED,
        is_started=before.is_started or event.kind is Kind.STARTED,
        has_arrived=_arrived(before, event.kind),
        last={**before.last, event.kind: event.at},
    )
    now = replace(now, supplier_due_at=_supplier_due(now, event), owed_due_at=_owed_due(now, event))
    state = _state(now, event.kind)
    return now if state is before.state else replace(now, state=state, since=event.at)


def _counted(tallies: Mapping[int, Tally], event: Event) -> Mapping[int, Tally]:
    if event.line is None or event.kind not in COUNTS:
        return tallies
    name, sign = COUNTS[event.kind]
    old = tallies[event.line]
    changed = replace(old, **{name: getattr(old, name) + sign * event.quantity})
    return {**tallies, event.line: changed}


def _arrived(before: Standing, kind: Kind) -> bool:
    if kind in (Kind.RECEIVED, Kind.SHIPPED):
        return False
    return before.has_arrived or kind is Kind.ARRIVED


def _supplier_due(now: Standing, event: Event) -> datetime | None:
    due = now.supplier_due_at
    if event.kind is Kind.TO_SUPPLIER:
        due = min(filter(None, [due, event.due_at]), default=None)
    return due if now.total("at_supplier") else None


def _owed_due(now: Standing, event: Event) -> datetime | None:
    due = event.due_at if event.kind is Kind.ADVANCE_AGREED else now.owed_due_at
    return due if _is_owed(now) else None


def _is_owed(now: Standing) -> bool:
    agreed = Kind.ADVANCE_AGREED in now.last
    return agreed and (now.total("ahead") == 0 or now.total("owed_to_us") > 0)


def _state(now: Standing, kind: Kind) -> State:
    """Return the state; what is over stays over."""
    if now.is_over:
        return now.state
    came = now.total("received") > 0
    if kind is Kind.REFUSED:
        return State.REFUSED
    if kind is Kind.CANCELLED:
        return State.CLOSED if came else State.CANCELLED
    return _after_receipt(now) if came else _before_receipt(now)


def _before_receipt(now: Standing) -> State:
    if Kind.SENT in now.last or Kind.HANDED_IN in now.last:
        return State.ON_THE_WAY
    return State.EXPECTED if now.is_approved else State.ASKED


def _after_receipt(now: Standing) -> State:
    for holds, state in _steps(now):
        if holds:
            return state
    return State.CLOSED


def _steps(now: Standing) -> Iterable[tuple[bool, State]]:
    """Yield what is still to be done, the first of it first."""
    total = now.total
    open_ = total("received") - total("decided")
    yield open_ > 0 and total("at_supplier") == open_, State.AT_SUPPLIER
    yield open_ > 0 and total("inspected") < total("received"), State.TO_INSPECT
    yield open_ > 0, State.TO_REPAIR
    yield total("tested") < total("repaired") + total("replaced"), State.TO_TEST
    yield total("shipped") < total("going_back"), State.TO_SHIP
    missing = any(t.received < t.announced for t in now.tallies.values())
    yield missing and not now.has_arrived, State.ON_THE_WAY
    yield total("shipped") > 0 and not now.has_arrived, State.SENT_BACK
