"""Measures in words."""

from __future__ import annotations

from typing import Any, Final

from kept.rules.assess.assessment import Stop
from kept.rules.assess.measures import MeasureLine
from kept.rules.assess.numbers import Figure, plainly
from kept.rules.assess.say.numbers import amount_words, missing_names
from kept.rules.assess.say.phrases import AND
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
TARGET: Final[dict[str, Texts]] = {
    "on_track": texts(
        "{sentence} The target, {bounds}, is not missed so far.",
        "{sentence}目标（{bounds}）目前未落空。",
        "{sentence}目標（{bounds}）目前未落空。",
    ),
    "kept": texts(
        "{sentence} The target, {bounds}, is kept.",
        "{sentence}已达到目标（{bounds}）。",
        "{sentence}已達到目標（{bounds}）。",
    ),
    "broken": texts(
        "{sentence} The target, {bounds}, is missed.",
        "{sentence}未达到目标（{bounds}）。",
        "{sentence}未達到目標（{bounds}）。",
    ),
    "open": texts(
        "{sentence} Whether the target, {bounds}, is kept is not known yet.",
        "{sentence}是否达到目标（{bounds}）尚不清楚。",
        "{sentence}是否達到目標（{bounds}）尚不清楚。",
    ),
}
BOUNDS: Final[dict[str, Texts]] = {
    "at_least": texts("at least {value}", "不低于 {value}", "不低於 {value}"),
    "more_than": texts("more than {value}", "高于 {value}", "高於 {value}"),
    "at_most": texts("at most {value}", "不超过 {value}", "不超過 {value}"),
    "less_than": texts("less than {value}", "低于 {value}", "低於 {value}"),
}
NO_BOUND: Final[dict[str, Texts]] = {
    "unset": texts("a number that the paper leaves out", "原文未给出的数值", "原文未給出的數值"),
    "negotiated": texts("a number agreed case by case", "另行商定的数值", "另行商定的數值"),
    "open": texts("a number not known yet", "尚不清楚的数值", "尚不清楚的數值"),
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
        end=speaker.until(end),
        missing=missing_names(speaker, line.missing),
    )
    seconds = sum(int((s.end - s.start).total_seconds()) for s in line.excluded if s.end)
    if seconds:
        sentence = speaker.fill(EXCLUDED, sentence=sentence, time=speaker.span(seconds))
    return _with_target(speaker, line, sentence) if line.target else sentence


def _with_target(speaker: Speaker, line: MeasureLine, sentence: str) -> str:
    assert line.target is not None
    bounds = (
        speaker.fill(BOUNDS[key], value=_bound(speaker, line, figure))
        for key, figure in line.target.bounds.items()
    )
    phrase = TARGET[line.target.state.value if line.target.state else "open"]
    return speaker.fill(phrase, sentence=sentence, bounds=speaker.text(AND).join(bounds))


def _bound(speaker: Speaker, line: MeasureLine, figure: Figure) -> str:
    if figure.value is not None:
        return amount_words(speaker, figure.value, line.unit)
    return speaker.text(NO_BOUND[figure.word.value if figure.word else "open"])


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
        "target": _target_document(line),
        "previous": None if line.previous is None else plainly(line.previous),
        "missing": list(line.missing),
        "word": line.word.value if line.word else None,
        "text": tell.said(measure_words, line),
        **tell.reason(line.reason),
    }


def _target_document(line: MeasureLine) -> dict[str, Any] | None:
    if line.target is None:
        return None
    bounds = line.target.bounds.items()
    return {
        "state": line.target.state.value if line.target.state else None,
        "possible": [state.value for state in line.target.states],
        **{key: None if f.value is None else plainly(f.value) for key, f in bounds},
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
