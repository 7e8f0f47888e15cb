"""The periods of a schedule: from when to when, and when each is due."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from kept.rules.assess.lengths import lasting
from kept.rules.assess.moments import earlier, kinds_in, moment, plus
from kept.rules.assess.numbers import unknown_in
from kept.rules.assess.scene import Instant, Scene
from kept.rules.assess.unchanging import unchanging
from kept.rules.assess.windows import frame
from kept.rules.hours import Duration
from kept.rules.policy.model import Length, ScheduleRule, Times

MOST_PERIODS = 200
MOST_STEPS = 20_000


@unchanging
class Slot:
    """One period, [start, end), when its work is due, and how often it is wanted.

    `at` is the moment that is counted from; a rhythm of days or longer is due at its 24:00.
    """

    start: datetime
    end: datetime
    due_at: datetime
    at: datetime
    least: int = 1
    most: int | None = None
    late_until: datetime | None = None  # what is done until then still counts for it

    @property
    def over_at(self) -> datetime:
        """Return from when the work of this period is missed."""
        return self.due_at if self.late_until is None else max(self.due_at, self.late_until)


@unchanging
class Slots:
    """The periods up to the next one after now, oldest first, at most the last 200."""

    slots: tuple[Slot, ...] = ()
    missing: tuple[str, ...] = ()  # what must be known first
    facts: tuple[str, ...] = ()
    unset: bool = False  # the paper gives no number


@unchanging
class _Lasts:
    """The durations of a schedule as they are for this case."""

    phases: tuple[tuple[Duration, Duration | None], ...] = ()
    lead: Duration | None = None
    grace: Duration | None = None
    missing: tuple[str, ...] = ()
    unset: bool = False


def _lasts(scene: Scene, rule: ScheduleRule, at: datetime) -> _Lasts:
    when = Instant(at, scene.fault_began())
    said = [rule.lead, rule.grace, *(each for p in rule.phases for each in (p.every, p.length))]
    read = {id(length): lasting(scene, length, when) for length in said if length is not None}
    if any(found.duration is None for found in read.values()):
        missing = unknown_in(b for found in read.values() for b in found.because)
        return _Lasts(missing=missing, unset=not missing)

    def of(length: Length | None) -> Duration | None:
        return read[id(length)].duration if length is not None else None

    phases = ((of(phase.every), of(phase.length)) for phase in rule.phases)
    known = tuple((every, length) for every, length in phases if every is not None)
    return _Lasts(known, of(rule.lead), of(rule.grace))


def slots(scene: Scene, rule: ScheduleRule, at: datetime) -> Slots:
    """Return the periods of a schedule, as they lie at `at`."""
    lasts = _lasts(scene, rule, at)
    if lasts.unset or lasts.missing:
        return Slots(missing=lasts.missing, unset=lasts.unset)
    return _slots(scene, rule, lasts, at)


def _slots(scene: Scene, rule: ScheduleRule, lasts: _Lasts, at: datetime) -> Slots:
    begun = rule.start and moment(scene, rule.start)
    ends = rule.before and moment(scene, rule.before)
    for expr, found in ((rule.start, begun), (rule.before, ends)):
        if expr is not None and found is None:
            return Slots(missing=tuple(sorted(kinds_in(expr))) or ("term",))
    if rule.times is not None:
        first = begun.at if begun else at
        missing = frame(scene, rule.times.per, Instant(first, first)).missing
        if missing:
            return Slots(missing=missing)
    facts = (*(begun.facts if begun else ()), *(ends.facts if ends else ()))
    start, end = begun.at if begun else None, ends.at if ends else None
    return Slots(_up_to(scene, rule, lasts, at, (start, end)), facts=facts)


def _up_to(
    scene: Scene,
    rule: ScheduleRule,
    lasts: _Lasts,
    at: datetime,
    ends: tuple[datetime | None, datetime | None],
) -> tuple[Slot, ...]:
    until = rule.until and moment(scene, rule.until)
    last = until.at if until else None
    made: list[Slot] = []
    for slot in _made(scene, rule, lasts, at, ends):
        if last is not None and slot.at > last:
            break
        late = plus(scene, slot.end, lasts.grace) if lasts.grace else None
        made.append(replace(_on_a_working_day(scene, rule, slot), late_until=late))
        if slot.start > at:
            break
    return tuple(made[-MOST_PERIODS:])


def _made(
    scene: Scene,
    rule: ScheduleRule,
    lasts: _Lasts,
    at: datetime,
    ends: tuple[datetime | None, datetime | None],
) -> Iterator[Slot]:
    start, end = ends
    if rule.times is not None:
        yield from _windows(scene, rule.times, start or at)
    elif end is not None:
        yield from _back_from(scene, rule.calendar, lasts, (start, end))
    elif start is not None:
        yield from _rhythm(scene, lasts.phases, start)


def _rhythm(
    scene: Scene, phases: tuple[tuple[Duration, Duration | None], ...], start: datetime
) -> Iterator[Slot]:
    for rhythm, length in phases:
        over = plus(scene, start, length) if length else None
        begun = start
        for number in range(1, MOST_STEPS):
            every = _times(rhythm, number)
            at = plus(scene, start, every)
            if over is not None and at > over:
                break
            due = scene.every_hour.due(start, every)
            yield Slot(begun, due, due, at)
            begun = due
        start = over or begun


def _back_from(
    scene: Scene, calendar: str | None, lasts: _Lasts, ends: tuple[datetime | None, datetime]
) -> Iterator[Slot]:
    start, due = ends
    if lasts.lead is not None:
        back = lasts.lead
        due = earlier(scene, calendar, due, back) if calendar else _less(scene, due, back)
    dues = [due]
    if lasts.phases and start is not None:
        for number in range(1, MOST_STEPS):
            sooner = _less(scene, due, _times(lasts.phases[0][0], number))
            if sooner <= start:
                break
            dues.append(sooner)
    dues.reverse()
    begun = start if start is not None and start < dues[0] else _first(scene, dues[0])
    for each in dues:
        yield Slot(begun, each, each, each)
        begun = each


def _windows(scene: Scene, times: Times, start: datetime) -> Iterator[Slot]:
    at = start
    for _ in range(MOST_STEPS):
        found = frame(scene, times.per, Instant(at, at))
        if found.start is None:
            return
        end = found.whole
        yield Slot(found.start, end, end, end, times.least, times.most)
        at = found.whole


def _times(every: Duration, number: int) -> Duration:
    return replace(every, amount=every.amount * number)


def _less(scene: Scene, at: datetime, duration: Duration) -> datetime:
    return plus(scene, at, duration, times=-1)


def _first(scene: Scene, at: datetime) -> datetime:
    """Return the moment of the first fact there is, if that is before `at`."""
    return min(at, *(fact.at for facts in scene.ever.values() for fact in facts), at)


def _on_a_working_day(scene: Scene, rule: ScheduleRule, slot: Slot) -> Slot:
    if rule.calendar is None:
        return slot
    calendar = scene.calendar(rule.calendar)
    if calendar.is_workday(slot.due_at - timedelta(seconds=1)):
        return slot
    opens = calendar.next_open(slot.due_at)
    return replace(slot, due_at=(opens and calendar.next_close(opens)) or slot.due_at)
