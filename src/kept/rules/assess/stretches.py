"""Stretches of time between two facts, in this case and in earlier ones, and their union."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime

from kept.rules.assess.assessment import Because
from kept.rules.assess.conditions import YES, holds
from kept.rules.assess.moments import ever, plus
from kept.rules.assess.scene import Instant, Scene
from kept.rules.assess.unchanging import unchanging
from kept.rules.facts.fact import Fact
from kept.rules.facts.values import Truth
from kept.rules.policy.model import ALWAYS, Interval


@unchanging
class Stretch:
    """A stretch of time, [start, end). `open`: it still goes on, `end` is the moment asked about.

    `sure`: whether its condition is known to hold; one of which it is known not to is none.
    """

    start: datetime
    end: datetime
    open: bool = False
    sure: bool = True
    facts: tuple[str, ...] = ()
    clauses: tuple[str, ...] = ()
    because: tuple[Because, ...] = ()
    used_up_at: datetime | None = None  # of an open exclusion: when its quota will be used up


def stretches(scene: Scene, interval: Interval, at: datetime) -> list[Stretch]:
    """Return what an interval comes to at `at`: overlaps once, without those that are too short."""
    found = list(_raw(scene, interval, at))
    sure = union(s for s in found if s.sure)
    possible = union(s for s in found if not s.sure)
    least = interval.at_least
    return [s for s in (*sure, *possible) if least is None or plus(scene, s.start, least) <= s.end]


def union(found: Iterable[Stretch]) -> list[Stretch]:
    """Return stretches that do not overlap and cover the same time, oldest first."""
    joined: list[Stretch] = []
    for stretch in sorted(found, key=lambda s: (s.start, s.end)):
        if joined and stretch.start <= joined[-1].end:
            joined[-1] = _joined(joined[-1], stretch)
        else:
            joined.append(stretch)
    return joined


def cut(found: Iterable[Stretch], start: datetime | None, end: datetime) -> list[Stretch]:
    """Return what lies between `start` (None: ever) and `end`."""
    inside = (
        replace(s, start=s.start if start is None else max(s.start, start), end=min(s.end, end))
        for s in found
    )
    return [s for s in inside if s.start < s.end or (s.open and s.start == s.end)]


def without(stretch: Stretch, out: Iterable[Stretch]) -> list[Stretch]:
    """Return what is left of a stretch; `out` do not overlap and are in order."""
    left: list[Stretch] = []
    start = stretch.start
    for hole in out:
        if hole.end <= start or hole.start >= stretch.end:
            continue
        if hole.start > start:
            left.append(replace(stretch, start=start, end=hole.start, open=False))
        start = max(start, hole.end)
    if start > stretch.end or (start == stretch.end and (left or not stretch.open)):
        return left
    return [*left, replace(stretch, start=start)]


def changes_in(scene: Scene, interval: Interval) -> set[datetime]:
    """Return the moments at which stretches of an interval begin, end or become long enough."""
    begun = {fact.at for fact in ever(scene, interval.start)}
    ended = {fact.at for fact in ever(scene, interval.until)}
    least = interval.at_least
    long_enough = {plus(scene, at, least) for at in begun} if least is not None else set()
    return begun | ended | long_enough


def _raw(scene: Scene, interval: Interval, at: datetime) -> Iterator[Stretch]:
    ends = [fact for fact in ever(scene, interval.until) if fact.at <= at]
    for fact in ever(scene, interval.start):
        if fact.at > at:
            return
        then = Instant(fact.at, fact.at)
        always = interval.when == ALWAYS
        answer = YES if always else holds(scene.beside(fact), interval.when, then)
        if answer.truth is Truth.NO:
            continue
        end = _end_of(scene, interval, fact, ends)
        yield Stretch(
            fact.at,
            end.at if end else at,
            open=end is None,
            sure=answer.truth is Truth.YES,
            facts=(fact.id, end.id) if end else (fact.id,),
            clauses=interval.source,
            because=answer.because,
        )


def _end_of(scene: Scene, interval: Interval, start: Fact, ends: list[Fact]) -> Fact | None:
    """Return the first end that belongs to a beginning: in its own case, else in any."""
    later = [f for f in ends if f.at >= start.at and _belong(scene, interval, start, f)]
    own = (f for f in later if f.case == start.case)
    return next(own, next(iter(later), None))


def _belong(scene: Scene, interval: Interval, start: Fact, end: Fact) -> bool:
    return all(
        scene.beside(start).seen(key, start.at).value == scene.beside(end).seen(key, end.at).value
        for key in interval.same
    )


def _joined(first: Stretch, second: Stretch) -> Stretch:
    return Stretch(
        first.start,
        max(first.end, second.end),
        first.open or second.open,
        first.sure and second.sure,
        tuple(dict.fromkeys((*first.facts, *second.facts))),
        tuple(dict.fromkeys((*first.clauses, *second.clauses))),
        (*first.because, *second.because),
    )
