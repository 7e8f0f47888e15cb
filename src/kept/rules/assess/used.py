"""How much of a clock's promised time is used up."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from kept.rules.assess.assessment import ClockLine, Promise
from kept.rules.assess.clocks import clock
from kept.rules.assess.conditions import earliest
from kept.rules.assess.scene import Scene, UsedSpan
from kept.rules.hours import Span, parse_limit
from kept.rules.policy.model import CellState, ClockRule

WITHOUT_TIME = (CellState.ON_TIME, CellState.IMMEDIATELY)


def used(scene: Scene, key: str, fraction: float) -> tuple[UsedSpan, ...]:
    """Return when at least `fraction` of the time of clock `key` was used up while it was open.

    Each promise counts while it was in force; without a number nothing can be used up.
    """
    rule = scene.policy.rules.get(key)
    if not isinstance(rule, ClockRule) or rule.lead_before is not None:
        return ()
    return tuple(s for line in clock(scene, rule) for s in _spans(scene, line, fraction))


def _spans(scene: Scene, line: ClockLine, fraction: float) -> Iterator[UsedSpan]:
    over = earliest(line.done_at, line.ended_at)
    ends = (*(promise.since for promise in line.promises[1:]), over)
    for promise, end in zip(line.promises, ends, strict=True):
        mark = _mark(scene, line, promise, fraction)
        start = None if mark is None else max(mark, promise.since)
        last = earliest(end, over)
        if start is not None and (last is None or start < last):
            yield UsedSpan(start, last, promise.certain)


def _mark(scene: Scene, line: ClockLine, promise: Promise, fraction: float) -> datetime | None:
    if line.started_at is None or not promise.limit or promise.cell in WITHOUT_TIME:
        return None
    last = earliest(scene.at, line.done_at, line.ended_at) or scene.at
    stops = [(s.start, s.end or max(last, s.start)) for s in line.stops]
    pauses = tuple(Span(start, end) for start, end in stops if end > start)
    calendar = scene.calendar(line.calendar)
    limit = parse_limit(promise.limit)
    mark = calendar.instant_at_fraction(line.started_at, limit, fraction, pauses)
    # A clock that waits uses nothing up, and nobody knows when it will go on.
    waits = any(stop.end is None for stop in line.stops) and last == scene.at
    return None if waits and mark > scene.at else mark
