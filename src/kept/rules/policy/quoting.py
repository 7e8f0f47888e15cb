"""Which word was probably meant."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from functools import cache
from itertools import islice
from typing import Final

from kept.rules.facts import vocabulary as standard
from kept.rules.facts.values import Texts
from kept.rules.policy.forms import RULE_FORMS
from kept.rules.said import LONGEST_SHOWN, Saying

MOST_COMPARED: Final = 1_000
_LANGUAGES: Final = ("zh-Hans", "zh-Hant")


def near(word: str, among: Iterable[str]) -> str | None:
    """Return the word of `among` that was probably meant."""
    if len(word) > LONGEST_SHOWN:
        return None
    words = list(islice(among, MOST_COMPARED))
    if not word.isascii():
        return _called(word, words)
    folded = {candidate.lower(): candidate for candidate in words}
    plain = word.lower().replace(" ", "_").replace("-", "_")
    for same in (word.lower(), plain):
        if same in folded:
            return folded[same]
    return _close(word, words)


def did_you_mean(word: str, among: Iterable[str]) -> Saying | None:
    """Return "Did you mean …?", or None when nothing is near."""
    found = near(word, among)
    if found is None:
        return None
    return Saying("did-you-mean", "Did you mean “{found}”?", found=found)


def _close(word: str, words: Iterable[str]) -> str | None:
    # Of short words and ids, one letter is a third: only a near twin was meant.
    cutoff = 0.6 if len(word) > 4 else 0.75
    found = get_close_matches(word, words, n=1, cutoff=cutoff)
    return found[0] if found else None


def _called(word: str, words: list[str]) -> str | None:
    """Return the word whose Chinese name was written in its place, else one that looks like it."""
    known = {name: key for name, key in _names() if key in words}
    name = word if word in known else _close(word, known)
    return known[name] if name else _close(word, words)


@cache
def _names() -> tuple[tuple[str, str], ...]:
    """Return the Chinese names of the standard words and of the forms, each with its key."""
    events = {key: name for key, (name, _) in standard.EVENTS.items()}
    facts = {key: name for key, (name, _) in standard.ATTRIBUTES.items()}
    choices = {k: name for each in standard.CHOICES.values() for k, (name, _) in each.items()}
    named: tuple[Mapping[str, Texts], ...] = (
        events,
        facts,
        choices,
        standard.CHANNELS,
        standard.CASE_TYPES,
        standard.PARTIES,
        standard.ROLES,
        standard.COMPONENTS,
        standard.PRICES,
    )
    words = [(each[key][tag], key) for each in named for key in each for tag in _LANGUAGES]
    forms = [(RULE_FORMS[f].what.in_language(tag), f) for f in RULE_FORMS for tag in _LANGUAGES]
    return (*words, *forms)
