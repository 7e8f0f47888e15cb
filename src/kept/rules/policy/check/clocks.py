"""Clocks: what the paper does not say is marked, and what cannot be is found."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from kept.rules.policy.check.findings import Finding, Kind, Severity
from kept.rules.policy.check.logic import Logic
from kept.rules.policy.check.parts import read_together
from kept.rules.policy.model import (
    ALWAYS,
    ClockRule,
    Event,
    EventExpr,
    Policy,
    Row,
    Several,
)
from kept.rules.policy.walk import walk
from kept.rules.said import Saying

ASSUMED_SILENTLY = Kind(
    Severity.WARNING,
    Saying(
        "calendar-assumed-silently",
        "The clock {rule} runs on the calendar {calendar}, which neither a clause nor a reading "
        "gives; "
        "name one under “assumed”.",
    ),
)
PAUSE_ON_RESPONSE = Kind(
    Severity.ERROR,
    Saying(
        "pause-on-response",
        "The clock {rule} waits for a response and pauses; a response cannot be paused.",
    ),
)
NEVER_STOPS = Kind(
    Severity.WARNING,
    Saying(
        "clock-starts-and-stops-at-once",
        "The clock {rule} starts and stops with the same event, {event}; it can never be late.",
    ),
)
UNREACHABLE = Kind(
    Severity.WARNING,
    Saying(
        "row-unreachable",
        "In the limit of {rule} the row {row} is never reached: the row {earlier} above fits as "
        "well.",
    ),
)
TWO_PROMISES = Kind(
    Severity.WARNING,
    Saying(
        "two-promises",
        "The clocks {rule} and {other} promise the same thing in different times; a reading should "
        "say which clause counts.",
    ),
)
KINDS = (
    ASSUMED_SILENTLY,
    PAUSE_ON_RESPONSE,
    NEVER_STOPS,
    UNREACHABLE,
    TWO_PROMISES,
)

RESPONSES = frozenset(
    ("response.given", "answer.given", "reply.given", "contact.answered_live", "customer.told")
)
# Two clocks with all of this alike promise the same thing.
_SAME_THING = ("actor", "start", "stop", "repeat", "lead_before")
_MOST_BESIDE = 40  # clocks for the same thing that one is compared with


def calendars_have_a_reason(policy: Policy) -> Iterator[Finding]:
    """Find clocks whose calendar the paper does not give and no reading fills."""
    for rule in policy.clocks:
        calendar = policy.calendars[rule.calendar]
        if not calendar.source and not calendar.assumed and "calendar" not in rule.assumed:
            yield ASSUMED_SILENTLY.at(rule.place, rule.source, rule=rule.id, calendar=rule.calendar)


def responses_do_not_pause(policy: Policy) -> Iterator[Finding]:
    """Find response clocks that pause."""
    for rule in policy.clocks:
        if rule.pauses and _kinds(rule.stop) & RESPONSES:
            yield PAUSE_ON_RESPONSE.at(rule.place, rule.source, rule=rule.id)


def clocks_can_run(policy: Policy) -> Iterator[Finding]:
    """Find clocks that begin and end with one and the same event."""
    for rule in policy.clocks:
        if isinstance(rule.start, Event) and rule.start == rule.stop:
            yield NEVER_STOPS.at(rule.place, rule.source, rule=rule.id, event=rule.start.kind)


def rows_can_be_reached(policy: Policy) -> Iterator[Finding]:
    """Find rows that stand below a row which fits whenever they do."""
    for rule in policy.clocks:
        rows = rule.limit.rows
        for at, row in enumerate(rows):
            earlier = next(
                (e for e in rows[:at] if e.when is ALWAYS and _fits_whenever(e, row)), None
            )
            if earlier is not None:
                yield UNREACHABLE.at(
                    rule.place,
                    row.cell.source or rule.source,
                    rule=rule.id,
                    row=" / ".join(row.keys),
                    earlier=" / ".join(earlier.keys),
                )


def promises_agree(policy: Policy) -> Iterator[Finding]:
    """Find clocks for the same thing with different times that no reading brings together.

    A clock for special cases beside one for all is another promise. Each is told beside the first
    that it disagrees with, so that very many stay readable.
    """
    logic = Logic(policy)
    alike: dict[tuple[object, ...], list[tuple[ClockRule, object]]] = defaultdict(list)
    for other in policy.clocks:
        before = alike[tuple(getattr(other, part) for part in _SAME_THING)]
        times = _times(other)
        for rule, its_times in before[:_MOST_BESIDE]:
            same_cases = rule.when == other.when or logic.cross(rule.when, other.when)
            if its_times != times and same_cases and not _settled(policy, rule, other):
                clauses = (*_clauses_of(rule), *_clauses_of(other))
                yield TWO_PROMISES.at(other.place, clauses, rule=rule.id, other=other.id)
                break
        before.append((other, times))


def _times(rule: ClockRule) -> tuple[object, ...]:
    return (
        rule.calendar,
        rule.limit.by,
        [(row.keys, row.cell.limit, row.when) for row in rule.limit.rows],
    )


def _settled(policy: Policy, rule: ClockRule, other: ClockRule) -> bool:
    return read_together(policy, _clauses_of(rule), _clauses_of(other))


def _clauses_of(rule: ClockRule) -> list[str]:
    cells = (c for row in rule.limit.rows for c in row.cell.source)
    return list(dict.fromkeys((*rule.source, *cells)))


def _fits_whenever(earlier: Row, row: Row) -> bool:
    return all(a in ("*", b) for a, b in zip(earlier.keys, row.keys, strict=True))


def _kinds(expr: EventExpr) -> frozenset[str]:
    if isinstance(expr, Several):
        return frozenset().union(*(_kinds(event) for event in expr.events))
    return frozenset(part.kind for part in walk(expr) if isinstance(part, Event))
