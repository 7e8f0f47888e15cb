"""Numbers in words."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Final

from kept.rules.assess.numbers import plainly
from kept.rules.assess.say.conditions import key_name
from kept.rules.assess.say.texts import LIST, texts
from kept.rules.facts.values import Texts

if TYPE_CHECKING:
    from kept.rules.assess.say.speaker import Speaker

SHOWN: Final = Decimal("0.001")
UNITS: Final[dict[str, Texts]] = {
    "": texts("{value}", "{value}", "{value}"),
    "minute": texts("{value} min", "{value} 分钟", "{value} 分鐘"),
    "hour": texts("{value} h", "{value} 小时", "{value} 小時"),
    "day": texts("{value} d", "{value} 天", "{value} 天"),
    "percent": texts("{value} %", "{value}%", "{value}%"),
}


def number_words(value: Decimal) -> str:
    """Return a number for people: three decimals at most."""
    return plainly(value.quantize(SHOWN, ROUND_HALF_UP)) if value.adjusted() < 20 else str(value)


def amount_words(speaker: Speaker, value: Decimal, unit: str = "") -> str:
    """Return a number with its unit."""
    return speaker.fill(UNITS[unit], value=number_words(value))


def missing_names(speaker: Speaker, missing: tuple[str, ...]) -> str:
    """Return the names of what is not known yet."""
    names = (_name(speaker, key) for key in missing)
    return speaker.text(LIST).join(dict.fromkeys(names))


def _name(speaker: Speaker, key: str) -> str:
    kind = speaker.policy.events.get(key)
    return speaker.text(kind.name) if kind else key_name(speaker, key)
