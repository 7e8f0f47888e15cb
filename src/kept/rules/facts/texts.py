"""Texts in the reader's language."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from opencc import OpenCC

from kept.rules.facts.values import Lang, Texts
from kept.rules.said import shown

FALLBACKS: dict[Lang, tuple[Lang, ...]] = {
    "zh-Hant": ("zh-Hant", "zh-Hans", "en"),
    "zh-Hans": ("zh-Hans", "zh-Hant", "en"),
}


def in_language(texts: Texts, language: Lang) -> str:
    """Return the text in `language`, else in the nearest one there is; "" without any.

    Traditional Chinese is derived from simplified, and the reverse, where only one is given.
    """
    found = found_language(texts, language)
    if found is None:
        return ""
    if {found, language} == {"zh-Hans", "zh-Hant"}:
        return _converted(texts[found], "s2tw" if language == "zh-Hant" else "t2s")
    return texts[found]


def found_language(texts: Texts, language: Lang) -> Lang | None:
    """Return the language tag of `texts` that a reader of `language` gets; None without any."""
    order = (*FALLBACKS.get(language, (language, "en")), *texts)
    return next((tag for tag in order if tag in texts), None)


@dataclass(frozen=True, slots=True)
class Named:
    """What a policy names in its own words, for a sentence; its key where it has no words."""

    texts: Texts
    key: str

    def in_language(self, language: Lang) -> str:
        """Return the words in `language`, else in the nearest there is, else the key."""
        return shown(in_language(self.texts, language) or self.key)


@lru_cache(maxsize=8)
def _converter(which: str) -> OpenCC:
    return OpenCC(which)


@lru_cache(maxsize=4096)
def _converted(text: str, which: str) -> str:
    return str(_converter(which).convert(text))
