"""The compiled form of a calendar: open intervals in UTC seconds with cumulative working time."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import date, timedelta, timezone

import numpy as np
from numpy.typing import NDArray

from kept.rules.hours.national import NationalYear, national_year
from kept.rules.hours.spans import DAY, to_day
from kept.rules.hours.spec import CalendarSpec
from kept.rules.hours.windows import Windows
from kept.rules.hours.zones import Offsets, Seconds, offsets

NEVER = -(2**62)  # stands for "no such instant" among seconds


@dataclass(frozen=True, slots=True)
class Table:
    """Whole years of a calendar, exact for instants in [lo, hi).

    `opens`, `closes`: disjoint intervals in order, the first an empty one at `lo`; `worked`:
    working seconds before each. `changed`, `clocks`: when the zone's offset changes, and the
    offsets before, between and after. `day0`: the first local date (days since 1970);
    `first_open`, `last_close`: per date, NEVER where it has no hours; `workdays`: the dates that
    have hours.
    """

    first_year: int
    last_year: int
    lo: int
    hi: int
    opens: list[int]
    closes: list[int]
    worked: list[int]
    total: int
    opens_array: Seconds
    closes_array: Seconds
    worked_array: Seconds
    changed: list[int]
    clocks: list[timezone]
    day0: int
    first_open: list[int]
    last_close: list[int]
    workdays: list[int]

    def working(self, at: int) -> int:
        """Return W(at), the working seconds from `lo` to `at`."""
        i = bisect_right(self.opens, at) - 1
        return self.worked[i] + min(at, self.closes[i]) - self.opens[i]

    def earliest(self, worked: int) -> int:
        """Return the earliest instant at which W reaches `worked` (> 0, at most `total`)."""
        i = bisect_left(self.worked, worked) - 1
        return self.opens[i] + worked - self.worked[i]

    def latest(self, worked: int) -> int:
        """Return the latest instant at which W is still `worked` (at least 0, below `total`)."""
        i = bisect_right(self.worked, worked) - 1
        return self.opens[i] + worked - self.worked[i]


def build(spec: CalendarSpec, first_year: int, last_year: int) -> Table:
    """Compile `spec` for whole local years, both included."""
    day0, day1 = to_day(date(first_year, 1, 1)), to_day(date(last_year, 12, 31)) + 1
    # One day more on each side: overnight windows and breaks reach into the years.
    days = np.arange(day0 - 1, day1 + 1, dtype=np.int64)
    zone = offsets(spec.zone, first_year - 1, last_year + 1)
    midnights = zone.to_utc(np.append(days, days[-1] + 1) * DAY)
    real = midnights[1:] > midnights[:-1]  # a zone may skip a date altogether
    kinds, windows = _day_kinds(spec, days, first_year, last_year)
    opens, closes, owner = _pieces(zone, days, np.where(real, kinds, -1), windows)
    opens, closes, owner = _without_breaks(spec, zone, (opens, closes, owner))
    lo, hi = int(midnights[1]), int(midnights[-2])
    first_open, last_close = _edges(opens, closes, owner - day0, day1 - day0)
    opens, closes = _merged(np.clip(opens, lo, hi), np.clip(closes, lo, hi))
    opens, closes = np.insert(opens, 0, lo), np.insert(closes, 0, lo)
    done = np.cumsum(closes - opens)
    worked = done - (closes - opens)
    return Table(
        first_year=first_year,
        last_year=last_year,
        lo=lo,
        hi=hi,
        opens=opens.tolist(),
        closes=closes.tolist(),
        worked=worked.tolist(),
        total=int(done[-1]),
        opens_array=opens,
        closes_array=closes,
        worked_array=worked,
        changed=zone.changed,
        clocks=[timezone(timedelta(seconds=offset)) for offset in zone.offset.tolist()],
        day0=day0,
        first_open=first_open.tolist(),
        last_close=last_close.tolist(),
        workdays=(np.flatnonzero(last_close != NEVER) + day0).tolist(),
    )


def days_of_year(spec: CalendarSpec, year: int) -> NationalYear | None:
    """Return the national layer of one year: an imported table, else the library's."""
    for table in spec.tables:
        if year in table.years:
            return table.of_year(year)
    if spec.country is None:
        return None
    return national_year(spec.country, spec.subdivision, year)


