"""The runs of a clock: when each began, when it was done, and what did not count in between."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from kept.rules.assess.assessment import Stop
from kept.rules.assess.conditions import holds
from kept.rules.assess.moments import Moment, kinds_in, lasting, moment, occurrences
from kept.rules.assess.scene import Instant, Scene
from kept.rules.assess.touches import changes, in_condition
from kept.rules.assess.unchanging import unchanging
from kept.rules.facts.returns import INSTEAD
from kept.rules.facts.values import Truth
from kept.rules.hours import Span
from kept.rules.policy.model import ClockRule, Event, EventExpr, Pause, Repeat, Several, TimeIn

# A fact that ends a run does not begin the next one as well, nor does one that begins it end it.
JUST_AFTER = timedelta(microseconds=1)
MOST_RUNS = 200  # of one clock; one that begins again by itself comes to an end, too
SOLVED = {
    "en": "solved, then reopened",
    "zh-Hans": "已解决后重新打开",
    "zh-Hant": "已解決後重新開啟",
}


@unchanging
class Run:
    """One run: its start, its end if it is done, and the intervals that do not count."""

    number: int
    start: Moment
    done: Moment | None
    stops: tuple[Stop, ...]
    ended: Moment | None = None  # repeating: nothing is owed from here on

    @property
    def paused(self) -> bool:
        """Return whether the clock stands still now."""
        return self.done is None and any(s.end is None for s in self.stops)

    def spans(self, now: datetime) -> tuple[Span, ...]:
        """Return the intervals that do not count, those still open up to `now`."""
        over = self.done or self.ended
        last = min(now, over.at) if over else now  # a pause nobody ended ends with the run
        ends = [(s.start, s.end or max(last, s.start)) for s in self.stops]
        return tuple(Span(start, end) for start, end in ends if end > start)


def runs(scene: Scene, rule: ClockRule) -> Iterator[Run]:
    """Yield the runs of a clock that have a start, oldest first."""
    start = moment(scene, rule.start)
    for number in range(1, MOST_RUNS + 1):
        if start is None:
            return
        run = _run(scene, rule, number, start)
        yield run
        if rule.repeat is Repeat.ONCE or run.done is None or run.ended is not None:
            return
        start = _next_start(scene, rule, run.done)


def _next_start(scene: Scene, rule: ClockRule, done: Moment) -> Moment | None:
    if rule.repeat is Repeat.AFTER_STOP:
        over = moment(scene, rule.repeat_until, upto=scene.at) if rule.repeat_until else None
        return done if over is None or over.at > done.at else None
    return moment(scene, rule.start, since=done.at + JUST_AFTER)


def _run(scene: Scene, rule: ClockRule, number: int, start: Moment) -> Run:
    done, solved = _done(scene, rule, start, again=number > 1)
    ended, waived = _ended(scene, rule, start)
    if ended and done and done.at <= ended.at:  # at the same instant what was done was done
        ended = None
    elif ended:
        done = None
    until = done or ended
    stops = [*solved, *waived, *_pauses(scene, rule, start.at, until.at if until else None)]
    return Run(number, start, done, tuple(sorted(stops, key=lambda s: s.start)), ended)


def _done(
    scene: Scene, rule: ClockRule, start: Moment, *, again: bool
) -> tuple[Moment | None, list[Stop]]:
    if rule.lead_before is not None:
        return moment(scene, rule.stop, upto=scene.at), []
    since = start.at + JUST_AFTER if again else counts_from(scene, rule, start)
    return _lasting(scene, rule.stop, since)


def _ended(scene: Scene, rule: ClockRule, start: Moment) -> tuple[Moment | None, list[Stop]]:
    """Return from when nothing is owed any more, and the time between waivers that did not last."""
    since = counts_from(scene, rule, start)  # an appointment may be given up before its time
    waived, gaps = _lasting(scene, rule.waived_by, since) if rule.waived_by else (None, [])
    over = rule.repeat_until and moment(scene, rule.repeat_until, since=start.at, upto=scene.at)
    there = [m for m in (waived, over, _impossible(scene, rule, since)) if m]
    return min(there, key=lambda m: m.at, default=None), gaps


def _impossible(scene: Scene, rule: ClockRule, since: datetime) -> Moment | None:
    """Return from when all that a clock waits for cannot come any more, if it cannot."""
    waited = kinds_in(rule.stop)
    if not waited or not waited <= INSTEAD.keys():
        return None
    found = [
        moment(scene, Event(INSTEAD[kind]), since=since, upto=scene.at) for kind in sorted(waited)
    ]
    sure = [each for each in found if each is not None]
    return max(sure, key=lambda m: m.at) if len(sure) == len(found) else None


def _lasting(scene: Scene, expr: EventExpr, since: datetime) -> tuple[Moment | None, list[Stop]]:
    """Return when it happened for good: what was undone does not count, nor the time until then."""
    found, undone = lasting(scene, expr, since=since, upto=scene.at)
    gaps = [Stop(m.at, fact.at, (), (*m.facts, fact.id), SOLVED) for m, fact in undone]
    return found, gaps


def counts_from(scene: Scene, rule: ClockRule, start: Moment) -> datetime:
    """Return from when stops and warnings count: for an appointment, from when it was made."""
    if not _appointment(rule.start):
        return start.at
    return min([start.at, *(f.at for f in scene.facts if f.id in start.facts)])


def _appointment(expr: EventExpr) -> bool:
    """Return whether a start is a moment that was agreed, or one of several such."""
    if isinstance(expr, Several):
        return all(_appointment(each) for each in expr.events)
    return isinstance(expr, TimeIn)


def _pauses(
    scene: Scene, rule: ClockRule, since: datetime, until: datetime | None
) -> Iterator[Stop]:
    """Yield what does not count; a run that goes on (`until` None) may stand still from `at` on."""
    for pause in rule.pauses:
        for fact in occurrences(scene, pause.start):
            end = moment(scene, pause.until, since=fact.at, upto=scene.at)
            if (until and fact.at >= until) or (end is not None and end.at <= since):
                continue
            last = end.at if end else until or scene.at
            began = _holds_from(scene, pause, fact.at, last, since)
            if began is None:
                continue
            facts = (fact.id, *(end.facts if end else ()))
            yield Stop(max(began, since), end.at if end else None, pause.source, facts, pause.name)


def _holds_from(
    scene: Scene, pause: Pause, began: datetime, end: datetime, anchor: datetime
) -> datetime | None:
    """Return from when the pause's own condition holds; None: at no time."""
    moments = {began, *changes(scene, in_condition(pause.when), began)}
    for at in sorted(m for m in moments if m <= end):
        if holds(scene, pause.when, Instant(at, anchor)).truth is Truth.YES:
            return at
    return None
