"""Contests of levels and causes that nobody can decide, or that nobody has to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from kept.rules.policy.check.findings import Finding, Kind, Severity
from kept.rules.policy.check.parts import kinds_in
from kept.rules.policy.model import ANYBODY, ContestRule, Place, Policy
from kept.rules.said import Saying, listed

DECIDED_BY_MAKER = Kind(
    Severity.WARNING,
    Saying(
        "contest-decided-by-its-maker",
        "A contest of {what} is decided by {who}, who alone may make it; name somebody else under "
        "“decided_by”.",
    ),
)
NO_TIME = Kind(
    Severity.NOTE,
    Saying(
        "contest-without-time",
        "Nobody has to decide a contest of {what} by any time: no clock begins with {event}.",
    ),
)
KINDS = (DECIDED_BY_MAKER, NO_TIME)
GRADE_CONTESTED: Final = "grade.contested"
CAUSE_DISPUTED: Final = "cause.disputed"


def contests_can_be_decided(policy: Policy) -> Iterator[Finding]:
    """Find contests that only their maker decides, and those that may stay open for ever."""
    begin = {kind for clock in policy.clocks for kind in kinds_in(clock.start)}
    for what, event, rule, place in _contests(policy):
        if rule.by and rule.decided_by and set(rule.decided_by) <= set(rule.by):
            yield DECIDED_BY_MAKER.at(place, rule.source, what=what, who=listed(rule.decided_by))
        if event not in begin:
            yield NO_TIME.at(place, rule.source, what=what, event=event)


def _contests(policy: Policy) -> Iterator[tuple[str, str, ContestRule, Place | None]]:
    for key, scale in policy.scales.items():
        if scale.contest != ANYBODY:
            yield key, GRADE_CONTESTED, scale.contest, scale.place
    if policy.cause.contest != ANYBODY:
        yield "cause", CAUSE_DISPUTED, policy.cause.contest, policy.cause.place
