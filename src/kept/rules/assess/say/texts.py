"""The same words in the three languages of the screens."""

from __future__ import annotations

from kept.rules.facts.values import Texts


def texts(en: str, hans: str, hant: str) -> Texts:
    """Return words in English, Simplified and Traditional Chinese."""
    return {"en": en, "zh-Hans": hans, "zh-Hant": hant}


# Between sentences, and between the names of a list.
SENTENCES = texts(" ", "", "")
LIST = texts(", ", "、", "、")
