"""Numbers that a policy works out from the facts; what is unknown stays unknown and is named."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from functools import reduce
from typing import Any, Final

from kept.rules.assess.assessment import Because
from kept.rules.assess.conditions import Answer, earliest, holds
from kept.rules.assess.dimensions import dimension
from kept.rules.assess.moments import kinds_in, moment
from kept.rules.assess.scene import Instant, Scene
from kept.rules.assess.unchanging import unchanging
from kept.rules.facts.values import Truth, Value, all_of
from kept.rules.policy.model import (
    Bands,
    Between,
    Cases,
    Combined,
    Constant,
    NoNumber,
    Number,
    NumberTable,
    Rounded,
    Sum,
    ValueOf,
)
from kept.rules.policy.walk import FORM_OF_PREFIX

ROUNDINGS: Final = {"floor": ROUND_FLOOR, "ceiling": ROUND_CEILING, "round": ROUND_HALF_UP}
_SECONDS: Final = {"minute": 60, "hour": 3600}


@unchanging
class Figure:
    """A number that was worked out, and what it rests on.

    `value` None: there is none; `missing` names what is not known, `word` says what the paper has
    instead of a number. A number may stand although something is missing (the smallest known).
    """

    value: Decimal | None
    missing: tuple[str, ...] = ()
    word: NoNumber | None = None
    facts: tuple[str, ...] = ()
    clauses: tuple[str, ...] = ()
    because: tuple[Because, ...] = ()
    provisional: bool = False
    changes_at: datetime | None = None


NONE: Final = Figure(None)


def figure(scene: Scene, number: Number, when: Instant) -> Figure:
    """Return what a number comes to at `when`."""
    return _WAYS[type(number)](scene, number, when)


def decimal_of(value: Value | None) -> Decimal | None:
    """Return a value as an exact number; None when it is not one."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        found = Decimal(str(value))
    except ArithmeticError:
        return None
    return found if found.is_finite() else None


def plainly(value: Decimal) -> str:
    """Return a number as it is written: no exponent, no zeros at its end."""
    said = format(value, "f")
    return said.rstrip("0").rstrip(".") if "." in said else said


def named_edges(scene: Scene, keys: Iterable[str]) -> set[datetime]:
    """Return when one of the named attributes, events, levels or rules changed or will."""
    found: set[datetime] = set()
    for key in keys:
        found |= scene.changes((key,), (key,), None)
        if key.partition(".")[0] in FORM_OF_PREFIX or key in scene.policy.scales:
            found |= scene.ask.edges(scene, key)
    return found


def _constant(scene: Scene, number: Constant, when: Instant) -> Figure:
    return Figure(number.value)


def _no_number(scene: Scene, number: NoNumber, when: Instant) -> Figure:
    return Figure(None, word=number)


def _value_of(scene: Scene, number: ValueOf, when: Instant) -> Figure:
    if number.key.partition(".")[0] in FORM_OF_PREFIX:
        state = scene.ask.state(scene, number.key, when)
        value = decimal_of(state.values[0]) if state.values else None
        missing = () if state.values else (number.key,)
        return Figure(value, missing, facts=state.facts, changes_at=state.changes_at)
    seen = scene.seen(number.key, when.at)
    value = decimal_of(seen.value)
    facts = (seen.fact,) if seen.fact else ()
    missing = () if value is not None else (number.key,)
    return Figure(value, missing, facts=facts, provisional=seen.provisional)


def _combined(scene: Scene, number: Combined, when: Instant) -> Figure:
    parts = [figure(scene, part, when) for part in number.parts]
    known = [part.value for part in parts if part.value is not None]
    if number.how in _PICKS:
        value = _PICKS[number.how](known) if known else None
    else:
        value = _SUMS[number.how](known) if known and len(known) == len(parts) else None
    found = _rests_on(value, parts)
    if value is not None:
        return replace(found, word=None)
    return found


def _over(parts: Iterable[Decimal]) -> Decimal | None:
    first, second = parts
    return first / second if second else None


_SUMS: Final[Mapping[Sum, Callable[[list[Decimal]], Decimal | None]]] = {
    Sum.PLUS: lambda parts: sum(parts, Decimal(0)),
    Sum.MINUS: lambda parts: parts[0] - sum(parts[1:], Decimal(0)),
    Sum.TIMES: lambda parts: reduce(lambda a, b: a * b, parts),
    Sum.OVER: _over,
}
_PICKS: Final[Mapping[Sum, Callable[[list[Decimal]], Decimal]]] = {
    Sum.SMALLEST_OF: min,
    Sum.LARGEST_OF: max,
    Sum.FIRST_KNOWN: lambda known: known[0],
}