def _day_kinds(
    spec: CalendarSpec, days: Seconds, first_year: int, last_year: int
) -> tuple[NDArray[np.intp], list[Windows]]:
    """Return for each day the index of its windows, layer upon layer, lowest first."""
    windows: list[Windows] = [*spec.weekly, (), spec.ordinary_day]
    closed, ordinary = 7, 8
    kinds: NDArray[np.intp] = ((days + 3) % 7).astype(np.intp)  # 1 January 1970 was a Thursday
    first, last = int(days[0]), int(days[-1])

    def put(on: date, kind: int) -> None:
        if first <= to_day(on) <= last:
            kinds[to_day(on) - first] = kind

    for year in range(first_year - 1, last_year + 2):
        national = days_of_year(spec, year)
        if national is not None:
            for on in national.days_off:
                put(on, closed)
            for on in national.make_up:
                put(on, ordinary)
    for entry in (*spec.company, *spec.contract):
        windows.append(entry.windows)
        put(entry.on, len(windows) - 1)
    return kinds, windows


def _pieces(
    zone: Offsets, days: Seconds, kinds: NDArray[np.intp], windows: list[Windows]
) -> tuple[Seconds, Seconds, Seconds]:
    """Return all windows as (opens, closes, opening date), not yet sorted.

    A window that a change of offset leaves without length is dropped.
    """
    opens, closes, owners = [], [], []
    for kind, of_day in enumerate(windows):
        if not of_day:
            continue
        on = days[kinds == kind]
        for window in of_day:
            opens.append(on * DAY + window.opens)
            closes.append(on * DAY + window.closes)
            owners.append(on)
    if not opens:
        nothing = np.empty(0, dtype=np.int64)
        return nothing, nothing, nothing
    begin, end = zone.to_utc(np.concatenate(opens)), zone.to_utc(np.concatenate(closes))
    lasting = end > begin
    return begin[lasting], end[lasting], np.concatenate(owners)[lasting]


def _without_breaks(
    spec: CalendarSpec, zone: Offsets, pieces: tuple[Seconds, Seconds, Seconds]
) -> tuple[Seconds, Seconds, Seconds]:
    """Cut every break out of every piece; breaks are few, so one after the other."""
    opens, closes, owner = pieces
    for entry in spec.breaks:
        for window in entry.windows:
            wall = to_day(entry.on) * DAY + np.array([window.opens, window.closes])
            begin, end = zone.to_utc(wall.astype(np.int64))
            hit = (opens < end) & (closes > begin)
            before = hit & (opens < begin)
            after = hit & (closes > end)
            left = ~hit
            opens = np.concatenate([opens[left], opens[before], np.full(after.sum(), end)])
            closes = np.concatenate([closes[left], np.full(before.sum(), begin), closes[after]])
            owner = np.concatenate([owner[left], owner[before], owner[after]])
    return opens, closes, owner


def _edges(opens: Seconds, closes: Seconds, at: Seconds, days: int) -> tuple[Seconds, Seconds]:
    """Return per date its first opening and its last close; NEVER for a date without hours."""
    first_open = np.full(days, 2**62, dtype=np.int64)
    last_close = np.full(days, NEVER, dtype=np.int64)
    inside = (at >= 0) & (at < days)
    np.minimum.at(first_open, at[inside], opens[inside])
    np.maximum.at(last_close, at[inside], closes[inside])
    first_open[last_close == NEVER] = NEVER
    return first_open, last_close


def _merged(opens: Seconds, closes: Seconds) -> tuple[Seconds, Seconds]:
    """Return the union of intervals in order; those that touch become one, empty ones go."""
    lasting = closes > opens
    order = np.argsort(opens[lasting], kind="stable")
    opens, closes = opens[lasting][order], closes[lasting][order]
    if not len(opens):
        return opens, closes
    reach = np.maximum.accumulate(closes)
    fresh = np.append(True, opens[1:] > reach[:-1])
    last = np.append(np.flatnonzero(fresh)[1:] - 1, len(opens) - 1)
    return opens[fresh], reach[last]
