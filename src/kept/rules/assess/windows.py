"""Windows of time: calendar months, quarters and years, years of a term, between two events."""

from __future__ import annotations

from datetime import datetime, timedelta

from kept.rules.assess.moments import ever, kinds_in, moment
from kept.rules.assess.periods import period
from kept.rules.assess.scene import Instant, Scene
from kept.rules.assess.unchanging import unchanging
from kept.rules.policy.model import Window


@unchanging
class Frame:
    """The time that is looked at, [start, end). None: unknown (`missing` names why) or unbounded.

    `whole` is its end when it is over, later than `end` while it still runs.
    """

    start: datetime | None
    end: datetime
    whole: datetime
    missing: tuple[str, ...] = ()
    running: bool = True  # it goes on after `end`


def frame(scene: Scene, window: Window | None, when: Instant) -> Frame:
    """Return the window in which the anchor of `when` lies, as far as it is over at `when`."""
    if window is None:
        return Frame(None, when.at, when.at)
    if window.period:
        start, end = period(scene, window.period, when.anchor)
        return Frame(start, min(end, when.at), end, running=when.at < end)
    if window.term:
        return _year_of(scene, window.term, when)
    if window.last is not None:
        found = [fact.at for fact in ever(scene, window.last) if fact.at <= when.at]
        return Frame(found[-1] if found else None, when.at, when.at)
    return _between(scene, window, when)


def before(scene: Scene, window: Window, current: Frame) -> Instant | None:
    """Return an instant in the window before this one; None where windows do not follow."""
    if current.start is None or not (window.period or window.term):
        return None
    return Instant(current.start, current.start - timedelta(seconds=1))


def _year_of(scene: Scene, term: str, when: Instant) -> Frame:
    line = scene.ask.term(scene, term)
    if line is None or line.start is None or when.anchor < line.start:
        return Frame(None, when.at, when.at, (f"term.{term}",))
    calendar, years = scene.every_hour, 0
    while (end := calendar.add_months(line.start, 12 * (years + 1))) <= when.anchor:
        years += 1
    start = calendar.add_months(line.start, 12 * years)
    return Frame(start, min(end, when.at), end, running=when.at < end)


def _between(scene: Scene, window: Window, when: Instant) -> Frame:
    assert window.start is not None
    start = moment(scene, window.start, upto=when.at)
    if start is None:
        return Frame(None, when.at, when.at, tuple(sorted(kinds_in(window.start))))
    until = window.until and moment(scene, window.until, since=start.at)
    end = until.at if until else when.at
    return Frame(start.at, min(end, when.at), end, running=until is None or when.at < end)
