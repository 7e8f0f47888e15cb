"""Warranty and other terms: elapsed time, extended by downtime on the provider's account."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Final

from kept.rules.hours.calendar import compiled
from kept.rules.hours.limits import Duration, Unit
from kept.rules.hours.months import date_later
from kept.rules.hours.spans import Span, to_datetime, to_seconds, union, zone_of
from kept.rules.hours.spec import CalendarSpec

_ELAPSED: Final = CalendarSpec.always("UTC")


def term_end(
    start: datetime, length: Duration, downtimes: Iterable[Span] = (), *, zone: str | None = None
) -> datetime:
    """Return the first instant after a term: same time of day `length` later, plus downtime.

    The union of `downtimes` begun before the end extends it in real time, downtime within the
    extension again; one that straddles the end counts in full. Months and days are counted on
    the wall clock of `zone`, else of `start`; the end is given in the same one.
    """
    if length.unit is Unit.WORKING_DAY:
        raise ValueError("A term counts elapsed time, not working days.")
    begun = to_seconds(start)
    wall = start.astimezone(zone_of(zone)) if zone else start
    due = _elapsed_end(wall, length)
    end = compiled(_ELAPSED).with_pauses(begun, due, union(downtimes, after=begun))
    return to_datetime(end, wall.tzinfo or UTC)


def _elapsed_end(wall: datetime, length: Duration) -> int:
    """Return the end without downtime; a wall time that does not exist moves later."""
    if length.seconds is not None:
        return to_seconds(wall) + length.seconds
    on = date_later(wall.date(), length.amount, length.unit)
    return to_seconds(datetime.combine(on, wall.time(), wall.tzinfo))
