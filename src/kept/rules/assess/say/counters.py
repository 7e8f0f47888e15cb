"""Counters in words."""

from __future__ import annotations

from typing import Any, Final

from kept.rules.assess.counters import CounterGroup, CounterLine, CounterState
from kept.rules.assess.numbers import plainly
from kept.rules.assess.say import phrases
from kept.rules.assess.say.conditions import value_name
from kept.rules.assess.say.numbers import missing_names, number_words
from kept.rules.assess.say.speaker import Speaker
from kept.rules.assess.say.teller import Teller
from kept.rules.assess.say.texts import LIST, texts
from kept.rules.facts.values import Texts

COUNTER: Final[dict[str, Texts]] = {
    "reached": texts(
        "{name}: {count} of {reach}, reached at {at}{which}.",
        "{name}：第 {count} 次，共 {reach} 次，已于 {at} 达到{which}。",
        "{name}：第 {count} 次，共 {reach} 次，已於 {at} 達到{which}。",
    ),
    "below": texts(
        "{name}: {count} of {reach}{which}.",
        "{name}：{count} 次，满 {reach} 次为止{which}。",
        "{name}：{count} 次，滿 {reach} 次為止{which}。",
    ),
    "unset": texts(
        "{name}: {count}; how many are too many is not set.",
        "{name}：{count} 次；原文未规定次数上限。",
        "{name}：{count} 次；原文未規定次數上限。",
    ),
    "unknown": texts(
        "{name}: {count}; how many are too many depends on {missing}.",
        "{name}：{count} 次；次数上限取决于{missing}。",
        "{name}：{count} 次；次數上限取決於{missing}。",
    ),
}
WHICH: Final = texts(" ({values})", "（{values}）", "（{values}）")


def counter_words(speaker: Speaker, line: CounterLine) -> str:
    """Return how often it happened, and how often is too often."""
    told = _told(line)
    sentence = speaker.fill(
        COUNTER[_phrase(line)],
        name=speaker.text(line.name),
        count=str(line.count),
        reach=number_words(line.reach) if line.reach is not None else "",
        at=speaker.at(told.reached_at if told else None),
        which=_which(speaker, told),
        missing=missing_names(speaker, line.missing),
    )
    if line.state is CounterState.POSSIBLE and line.reach is not None:
        return speaker.fill(phrases.POSSIBLE["open"], sentence=sentence)
    return sentence


def counter_document(tell: Teller, line: CounterLine) -> dict[str, Any]:
    """Return a counter as values for JSON."""
    return {
        "rule": line.rule,
        "state": line.state.value,
        "count": line.count,
        "reach": None if line.reach is None else plainly(line.reach),
        "groups": [
            {
                "values": {key: tell.value(value) for key, value in group.values},
                "count": group.count,
                "possible": group.possible,
                "facts": list(group.facts),
                "reached_at": tell.at(group.reached_at),
            }
            for group in line.groups
        ],
        "missing": list(line.missing),
        "text": tell.said(counter_words, line),
        **tell.reason(line.reason),
    }


def _phrase(line: CounterLine) -> str:
    if line.reach is None:
        return "unknown" if line.missing else "unset"
    return "reached" if line.state is CounterState.REACHED else "below"


def _told(line: CounterLine) -> CounterGroup | None:
    """Return the group that a sentence speaks of."""
    reached = [group for group in line.groups if group.reached_at is not None]
    alike = [group for group in reached or line.groups if group.count == line.count]
    return next(iter(alike), None)


def _which(speaker: Speaker, group: CounterGroup | None) -> str:
    known = [(key, value) for key, value in group.values if value is not None] if group else []
    if not known:
        return ""
    values = (value_name(speaker, key, value) for key, value in known)
    return speaker.fill(WHICH, values=speaker.text(LIST).join(values))
