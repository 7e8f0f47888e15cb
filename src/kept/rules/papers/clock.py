"""Clocks: what is promised within a time."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final

from kept.rules.papers.conditions import Conditions, Value, conditions_of
from kept.rules.papers.durations import AT_ONCE, Duration
from kept.rules.papers.events import START_WORDS, STARTS, STOPS, Stop
from kept.rules.papers.found import Found
from kept.rules.papers.passage import Span
from kept.rules.papers.spoken import Spoken
from kept.rules.papers.term import FIRST_OF, is_length, is_window
from kept.rules.papers.times import ALWAYS, ELAPSED, OFFICE, WORKING_DAYS

_ACROSS: Final = 45  # a stop in another part of the sentence is as far as so many characters more
_BEFORE: Final = 20
_NAMED = re.compile(r"(?:时间|时限|期限)(?:为|是|不超过|[:：])?\s*$")
_FARTHEST: Final = 160
_LIMIT = re.compile(
    r"(?:within|in|no (?:later|more) than|not (?:later|more|longer) than|not exceed\w*"
    r"|at most|up to|max(?:imum|\.)?(?: of)?|under|less than|target\w*|time:?|time (?:is|of"
    r"|shall be|will be)|:)\s*(?:the |about |approximately |a period of |next )?$"
    r"|(?:不超过|不多于|不迟于|最迟|最长|至多|小于|少于|在|为|时间|时限|[:：,，后内起]|于)\s*$"
)
_LIMIT_AFTER = re.compile(
    r"^\s*(?:(?:的)?时间)?(?:以内|之内|内|前)|^\s*(?:or (?:less|sooner|faster)"
    r"|at (?:the )?(?:latest|most)|response|repl|on[- ]site)"
)
_THRESHOLD = re.compile(
    r"(?:more than|over|exceed\w*|longer than|at least|minimum(?: of)?|>|超过|大于|满|达到?"
    r"|至少|不少于)\s*$"
)
_STILL = re.compile(
    r"(?:仍|还)(?:不|未|无法)|\b(?:fail\w*|cannot|can ?not|unable"
    r"|not) (?:\w+ ){0,2}(?:repair|restor|resol|solv|fix|rectif)"
)
_LEAD_BEFORE = re.compile(r"提前\s*$")
_LEAD_AFTER = re.compile(
    r"^['’]?\s*(?:before|prior to|in advance|ahead(?: of)?\b|notice"
    r"|from the date of (?:the )?change|之?前(?!往))"
)
_TARGET = re.compile(
    r"usually|normally|generally|typically|in principle|target|aim|一般(?!故障|问题)|通常"
    r"|原则上|力争|尽量"
)
_VAGUE = re.compile(
    r"within (?:the |a )?(?:specified|agreed|stipulated|required|shortest"
    r"|short)[\w -]{0,16} (?:time|period|timeframe)|in time(?= to| for|,|\.|$)"
    r"|as soon as possible|promptly dispatch\w*|at the earliest|(?:在|于)(?:规定|约定"
    r"|最短)(?:的)?时间内?|尽快|尽早"
)
_TABLE = re.compile(r"response times?\b|响应时间|响应时限")
_EXPERIENCE = re.compile(
    r"^[^,;]{0,20}(?:experience|of (?:history|operation)|old)|^.{0,6}(?:经验|历史"
    r"|以上(?:工作|从业))"
)
_KEPT = re.compile(r"(?:kept|keep|retain\w*|archiv\w*|stor\w*|保存|留存|存档|保管)")


@dataclass(frozen=True, slots=True)
class _Kept:
    stop: Stop
    start: int
    end: int


def clocks(text: Spoken) -> list[Found]:
    """Return the clocks of a passage: one for each time that something is promised within."""
    found: list[Found] = []
    last: Stop | None = None
    for place, duration in enumerate(text.durations):
        if not _is_limit(text, duration):
            continue
        kept = _stop_of(text, place)
        if kept is None and not _stands_alone(text, duration, last):
            continue
        stop = kept.stop if kept else last or UNNAMED
        found.append(_clock(text, place, kept, stop))
        last = stop
    return found or _on_time(text) or _without_number(text)


_ON_TIME = re.compile(
    r"\b(?:on time|punctual\w*|at the (?:agreed|appointed|scheduled|arranged) (?:time"
    r"|date))\b|准时|按时|按约定时间|如约"
)
_ARRIVAL: Final = next(stop for stop in STOPS if stop.event == "visit.arrived")


def _stands_alone(text: Spoken, duration: Duration, last: Stop | None) -> bool:
    """Tell whether a time without its event is one: "within two days for …" after another one."""
    if duration.value == AT_ONCE:
        return False
    before, after = text.plain[: duration.start], text.plain[duration.end :]
    short = not duration.value.endswith(_LONG)
    limited = _LIMIT_AFTER.match(after) or _WITHIN.search(before) or (short and _IN.search(before))
    return bool(last or limited or _leads(text, duration) or (short and _is_row(text)))


def _is_row(text: Spoken) -> bool:
    """Tell whether a passage is a row of a table or a note: "Class 2 | 4 h"."""
    return len(text.plain) <= _ROW * (1 if text.chinese else 2) and not _SAID.search(text.plain)


_VISIT: Final = ("visit.agreed", "agreed_at")
UNNAMED: Final = Stop(
    "case.closed", {"en": "Within a time", "zh-Hans": "限时完成"}, re.compile(r"(?!)")
)
_IN = re.compile(r"\bin\s*$")
_SINCE = re.compile(r"\bafter\s*$")
_LONG: Final = ("month", "months", "year", "years")
_ROW: Final = 24  # Chinese characters
_SAID = re.compile(
    r"\b(?:is|are|was|were|be|will|shall|must|may|can|has|have|if|per|every)\b|[每是有]"
)
_WITHIN = re.compile(r"(?:within|no later than|at most|not exceed\w*|不超过|最迟)\s*(?:the )?$")
_AND = re.compile(r"\s(?:and|or|but)\s|[及和并]")
_DEFAULT: Final = next(stop for stop in STOPS if stop.event == "response.given")


def _is_limit(text: Spoken, duration: Duration) -> bool:
    """Tell whether something is promised within this duration."""
    before, after = text.plain[: duration.start], text.plain[duration.end :]
    if duration.value == AT_ONCE:
        return True
    if (
        FIRST_OF.search(text.plain)
        or _EXPERIENCE.match(after)
        or is_length(text, duration)
        or is_window(text, duration)
    ):
        return False
    if duration.value.endswith(_LONG) and (_SINCE.search(before) or after.startswith("后")):
        return False
    begin, end = text.segment(duration.start)
    if _KEPT.search(text.plain[begin:end]):
        return False
    if _THRESHOLD.search(before):
        return bool(_LEAD_AFTER.match(after) or _STILL.search(after[:40]))
    return True


def _stop_of(text: Spoken, place: int) -> _Kept | None:
    """Return the nearest event that keeps the promise; words about the start do not count."""
    duration = text.durations[place]
    said = _with_limit(text, duration)
    low, high = _around(text, place)
    hidden = _started(text, low, duration.start, high)
    own = text.segment(duration.start)
    best: tuple[int, _Kept] | None = None
    for stop in STOPS:
        for match in stop.pattern.finditer(text.plain, low, high):
            if hidden[0] <= match.start() < hidden[1]:
                continue
            away = max(match.start() - said[1], said[0] - match.end(), 0) + stop.weight
            if (
                text.chinese
                and match.start() < duration.start
                and not _NAMED.search(text.plain[: duration.start])
            ):
                away += _BEFORE  # in Chinese the verb follows its time
            away += 0 if own[0] <= match.start() <= own[1] else _ACROSS
            if away <= _FARTHEST and (best is None or away < best[0]):
                best = (away, _Kept(stop, match.start(), match.end()))
    return best[1] if best else None


def _around(text: Spoken, place: int) -> tuple[int, int]:
    """Return the part that is about one duration: from the one before to the one after."""
    duration = text.durations[place]
    before = text.durations[place - 1] if place else None
    after = text.durations[place + 1] if place + 1 < len(text.durations) else None
    own = text.segment(duration.start)
    low = text.segment(before.start)[1] if before else 0
    if before and low > own[0]:  # both stand in one part
        joined = [word.start() for word in _AND.finditer(text.plain, before.end, duration.start)]
        low = joined[-1] if joined else before.end
    high = text.segment(after.start)[0] if after else len(text.plain)
    if high < own[1]:
        high = max(after.start if after else own[1], duration.end)
    return low, high


def _started(text: Spoken, low: int, until: int, high: int) -> tuple[int, int]:
    """Return where the words stand that tell from when the time runs; (0, 0) without any."""
    before = [m for m in START_WORDS.finditer(text.plain, low, until) if m.end() > m.start() + 1]
    if before:
        return before[-1].start(), before[-1].end()
    own_end = text.segment(until)[1]
    after = START_WORDS.search(text.plain, until, min(own_end, high))
    return (after.start(), after.end()) if after and not text.chinese else (0, 0)


def _start_event(words: str) -> str:
    return next((event for event, pattern in STARTS if pattern.search(words)), "")


def _clock(text: Spoken, place: int, kept: _Kept | None, stop: Stop) -> Found:
    duration = text.durations[place]
    low, high = _around(text, place)
    begin, end = _started(text, low, duration.start, high)
    if not end and place:
        begin, end = _started(text, 0, text.durations[0].start, duration.start)
    start = _start_event(text.plain[begin:end]) if end else ""
    calendar, assumed = _calendar(text, duration)
    about = _conditions(text, place)
    rule: dict[str, object] = {}
    if about.when:
        rule["when"] = about.when
    rule["start"] = start if start and start != stop.event else "request.received"
    rule["stop"] = stop.event
    rule["limit"] = (
        {"is": AT_ONCE, "tolerance": "60 s"} if duration.value == AT_ONCE else duration.value
    )
    rule["calendar"] = calendar
    if _leads(text, duration):
        planned = rule["start"] == "number.change_planned"
        moment = ("number.change_planned", "effective_at") if planned else _VISIT
        rule["before"] = dict(zip(("time_in", "field"), moment, strict=True))
    if _TARGET.search(text.plain):
        rule["strength"] = "target"
    readings = {"calendar": "R-calendar"} if assumed else {}
    if stop is UNNAMED:
        readings["stop"] = "R-stop"
    if readings:
        rule["assumed"] = readings
    unnamed = ("reading:R-stop",) if stop is UNNAMED else ()
    spans = [text.span(*_with_limit(text, duration))]
    if kept:
        spans.append(text.span(kept.start, kept.end))
    return Found(
        "clock",
        tuple(spans),
        _sure(text, duration, kept, start),
        stop.name,
        rule,
        needs=(f"calendar:{calendar}", f"event:{stop.event}", *unnamed, *about.needs),
        durations=(duration.value,),
    )


def clock_at(text: Spoken, place: int, stop: Stop, start: str) -> Found:
    """Return the clock of the duration at `place` that ends with `stop`; "" as start: as read."""
    found = _clock(text, place, None, stop)
    if not start or start == stop.event:
        return found
    return replace(found, rule={**found.rule, "start": start})


def clock_of(limit: str, stop: Stop, start: str) -> Found:
    """Return a clock of which nothing is known but its time, its end and perhaps its start."""
    readings = {"calendar": "R-calendar"} | ({"stop": "R-stop"} if stop is UNNAMED else {})
    rule = {
        "start": start if start and start != stop.event else "request.received",
        "stop": stop.event,
        "limit": {"is": AT_ONCE, "tolerance": "60 s"} if limit == AT_ONCE else limit,
        "calendar": ELAPSED,
        "assumed": readings,
    }
    unnamed = ("reading:R-stop",) if stop is UNNAMED else ()
    needs = (f"calendar:{ELAPSED}", f"event:{stop.event}", *unnamed)
    return Found("clock", (), 0.5, stop.name, rule, needs=needs, durations=(limit,))


def _with_limit(text: Spoken, duration: Duration) -> tuple[int, int]:
    """Return the duration with "within" before it and 内 after it."""
    before = _LIMIT.search(text.plain[: duration.start])
    after = _LIMIT_AFTER.match(text.plain[duration.end :]) if text.chinese else None
    return before.start() if before else duration.start, duration.end + (
        after.end() if after else 0
    )


def _sure(text: Spoken, duration: Duration, kept: _Kept | None, start: str) -> float:
    """Return how often such a clock is meant, as measured on papers with known clauses."""
    sure = 0.6 if duration.value == AT_ONCE or kept is None else 0.75
    if kept:
        own = text.segment(duration.start)
        sure += 0.1 if own[0] <= kept.start <= own[1] else 0.03
    if _LIMIT.search(text.plain[: duration.start]) or _LIMIT_AFTER.match(
        text.plain[duration.end :]
    ):
        sure += 0.06
    return round(sure + (0.04 if start else 0), 2)


def _calendar(text: Spoken, duration: Duration) -> tuple[str, bool]:
    """Return the calendar's key, and whether the paper leaves it out."""
    if duration.working:
        return WORKING_DAYS, False
    named = [one.key for one in text.calendars if one.key not in (WORKING_DAYS, ALWAYS)]
    if named and named[0] != OFFICE:
        return named[0], False
    if any(one.key == ALWAYS for one in text.calendars):
        return ALWAYS, False
    return (OFFICE, False) if named else (ELAPSED, True)


