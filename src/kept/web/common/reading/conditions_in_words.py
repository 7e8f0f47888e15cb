"""Conditions of a policy in words, without a case to look at."""

from __future__ import annotations

from django.utils.translation import gettext as _

from kept.rules.assess import Because
from kept.rules.assess.moments import kinds_in
from kept.rules.assess.say import phrases
from kept.rules.assess.say.conditions import condition_words
from kept.rules.facts.values import Texts, Truth
from kept.rules.policy.model import AllOf, AnyOf, Condition, Elapsed, Happened, Not
from kept.web.common.reading.reader import PageSpeaker
from kept.web.common.reading.wording import bracketed


def wanted(condition: Condition, speaker: PageSpeaker) -> str:
    """Return what must hold, as a part of a sentence; "" for what always holds."""
    match condition:
        case AllOf():
            return _joined(condition.parts, phrases.AND, speaker)
        case AnyOf():
            return _joined(condition.parts, phrases.OR, speaker)
        case Not():
            return _("not: {condition}").format(condition=wanted(condition.part, speaker))
        case Happened():
            return _happened(condition, speaker)
        case Elapsed():
            return _elapsed(condition, speaker)
        case _:
            return condition_words(speaker, Because(condition, Truth.UNKNOWN))


def _happened(condition: Happened, speaker: PageSpeaker) -> str:
    event = speaker.moment_of(condition.event)
    if condition.ever:
        return _("“{event}” has happened to this equipment").format(event=event)
    return _("“{event}” has happened").format(event=event)


def _joined(parts: tuple[Condition, ...], joint: Texts, speaker: PageSpeaker) -> str:
    said = [
        bracketed(wanted(part, speaker))
        if isinstance(part, AllOf | AnyOf) and len(part.parts) > 1 and len(parts) > 1
        else wanted(part, speaker)
        for part in parts
    ]
    return speaker.text(joint).join(part for part in dict.fromkeys(said) if part)


def _elapsed(condition: Elapsed, speaker: PageSpeaker) -> str:
    return speaker.fill(
        phrases.TEST["elapsed"],
        event=speaker.event(kinds_in(condition.start)),
        op=speaker.text(phrases.LONG[condition.op.value]),
        duration=speaker.length(condition.duration),
    )
