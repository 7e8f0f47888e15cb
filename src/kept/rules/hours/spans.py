"""Instants and spans: aware datetimes outside, whole UTC seconds inside."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from math import floor
from zoneinfo import ZoneInfo

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_EPOCH_ORDINAL = date(1970, 1, 1).toordinal()
DAY = 86_400


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open stretch of real time, [start, end), between two aware datetimes."""

    start: datetime
    end: datetime

    def __post_init__(self) -> None:
        """Refuse naive datetimes and spans that run backwards."""
        if to_seconds(self.end) < to_seconds(self.start):
            raise ValueError(f"A span cannot end ({self.end}) before it starts ({self.start}).")


@lru_cache(maxsize=512)
def zone_of(name: str) -> ZoneInfo:
    """Return the IANA zone called `name`; raises ValueError with a sentence if there is none."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise ValueError(f"{name!r} is not a time zone of the IANA database.") from error


def is_zone(name: str) -> bool:
    """Say whether the IANA database knows a zone of this name."""
    try:
        zone_of(name)
    except ValueError:
        return False
    return True


def to_seconds(at: datetime) -> int:
    """Return `at` as whole seconds since 1970 UTC; fractions are cut off.

    A naive datetime is refused: its meaning would depend on the server's own zone.
    """
    if at.tzinfo is None:
        raise ValueError(f"{at.isoformat()} has no time zone; give an aware datetime.")
    return floor(at.timestamp())


def to_datetime(seconds: int, zone: tzinfo) -> datetime:
    """Return the instant `seconds` after 1970 UTC as wall time of `zone`, with a fixed offset.

    The offset is fixed because arithmetic and comparison within one ZoneInfo ignore changes of
    offset: between two such results they are in real time.
    """
    try:
        if seconds >= 0:  # Windows cannot do the others
            wall = datetime.fromtimestamp(seconds, zone)
        else:
            wall = (EPOCH + timedelta(seconds=seconds)).astimezone(zone)
    except (OverflowError, ValueError, OSError) as error:
        raise ValueError("That instant lies outside the years 1 to 9999.") from error
    return wall.replace(tzinfo=_fixed(wall.utcoffset()), fold=0)


@lru_cache(maxsize=4096)
def _fixed(offset: timedelta | None) -> timezone:
    return timezone(offset or timedelta(0))


def localize(naive: datetime, zone: str | ZoneInfo) -> datetime:
    """Return wall time `naive` in `zone` as an aware datetime that exists.

    A time inside a spring gap moves later by the gap; of a time that happens twice, the first is
    taken.
    """
    place = zone_of(zone) if isinstance(zone, str) else zone
    seconds = floor(naive.replace(tzinfo=place, fold=0).timestamp())
    return to_datetime(seconds, place)


def to_day(on: date) -> int:
    """Return the number of days from 1 January 1970 to `on`."""
    return on.toordinal() - _EPOCH_ORDINAL


def to_date(day: int) -> date:
    """Return the date `day` days after 1 January 1970."""
    try:
        return date.fromordinal(day + _EPOCH_ORDINAL)
    except (ValueError, OverflowError) as error:
        raise ValueError("That date lies outside the years 1 to 9999.") from error


def union(spans: Iterable[Span], *, after: int) -> list[tuple[int, int]]:
    """Return the union of `spans` as sorted (start, end) seconds, cut to what lies past `after`."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted((to_seconds(s.start), to_seconds(s.end)) for s in spans):
        begun = max(start, after)
        if end <= begun:
            continue
        if merged and begun <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((begun, end))
    return merged