def _conditions(text: Spoken, place: int) -> Conditions:
    """Return the conditions of one promise: its own, and those that stand above all of them."""
    low, high = _around(text, place)
    own = text.segment(text.durations[place].start)
    end = max(own[1], min(high, own[1] + 60))
    if place + 1 < len(text.durations):
        end = min(end, text.durations[place + 1].start)
    said = conditions_of(text.plain[low:end])
    above = conditions_of(text.plain[: text.durations[0].start])
    more = {key: value for key, value in above.when.items() if key not in said.when}
    needs = [need for need in above.needs if any(_speaks_of(need, key) for key in more)]
    return Conditions({**more, **said.when}, tuple(dict.fromkeys([*said.needs, *needs])))


def _speaks_of(need: str, key: str) -> bool:
    return need.split(":")[:2] == key.split(".")


def _leads(text: Spoken, duration: Duration) -> bool:
    """Tell whether the time is a lead: so long before something."""
    before, after = text.plain[: duration.start], text.plain[duration.end :]
    return bool(_LEAD_BEFORE.search(before) or _LEAD_AFTER.match(after))


def _on_time(text: Spoken) -> list[Found]:
    """Return the promise to be there, or to deliver, at the time that was agreed."""
    match = _ON_TIME.search(text.plain)
    kept = _ARRIVAL.pattern.search(text.plain) if match else None
    if match is None or kept is None:
        return []
    rule: dict[str, Value] = {
        "start": {"time_in": "visit.agreed", "field": "agreed_at"},
        "stop": _ARRIVAL.event,
        "limit": "on time",
        "calendar": ELAPSED,
        "assumed": {"calendar": "R-calendar"},
    }
    spans = (text.span(*match.span()), text.span(*kept.span()))
    return [
        Found(
            "clock",
            spans,
            0.7,
            _ARRIVAL.name,
            rule,
            needs=("calendar:elapsed",),
            durations=("on time",),
        )
    ]


def _without_number(text: Spoken) -> list[Found]:
    """Return the clock of a promise whose time the paper leaves out."""
    vague = _VAGUE.search(text.plain)
    stop: Stop | None = None
    if vague:
        begin, end = text.segment(vague.start())
        near = [
            s for s in STOPS if s.pattern.search(text.plain, begin, min(len(text.plain), end + 40))
        ]
        stop = next(iter(near), None)
        if stop is not None and stop.event == "customer.told":
            return []
    else:
        vague = _TABLE.search(text.plain)
        if vague and len(text.plain) < 120 and not text.durations:
            stop = _DEFAULT
    if vague is None or stop is None:
        return []
    rule: dict[str, Value] = {
        "start": "request.received",
        "stop": stop.event,
        "limit": "unset",
        "calendar": ELAPSED,
        "assumed": {"calendar": "R-calendar"},
    }
    return [
        Found(
            "clock",
            (Span(vague.start(), vague.end(), text.language),),
            0.45,
            stop.name,
            rule,
            needs=("calendar:elapsed",),
        )
    ]
