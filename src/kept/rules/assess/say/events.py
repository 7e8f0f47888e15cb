"""Event expressions and conditions in words, without a case to look at."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from kept.rules.assess.assessment import Because
from kept.rules.assess.say import phrases
from kept.rules.assess.say.conditions import condition_words
from kept.rules.facts.values import Texts, Truth
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
    Not,
    Opening,
    Pick,
    Several,
    TermEdge,
    TimeIn,
)

if TYPE_CHECKING:
    from kept.rules.assess.say.speaker import Speaker


def event_words(speaker: Speaker, expr: EventExpr) -> str:
    """Return what an event expression waits for."""
    said = ""
    match expr:
        case Event() | TimeIn():
            said = speaker.event({expr.kind})
        case TermEdge():
            said = speaker.fill(phrases.EDGE[expr.edge], name=speaker.rule(expr.term))
        case After():
            phrase = phrases.OFFSET["before" if expr.before else "after"]
            duration = expr.duration.wording(speaker.language)
            said = speaker.fill(phrase, duration=duration, event=event_words(speaker, expr.event))
        case Becomes():
            said = stated(speaker, expr.condition)
        case Chosen():
            said = speaker.fill(phrases.CHOSEN, name=speaker.rule(expr.remedy))
        case Opening():
            calendar = speaker.text(speaker.policy.calendars[expr.calendar].name)
            event = event_words(speaker, expr.event)
            said = speaker.fill(phrases.OPENING, calendar=calendar, event=event)
        case Several():
            joint = phrases.AND if expr.pick is Pick.ALL_OF else phrases.OR
            said = _joined(speaker, (event_words(speaker, e) for e in expr.events), joint)
    return said


def stated(speaker: Speaker, condition: Condition) -> str:
    """Return what must hold; "" for what always holds."""
    match condition:
        case AllOf() | AnyOf():
            joint = phrases.AND if isinstance(condition, AllOf) else phrases.OR
            return _joined(speaker, (stated(speaker, part) for part in condition.parts), joint)
        case Not():
            return speaker.fill(phrases.NOT, condition=stated(speaker, condition.part))
        case Happened():
            return speaker.fill(phrases.HAPPENS, event=event_words(speaker, condition.event))
        case Elapsed():
            return condition_words(speaker, Because(condition, Truth.YES))
        case _:
            return condition_words(speaker, Because(condition, Truth.UNKNOWN))


def _joined(speaker: Speaker, said: Iterable[str], joint: Texts) -> str:
    return speaker.text(joint).join(part for part in dict.fromkeys(said) if part)
