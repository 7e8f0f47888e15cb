"""Warranties and other periods: from when to when, and why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from kept.rules.assess.assessment import Reason, TermLine, TermState
from kept.rules.assess.becoming import beginnings
from kept.rules.assess.conditions import Answer, holds
from kept.rules.assess.extensions import Extended, extensions
from kept.rules.assess.lengths import Measured, measured, real_time
from kept.rules.assess.moments import Moment, ever, moment, plus
from kept.rules.assess.scene import Instant, Scene
from kept.rules.assess.unchanging import unchanging
from kept.rules.facts.fact import Fact
from kept.rules.facts.values import Truth
from kept.rules.policy.model import Renewal, TermRule, Transfer

MOST_RENEWALS = 200


def term(scene: Scene, key: str) -> TermLine | None:
    """Return the line of the term `key`; None if it does not apply.

    While it asks for itself, it is that of the round before.
    """
    rule = scene.policy.rules.get(key)
    return scene.worked_out(
        f"term.{key}", lambda: _line(scene, rule) if isinstance(rule, TermRule) else None
    )


def term_edges(scene: Scene, key: str) -> set[datetime]:
    """Return when a term begins and ends."""
    line = term(scene, key)
    return {edge for edge in (line.start, line.end) if edge} if line else set()


@unchanging
class _Ending:
    """What ends a term, when, and by which facts and clauses."""

    at: datetime
    by: str
    facts: tuple[str, ...] = ()
    clauses: tuple[str, ...] = ()


@unchanging
class _Span:
    """One stretch of a term: from its start, or from where it began again."""

    start: Moment | None
    length: Measured
    base: datetime | None = None  # without extensions
    stops: tuple[Extended, ...] = ()
    ending: _Ending | None = None
    renewals: int = 0

    @property
    def end(self) -> datetime | None:
        return self.ending.at if self.ending else None


def _line(scene: Scene, rule: TermRule) -> TermLine | None:
    began = scene.fault_began()
    answer = holds(scene, rule.when, Instant(began, began))
    if answer.truth is Truth.NO:
        return None
    start = moment(scene.whole, rule.start)
    first = _span(scene, rule, start, measured(scene, rule.length, start))
    span = _restarted(scene, rule, first)
    line = TermLine(
        rule=rule.id,
        name=rule.name,
        gives=rule.gives,
        start=first.start.at if first.start else None,
        end=span.end,
        base_end=span.base,
        length=span.length.text,
        length_source=span.length.source,
        extended_seconds=sum(s.seconds for s in span.stops),
        extensions=tuple(s.stop for s in span.stops),
        state=TermState.UNKNOWN,
        at_fault=TermState.UNKNOWN,
        evidence_missing=rule.evidence is not None and moment(scene.whole, rule.evidence) is None,
        ended_by=span.ending.by if span.ending else "",
        guarantor=rule.guarantor,
        restarted_at=span.start.at if span.start and span is not first else None,
        renewals=span.renewals,
        certain=answer.truth is Truth.YES,
        reason=_reason(rule, answer, span),
    )
    return line.placed(scene.at, began)


def _restarted(scene: Scene, rule: TermRule, span: _Span) -> _Span:
    """Return the last stretch of a term that begins again while it is in force."""
    if rule.restart is None:
        return span
    for fact in ever(scene, rule.restart.event):
        begun = span.start is not None and span.start.at < fact.at
        over = span.end is not None and span.end <= fact.at
        if not begun or (over and not rule.restart.lapsed):
            continue
        rest = real_time(fact.at, span.end) if span.end is not None else None
        start = Moment(fact.at, (fact.id,))
        length = measured(scene, rule.restart.length or rule.length, start, rest)
        again = _span(scene, rule, start, length)
        clauses = (*rule.restart.source, *length.clauses)
        span = replace(again, length=replace(length, clauses=clauses))
    return span


def _span(scene: Scene, rule: TermRule, start: Moment | None, length: Measured) -> _Span:
    base = plus(scene, start.at, length.duration) if start and length.duration else None
    renewals = 0
    if start and base and rule.renews is not None:
        base, renewals = _renewed(scene, rule.renews, start.at, base)
    stops = tuple(extensions(scene, rule, start.at if start else None, base))
    ending = _ending(scene, rule, start, stops[-1].extended_to if stops else base)
    if stops and ending is not None and ending.by == "end":
        stops = ()  # it ended before they could count
    ends = rule.end and moment(scene.whole, rule.end)
    base = min((at for at in (base, ends.at if ends else None) if at is not None), default=None)
    return _Span(start, length, base, stops, ending, renewals)


def _renewed(
    scene: Scene, renewal: Renewal, start: datetime, end: datetime
) -> tuple[datetime, int]:
    """Return the end of a term that goes on unless notice is given in time, and how often it did.

    A notice counts for the period in which it is given; one that comes too late, for the next.
    """
    when, since = scene.now, start
    by = scene.ask.lasting(scene, renewal.by, when)
    lead = scene.ask.lasting(scene, renewal.lead, when) if renewal.lead else None
    for number in range(MOST_RENEWALS if by else 0):
        last_day = plus(scene, end, lead, times=-1) if lead else end
        if moment(scene.whole, renewal.unless, since=since, upto=min(last_day, scene.at)):
            return end, number
        if scene.at < last_day:
            scene.wakes.add(last_day)
            return end, number
        assert by is not None
        since, end = last_day, plus(scene, end, by)
    return end, MOST_RENEWALS if by else 0


def _ending(
    scene: Scene, rule: TermRule, start: Moment | None, full: datetime | None
) -> _Ending | None:
    """Return what ends a term: the earliest of its length, `end` and cap; never before the floor.

    What voids it, or a change of owner without what that needs, ends it whatever else is said.
    """
    endings = [_Ending(full, "length")] if full is not None else []
    for expr, by in ((rule.end, "end"), (rule.cap, "cap")):
        found = moment(scene.whole, expr) if expr else None
        if found is not None:
            endings.append(_Ending(found.at, by, found.facts))
    ending = min(endings, key=lambda e: e.at, default=None)
    floor = moment(scene.whole, rule.floor) if rule.floor and ending else None
    if floor is not None and ending is not None and floor.at > ending.at:
        ending = _Ending(floor.at, "floor", floor.facts)
    early = [*_voided(scene, rule), *_transferred(scene, rule, start, ending)]
    first = min(early, key=lambda e: e.at, default=None)
    if start is None or first is None or (ending is not None and ending.at <= first.at):
        return ending
    return replace(first, at=max(first.at, start.at))


def _voided(scene: Scene, rule: TermRule) -> Iterator[_Ending]:
    found = moment(scene.whole, rule.void, upto=scene.at) if rule.void else None
    if found is not None:
        yield _Ending(found.at, "void", found.facts)


def _transferred(
    scene: Scene, rule: TermRule, start: Moment | None, ending: _Ending | None
) -> Iterator[_Ending]:
    transfer = rule.transfer
    for fact in ever(scene, transfer.event) if transfer and start else ():
        inside = start is not None and start.at < fact.at and (not ending or fact.at < ending.at)
        if transfer and inside and _refused(scene.whole, transfer, fact):
            yield _Ending(fact.at, "transfer", (fact.id,), transfer.source)
            return


def _refused(scene: Scene, transfer: Transfer, fact: Fact) -> bool:
    """Whether what a change of owner needs was not there, and can no longer come."""
    answer = holds(scene, transfer.needs, Instant(fact.at, fact.at))
    if answer.truth is not Truth.NO:
        return False
    if transfer.within is None:
        return True
    within = scene.ask.lasting(scene, transfer.within, Instant(fact.at, fact.at))
    if within is None:
        return False
    last = plus(scene, fact.at, within)
    if scene.at < last:
        scene.wakes.add(last)
        return False
    return not any(fact.at < m.at <= last for m in beginnings(scene, transfer.needs))


def _reason(rule: TermRule, answer: Answer, span: _Span) -> Reason:
    start, ending = span.start, span.ending
    more = (*span.length.clauses, *(rule.renews.source if rule.renews else ()))
    more = (*more, *(c for s in span.stops for c in s.stop.clauses))
    more = (*more, *(ending.clauses if ending else ()), *rule.see)
    clauses = (*rule.source, *(c for c in dict.fromkeys(more) if c not in rule.source))
    facts = (
        *(start.facts if start else ()),
        *(f for s in span.stops for f in s.stop.facts),
        *(ending.facts if ending else ()),
    )
    readings = tuple(rule.assumed.values())
    because = (*answer.because, *span.length.because)
    return Reason(clauses, because, tuple(dict.fromkeys(facts)), readings)
