"""The oracle: a clock that walks minute by minute and knows nothing of tables or bisection."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

Hours = list[tuple[int, int]]  # minutes after 00:00; the end may pass 24:00
MINUTE = timedelta(minutes=1)


@dataclass
class Plan:
    """A calendar as plain data, read here in the slowest and most literal way."""

    zone: str
    weekly: list[Hours]
    contract: dict[date, Hours] = field(default_factory=dict)
    company: dict[date, Hours] = field(default_factory=dict)
    days_off: set[date] = field(default_factory=set)
    make_up: set[date] = field(default_factory=set)
    make_up_hours: Hours = field(default_factory=list)
    breaks: dict[date, Hours] = field(default_factory=dict)

    def hours_on(self, on: date) -> Hours:
        for layer in (self.contract, self.company):
            if on in layer:
                return layer[on]
        if on in self.make_up:
            return self.make_up_hours
        return [] if on in self.days_off else self.weekly[on.weekday()]


def wall(on: date, minutes: int, zone: str) -> datetime:
    """A wall time as the instant that exists: gaps go later, overlaps mean the first."""
    naive = datetime.combine(on, datetime.min.time()) + timedelta(minutes=minutes)
    return naive.replace(tzinfo=ZoneInfo(zone), fold=0).astimezone(UTC)


def exists(on: date, zone: str) -> bool:
    return wall(on, 0, zone) < wall(on + timedelta(days=1), 0, zone)


class Walker:
    """The open minutes of a plan between two dates, each by its UTC start."""

    def __init__(self, plan: Plan, first: date, last: date) -> None:
        self.plan, self.first, self.last = plan, first, last
        self.owners: dict[datetime, set[date]] = {}  # two nights may cover one minute
        dates = [first + timedelta(days=n) for n in range((last - first).days + 1)]
        for on in dates:
            if exists(on, plan.zone):
                for opens, closes in plan.hours_on(on):
                    self._open(on, opens, closes)
        for on in dates:
            for begin, end in plan.breaks.get(on, []):
                self._cut(wall(on, begin, plan.zone), wall(on, end, plan.zone))
        self.workdays = sorted(set().union(*self.owners.values()))

    def _open(self, on: date, opens: int, closes: int) -> None:
        at, end = wall(on, opens, self.plan.zone), wall(on, closes, self.plan.zone)
        while at < end:
            self.owners.setdefault(at, set()).add(on)
            at += MINUTE

    def _cut(self, at: datetime, end: datetime) -> None:
        while at < end:
            self.owners.pop(at, None)
            at += MINUTE

    def is_open(self, at: datetime) -> bool:
        return at in self.owners

    def due(self, start: datetime, minutes: int, pauses=()) -> datetime | None:
        """Let a clock run; it stands still while closed and during a pause."""
        at, left = start, minutes
        limit = wall(self.last, 0, self.plan.zone)
        while left:
            if at >= limit:
                return None
            paused = any(begin <= at < end for begin, end in pauses)
            left -= self.is_open(at) and not paused
            at += MINUTE
        return at

    def back(self, start: datetime, minutes: int) -> datetime | None:
        at, left = start, minutes
        limit = wall(self.first, 0, self.plan.zone)
        while left:
            if at <= limit:
                return None
            at -= MINUTE
            left -= self.is_open(at)
        return at

    def between(self, start: datetime, end: datetime) -> int:
        if end < start:
            return -self.between(end, start)
        count = 0
        while start < end:
            count += self.is_open(start)
            start += MINUTE
        return count
