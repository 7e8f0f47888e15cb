"""What a calendar says: zone, weekly windows, dated exceptions, breaks, cut-off, bands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from kept.rules.hours.national import HolidayTable, check_country
from kept.rules.hours.spans import DAY, zone_of
from kept.rules.hours.windows import (
    WHOLE_DAY,
    DayHours,
    Week,
    Window,
    Windows,
    disjoint,
    weekdays,
)
from kept.rules.said import Misread, Saying, noun

CLOSED_WEEK: Final[Week] = ((), (), (), (), (), (), ())
ROUND_THE_CLOCK: Final[Week] = (WHOLE_DAY,) * 7


@dataclass(frozen=True, slots=True)
class Band:
    """A named part of the day, such as "night" from 18:00 to 08:00."""

    name: str
    window: Window


@dataclass(frozen=True, slots=True)
class CalendarSpec:
    """A working calendar as it is written. Hashable: equal content is one compiled calendar.

    Layers of dated entries, highest first: `contract`, `company`, national holidays and make-up
    working days of `country`, `weekly`. A dated entry without windows closes its date. `breaks`
    cut whatever is open. A start after `cut_off` (seconds after 00:00), or on a day off, counts
    as the opening of the next working day.
    """

    zone: str
    weekly: Week
    contract: tuple[DayHours, ...] = ()
    company: tuple[DayHours, ...] = ()
    country: str | None = None
    subdivision: str | None = None
    tables: tuple[HolidayTable, ...] = ()
    make_up: Windows | None = None
    breaks: tuple[DayHours, ...] = ()
    cut_off: int | None = None
    bands: tuple[Band, ...] = ()

    def __post_init__(self) -> None:
        """Refuse unknown zones and countries, overlaps, and two entries for one date."""
        zone_of(self.zone)
        if len(self.weekly) != 7:
            raise ValueError("A week has seven days of windows, Monday first.")
        for at, windows in enumerate(self.weekly):
            disjoint(windows, noun("weekday {number}", number=at + 1))
        for layer in ("contract", "company", "breaks"):
            _check_layer(layer, getattr(self, layer))
        _check_tables(self.tables)
        if self.country is not None:
            check_country(self.country, self.subdivision)
        if self.cut_off is not None and not 0 <= self.cut_off <= DAY:
            raise Misread(
                Saying("cut-off-out-of-the-day", "A cut-off lies between 00:00 and 24:00.")
            )

    @classmethod
    def always(cls, zone: str) -> CalendarSpec:
        """Return the calendar that never closes (7 x 24, elapsed time) in `zone`."""
        return cls(zone=zone, weekly=ROUND_THE_CLOCK)

    @classmethod
    def of_week(cls, zone: str, windows: Mapping[str, Iterable[str]]) -> CalendarSpec:
        """Return a calendar from texts such as {"mon-thu": ["09:00-17:00"], "fri": [...]}."""
        return cls(zone=zone, weekly=week(windows))

    @property
    def always_open(self) -> bool:
        """Whether it never closes at all."""
        return (
            all(windows == WHOLE_DAY for windows in self.weekly)
            and self.country is None
            and not self.breaks
            and all(entry.windows == WHOLE_DAY for entry in (*self.contract, *self.company))
        )

    @property
    def ordinary_day(self) -> Windows:
        """The windows of a make-up working day: given, else those most weekdays share."""
        if self.make_up is not None:
            return self.make_up
        worked = [windows for windows in self.weekly if windows]
        return max(worked, key=worked.count, default=())


def week(windows: Mapping[str, Iterable[str]]) -> Week:
    """Return seven days of windows from {"mon-thu": ["09:00-17:00"]}; days not named are closed."""
    days: dict[int, Windows] = {}
    for names, texts in windows.items():
        parsed = tuple(Window.parse(text) for text in texts)
        for at in weekdays(names):
            if at in days:
                raise ValueError(f"The weekday of {names!r} is given twice.")
            days[at] = parsed
    mon, tue, wed, thu, fri, sat, sun = (days.get(at, ()) for at in range(7))
    return (mon, tue, wed, thu, fri, sat, sun)


_LAYERS = {
    "contract": noun("contract layer"),
    "company": noun("company layer"),
    "breaks": noun("breaks layer"),
}


def _check_layer(layer: str, entries: tuple[DayHours, ...]) -> None:
    seen: set[date] = set()
    for entry in entries:
        if entry.on in seen:
            raise Misread(
                Saying(
                    "date-twice",
                    "{on} is entered twice in the {layer}.",
                    on=entry.on,
                    layer=_LAYERS[layer],
                )
            )
        seen.add(entry.on)
        if layer != "breaks":  # what is cut twice is cut
            disjoint(entry.windows, str(entry.on))


def _check_tables(tables: tuple[HolidayTable, ...]) -> None:
    years = [year for table in tables for year in table.years]
    if len(set(years)) != len(years):
        raise ValueError("Two imported holiday tables cover the same year.")
