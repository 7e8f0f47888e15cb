"""How long a term is: by the policy, the contract or the equipment."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from kept.rules.assess.moments import Moment, moment, plus
from kept.rules.assess.scene import Scene
from kept.rules.facts.values import Value
from kept.rules.hours import Duration, Unit
from kept.rules.policy.model import Length, LengthFrom, Lengths, LengthUntil, NoLength


@dataclass(frozen=True, slots=True)
class Measured:
    """A length that was found: its duration (None: without number), its name, and who gave it."""

    duration: Duration | None
    text: str
    source: str = ""
    clauses: tuple[str, ...] = ()
    known: bool = True


def measured(
    scene: Scene, length: Length, start: Moment | None, rest: timedelta | None = None
) -> Measured:
    """Return the length that counts from `start`.

    `rest` is what was left of a term that begins again.
    """
    match length:
        case Duration():
            return Measured(length, str(length))
        case NoLength.REST:
            return _seconds(rest, length.value)
        case NoLength():
            return Measured(None, length.value, known=length is not NoLength.UNSET)
        case LengthFrom():
            return _from_attribute(scene, length)
        case LengthUntil():
            until = moment(scene, length.event)
            gap = max(until.at - start.at, timedelta()) if until and start else None
            return replace(_seconds(gap, "until"), clauses=length.source)
        case Lengths():
            return _picked(scene, length, start, rest)


def duration_in(value: Value | None) -> Duration | None:
    """Return a duration from an attribute: text as in a policy, or a bare number of months."""
    if value is None or isinstance(value, bool | datetime | tuple):
        return None
    text = str(value).strip()
    try:
        return Duration.parse(f"{text} months" if text.isdigit() else text)
    except ValueError:
        return None


def _seconds(gap: timedelta | None, text: str) -> Measured:
    if gap is None:
        return Measured(None, NoLength.UNSET.value, known=False)
    return Measured(Duration(int(gap.total_seconds()), Unit.SECOND), text)


def _from_attribute(scene: Scene, length: LengthFrom) -> Measured:
    found = duration_in(scene.seen(length.attribute, scene.at).value)
    if found is None:
        return Measured(None, NoLength.UNSET.value, length.attribute, length.source, known=False)
    return Measured(found, str(found), length.attribute, length.source)


def _picked(
    scene: Scene, lengths: Lengths, start: Moment | None, rest: timedelta | None
) -> Measured:
    options = [measured(scene, option, start, rest) for option in lengths.options]
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
