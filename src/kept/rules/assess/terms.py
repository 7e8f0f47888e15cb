"""Warranties and other periods: from when to when, and why."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from kept.rules.assess.assessment import Reason, Stop, TermLine, TermState
from kept.rules.assess.conditions import Answer, Instant, holds
from kept.rules.assess.moments import Moment, moment, occurrences, plus
from kept.rules.assess.scene import Scene
from kept.rules.facts.values import Truth, Value
from kept.rules.hours import Duration
from kept.rules.policy.model import (
    Event,
    Extension,
    Length,
    LengthFrom,
    Lengths,
    NoLength,
    TermRule,
)


@dataclass(frozen=True, slots=True)
class Measured:
    """A length that was found: its duration (None: without number), its name, and who gave it."""

    duration: Duration | None
    text: str
    source: str = ""
    clauses: tuple[str, ...] = ()
    known: bool = True


def term(scene: Scene, key: str) -> TermLine | None:
    """Return the line of the term `key`; None if it does not apply, or while it asks for itself."""
    if key not in scene.terms:
        scene.terms[key] = None
        rule = scene.policy.rules.get(key)
        if isinstance(rule, TermRule):
            scene.terms[key] = _line(scene, rule)
    return scene.terms[key]


def _line(scene: Scene, rule: TermRule) -> TermLine | None:
    began = scene.fault_began()
    answer = holds(scene, rule.when, Instant(began, began))
    if answer.truth is Truth.NO:
        return None
    start = moment(scene, rule.start)
    length = measured(scene, rule.length)
    base = plus(scene, start.at, length.duration) if start and length.duration else None
    base = _ended_early(scene, rule, base)
    stops = _extensions(scene, rule, start, base)
    end = stops[-1].extended_to if stops else base
    line = TermLine(
        rule=rule.id,
        name=rule.name,
        gives=rule.gives,
        start=start.at if start else None,
        end=end,
        base_end=base,
        length=length.text,
        length_source=length.source,
        extended_seconds=sum(s.seconds for s in stops),
        extensions=tuple(s.stop for s in stops),
        state=TermState.UNKNOWN,
        at_fault=TermState.UNKNOWN,
        evidence_missing=rule.evidence is not None and moment(scene, rule.evidence) is None,
        reason=_reason(rule, answer, start, length, stops),
    )
    return line.placed(scene.at, began)


def measured(scene: Scene, length: Length) -> Measured:
    """Return the length that counts, from the policy, the contract or the equipment."""
    match length:
        case Duration():
            return Measured(length, str(length))
        case NoLength():
            return Measured(None, length.value, known=length is not NoLength.UNSET)
        case LengthFrom():
            return _from_attribute(scene, length)
        case Lengths():
            return _picked(scene, length)


def duration_in(value: Value | None) -> Duration | None:
    """Return a duration from an attribute: text as in a policy, or a bare number of months."""
    if value is None or isinstance(value, bool | datetime | tuple):
        return None
    text = str(value).strip()
    try:
        return Duration.parse(f"{text} months" if text.isdigit() else text)
    except ValueError:
        return None


def _from_attribute(scene: Scene, length: LengthFrom) -> Measured:
    found = duration_in(scene.seen(length.attribute, scene.at).value)
    if found is None:
        return Measured(None, NoLength.UNSET.value, length.attribute, length.source, known=False)
    return Measured(found, str(found), length.attribute, length.source)


def _picked(scene: Scene, lengths: Lengths) -> Measured:
    found = _pick_of(scene, lengths.pick, [measured(scene, option) for option in lengths.options])
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


def _ended_early(scene: Scene, rule: TermRule, base: datetime | None) -> datetime | None:
    ended = moment(scene, rule.end) if rule.end else None
    if ended is None:
        return base
    return ended.at if base is None else min(base, ended.at)


@dataclass(frozen=True, slots=True)
class _Extended:
    stop: Stop
    seconds: int
    extended_to: datetime


def _extensions(
    scene: Scene, rule: TermRule, start: Moment | None, base: datetime | None
) -> list[_Extended]:
    """Add the union of the intervals: a stop begun inside the term counts in full, overlaps once.

    A stop inside the extension extends again (hours.md, warranty).
    """
    if start is None or base is None:
        return []
    found: list[_Extended] = []
    end, counted_to = base, start.at
    for began, ended, facts, extension in sorted(_intervals(scene, rule), key=lambda i: i[:2]):
        since = max(began, counted_to)
        if since >= end or ended <= since:
            continue
        end, counted_to = end + (ended - since), ended
        seconds = int((ended - since).total_seconds())
        stop = Stop(since, ended, extension.source, facts, rule.name, seconds)
        found.append(_Extended(stop, seconds, end))
    return found


def _intervals(
    scene: Scene, rule: TermRule
) -> list[tuple[datetime, datetime, tuple[str, ...], Extension]]:
    found = []
    for extension in rule.extensions:
        for fact in occurrences(scene, extension.start):
            answer = holds(scene, extension.when, Instant(fact.at, fact.at))
            if answer.truth is not Truth.YES:
                continue
            until = _end_of(scene, extension.until, fact.at)
            ended = until.at if until else scene.at
            facts = (fact.id, *(until.facts if until else ()))
            found.append((fact.at, ended, facts, extension))
    return found


def _end_of(scene: Scene, until: Event, since: datetime) -> Moment | None:
    return moment(scene, until, since=since, upto=scene.at)


def _reason(
    rule: TermRule,
    answer: Answer,
    start: Moment | None,
    length: Measured,
    stops: list[_Extended],
) -> Reason:
    more = (*length.clauses, *(c for s in stops for c in s.stop.clauses), *rule.see)
    clauses = (*rule.source, *(c for c in dict.fromkeys(more) if c not in rule.source))
    facts = (*(start.facts if start else ()), *(f for s in stops for f in s.stop.facts))
    return Reason(clauses, answer.because, facts, tuple(dict.fromkeys(rule.assumed.values())))
