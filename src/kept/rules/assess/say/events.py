"""Event expressions and conditions in words, without a case to look at."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, Final

from kept.rules.assess.assessment import Because
from kept.rules.assess.say import phrases
from kept.rules.assess.say.conditions import condition_words, key_name
from kept.rules.assess.say.numbers import amount_words
from kept.rules.assess.say.texts import texts
from kept.rules.facts.values import Texts, Truth
from kept.rules.hours import Duration
from kept.rules.policy.model import (
    After,
    AllOf,
    AnyOf,
    Becomes,
    Chosen,
    Condition,
    Elapsed,
    Event,
    EventExpr,
    Happened,
    MeasureRule,
    Not,
    Opening,
    PeriodEnd,
    Pick,
    Reaches,
    Several,
    TermEdge,
    TimeIn,
)

if TYPE_CHECKING:
    from kept.rules.assess.say.speaker import Speaker


def event_words(speaker: Speaker, expr: EventExpr) -> str:
    """Return what an event expression waits for."""
    return _WORDS[type(expr)](speaker, expr)


def _edge(speaker: Speaker, expr: TermEdge) -> str:
    return speaker.fill(phrases.EDGE[expr.edge], name=speaker.rule(expr.term))


def _after(speaker: Speaker, expr: After) -> str:
    phrase = phrases.OFFSET["before" if expr.before else "after"]
    duration = speaker.length(expr.duration)
    return speaker.fill(phrase, duration=duration, event=event_words(speaker, expr.event))


def _reaches(speaker: Speaker, expr: Reaches) -> str:
    measure = key_name(speaker, expr.measure)
    return speaker.fill(phrases.REACHES, measure=measure, amount=_amount(speaker, expr))


def _opening(speaker: Speaker, expr: Opening) -> str:
    calendar = speaker.text(speaker.policy.calendars[expr.calendar].name)
    event = event_words(speaker, expr.event)
    return speaker.fill(phrases.OPENING, calendar=calendar, event=event)


def _period_end(speaker: Speaker, expr: PeriodEnd) -> str:
    event = event_words(speaker, expr.event)
    return speaker.fill(_PERIOD_END[expr.period], event=event)


def _several(speaker: Speaker, expr: Several) -> str:
    joint = phrases.AND if expr.pick is Pick.ALL_OF else phrases.OR
    return _joined(speaker, (event_words(speaker, e) for e in expr.events), joint)


_WORDS: Final[dict[type, Callable[[Speaker, Any], str]]] = {
    Event: lambda speaker, expr: speaker.event({expr.kind}),
    TimeIn: lambda speaker, expr: speaker.event({expr.kind}),
    TermEdge: _edge,
    After: _after,
    Becomes: lambda speaker, expr: stated(speaker, expr.condition),
    Chosen: lambda speaker, expr: speaker.fill(phrases.CHOSEN, name=speaker.rule(expr.remedy)),
    Reaches: _reaches,
    Opening: _opening,
    PeriodEnd: _period_end,
    Several: _several,
}


def _amount(speaker: Speaker, expr: Reaches) -> str:
    if isinstance(expr.at_least, Duration):
        return expr.at_least.wording(speaker.language)
    rule = speaker.policy.rules.get(expr.measure.partition(".")[2])
    unit = rule.unit if isinstance(rule, MeasureRule) else ""
    return amount_words(speaker, expr.at_least, unit)


_PERIOD_END: Final[dict[str, Texts]] = {
    "month": texts("end of the month of {event}", "{event}所在月的月末", "{event}所在月的月末"),
    "quarter": texts("end of the quarter of {event}", "{event}所在季度末", "{event}所在季度末"),
    "year": texts("end of the year of {event}", "{event}所在年的年末", "{event}所在年的年末"),
}
_EVER: Final[Texts] = {
    "en": "“{event}” has happened to this equipment",
    "zh-Hans": "此设备已发生过“{event}”",
    "zh-Hant": "此設備已發生過「{event}」",
}


def stated(speaker: Speaker, condition: Condition) -> str:
    """Return what must hold; "" for what always holds."""
    match condition:
        case AllOf() | AnyOf():
            joint = phrases.AND if isinstance(condition, AllOf) else phrases.OR
            return _joined(speaker, (stated(speaker, part) for part in condition.parts), joint)
        case Not():
            return speaker.fill(phrases.NOT, condition=stated(speaker, condition.part))
        case Happened():
            phrase = _EVER if condition.ever else phrases.HAPPENS
            return speaker.fill(phrase, event=event_words(speaker, condition.event))
        case Elapsed():
            return condition_words(speaker, Because(condition, Truth.YES))
        case _:
            return condition_words(speaker, Because(condition, Truth.UNKNOWN))


def _joined(speaker: Speaker, said: Iterable[str], joint: Texts) -> str:
    return speaker.text(joint).join(part for part in dict.fromkeys(said) if part)
