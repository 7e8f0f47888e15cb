"""The languages of the pages, and the language of words within them."""

from __future__ import annotations

import re
from typing import Final

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from kept.rules.said import Sayable

# Django's codes and the tags of BCP 47 that browsers and screen readers know.
TAGS: Final = {"en": "en", "zh-hans": "zh-Hans", "zh-hant": "zh-Hant"}
NAMES: Final = {"en": "English", "zh-hans": "简体中文", "zh-hant": "繁體中文"}

HAN = r"\u3000-\u303f\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff"
RUN = re.compile(rf"[{HAN}](?:[{HAN}\d\s·、]*[{HAN}])?")


def tag(code: str | None) -> str:
    """Return the BCP 47 tag of a Django language code."""
    return TAGS.get(code or "en", "en")


def said(by_the_rules: Sayable | None) -> str:
    """Return what the rules say in the language of the page; nothing if they say nothing."""
    return "" if by_the_rules is None else by_the_rules.in_language(tag(get_language()))


def of_run(run: str) -> str:
    """Return the tag of Chinese words: simplified if the old mainland charset can write them."""
    for tag_, charset in (("zh-Hans", "gb2312"), ("zh-Hant", "big5")):
        try:
            run.encode(charset)
        except UnicodeEncodeError:
            continue
        return tag_
    return "zh-Hans"


def mark_runs(text: str) -> SafeString:
    """Return the text as HTML in which Chinese words within an English page carry their language.

    Fonts and screen readers choose by it. A page in Chinese needs no marks.
    """
    escaped = conditional_escape(text)
    if (get_language() or "en").startswith("zh"):
        return escaped
    return mark_safe(RUN.sub(_marked, escaped))  # noqa: S308  # escaped above


def _marked(run: re.Match[str]) -> str:
    """Return Chinese letters, of which none means anything to HTML, with their language."""
    return f'<span lang="{of_run(run[0])}">{run[0]}</span>'
