"""What makes a term longer: stops, each moment once, and fixed extensions."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Final

from kept.rules.assess.assessment import Stop
from kept.rules.assess.conditions import holds
from kept.rules.assess.lengths import real_time
from kept.rules.assess.moments import plus
from kept.rules.assess.numbers import Figure, figure
from kept.rules.assess.scene import Instant, Scene
from kept.rules.assess.stretches import Stretch, stretches
from kept.rules.assess.unchanging import unchanging
from kept.rules.facts.values import Truth
from kept.rules.policy.model import Extension, TermRule

SECOND: Final = timedelta(seconds=1)
ONCE: Final = Figure(Decimal(1))


@unchanging
class Extended:
    """One piece of an extension, and the end of the term with it."""

    stop: Stop
    seconds: int
    extended_to: datetime


def extensions(
    scene: Scene, rule: TermRule, start: datetime | None, base: datetime | None
) -> list[Extended]:
    """Return what is added to a term from `start` to `base`: fixed extensions, then stops.

    Of the stops the union counts: one begun inside the term counts in full, overlaps once; one
    inside the extension extends again (hours.md, warranty). One whose multiple is not known is
    there, and adds nothing.
    """
    if start is None or base is None:
        return []
    found = list(_fixed(scene, rule, base))
    end, counted_to = (found[-1].extended_to if found else base), start
    for stop, extension in sorted(_stops(scene, rule), key=lambda s: (s[0].start, s[0].end)):
        since = max(stop.start, counted_to)
        if since >= end or stop.end <= since:
            continue
        times = _times(scene, extension, stop)
        seconds = int(Decimal(real_time(since, stop.end) // SECOND) * (times.value or 0))
        end = (end.astimezone(UTC) + timedelta(seconds=seconds)).astimezone(end.tzinfo)
        counted_to = stop.end
        clauses, facts = (*stop.clauses, *times.clauses), (*stop.facts, *times.facts)
        piece = Stop(since, stop.end, clauses, facts, rule.name, seconds)
        found.append(Extended(piece, seconds, end))
    return found


def _stops(scene: Scene, rule: TermRule) -> Iterator[tuple[Stretch, Extension]]:
    for extension in rule.extensions:
        if extension.interval is not None:
            found = stretches(scene, extension.interval, scene.at)
            yield from ((stop, extension) for stop in found if stop.sure)


def _times(scene: Scene, extension: Extension, stop: Stretch) -> Figure:
    """Return how often a stop counts, by what is known now of the time in which it began."""
    if extension.times is None:
        return ONCE
    return figure(scene, extension.times, Instant(scene.at, stop.start))


def _fixed(scene: Scene, rule: TermRule, end: datetime) -> list[Extended]:
    found: list[Extended] = []
    for extension in rule.extensions:
        if extension.by is None:
            continue
        answer = holds(scene, extension.when, scene.now)
        if answer.truth is not Truth.YES:
            continue
        by = scene.ask.lasting(scene, extension.by, scene.now)
        if by is None:
            continue
        later = plus(scene, end, by)
        facts = tuple(f for b in answer.because for f in b.facts)
        seconds = int((later - end).total_seconds())
        stop = Stop(end, later, extension.source, facts, rule.name, seconds)
        found.append(Extended(stop, seconds, later))
        end = later
    return found
