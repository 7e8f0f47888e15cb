"""Names in several languages, and how Chinese names sound: for choosing, sorting and finding."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache

from pypinyin import Style, lazy_pinyin, load_phrases_dict

LANGUAGES = ("en", "zh-hans", "zh-hant")
FALLBACK = {
    "en": ("en", "zh-hans", "zh-hant"),
    "zh-hans": ("zh-hans", "zh-hant", "en"),
    "zh-hant": ("zh-hant", "zh-hans", "en"),
}
NOT_SOUNDED = re.compile(r"[\W_]+")
# Read otherwise as family names than elsewhere.
SURNAMES = {
    "仇": "qiu",
    "单": "shan",
    "單": "shan",
    "区": "ou",
    "區": "ou",
    "华": "hua",
    "曾": "zeng",
    "朴": "piao",
    "查": "zha",
    "盖": "ge",
    "缪": "miao",
    "繆": "miao",
    "翟": "zhai",
    "解": "xie",
    "覃": "qin",
    "长": "zhang",
    "乐": "yue",
    "樂": "yue",
}
# Places that the dictionary reads wrongly.
load_phrases_dict(
    {
        "长治": [["cháng"], ["zhì"]],
        "朝阳": [["cháo"], ["yáng"]],
        "朝陽": [["cháo"], ["yáng"]],
        "漯河": [["luò"], ["hé"]],
    }
)


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


def person_key(name: str) -> str:
    """Return how a person's name sounds: 曾 is zeng here, not ceng."""
    family = SURNAMES.get(name[:1])
    return f"{family} {pinyin_key(name[1:])}".strip() if family else pinyin_key(name)


def initials(name: str) -> str:
    """Return the first letters of a name: "ylbsq" for 压力变送器, "sg" for Siemens Gamesa."""
    return first_letters(pinyin_key(name))


def first_letters(sound: str) -> str:
    """Return the first letter of each syllable or word."""
    return "".join(word[0] for word in sound.split())


def sort_key(names: Mapping[str, str]) -> str:
    """Return what a list is sorted by: the sound of the Chinese name, else the English one."""
    return pinyin_key(name_in(names, "zh-hans"))


class Named:
    """Something with names in several languages."""

    names: Mapping[str, str]

    def name(self, language: str) -> str:
        """Return the name in a language, else in the nearest."""
        return name_in(self.names, language)
