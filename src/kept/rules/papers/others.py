"""Proposals of the forms that are known by their words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from kept.rules.facts.values import Texts
from kept.rules.papers.bodies import body
from kept.rules.papers.cues import CHOICE, CUES, LEVELS, PROCESS, RECURRING, STATEMENT, Cue
from kept.rules.papers.found import Found
from kept.rules.papers.spoken import Spoken
from kept.rules.papers.term import is_window
from kept.rules.papers.times import Frequency

_SCHEDULE: Final[Texts] = {"en": "Schedule", "zh-Hans": "定期服务"}
_LENGTHS: Final = {"day": "1 day", "week": "1 week", "half year": "6 months"}
_WORK: Final = (
    (
        "inspection.completed",
        re.compile(r"inspect|check|patrol|test|calibrat|巡检|检查|巡查|检测|校准"),
    ),
    ("training.given", re.compile(r"train|培训")),
    ("maintenance.ended", re.compile(r"maint|clean|service|保养|维护|检修|清洁|服务")),
)
_HOLD: Final = (("remedy", ""), ("provision", "part"))  # as long as a customer may ask for them
_SEVERAL: Final = (("assignment", ""), ("duty", "record"))  # "the manager leads, the office files"
_STEP: Final[Texts] = {"en": "Step of the procedure", "zh-Hans": "流程步骤"}
_LEVEL: Final[Texts] = {"en": "Fault level", "zh-Hans": "故障级别"}
_STRONG: Final = frozenset(
    ("clock", "term", "cost", "cover", "remedy", "schedule", "duty", "assignment", "channel")
)


def schedules(text: Spoken) -> list[Found]:
    """Return what comes again and again, with its frequency where the paper gives one."""
    found = []
    for often in text.frequencies:
        begin, end = text.segment(often.start)
        near = RECURRING.search(text.plain, begin, min(len(text.plain), max(end, often.end + 40)))
        if near is None:
            continue
        done, needs = _work(near[0])
        rule = {**_rhythm(often), "done": done}
        spans = (text.span(often.start, often.end), text.span(near.start(), near.end()))
        sure = 0.85 if often.period else 0.7
        distinct = tuple(dict.fromkeys(spans))
        found.append(Found("schedule", distinct, sure, _SCHEDULE, rule, needs=needs))
    return found


def schedule_of(text: Spoken, where: tuple[int, int], every: str) -> Found:
    """Return what comes again by some words: as often as they say, else `every` so long."""
    words = text.plain[where[0] : where[1]]
    said = next((one for one in text.frequencies if where[0] <= one.start < where[1]), None)
    done, needs = _work(words)
    if said is None or not (said.period or every):
        rhythm: dict[str, object] = {"every": every or "unset"}
        rhythm |= {"from": "equipment.accepted"} if every else {}
    else:
        rhythm = _rhythm(said)
    return Found("schedule", (), 0.5, _SCHEDULE, {**rhythm, "done": done}, needs=needs)


def _rhythm(often: Frequency) -> dict[str, object]:
    """Return how often, as a schedule says it."""
    if not often.period:
        return {"every": "unset"}
    if often.period in ("month", "quarter", "year"):
        many = often.low if often.low == often.high else f"{often.low} .. {often.high}"
        return {"times": f"{many} per {often.period}"}
    return {"every": _LENGTHS.get(often.period, often.period), "from": "equipment.accepted"}


def _work(words: str) -> tuple[str, tuple[str, ...]]:
    """Return the event that does the recurring work, and what a draft must declare for it."""
    done = next((event for event, pattern in _WORK if pattern.search(words)), "visit.ended")
    return done, (f"event:{done}",)


def by_words(text: Spoken, others: Iterable[Found]) -> list[Found]:
    """Return what the words of a passage tell of, beside what `others` found already."""
    found: list[Found] = []
    strong = {one.form for one in others}
    for cue in CUES:
        match = cue.words.search(text.plain)
        if match is None or (cue.unless and cue.unless.search(text.plain)):
            continue
        if cue.alone and (
            text.plain.endswith((":", "：")) or ({one.form for one in found} | strong) & _STRONG
        ):
            continue
        if cue.form == "remedy" and "cost" in strong and not CHOICE.search(text.plain):
            continue  # repaired for free is who pays; a remedy is somebody's choice
        if any((one.form, one.kind) == (cue.form, cue.kind) for one in found):
            continue
        found += [_found(text, cue, one) for one in _each(text, cue, match)]
    return found


def _each(text: Spoken, cue: Cue, first: re.Match[str]) -> list[re.Match[str]]:
    """Return where the words stand: of a form that may come several times, once in each part."""
    if (cue.form, cue.kind) not in _SEVERAL:
        return [first]
    parts = (cue.words.search(text.plain, begin, end) for begin, end in text.segments)
    return [one for one in parts if one] or [first]


def nothing_else(text: Spoken) -> Found:
    """Return a step of a procedure, a grade or a statement: what stands where nothing else does."""
    if LEVELS.search(text.heading) and len(text.durations) < 2 and not PROCESS.search(text.heading):
        named = tuple(one.value for one in text.durations)
        return Found("level", (text.whole,), 0.4, _LEVEL, durations=named)
    if PROCESS.search(text.heading):
        return Found("gate", (text.whole,), 0.4, _STEP)
    return Found("statement", (text.whole,), 0.25, STATEMENT)


def _found(text: Spoken, cue: Cue, match: re.Match[str]) -> Found:
    spans = (text.span(match.start(), match.end()),)
    rule, needs = body(text, cue.form, cue.kind, (match.start(), match.end()))
    windows = tuple(one.value for one in text.durations if is_window(text, one))
    return Found(
        cue.form,
        spans,
        cue.sure,
        cue.name,
        rule,
        kind=cue.kind,
        needs=needs,
        durations=windows if (cue.form, cue.kind) in _HOLD else (),
    )
