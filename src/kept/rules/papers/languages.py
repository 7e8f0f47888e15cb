"""Which language a text is in, and Chinese in one script with every character in its place."""

from __future__ import annotations

import re
from functools import lru_cache

from opencc import OpenCC

from kept.rules.facts.values import Lang

HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff]")
LATIN = re.compile("[A-Za-z\u00c0-\u024f]")
_HAN_WEIGHT = 3  # one Chinese character says about as much as so many letters


def language_of(text: str, *, chinese: Lang = "zh-Hans") -> Lang:
    """Return `en`, `zh-Hans` or `zh-Hant`; `chinese` is the script where the text does not tell."""
    if not is_chinese(text):
        return "en"
    simplified, traditional = _changed(text, "t2s"), _changed(text, "s2t")
    if simplified == traditional:
        return chinese
    return "zh-Hant" if simplified > traditional else "zh-Hans"


def is_chinese(text: str) -> bool:
    """Tell whether most of what a text says is in Chinese characters."""
    return len(HAN.findall(text)) * _HAN_WEIGHT > len(LATIN.findall(text))


@lru_cache(maxsize=4096)
def simplified(text: str) -> str:
    """Return the text in simplified characters, each in the place of the one that was there."""
    whole = str(_converter("t2s").convert(text))
    if len(whole) == len(text):
        return whole
    each = (str(_converter("t2s").convert(char)) for char in text)
    return "".join(new if len(new) == 1 else old for old, new in zip(text, each, strict=True))


def _changed(text: str, which: str) -> int:
    """Return how many characters a conversion changes."""
    converted = str(_converter(which).convert(text))
    if len(converted) != len(text):
        return abs(len(converted) - len(text)) + 1
    return sum(old != new for old, new in zip(text, converted, strict=True))


@lru_cache(maxsize=4)
def _converter(which: str) -> OpenCC:
    return OpenCC(which)
