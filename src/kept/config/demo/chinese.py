"""Chinese in both scripts."""

from __future__ import annotations

from functools import cache

from opencc import OpenCC


def traditional(text: str) -> str:
    """Return a text in traditional characters."""
    return str(_converter().convert(text))


def in_chinese(text: str) -> dict[str, str]:
    """Return a name in both scripts."""
    return {"zh-hans": text, "zh-hant": traditional(text)}


@cache
def _converter() -> OpenCC:
    return OpenCC("s2t")
