"""Names in several languages, and how Chinese names sound: for choosing, sorting and finding."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache

from pypinyin import Style, lazy_pinyin

LANGUAGES = ("en", "zh-hans", "zh-hant")
FALLBACK = {
    "en": ("en", "zh-hans", "zh-hant"),
    "zh-hans": ("zh-hans", "zh-hant", "en"),
    "zh-hant": ("zh-hant", "zh-hans", "en"),
}
NOT_SOUNDED = re.compile(r"[\W_]+")


def name_in(names: Mapping[str, str], language: str) -> str:
    """Return the name in a language, else in the nearest one; empty if there is none."""
    return next((names[code] for code in FALLBACK[language] if names.get(code)), "")


def clean_names(names: Mapping[str, str]) -> dict[str, str]:
    """Return the names with blanks tidied, without empty ones and unknown languages."""
    tidy = {code: " ".join(names.get(code, "").split()) for code in LANGUAGES}
    return {code: name for code, name in tidy.items() if name}


@lru_cache(maxsize=20_000)
def pinyin_key(name: str) -> str:
    """Return how a name sounds, a blank between syllables: for sorting, and for finding."""
    sounds = lazy_pinyin(unicodedata.normalize("NFKC", name), style=Style.NORMAL)
    return " ".join(NOT_SOUNDED.sub(" ", " ".join(sounds)).casefold().split())


@lru_cache(maxsize=20_000)
def initials(name: str) -> str:
    """Return the first letters of a name: "ylbsq" for 压力变送器, "sg" for Siemens Gamesa."""
    return "".join(word[0] for word in pinyin_key(name).split())


def sort_key(names: Mapping[str, str]) -> str:
    """Return what a list is sorted by: the sound of the Chinese name, else the English one."""
    return pinyin_key(name_in(names, "zh-hans"))
