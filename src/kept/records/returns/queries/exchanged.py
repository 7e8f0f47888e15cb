"""By which return one unit took the place of another."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from kept.records.returns.models import RmaEvent
from kept.records.returns.standing import Kind

WAYS: Final = (Kind.REPLACED, Kind.SENT_AHEAD)


@dataclass(frozen=True)
class Exchange:
    """A unit took another's place: when, by which return, and why it was asked for."""

    at: datetime
    rma: str
    reason: str


def exchange_of(*, old_id: int, serial: str) -> Exchange | None:
    """Return how a unit took the place of another by a return; None if by none."""
    rows = RmaEvent.objects.filter(kind__in=WAYS, line__equipment_id=old_id, serial__iexact=serial)
    row = rows.select_related("rma").order_by("pk").first()
    if row is None:
        return None
    asked = RmaEvent.objects.filter(rma=row.rma, kind=Kind.ASKED).first()
    return Exchange(row.at, row.rma.number, asked.text if asked else "")
