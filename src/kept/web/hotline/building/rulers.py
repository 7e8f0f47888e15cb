"""A clock's progress along its working time."""

from __future__ import annotations

from datetime import datetime

from kept.rules.assess import ClockLine, TermLine
from kept.rules.assess.scene import in_zone, zone_in
from kept.rules.facts import Facts
from kept.rules.hours import Calendar, OutOfReach, compiled
from kept.rules.policy.model import Policy
from kept.web.common.ruler import Ruler, Stretch

WHOLE = 100.0


def clock_ruler(line: ClockLine, *, policy: Policy, facts: Facts, now: datetime) -> Ruler | None:
    """Return how much of a clock's working time is used; None without a due time.

    The ruler is the working time from start to due, pauses among it; pauses are combs.
    """
    if line.started_at is None or line.started_at > now:
        return Ruler(0.0)
    if line.due_at is None:
        return None
    calendar = calendar_of(line.calendar, policy=policy, facts=facts)
    try:
        return _along(line, calendar, line.started_at, line.due_at, now)
    except OutOfReach:
        return None


def _along(
    line: ClockLine, calendar: Calendar, start: datetime, due: datetime, now: datetime
) -> Ruler:
    whole = calendar.working_seconds(start, max(due, start))

    def place(at: datetime) -> float:
        if whole <= 0:
            return WHOLE if at >= due else 0.0
        return min(WHOLE * calendar.working_seconds(start, max(at, start)) / whole, WHOLE)

    end = line.done_at or line.ended_at or now
    gaps = [Stretch(place(s.start), place(min(s.end or now, end))) for s in line.stops]
    return Ruler(
        used=place(min(end, now)),
        now=place(now) if line.open else None,
        gaps=tuple(gap for gap in gaps if gap.width > 0),
    )


def calendar_of(key: str, *, policy: Policy, facts: Facts) -> Calendar:
    """Return a calendar of the policy in the zone in which it runs for this case."""
    rule = policy.calendars[key]
    return compiled(in_zone(rule.spec, zone_in(policy, rule, facts.about)))


def term_ruler(line: TermLine, *, now: datetime) -> Ruler | None:
    """Return how much of a term is over; None without both its ends."""
    if line.start is None or line.end is None or line.end <= line.start:
        return None
    over = (now - line.start) / (line.end - line.start) * WHOLE
    used = min(max(over, 0.0), WHOLE)
    return Ruler(used=used, now=used if 0.0 < over < WHOLE else None)
