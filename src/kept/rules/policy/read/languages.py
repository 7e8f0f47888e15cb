"""Texts: the same thing said in one or more languages."""

from __future__ import annotations

import re

_TAG = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?")
# Words of the language itself that would pass for language tags.
_OUR_WORDS = frozenset(
    ("add", "all", "any", "ask", "at", "by", "end", "in", "not", "of", "on", "out", "see", "to")
)
_CHINESE = {"zh": "zh-Hans", "zh-CN": "zh-Hans", "zh-SG": "zh-Hans"}
_TRADITIONAL = {"zh-TW": "zh-Hant", "zh-HK": "zh-Hant", "zh-MO": "zh-Hant"}
SAID_OTHERWISE = {**_CHINESE, **_TRADITIONAL}


def is_language(key: str) -> bool:
    """Return whether `key` is a language tag as policies write it: en, zh-Hans, pt-BR."""
    return bool(_TAG.fullmatch(key)) and key not in _OUR_WORDS


def looks_like_language(key: str) -> bool:
    """Return whether `key` was meant as a language tag, so that its own sentence fits better."""
    return is_language(key) or key.lower().replace("_", "-").startswith("zh")
