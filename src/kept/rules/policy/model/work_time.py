"""How hours of work are told apart and charged: by when they were."""

from __future__ import annotations

from dataclasses import dataclass

from kept.rules.facts.values import Texts
from kept.rules.hours import Duration, TimeBand
from kept.rules.policy.model.clauses import Place
from kept.rules.policy.model.numbers import Number


@dataclass(frozen=True, slots=True)
class WorkBand:
    """Hours that are charged alike. With a factor an hour costs so many times the normal one."""

    hours: TimeBand
    name: Texts
    factor: Number | None = None
    source: tuple[str, ...] = ()
    place: Place | None = None

    @property
    def key(self) -> str:
        """Return the key, as work that was done names it."""
        return self.hours.name


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkTime:
    """By which calendar hours are normal, which others there are, and the least that is charged.

    The first band that fits counts. `call_out` is the least time of a visit, `increments` the
    steps of which begun ones are charged.
    """

    calendar: str
    components: tuple[str, ...]
    bands: tuple[WorkBand, ...] = ()
    call_out: Duration | None = None
    increments: Duration | None = None
    source: tuple[str, ...] = ()
    note: Texts | None = None
    place: Place | None = None

    @property
    def parts(self) -> tuple[TimeBand, ...]:
        """Return what parts the hours, the first that fits first."""
        return tuple(band.hours for band in self.bands)
