"""From wall time to UTC for many instants at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from kept.rules.hours.spans import DAY, EPOCH, zone_of

Seconds: TypeAlias = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Change:
    """A change of a zone's offset: the UTC second and the offsets before and after it."""

    at: int
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class Offsets:
    """A zone's offsets over some years.

    Until `until[k]`, a wall time, offset k holds; in a gap and in the first pass of an overlap
    that is the offset before the change: a gap moves later, an overlap means the first.
    """

    until: Seconds
    offset: Seconds
    changed: list[int]  # the UTC seconds of the changes, for the way back

    def to_utc(self, wall: Seconds) -> Seconds:
        """Return UTC seconds for wall times given as seconds since 1970 local midnight."""
        utc: Seconds = wall - self.offset[np.searchsorted(self.until, wall, side="right")]
        return utc


def offsets(zone: str, first_year: int, last_year: int) -> Offsets:
    """Return the offsets of `zone` from the start of `first_year` to the end of `last_year`."""
    changes = [c for year in range(first_year, last_year + 1) for c in _changes(zone, year)]
    first = changes[0].before if changes else _offset_at(zone, _new_year(first_year))
    return Offsets(
        until=np.array([c.at + max(c.before, c.after) for c in changes], dtype=np.int64),
        offset=np.array([first, *(c.after for c in changes)], dtype=np.int64),
        changed=[c.at for c in changes],
    )


@lru_cache(maxsize=8192)
def _changes(zone: str, year: int) -> tuple[Change, ...]:
    """Return the changes within one UTC year, found by looking at each day and then closer.

    No zone changes twice within a day.
    """
    place = zone_of(zone)
    moment = EPOCH + timedelta(seconds=_new_year(year))
    step = timedelta(days=1)
    found: list[Change] = []
    at = _new_year(year)
    before = moment.astimezone(place).utcoffset()
    while moment.year == year:
        moment += step
        after = moment.astimezone(place).utcoffset()
        if after != before:
            found.append(_closer(zone, at))
            before = after
        at += DAY
    return tuple(found)


def _closer(zone: str, day_start: int) -> Change:
    """Return the change that happens in the day after `day_start`."""
    low, high = day_start, day_start + DAY
    before, after = _offset_at(zone, low), _offset_at(zone, high)
    while high - low > 1:
        middle = (low + high) // 2
        if _offset_at(zone, middle) == before:
            low = middle
        else:
            high = middle
    return Change(high, before, after)


def _offset_at(zone: str, utc: int) -> int:
    offset = (EPOCH + timedelta(seconds=utc)).astimezone(zone_of(zone)).utcoffset()
    return 0 if offset is None else int(offset.total_seconds())


def _new_year(year: int) -> int:
    return int((datetime(year, 1, 1, tzinfo=UTC) - EPOCH).total_seconds())
