"""What makes a term longer: stops, each moment once, and fixed extensions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final

from kept.rules.assess.assessment import Stop
from kept.rules.assess.conditions import Instant, holds
from kept.rules.assess.moments import Moment, moment, occurrences, plus
from kept.rules.assess.numbers import Figure, figure
from kept.rules.assess.scene import Scene
from kept.rules.facts.values import Truth
from kept.rules.policy.model import Extension, TermRule

SECOND: Final = timedelta(seconds=1)
ONCE: Final = Figure(Decimal(1))


@dataclass(frozen=True, slots=True)
class Extended:
    """One piece of an extension, and the end of the term with it."""

    stop: Stop
    seconds: int
    extended_to: datetime


@dataclass(frozen=True, slots=True)
class _Interval:
    start: datetime
    end: datetime
    facts: tuple[str, ...]
    extension: Extension


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
    for interval in sorted(_intervals(scene, rule), key=lambda i: (i.start, i.end)):
        since = max(interval.start, counted_to)
        if since >= end or interval.end <= since:
            continue
        times = _times(scene, interval)
        seconds = int(Decimal((interval.end - since) // SECOND) * (times.value or 0))
        end, counted_to = end + timedelta(seconds=seconds), interval.end
        source = (*interval.extension.source, *times.clauses)
        facts = (*interval.facts, *times.facts)
        stop = Stop(since, interval.end, source, facts, rule.name, seconds)
        found.append(Extended(stop, seconds, end))
    return found


def _times(scene: Scene, interval: _Interval) -> Figure:
    """Return how often a stop counts, by what is known now of the time in which it began."""
    times = interval.extension.times
    if times is None:
        return ONCE
    return figure(scene, times, Instant(scene.at, interval.start))


def _fixed(scene: Scene, rule: TermRule, end: datetime) -> list[Extended]:
    found: list[Extended] = []
    for extension in rule.extensions:
        if extension.by is None:
            continue
        answer = holds(scene, extension.when, Instant(scene.at, scene.fault_began()))
        if answer.truth is not Truth.YES:
            continue
        later = plus(scene, end, extension.by)
        facts = tuple(f for b in answer.because for f in b.facts)
        seconds = int((later - end).total_seconds())
        stop = Stop(end, later, extension.source, facts, rule.name, seconds)
        found.append(Extended(stop, seconds, later))
        end = later
    return found


def _intervals(scene: Scene, rule: TermRule) -> list[_Interval]:
    found: list[_Interval] = []
    for extension in rule.extensions:
        if extension.start is None:
            continue
        for fact in occurrences(scene, extension.start):
            if holds(scene, extension.when, Instant(fact.at, fact.at)).truth is not Truth.YES:
                continue
            until = _end_of(scene, extension, fact.at)
            ended = until.at if until else scene.at
            least = extension.at_least
            if least is not None and ended < plus(scene, fact.at, least):
                continue
            facts = (fact.id, *(until.facts if until else ()))
            found.append(_Interval(fact.at, ended, facts, extension))
    return found


def _end_of(scene: Scene, extension: Extension, since: datetime) -> Moment | None:
    if extension.until is None:
        return None
    return moment(scene, extension.until, since=since, upto=scene.at)
