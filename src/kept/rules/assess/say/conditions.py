"""Conditions in words, with the values they saw."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from kept.rules.assess.assessment import Because
from kept.rules.assess.say import phrases
from kept.rules.assess.say.states import STATES
from kept.rules.facts.values import Texts, Truth, Value
from kept.rules.policy.model import AllOf, AnyOf, Elapsed, Happened, Not, Op, Test, Used
from kept.rules.policy.walk import FORM_OF_PREFIX

if TYPE_CHECKING:
    from kept.rules.assess.say.speaker import Speaker


def condition_words(speaker: Speaker, because: Because) -> str:
    """Return a condition as a part of a sentence; what is unknown is named as what it takes."""
    match because.condition:
        case AnyOf() | AllOf() | Not():
            joint = phrases.OR if isinstance(because.condition, AnyOf) else phrases.AND
            said = dict.fromkeys(condition_words(speaker, part) for part in because.parts)
            return speaker.text(joint).join(said)
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
    lists = {"channel": speaker.policy.channels, "case_type": speaker.policy.case_types}
    found = lists.get(key, {}).get(word)
    return found.name if found else None


def _test(speaker: Speaker, test: Test, because: Because) -> str:
    key = key_name(speaker, test.key)
    seen = because.values[0][1] if because.values else None
    wanted = _wanted(speaker, test)
    if test.op is Op.KNOWN:
        return speaker.fill(phrases.TEST["unknown" if seen is None else "known"], key=key)
    if because.truth is Truth.UNKNOWN or seen is None:
        return speaker.fill(phrases.TEST[_op(test.op, held=True)], key=key, value=wanted)
    if test.op in (Op.ONE_OF, Op.NOT_ONE_OF):
        value = value_name(speaker, test.key, seen)
        return speaker.fill(phrases.TEST["is"], key=key, value=value)
    held = because.truth is Truth.YES
    return speaker.fill(phrases.TEST[_op(test.op, held=held)], key=key, value=wanted)


def _wanted(speaker: Speaker, test: Test) -> str:
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
        return speaker.fill(phrases.TEST["happened"], event=event, at=speaker.at(at))
    return speaker.fill(phrases.TEST["not_happened"], event=event)


def _elapsed(speaker: Speaker, elapsed: Elapsed, because: Because) -> str:
    phrase = "elapsed" if because.truth is Truth.YES else "not_elapsed"
    return speaker.fill(
        phrases.TEST[phrase],
        event=speaker.moment_of(elapsed.start),
        op=speaker.text(phrases.LONG[elapsed.op.value]),
        duration=elapsed.duration.wording(speaker.language),
    )
