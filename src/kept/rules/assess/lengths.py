"""How long a term is: by the policy, the contract or the equipment."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Final

from kept.rules.assess.assessment import Because
from kept.rules.assess.conditions import holds
from kept.rules.assess.dimensions import dimension
from kept.rules.assess.moments import Moment, moment, plus
from kept.rules.assess.scene import Instant, Scene
from kept.rules.assess.unchanging import unchanging
from kept.rules.facts.values import Truth, Value, all_of
from kept.rules.hours import Duration, Unit
from kept.rules.policy.model import (
    Length,
    LengthFrom,
    Lengths,
    LengthTable,
    LengthUntil,
    NoLength,
    Op,
    Test,
)

OPEN: Final = "open"  # an answer is missing that says which length counts


@unchanging
class Measured:
    """A length that was found: its duration (None: without number), its name, and who gave it."""

    duration: Duration | None
    text: str
    source: str = ""
    clauses: tuple[str, ...] = ()
    known: bool = True
    because: tuple[Because, ...] = ()  # what a table or a condition was read at


def measured(
    scene: Scene,
    length: Length,
    start: Moment | None,
    rest: timedelta | None = None,
    *,
    when: Instant | None = None,
) -> Measured:
    """Return the length that counts from `start`.

    `rest` is what was left of a term that begins again; `when` is the instant at which tables and
    conditions are read, the start of the fault if left out.
    """
    match length:
        case Duration():
            return Measured(length, str(length))
        case NoLength():
            return _word(length, rest)
        case LengthFrom():
            return _from_attribute(scene.whole, length)
        case LengthTable():
            return _row(scene, length, start, rest, when)
        case LengthUntil():
            return _until(scene, length, start)
        case Lengths():
            return _picked(scene, length, start, rest, when)


def _word(length: NoLength, rest: timedelta | None) -> Measured:
    if length is NoLength.REST:
        return _seconds(rest, length.value)
    return Measured(None, length.value, known=length is not NoLength.UNSET)


def _until(scene: Scene, length: LengthUntil, start: Moment | None) -> Measured:
    until = moment(scene.whole, length.event)
    gap = real_time(start.at, until.at) if until and start else None
    return replace(_seconds(gap, "until"), clauses=length.source)


def duration_in(value: Value | None) -> Duration | None:
    """Return a duration from an attribute: text as in a policy, or a bare number of months."""
    if value is None or isinstance(value, bool | datetime | tuple):
        return None
    text = str(value).strip()
    try:
        return Duration.parse(f"{text} months" if text.isdigit() else text)
    except ValueError:
        return None


def real_time(start: datetime, end: datetime) -> timedelta:
    """Return the time from one moment until another, nothing when it lies before.

    Two moments of one zone would be subtracted as wall times, and a clock change be lost.
    """
    return max(end.astimezone(UTC) - start.astimezone(UTC), timedelta())


def _seconds(gap: timedelta | None, text: str) -> Measured:
    if gap is None:
        return Measured(None, NoLength.UNSET.value, known=False)
    return Measured(Duration(int(gap.total_seconds()), Unit.SECOND), text)


def _from_attribute(scene: Scene, length: LengthFrom) -> Measured:
    found = duration_in(scene.seen(length.attribute, scene.at).value)
    if found is None:
        return Measured(None, NoLength.UNSET.value, length.attribute, length.source, known=False)
    return Measured(found, str(found), length.attribute, length.source)


def _row(
    scene: Scene,
    table: LengthTable,
    start: Moment | None,
    rest: timedelta | None,
    when: Instant | None,
) -> Measured:
    """Return the length of the first row that fits; open, while more than one may."""
    began = scene.fault_began()
    at = when or Instant(began, began)
    read = [dimension(scene, key, at) for key in table.by]
    possible: list[Measured] = []
    because: tuple[Because, ...] = ()
    for row in table.rows:
        answer = holds(scene, row.when, at)
        fits = (d.fits(key) for d, key in zip(read, row.keys, strict=True))
        truth = all_of((*fits, answer.truth))
        if truth is Truth.NO:
            continue
        found = measured(scene, row.length, start, rest, when=when)
        because = (*because, *answer.because)
        clauses = (*row.source, *found.clauses)
        possible.append(replace(found, clauses=clauses, because=(*because, *found.because)))
        if truth is Truth.YES:
            break
    unread = [key for key, d in zip(table.by, read, strict=True) if not d.words]
    return _of_several(possible, because, unread)


def _of_several(
    possible: list[Measured], because: tuple[Because, ...], unread: list[str]
) -> Measured:
    if not possible:
        return Measured(None, NoLength.UNSET.value, known=False)
    if len({(m.duration, m.text) for m in possible}) == 1:
        return possible[-1]
    open_ones = tuple(b for b in because if b.truth is Truth.UNKNOWN)
    tests = (Test(key, Op.KNOWN, (True,)) for key in unread)
    unsaid = (Because(test, Truth.UNKNOWN, ((test.key, None),)) for test in tests)
    clauses = tuple(dict.fromkeys(c for m in possible for c in m.clauses))
    return Measured(None, OPEN, "", clauses, known=False, because=(*open_ones, *unsaid))


def lasting(scene: Scene, length: Length, when: Instant) -> Measured:
    """Return how long something lasts that is no term."""
    return measured(scene, length, None, when=when)


def _picked(
    scene: Scene,
    lengths: Lengths,
    start: Moment | None,
    rest: timedelta | None,
    when: Instant | None,
) -> Measured:
    options = [measured(scene, option, start, rest, when=when) for option in lengths.options]
    found = _pick_of(scene, lengths.pick, options)
    return replace(found, clauses=(*lengths.source, *found.clauses))


def _pick_of(scene: Scene, pick: str, options: list[Measured]) -> Measured:
    known = [option for option in options if option.known]
    if not known:
        return options[0]
    if pick == "first_known":
        return known[0]
    numbers = [option for option in known if option.duration is not None]
    if not numbers:
        return known[0]
    return (max if pick == "longest_of" else min)(
        numbers, key=lambda m: plus(scene, scene.at, m.duration) if m.duration else scene.at
    )
