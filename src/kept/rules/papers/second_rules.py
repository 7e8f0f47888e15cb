"""The rule for words that a second reader has chosen: written by us, from those words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from kept.rules.facts.values import Texts
from kept.rules.papers import cover
from kept.rules.papers.bodies import body
from kept.rules.papers.clock import UNNAMED, clock_at, clock_of
from kept.rules.papers.cost import NAME as WHO_PAYS
from kept.rules.papers.cost import cost_of
from kept.rules.papers.cues import CUES, STATEMENT
from kept.rules.papers.durations import AT_ONCE
from kept.rules.papers.events import STARTS, STOPS
from kept.rules.papers.found import Found
from kept.rules.papers.others import schedule_of
from kept.rules.papers.passage import Span
from kept.rules.papers.spoken import Spoken
from kept.rules.papers.term import NAME as WARRANTY
from kept.rules.papers.term import term_of

PAYERS: Final = ("provider", "customer")
SURE: Final = 0.5  # it is not known how often such a reader is right
_STARTS: Final = frozenset(event for event, _ in STARTS)
_NAMES: Final[Mapping[tuple[str, str], Texts]] = {
    (cue.form, cue.kind): cue.name for cue in reversed(CUES)
}
_MORE: Final[Mapping[str, Texts]] = {
    "clock": UNNAMED.name,
    "term": WARRANTY,
    "cost": WHO_PAYS,
    "counter": {"en": "How often it happened", "zh-Hans": "计次"},
    "measure": {"en": "What is measured", "zh-Hans": "计量"},
    "amount": {"en": "Amount of money", "zh-Hans": "金额"},
    "escalation": {"en": "Escalation", "zh-Hans": "升级"},
    "statement": STATEMENT,
}


@dataclass(frozen=True, slots=True)
class Choice:
    """What a second reader chose among our words."""

    form: str
    kind: str
    duration: str
    start: str
    stop: str
    payer: str


def found_for(text: Spoken, span: Span, choice: Choice) -> Found:
    """Return the form that was chosen, with a rule as far as the quoted words give one."""
    found = _found(text, span, choice)
    return Found(
        found.form,
        (span,),
        SURE,
        found.name,
        found.rule,
        kind=found.kind,
        needs=found.needs,
        durations=(choice.duration,) if choice.duration else found.durations,
    )


def _found(text: Spoken, span: Span, choice: Choice) -> Found:
    where = (span.start, span.end)
    if choice.form == "clock" and choice.duration:
        return _clock(text, where, choice)
    if choice.form == "term" and choice.duration not in ("", AT_ONCE):
        return Found("term", (), SURE, WARRANTY, term_of(text, choice.duration))
    if choice.form == "cost" and choice.payer in PAYERS:
        return cost_of(text, where, choice.payer)
    if choice.form == "cover":
        return cover.cover_of(text, where)
    if choice.form == "schedule":
        return schedule_of(text, where, choice.duration)
    return _by_words(text, where, choice)


def _clock(text: Spoken, where: tuple[int, int], choice: Choice) -> Found:
    """Return the clock as we read it ourselves where we see its time, else a plain one."""
    stop = next((one for one in STOPS if one.event == choice.stop), UNNAMED)
    start = choice.start if choice.start in _STARTS else ""
    for place, one in enumerate(text.durations):
        if where[0] <= one.start < where[1] and one.value == choice.duration:
            return clock_at(text, place, stop, start)
    return clock_of(choice.duration, stop, start)


def _by_words(text: Spoken, where: tuple[int, int], choice: Choice) -> Found:
    name = _NAMES.get((choice.form, choice.kind)) or _MORE.get(choice.form) or STATEMENT
    rule, needs = body(text, choice.form, choice.kind, where)
    return Found(choice.form, (), SURE, name, rule, kind=choice.kind, needs=needs)
