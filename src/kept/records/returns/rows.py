"""Rows of returns as the values that their standing follows from."""

from __future__ import annotations

from collections.abc import Iterable

from kept.records.returns.models import Rma, RmaEvent, RmaLine
from kept.records.returns.standing import Event, Kind, Standing, standing


def standing_of(lines: Iterable[RmaLine], events: Iterable[RmaEvent]) -> Standing:
    """Return where a return stands by its events."""
    places = {line.pk: line.seq for line in lines}
    announced = {line.seq: line.announced for line in lines}
    return standing(announced, [_event(row, places) for row in events])


def standing_now(rma: Rma) -> Standing:
    """Return where a return stands by all that is recorded of it."""
    return standing_of(rma.lines.all(), rma.events.order_by("seq"))


def _event(row: RmaEvent, places: dict[int, int]) -> Event:
    return Event(
        kind=Kind(row.kind),
        at=row.at,
        line=places[row.line_id] if row.line_id else None,
        quantity=row.quantity,
        due_at=row.due_at,
    )
