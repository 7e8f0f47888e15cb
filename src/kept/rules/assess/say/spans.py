"""Lengths of time in words."""

from __future__ import annotations

from kept.rules.assess.say import phrases
from kept.rules.facts.texts import in_language
from kept.rules.facts.values import Lang

DAY, MINUTE = 24 * 3600, 60


def span_words(seconds: int, language: Lang) -> str:
    """Return a length of time in days, hours and minutes, without those that are none."""
    days, rest = divmod(seconds // MINUTE, DAY // MINUTE)
    parts = {"days": days, "hours": rest // 60, "minutes": rest % 60}
    said = [in_language(phrases.SPAN[unit], language).format(n=n) for unit, n in parts.items() if n]
    return " ".join(said) or in_language(phrases.SPAN["minutes"], language).format(n=0)
