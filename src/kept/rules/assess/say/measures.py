"""Measures in words."""

from __future__ import annotations

from typing import Any, Final

from kept.rules.assess.assessment import Stop
from kept.rules.assess.measures import MeasureLine
from kept.rules.assess.numbers import plainly
from kept.rules.assess.say.numbers import amount_words, missing_names
from kept.rules.assess.say.speaker import Speaker
from kept.rules.assess.say.teller import Teller
from kept.rules.assess.say.texts import texts
from kept.rules.facts.values import Texts

MEASURE: Final[dict[str, Texts]] = {
    "value": texts("{name}: {value}.", "{name}：{value}。", "{name}：{value}。"),
    "window": texts(
        "{name} from {start} until {end}: {value}.",
        "{name}（{start} 至 {end}）：{value}。",
        "{name}（{start} 至 {end}）：{value}。",
    ),
    "deemed": texts(
        "{name}: {value} as reckoned; nobody has read the meter.",
        "{name}：推算为 {value}；尚无仪表读数。",
        "{name}：推算為 {value}；尚無儀表讀數。",
    ),
    "between": texts(
        "{name}: from {low} to {value}, depending on {missing}.",
        "{name}：{low} 至 {value}，取决于{missing}。",
        "{name}：{low} 至 {value}，取決於{missing}。",
    ),
    "unknown": texts(
        "{name}: not known yet; missing: {missing}.",
        "{name}：尚不清楚；尚缺：{missing}。",
        "{name}：尚不清楚；尚缺：{missing}。",
    ),
    "unset": texts(
        "{name}: the paper gives no number.", "{name}：原文未给出数值。", "{name}：原文未給出數值。"
    ),
    "negotiated": texts("{name}: agreed case by case.", "{name}：另行商定。", "{name}：另行商定。"),
    "none": texts("{name}: there is none.", "{name}：无。", "{name}：無。"),
}
EXCLUDED: Final = texts(
    "{sentence} {time} are excluded.", "{sentence}已扣除 {time}。", "{sentence}已扣除 {time}。"
)


def measure_words(speaker: Speaker, line: MeasureLine) -> str:
    """Return what was measured, in which window."""
    low, value = line.between or (line.value, line.value)
    start, end = line.window or (None, None)
    sentence = speaker.fill(
        MEASURE[_phrase(line)],
        name=speaker.text(line.name),
        value=amount_words(speaker, value, line.unit) if value is not None else "",
        low=amount_words(speaker, low, line.unit) if low is not None else "",
        start=speaker.date(start),
        end=speaker.at(end),
        missing=missing_names(speaker, line.missing),
    )
    seconds = sum(int((s.end - s.start).total_seconds()) for s in line.excluded if s.end)
    if not seconds:
        return sentence
    return speaker.fill(EXCLUDED, sentence=sentence, time=speaker.span(seconds))


def measure_document(tell: Teller, line: MeasureLine) -> dict[str, Any]:
    """Return a measure as values for JSON; numbers are texts, so that they stay exact."""
    return {
        "rule": line.rule,
        "gives": line.gives.value,
        "value": None if line.value is None else plainly(line.value),
        "between": [plainly(value) for value in line.between or ()],
        "unit": line.unit,
        "window": [tell.at(at) for at in line.window or ()],
        "counted": [_stretch(tell, stop) for stop in line.counted],
        "excluded": [_stretch(tell, stop) for stop in line.excluded],
        "deemed": line.deemed,
        "previous": None if line.previous is None else plainly(line.previous),
        "missing": list(line.missing),
        "word": line.word.value if line.word else None,
        "text": tell.said(measure_words, line),
        **tell.reason(line.reason),
    }


def _stretch(tell: Teller, stop: Stop) -> dict[str, Any]:
    return {
        "from": tell.at(stop.start),
        "until": tell.at(stop.end),
        "clauses": list(stop.clauses),
        "facts": list(stop.facts),
    }


def _phrase(line: MeasureLine) -> str:
    if line.between is not None:
        return "between"
    if line.value is None:
        return "unknown" if line.missing else (line.word.value if line.word else "none")
    if line.deemed:
        return "deemed"
    return "window" if line.window else "value"
