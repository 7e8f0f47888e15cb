"""Clocks: what the paper does not say is marked, and what cannot be is found."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from kept.rules.policy.check.findings import Finding, Kind, Severity
from kept.rules.policy.model import (
    CellState,
    ClockRule,
    Event,
    EventExpr,
    Policy,
    Row,
    Several,
)
from kept.rules.policy.walk import walk

ASSUMED_SILENTLY = Kind(
    "calendar-assumed-silently",
    Severity.WARNING,
    "The clock {rule} runs on the calendar {calendar}, which neither a clause nor a reading gives; "
    "name one under “assumed”.",
    "时限 {rule} 使用日历 {calendar}，但没有条款或解读说明；请在 assumed 下注明。",
)
PAUSE_ON_RESPONSE = Kind(
    "pause-on-response",
    Severity.ERROR,
    "The clock {rule} waits for a response and pauses; a response cannot be paused.",
    "时限 {rule} 等待的是响应，不能暂停；请去掉 pauses。",
)
NEVER_STOPS = Kind(
    "clock-starts-and-stops-at-once",
    Severity.WARNING,
    "The clock {rule} starts and stops with the same event, {event}; it can never be late.",
    "时限 {rule} 的起止为同一事件 {event}，永远不会超时。",
)
UNREACHABLE = Kind(
    "row-unreachable",
    Severity.WARNING,
    "In the limit of {rule} the row {row} is never reached: the row {earlier} above fits as well.",
    "规则 {rule} 的时限表中，“{row}”一行永远不会用到：上方的“{earlier}”已包含它。",
)
NO_NUMBER = Kind(
    "word-without-number",
    Severity.NOTE,
    "Clause {clause} says “{word}” and the clock {rule} has no number for it; its owner has to say "
    "what counts.",
    "条款 {clause} 写的是“{word}”，时限 {rule} 没有数值；须由制度负责人确定标准。",
)
TWO_PROMISES = Kind(
    "two-promises",
    Severity.WARNING,
    "The clocks {rule} and {other} promise the same thing in different times; a reading should "
    "say which clause counts.",
    "时限 {rule} 与 {other} 对同一事项作了不同承诺；请用解读说明以哪一条为准。",
)
KINDS = (
    ASSUMED_SILENTLY,
    PAUSE_ON_RESPONSE,
    NEVER_STOPS,
    UNREACHABLE,
    NO_NUMBER,
    TWO_PROMISES,
)

RESPONSES = frozenset(
    ("response.given", "answer.given", "reply.given", "contact.answered_live", "customer.told")
)
_WORDS = re.compile(
    r"\b(immediately|promptly|at once|in time|without delay|as soon as possible|timely)\b"
    "|及时|及時|立即|尽快|盡快|尽早|马上|第一时间",
    re.IGNORECASE,
)
# Two clocks with all of this alike promise the same thing.
_SAME_THING = ("actor", "when", "start", "stop", "repeat", "lead_before")
_NUMBERED = (CellState.VALUE, CellState.ON_TIME, CellState.FROM)


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
            earlier = next((e for e in rows[:at] if _fits_whenever(e, row)), None)
            if earlier is not None:
                yield UNREACHABLE.at(
                    rule.place,
                    row.cell.source or rule.source,
                    rule=rule.id,
                    row=" / ".join(row.keys),
                    earlier=" / ".join(earlier.keys),
                )


def words_have_numbers(policy: Policy) -> Iterator[Finding]:
    """Find clauses that say "immediately" and the like, kept by a clock without a number."""
    for rule in policy.clocks:
        if _has_number(rule):
            continue
        for clause in _clauses_of(rule):
            word = _WORDS.search(" ".join(policy.clauses[clause].text.values()))
            if word:
                yield NO_NUMBER.at(rule.place, [clause], rule=rule.id, clause=clause, word=word[0])


def promises_agree(policy: Policy) -> Iterator[Finding]:
    """Find clocks for the same thing with different times that no reading brings together.

    Each is told beside the first that it disagrees with, so that very many stay readable.
    """
    alike: dict[tuple[object, ...], list[tuple[ClockRule, object]]] = defaultdict(list)
    for other in policy.clocks:
        before = alike[tuple(getattr(other, part) for part in _SAME_THING)]
        times = _times(other)
        for rule, its_times in before:
            if its_times != times and not _read_together(policy, rule, other):
                clauses = (*_clauses_of(rule), *_clauses_of(other))
                yield TWO_PROMISES.at(other.place, clauses, rule=rule.id, other=other.id)
                break
        before.append((other, times))


def _times(rule: ClockRule) -> tuple[object, ...]:
    return (rule.calendar, rule.limit.by, [(row.keys, row.cell.limit) for row in rule.limit.rows])


def _read_together(policy: Policy, rule: ClockRule, other: ClockRule) -> bool:
    one, two = set(_clauses_of(rule)), set(_clauses_of(other))
    return any(one & set(r.clauses) and two & set(r.clauses) for r in policy.readings.values())


def _clauses_of(rule: ClockRule) -> list[str]:
    cells = (c for row in rule.limit.rows for c in row.cell.source)
    return list(dict.fromkeys((*rule.source, *cells)))


def _has_number(rule: ClockRule) -> bool:
    cells = [row.cell for row in rule.limit.rows]
    return any(cell.state in _NUMBERED or cell.limit is not None for cell in cells)


def _fits_whenever(earlier: Row, row: Row) -> bool:
    return all(a in ("*", b) for a, b in zip(earlier.keys, row.keys, strict=True))


def _kinds(expr: EventExpr) -> frozenset[str]:
    if isinstance(expr, Several):
        return frozenset().union(*(_kinds(event) for event in expr.events))
    return frozenset(part.kind for part in walk(expr) if isinstance(part, Event))
