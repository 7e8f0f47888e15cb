"""Lengths of time in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kept.rules.assess.say import phrases
from kept.rules.assess.say.conditions import key_name
from kept.rules.assess.say.texts import texts
from kept.rules.facts.values import Texts
from kept.rules.hours import Duration
from kept.rules.policy.model import Length, LengthFrom, Lengths, LengthTable

if TYPE_CHECKING:
    from kept.rules.assess.say.speaker import Speaker

FROM: Final[Texts] = texts("as long as “{name}” says", "按“{name}”所定期限", "按「{name}」所定期限")
SET: Final[Texts] = texts("the time set for it", "所定期限", "所定期限")


def length_words(speaker: Speaker, length: Length) -> str:
    """Return how long something lasts; of several lengths, each of them."""
    match length:
        case Duration():
            return length.wording(speaker.language)
        case LengthFrom():
            return speaker.fill(FROM, name=key_name(speaker, length.attribute))
        case Lengths():
            return _either(speaker, length.options)
        case LengthTable():
            return _either(speaker, tuple(row.length for row in length.rows))
    return speaker.text(SET)


def _either(speaker: Speaker, lengths: tuple[Length, ...]) -> str:
    said = dict.fromkeys(length_words(speaker, each) for each in lengths)
    return speaker.text(phrases.OR).join(said)
