"""Conditions in words, with the values they saw."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Final

from kept.rules.assess.assessment import Because
from kept.rules.assess.say import phrases
from kept.rules.assess.say.states import STATES
from kept.rules.facts.values import Texts, Truth, Value
from kept.rules.policy.model import (
    AllOf,
    AnyOf,
    Elapsed,
    FactType,
    Happened,
    Not,
    Op,
    Test,
    Used,
)
from kept.rules.policy.walk import FORM_OF_PREFIX

if TYPE_CHECKING:
    from kept.rules.assess.say.speaker import Speaker

_BEFORE: Final[Texts] = {
    "en": "“{event}” happened at {at}, in case {case}",
    "zh-Hans": "“{event}”已于 {at} 在 {case} 号单中发生",
    "zh-Hant": "「{event}」已於 {at} 在 {case} 號單中發生",
}
_NEVER: Final[Texts] = {
    "en": "“{event}” has not happened, nor in an earlier case of this equipment",
    "zh-Hans": "“{event}”尚未发生，此设备以往的单中也未发生",
    "zh-Hant": "「{event}」尚未發生，此設備以往的單中也未發生",
}


def condition_words(speaker: Speaker, because: Because) -> str:
    """Return a condition as a part of a sentence; what is unknown is named as what it takes."""
    match because.condition:
        case Not() as inner if because.truth is Truth.UNKNOWN:
            return _not(speaker, inner, because)
        case AllOf() | AnyOf() | Not() as several:
            joint = phrases.OR if isinstance(several, AnyOf) else phrases.AND
            return joined(speaker, joint, because.parts)
        case Test() as test:
            return _test(speaker, test, because)
        case Happened() as happened:
            return _happened(speaker, happened, because)
        case Elapsed() as elapsed:
            return _elapsed(speaker, elapsed, because)
        case Used() as used:
            phrase = phrases.TEST["not_used" if because.truth is Truth.NO else "used"]
            key = key_name(speaker, f"clock.{used.clock}")
            return speaker.fill(phrase, key=key, value=f"{used.fraction:.0%}")


def joined(speaker: Speaker, joint: Texts, parts: Iterable[Because]) -> str:
    """Return conditions side by side, each once; what belongs together among them in brackets."""
    telling = _telling(tuple(parts))
    said = dict.fromkeys(
        _grouped(speaker, part) if len(telling) > 1 else condition_words(speaker, part)
        for part in telling
    )
    return speaker.text(joint).join(words for words in said if words)


def _telling(parts: tuple[Because, ...]) -> tuple[Because, ...]:
    """Leave out that a value is known where another condition says which one it is."""
    named = {p.condition.key for p in parts if isinstance(p.condition, Test) and not _known(p)}
    return tuple(
        p
        for p in parts
        if not (_known(p) and isinstance(p.condition, Test) and p.condition.key in named)
    )


def _known(because: Because) -> bool:
    seen = because.values[0][1] if because.values else None
    test = because.condition
    return isinstance(test, Test) and test.op is Op.KNOWN and seen is not None


def _grouped(speaker: Speaker, because: Because) -> str:
    words = condition_words(speaker, because)
    alone = {condition_words(speaker, part) for part in because.parts}
    return speaker.fill(phrases.GROUP, words=words) if len(alone) > 1 else words


def _not(speaker: Speaker, condition: Not, because: Because) -> str:
    part = condition.part
    if isinstance(part, Test) and part.op is not Op.KNOWN:
        return _test(speaker, part, because, opposite=True)
    return speaker.fill(phrases.NOT, words=joined(speaker, phrases.AND, because.parts))


def key_name(speaker: Speaker, key: str) -> str:
    """Return the name of what a condition looks at: an attribute, term, level, zone or clock."""
    policy, (prefix, _, name) = speaker.policy, key.partition(".")
    named: dict[str, Texts] = {
        **{k: a.name for k, a in policy.attributes.items() if k == key},
        **{k: s.name for k, s in policy.scales.items() if k == key},
    }
    if prefix in FORM_OF_PREFIX and name in policy.rules:
        named[key] = policy.rules[name].name
    if prefix == "calendar" and name in policy.calendars:
        named[key] = policy.calendars[name].name
    return speaker.text(named[key]) if key in named else key


def value_name(speaker: Speaker, key: str, value: Value) -> str:
    """Return a value of `key` in words."""
    if isinstance(value, bool):
        return speaker.text(phrases.VALUE["yes" if value else "no"])
    if isinstance(value, datetime):
        return speaker.at(value)
    word = str(value)
    state = STATES.get(key.partition(".")[0], {}).get(word)
    if state is not None:
        return speaker.text(state)
    scale = speaker.policy.scales.get(key)
    if scale is not None:
        return next((speaker.text(g.name) for g in scale.grades if g.key == word), word)
    attribute = speaker.policy.attributes.get(key)
    choices = {c.key: c.name for c in attribute.choices} if attribute else {}
    named = choices.get(word) or _listed(speaker, key, word) or phrases.VALUE.get(word)
    return speaker.text(named) if named else word


def _listed(speaker: Speaker, key: str, word: str) -> Texts | None:
    policy = speaker.policy
    lists = {
        "channel": policy.channels,
        "case_type": policy.case_types,
        "party": policy.parties,
        "role": policy.roles,
    }
    found = lists.get(key, {}).get(word)
    return found.name if found else None


def _test(speaker: Speaker, test: Test, because: Because, *, opposite: bool = False) -> str:
    key = key_name(speaker, test.key)
    seen = because.values[0][1] if because.values else None
    if test.op is Op.KNOWN:
        return speaker.fill(phrases.TEST["unknown" if seen is None else "known"], key=key)
    told = because.truth is not Truth.UNKNOWN and seen is not None
    if told and seen is not None and test.op in (Op.ONE_OF, Op.NOT_ONE_OF):
        value = value_said(speaker, test.key, seen)
        return speaker.fill(phrases.TEST[kind_of(speaker, test.key)], key=key, value=value)
    held = not opposite and (not told or because.truth is Truth.YES)
    word = _op(test.op, held=held)
    if test.op not in (Op.ONE_OF, Op.NOT_ONE_OF):
        return speaker.fill(phrases.TEST[word], key=key, value=_compared(speaker, test))
    return _is_or_not(speaker, test, key, negative=word == "is_not")


def _is_or_not(speaker: Speaker, test: Test, key: str, *, negative: bool) -> str:
    kind = kind_of(speaker, test.key)
    values = [value_said(speaker, test.key, value) for value in test.against]
    if not negative:
        phrase, joint = kind, phrases.OR
    elif kind == "is" and len(values) > 1:
        phrase, joint = "is_none", phrases.NOR
    else:
        phrase, joint = f"{kind}_not", phrases.OR
    return speaker.fill(phrases.TEST[phrase], key=key, value=speaker.text(joint).join(values))


def kind_of(speaker: Speaker, key: str) -> str:
    """Return how a value of `key` is told: what people answer, how a term stands, or what it is."""
    prefix = key.partition(".")[0]
    if key in speaker.policy.scales:
        return "graded"
    if prefix in ("term", "clock") or prefix in set(STATES) - {"ladder"}:
        return "stands"
    if prefix == "calendar":
        return "by_calendar"
    attribute = speaker.policy.attributes.get(key)
    return "answer" if attribute and attribute.type is FactType.YES_NO else "is"


def value_said(speaker: Speaker, key: str, value: Value) -> str:
    """Return a value of `key` in words, in quotation marks where it is a name of its own."""
    words = value_name(speaker, key, value)
    stands = kind_of(speaker, key) in ("stands", "by_calendar")
    return words if stands else speaker.fill(phrases.QUOTED, value=words)


def _compared(speaker: Speaker, test: Test) -> str:
    if test.op is Op.SAME_AS:
        return key_name(speaker, str(test.against[0]))
    names = [value_name(speaker, test.key, value) for value in test.against]
    return speaker.text(phrases.OR).join(names)


def _op(op: Op, *, held: bool) -> str:
    opposite = {
        Op.ONE_OF: ("is", "is_not"),
        Op.NOT_ONE_OF: ("is_not", "is"),
        Op.AT_LEAST: ("at_least", "less_than"),
        Op.AT_MOST: ("at_most", "more_than"),
        Op.MORE_THAN: ("more_than", "at_most"),
        Op.LESS_THAN: ("less_than", "at_least"),
        Op.SAME_AS: ("same", "differs"),
        Op.KNOWN: ("known", "unknown"),
    }
    return opposite[op][0 if held else 1]


def _happened(speaker: Speaker, happened: Happened, because: Because) -> str:
    event = speaker.moment_of(happened.event)
    at = because.values[0][1] if because.values else None
    if because.truth is Truth.YES and isinstance(at, datetime):
        if because.case:
            told = {"event": event, "at": speaker.at(at), "case": because.case}
            return speaker.fill(_BEFORE, **told)
        return speaker.fill(phrases.TEST["happened"], event=event, at=speaker.at(at))
    return speaker.fill(_NEVER if happened.ever else phrases.TEST["not_happened"], event=event)


def _elapsed(speaker: Speaker, elapsed: Elapsed, because: Because) -> str:
    phrase = "elapsed" if because.truth is Truth.YES else "not_elapsed"
    return speaker.fill(
        phrases.TEST[phrase],
        event=speaker.moment_of(elapsed.start),
        op=speaker.text(phrases.LONG[elapsed.op.value]),
        duration=speaker.length(elapsed.duration),
    )
