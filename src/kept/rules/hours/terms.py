"""Warranty and other terms: elapsed time, extended by downtime on the provider's account."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from kept.rules.hours.calendar import compiled
from kept.rules.hours.limits import Duration, Ends, Unit
from kept.rules.hours.spans import Span
from kept.rules.hours.spec import CalendarSpec


def term_end(
    start: datetime, length: Duration, downtimes: Iterable[Span] = (), *, zone: str | None = None
) -> datetime:
    """Return the first instant after a term: same time of day `length` later, plus downtime.

    The union of `downtimes` begun before the end extends it in real time, downtime within the
    extension again; one that straddles the end counts in full. Months are counted on the wall
    clock of `zone`, else of the zone of `start` (UTC for a bare offset).
    """
    if length.unit is Unit.WORKING_DAY:
        raise ValueError("A term counts elapsed time, not working days.")
    place = zone or (start.tzinfo.key if isinstance(start.tzinfo, ZoneInfo) else "UTC")
    elapsed = compiled(CalendarSpec.always(place))
    return elapsed.due(start, replace(length, ends=Ends.SAME_TIME), downtimes)
