"""Putting a price or a rate among those before and after it, so that no two hold on one day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Generic, Protocol, TypeVar

from django.utils.translation import gettext_lazy as _

from kept.records.refusal import Refused

DAY = timedelta(days=1)


class PeriodsOverlap(Refused):
    """Two would hold on the same day."""

    sentence = _(
        "From %(day)s on another one holds already. Let this one end before, or begin it then."
    )


class DaysTurned(Refused):
    """A period ends after it begins."""

    sentence = _("The last day is before the first. Please look at the days again.")


class Lasting(Protocol):
    """What holds from a day until a day."""

    valid_from: date
    valid_until: date | None


Row = TypeVar("Row", bound=Lasting)


@dataclass(frozen=True)
class Place(Generic[Row]):
    """What a new period does to the others: `replaced` begins the same day, `cut` ends before it.

    `until` is the last day of the new one.
    """

    replaced: Row | None
    cut: Row | None
    until: date | None


def place_for(rows: Iterable[Row], start: date, until: date | None) -> Place[Row]:
    """Return how a period from `start` fits among others. Raises PeriodsOverlap, DaysTurned.

    Without a last day it holds until the next one begins.
    """
    if until is not None and until < start:
        raise DaysTurned
    known = sorted(rows, key=lambda row: row.valid_from)
    after = next((row for row in known if row.valid_from > start), None)
    if after is not None:
        until = after.valid_from - DAY if until is None else until
        if until >= after.valid_from:
            raise PeriodsOverlap(day=after.valid_from.isoformat())
    replaced = next((row for row in known if row.valid_from == start), None)
    before = [row for row in known if row.valid_from < start]
    cut = before[-1] if before and _holds(before[-1], start) else None
    return Place(replaced, cut, until)


def _holds(row: Lasting, on: date) -> bool:
    return row.valid_until is None or row.valid_until >= on
