"""How much time stretches take in a window, less what is excluded, at most so much a period."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime

from kept.rules.assess.assessment import Because, Stop
from kept.rules.assess.compare import seconds_in
from kept.rules.assess.conditions import earliest
from kept.rules.assess.moments import plus
from kept.rules.assess.periods import period
from kept.rules.assess.scene import Instant, Scene
from kept.rules.assess.stretches import Stretch, cut, stretches, union, without
from kept.rules.assess.unchanging import unchanging
from kept.rules.assess.windows import Frame
from kept.rules.facts.values import Texts
from kept.rules.hours import Calendar
from kept.rules.policy.model import Exclusion, MeasureRule


@unchanging
class Times:
    """The stretches that count, and the seconds each takes.

    `sure`: of those known to count, less all that may be excluded; `most`: of all that may count,
    less what is known to be excluded. `growing`: the seconds so far of one that still goes on.
    """

    counted: tuple[Stretch, ...] = ()
    excluded: tuple[Stretch, ...] = ()
    sure: tuple[int, ...] = ()
    most: tuple[int, ...] = ()
    growing: int | None = None
    because: tuple[Because, ...] = ()  # what is not known yet
    changes_at: datetime | None = None

    def stops(self, name: Texts, *, counted: bool) -> tuple[Stop, ...]:
        """Return the stretches as lines for people."""
        return tuple(
            Stop(s.start, None if s.open else s.end, s.clauses, s.facts, name)
            for s in (self.counted if counted else self.excluded)
        )


def times(scene: Scene, rule: MeasureRule, looked_at: Frame) -> Times:
    """Return what a measure counts in a window."""
    calendar = scene.calendar(rule.calendar) if rule.calendar else scene.every_hour
    at = looked_at.end
    raw = [s for interval in rule.intervals for s in stretches(scene, interval, at)]
    found = cut(raw, looked_at.start, at)
    outs = [out for each in rule.exclude for out in _excluded(scene, each, looked_at, calendar)]
    sure_outs = union(out for out in outs if out.sure)
    counted = union(s for s in found if s.sure)
    remaining = [without(s, sure_outs) for s in counted]
    less = [without(s, union(outs)) for s in counted]
    more = [without(s, sure_outs) for s in union(found)]
    open_now = looked_at.running and not any(out.open for out in outs)
    growing = [p for p, s in zip(less, counted, strict=True) if s.open and open_now]
    return Times(
        counted=tuple(s for parts in remaining for s in parts if s.start < s.end),
        excluded=tuple(sure_outs),
        sure=_seconds(calendar, less),
        most=_seconds(calendar, more),
        growing=sum(_seconds(calendar, growing)) if growing else None,
        because=tuple(b for s in (*found, *outs) if not s.sure for b in s.because),
        changes_at=_changes_at(scene, rule, outs, at),
    )


def _seconds(calendar: Calendar, parts: Iterable[list[Stretch]]) -> tuple[int, ...]:
    whole = (sum(calendar.working_seconds(s.start, s.end) for s in each) for each in parts)
    return tuple(seconds for seconds in whole if seconds)


def _excluded(
    scene: Scene, exclusion: Exclusion, looked_at: Frame, calendar: Calendar
) -> Iterator[Stretch]:
    """Yield what is excluded, the earliest of each period first."""
    raw = stretches(scene, exclusion.interval, looked_at.end)
    if exclusion.at_most is None:
        yield from cut(raw, looked_at.start, looked_at.end)
        return
    when = Instant(looked_at.end, scene.fault_began())
    most = scene.ask.lasting(scene, exclusion.at_most, when)
    if most is None:  # how much may be taken out is not known
        unsure = (replace(s, sure=False) for s in raw)
        yield from cut(unsure, looked_at.start, looked_at.end)
        return
    for start, end, pieces in _by_period(scene, exclusion, looked_at, raw):
        left = seconds_in(most)
        for piece in cut(pieces, start, end):
            taken = calendar.working_seconds(piece.start, piece.end)
            if left > 0 and taken >= left:
                last = calendar.add_seconds(piece.start, left)
                kept = Stretch(
                    piece.start, last, False, piece.sure, piece.facts, piece.clauses, piece.because
                )
                yield from cut([kept], looked_at.start, looked_at.end)
            elif left > 0:
                used_up = calendar.add_seconds(piece.end, left - taken) if piece.open else None
                kept = replace(piece, used_up_at=used_up)
                yield from cut([kept], looked_at.start, looked_at.end)
            left -= taken


def _by_period(
    scene: Scene, exclusion: Exclusion, looked_at: Frame, raw: list[Stretch]
) -> Iterator[tuple[datetime | None, datetime, list[Stretch]]]:
    """Yield each period with what lies in it; a quota of a quarter is used up before the window."""
    pieces = union(raw)
    if not exclusion.per:
        yield looked_at.start, looked_at.end, pieces
        return
    at = pieces[0].start if pieces else looked_at.end
    while at < looked_at.end:
        start, end = period(scene, exclusion.per, at)
        yield start, min(end, looked_at.end), pieces
        at = end


def _changes_at(
    scene: Scene, rule: MeasureRule, outs: list[Stretch], at: datetime
) -> datetime | None:
    """Return when time alone next makes a stretch count, or ends an exclusion."""
    moments: list[datetime] = []
    for interval in rule.intervals:
        least = interval.at_least
        if least is not None:
            begun = (f.at for f in scene.ever.get(interval.start.kind, ()))
            moments += (plus(scene, began, least) for began in begun)
    return earliest(*(m for m in moments if m > at), *(o.used_up_at for o in outs))