def _rounded(scene: Scene, number: Rounded, when: Instant) -> Figure:
    found = figure(scene, number.part, when)
    if found.value is None:
        return found
    steps = (found.value / number.to).to_integral_value(ROUNDINGS[number.how])
    return replace(found, value=steps * number.to)


def _between(scene: Scene, number: Between, when: Instant) -> Figure:
    start = moment(scene, number.start, upto=when.at)
    if start is None:
        return Figure(None, tuple(sorted(kinds_in(number.start))))
    until = number.until and moment(scene, number.until, since=start.at, upto=when.at)
    end = until.at if until else when.at
    units = _begun(scene, number.unit, start.at, end)
    changes = None if until else _later(scene, number.unit, start.at, units)
    facts = (*start.facts, *(until.facts if until else ()))
    return Figure(Decimal(units), facts=facts, changes_at=changes)


def _begun(scene: Scene, unit: str, start: datetime, end: datetime) -> int:
    """Return how many units it takes from `start` to reach `end`."""
    if end <= start:
        return 0
    seconds = scene.every_hour.working_seconds(start, end)
    whole = seconds // {**_SECONDS, "day": 86_400, "month": 31 * 86_400}[unit]
    units = max(0, whole - 1)
    while _later(scene, unit, start, units) < end:
        units += 1
    return units


def _later(scene: Scene, unit: str, start: datetime, units: int) -> datetime:
    match unit:
        case "day":
            return scene.every_hour.add_calendar_days(start, units)
        case "month":
            return scene.every_hour.add_months(start, units)
    return scene.every_hour.add_seconds(start, units * _SECONDS[unit])


def _cases(scene: Scene, number: Cases, when: Instant) -> Figure:
    changes: datetime | None = None
    for case in number.cases:
        answer = Answer(Truth.YES) if case.when is None else holds(scene, case.when, when)
        changes = earliest(changes, answer.changes_at)
        if answer.truth is Truth.NO:
            continue
        if answer.truth is Truth.UNKNOWN:
            return Figure(None, unknown_in(answer.because), because=answer.because)
        found = figure(scene, case.number, when)
        facts = tuple(f for b in answer.because for f in b.facts)
        return replace(
            found,
            facts=(*found.facts, *facts),
            clauses=(*case.source, *found.clauses),
            because=(*answer.because, *found.because),
            provisional=found.provisional or answer.provisional,
            changes_at=earliest(changes, found.changes_at),
        )
    return Figure(None, changes_at=changes)


def unknown_in(because: Iterable[Because]) -> tuple[str, ...]:
    """Return the keys whose answers are not known."""
    found: dict[str, None] = {}
    for one in because:
        if one.truth is Truth.UNKNOWN:
            found.update(dict.fromkeys(key for key, _ in one.values))
            found.update(dict.fromkeys(unknown_in(one.parts)))
    return tuple(found)


def _bands(scene: Scene, number: Bands, when: Instant) -> Figure:
    by = figure(scene, number.by, when)
    value = by.value
    if value is None:
        return by
    band = next((band for band in number.bands if band.fits(value)), None)
    if band is None:
        return _rests_on(None, [by])
    found = figure(scene, band.number, when)
    together = _rests_on(found.value, [by, found])
    return replace(together, word=found.word, clauses=(*band.source, *together.clauses))


def _table(scene: Scene, number: NumberTable, when: Instant) -> Figure:
    read = [dimension(scene, key, when) for key in number.by]
    for row in number.rows:
        fits = all_of(tuple(d.fits(key) for d, key in zip(read, row.keys, strict=True)))
        if fits is Truth.YES:
            return figure(scene, row.number, when)
        if fits is Truth.UNKNOWN:
            named = zip(number.by, read, strict=True)
            return Figure(None, tuple(key for key, d in named if not d.words))
    return NONE


def _rests_on(value: Decimal | None, parts: Iterable[Figure]) -> Figure:
    """Return a figure that rests on others."""
    parts = tuple(parts)
    return Figure(
        value,
        tuple(dict.fromkeys(m for part in parts for m in part.missing)),
        next((part.word for part in parts if part.word), None),
        tuple(dict.fromkeys(f for part in parts for f in part.facts)),
        tuple(dict.fromkeys(c for part in parts for c in part.clauses)),
        tuple(b for part in parts for b in part.because),
        any(part.provisional for part in parts),
        earliest(*(part.changes_at for part in parts)),
    )


_WAYS: Final[Mapping[type, Callable[[Scene, Any, Instant], Figure]]] = {
    Constant: _constant,
    NoNumber: _no_number,
    ValueOf: _value_of,
    Combined: _combined,
    Rounded: _rounded,
    Between: _between,
    Cases: _cases,
    Bands: _bands,
    NumberTable: _table,
}
