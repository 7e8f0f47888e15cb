"""When did it happen? Event expressions become moments."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final, TypeAlias

from kept.rules.assess.compare import compare
from kept.rules.assess.periods import period
from kept.rules.assess.scene import Instant, Scene
from kept.rules.assess.unchanging import unchanging
from kept.rules.facts.fact import Fact
from kept.rules.facts.values import Truth
from kept.rules.hours import Duration, Unit
from kept.rules.policy.model import (
    After,
    Becomes,
    Chosen,
    Event,
    EventExpr,
    Opening,
    PeriodEnd,
    Pick,
    Reaches,
    Several,
    TermEdge,
    Test,
    TimeIn,
)

SUB_DAY: Final = {Unit.SECOND: 1, Unit.MINUTE: 60, Unit.HOUR: 3600}
Bound: TypeAlias = datetime | None


@unchanging
class Moment:
    """An instant and the facts it comes from (none: an attribute of equipment or contract)."""

    at: datetime
    facts: tuple[str, ...] = ()
    kind: str = ""  # of the fact, or the attribute; of several events, the one that counts


def moment(
    scene: Scene, expr: EventExpr, *, since: Bound = None, upto: Bound = None
) -> Moment | None:
    """Return when `expr` first happened at or after `since` and not after `upto` (None: no bound).

    None: it has not happened.
    """
    return _FINDERS[type(expr)](scene, expr, since, upto)


def lasting(
    scene: Scene, expr: EventExpr, *, since: Bound = None, upto: datetime
) -> tuple[Moment | None, list[tuple[Moment, Fact]]]:
    """Return when `expr` happened for good, and before that what was undone, each with by what.

    A reopened case undoes a restoration. None: it has not happened, or does not stand any more.
    """
    if isinstance(expr, After):
        base, gone = lasting(scene, expr.event, upto=upto)
        return (_shifted(scene, expr, base, upto) if base else None), gone
    undoing = undoers(scene, kinds_in(expr))
    gone = []
    while True:
        found = moment(scene, expr, since=since, upto=upto)
        if found is None or (gone and since is not None and found.at < since):
            return None, gone
        undone = scene.first_after(undoing, found.at)
        if undone is None or undone.at > upto:
            return found, gone
        gone.append((found, undone))
        since = undone.at


def undoers(scene: Scene, kinds: Iterable[str]) -> set[str]:
    """Return the kinds of facts that undo facts of these kinds."""
    undoing = scene.policy.undoing
    return {undoing[kind] for kind in kinds if kind in undoing}


def occurrences(scene: Scene, event: Event) -> Sequence[Fact]:
    """Return the facts that are this event, oldest first."""
    of_kind = scene.by_kind.get(event.kind, ())
    if not event.where or not of_kind:
        return of_kind
    kept = scene.fitting.get(id(event))
    if kept is None:  # facts do not change, so that one search does; the event keeps its id taken
        fitting = [f for f in of_kind if _fits(scene, f, event.where)]
        kept = scene.fitting[id(event)] = (event, fitting)
    return kept[1]


def ever(scene: Scene, event: Event) -> list[Fact]:
    """Return the facts that are this event, in this case and in earlier ones, oldest first."""
    return [f for f in scene.ever.get(event.kind, ()) if _fits(scene, f, event.where)]


def kinds_in(expr: EventExpr | None) -> set[str]:
    """Return the kinds of facts and the attributes an expression looks at."""
    match expr:
        case Event():
            return {expr.kind}
        case TimeIn():
            return {expr.kind}
        case After() | Opening() | PeriodEnd():
            return kinds_in(expr.event)
        case Several():
            return set().union(*(kinds_in(e) for e in expr.events))
        case _:
            return set()


def plus(scene: Scene, start: datetime, duration: Duration, *, times: int = 1) -> datetime:
    """Return the instant `duration` later (`times=-1`: earlier): hours are real, days wall clock.

    Months keep the day of the month, clamped to its last day.
    """
    calendar, amount = scene.every_hour, duration.amount * times
    match duration.unit:
        case Unit.SECOND | Unit.MINUTE | Unit.HOUR:
            later = start.astimezone(UTC) + timedelta(seconds=amount * SUB_DAY[duration.unit])
            return later.astimezone(start.tzinfo)
        case Unit.MONTH | Unit.YEAR:
            months = amount * (12 if duration.unit is Unit.YEAR else 1)
            return calendar.add_months(start, months)
        case _:
            days = amount * (7 if duration.unit is Unit.WEEK else 1)
            return calendar.add_calendar_days(start, days)


def _event(scene: Scene, event: Event, since: Bound, upto: Bound) -> Moment | None:
    for fact in occurrences(scene, event):
        if (since is None or fact.at >= since) and (upto is None or fact.at <= upto):
            return Moment(fact.at, (fact.id,), event.kind)
    if event.where:
        return None
    said = scene.seen(event.kind, scene.at)
    at = said.value
    if not isinstance(at, datetime) or not _within(at, since, upto):
        return None
    return Moment(at, (said.fact,) if said.fact else (), event.kind)


def _within(at: datetime, since: Bound, upto: Bound) -> bool:
    return (since is None or at >= since) and (upto is None or at <= upto)


def _fits(scene: Scene, fact: Fact, where: tuple[Test, ...]) -> bool:
    return all(
        compare(scene, test, fact.values.get(test.key), fact.at) is Truth.YES for test in where
    )


def _time_in(scene: Scene, expr: TimeIn, since: Bound, upto: Bound) -> Moment | None:
    """The latest word counts; `since` and `upto` are about when it was said, not what it names."""
    for fact in reversed(scene.by_kind.get(expr.kind, ())):
        at = fact.values.get(expr.field)
        if isinstance(at, datetime) and _within(fact.at, since, upto):
            return Moment(at, (fact.id,), expr.kind)
    return None


def _term_edge(scene: Scene, expr: TermEdge, _: Bound, __: Bound) -> Moment | None:
    line = scene.ask.term(scene, expr.term)
    at = None if line is None else (line.start if expr.edge == "start" else line.end)
    return None if at is None or line is None else Moment(at, line.reason.facts)


def _after(scene: Scene, expr: After, _: Bound, upto: Bound) -> Moment | None:
    base = moment(scene, expr.event, upto=upto)
    return _shifted(scene, expr, base, upto) if base else None


def _shifted(scene: Scene, expr: After, base: Moment, upto: Bound) -> Moment | None:
    """Return a moment moved on, or back, by the while that an expression says."""
    when = Instant(upto or scene.at, scene.fault_began())
    duration = scene.ask.lasting(scene, expr.duration, when)
    if duration is None:
        return None
    if expr.calendar and not expr.before:
        return replace(base, at=scene.calendar(expr.calendar).due(base.at, duration))
    if expr.calendar:
        return replace(base, at=earlier(scene, expr.calendar, base.at, duration))
    return replace(base, at=plus(scene, base.at, duration, times=-1 if expr.before else 1))


def _becomes(scene: Scene, expr: Becomes, since: Bound, upto: Bound) -> Moment | None:
    found = scene.ask.beginnings(scene, expr.condition)
    return next((m for m in found if _within(m.at, since, upto)), None)


def _chosen(scene: Scene, expr: Chosen, since: Bound, upto: Bound) -> Moment | None:
    found = scene.ask.chosen(scene, expr.remedy)
    return found if found is not None and _within(found.at, since, upto) else None


def _reaches(scene: Scene, expr: Reaches, since: Bound, upto: Bound) -> Moment | None:
    found = scene.ask.reached(scene, expr.measure.partition(".")[2], expr.at_least)
    return found if found is not None and _within(found.at, since, upto) else None


def _opening(scene: Scene, expr: Opening, since: Bound, upto: Bound) -> Moment | None:
    base = moment(scene, expr.event, since=since, upto=upto)
    opens = scene.calendar(expr.calendar).next_open(base.at) if base else None
    return replace(base, at=opens) if base and opens else None


def _period_end(scene: Scene, expr: PeriodEnd, since: Bound, upto: Bound) -> Moment | None:
    base = moment(scene, expr.event, since=since, upto=upto)
    if base is None:
        return None
    return replace(base, at=period(scene, expr.period, base.at)[1] - timedelta(seconds=1))


def earlier(scene: Scene, calendar: str, end: datetime, duration: Duration) -> datetime:
    """Return the latest start from which `duration` is over by `end` (a lead time)."""
    if duration.unit is Unit.WORKING_DAY:
        return scene.calendar(calendar).add_days(end, -duration.amount)
    if duration.unit in SUB_DAY:
        seconds = -duration.amount * SUB_DAY[duration.unit]
        return scene.calendar(calendar).add_seconds(end, seconds)
    return plus(scene, end, duration, times=-1)


def _several(scene: Scene, expr: Several, since: Bound, upto: Bound) -> Moment | None:
    found = [moment(scene, e, since=since, upto=upto) for e in expr.events]
    there = [m for m in found if m is not None]
    if not there or (expr.pick is Pick.ALL_OF and len(there) < len(found)):
        return None
    match expr.pick:
        case Pick.FIRST_OF:
            return min(there, key=lambda m: m.at)
        case Pick.ONE_OF:
            return there[0]
        case _:
            last = max(there, key=lambda m: m.at)
            if expr.pick is not Pick.ALL_OF:
                return last
            return replace(last, facts=tuple(f for m in there for f in m.facts))


_FINDERS: Final[Mapping[type, Callable[[Scene, Any, Bound, Bound], Moment | None]]] = {
    Event: _event,
    TimeIn: _time_in,
    TermEdge: _term_edge,
    After: _after,
    Becomes: _becomes,
    Chosen: _chosen,
    Opening: _opening,
    PeriodEnd: _period_end,
    Reaches: _reaches,
    Several: _several,
}
