"""Bytes of a mail as text, whatever they say they are: readable or marked, nothing dropped."""

from __future__ import annotations

import codecs
import re
from typing import Final

UNREADABLE: Final = "\ufffd"
# What mail programs write, and the wider set that their bytes really are.
_WIDER: Final = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb_2312-80": "gb18030",
    "x-gbk": "gb18030",
    "cp936": "gb18030",
    "big5": "big5hkscs",
    "x-x-big5": "big5hkscs",
    "cn-big5": "big5hkscs",
    "shift_jis": "cp932",
    "sjis": "cp932",
    "x-sjis": "cp932",
    "ks_c_5601-1987": "cp949",
    "euc-kr": "cp949",
    "iso-8859-1": "cp1252",
    "latin-1": "cp1252",
    "us-ascii": "ascii",
}
# Codecs of Python's that read escapes or names of hosts, or nothing at all: no bodies of mail.
_NO_TEXT: Final = {"unicode-escape", "raw-unicode-escape", "idna", "punycode", "undefined"}
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_GUESSED: Final = ("utf-8", "gb18030", "big5hkscs", "cp932", "cp949", "cp1252", "latin-1")
_SAMPLE: Final = 20_000  # bytes looked at when guessing
_SURROGATES: Final = re.compile("[\x00\ud800-\udfff]")


def decoded(content: bytes, label: str = "") -> str:
    """Return the text; characters that cannot be made out are U+FFFD, and so are NULs."""
    for mark, name in _MARKS:
        if content.startswith(mark) and len(content) % _width(name) == 0:
            return clean(content.decode(name, "replace"))
    named = _known(label)
    if named:
        try:
            return clean(content.decode(named))
        except UnicodeDecodeError:
            pass
    return clean(_guessed(content, named))


def clean(text: str) -> str:
    """Return a text that a database can hold: NULs and halves of characters are marked."""
    return _SURROGATES.sub(UNREADABLE, text)


def _width(name: str) -> int:
    return {"utf-16": 2, "utf-32": 4}.get(name, 1)


def _known(label: str) -> str:
    """Return the codec of a label, the wider one of its family; empty if there is none."""
    name = label.partition("(")[0].strip().strip("\"'").lower()
    name = _WIDER.get(name, name)
    try:
        info = codecs.lookup(name)
    except (LookupError, ValueError):
        return ""
    # Some of Python's codecs turn bytes into bytes (zlib); those give no text.
    known = info._is_text_encoding and info.name.replace("_", "-") not in _NO_TEXT
    return name if known else ""


def _guessed(content: bytes, named: str) -> str:
    """Return the reading that looks most like a language; the named one, marked, if none does."""
    fitting = [name for name in _GUESSED if _fits(content, name)]
    if "utf-8" in fitting:
        return content.decode("utf-8")
    sample = content[:_SAMPLE]
    scored = [(likeness(sample.decode(name, "ignore")), -place, name)
              for place, name in enumerate(fitting)]  # fmt: skip
    likely, _, best = max(scored)
    if named and likely <= 0:
        return content.decode(named, "replace")
    return content.decode(best, "replace")


def _fits(content: bytes, name: str) -> bool:
    try:
        content.decode(name)
    except UnicodeDecodeError:
        return False
    return True


def likeness(text: str) -> float:
    """Return how much a text looks like one: the part of its letters that are common ones."""
    letters = [char for char in text if ord(char) > 127]
    if not letters:
        return 1.0
    return sum(_commonness(char) for char in letters) / len(letters)


def _commonness(char: str) -> float:
    point = ord(char)
    if 0x4E00 <= point <= 0x9FFF:
        return 1.0 if _is_frequent(char) else 0.1
    if 0x3040 <= point <= 0x30FF or 0xAC00 <= point <= 0xD7A3:
        return 0.9
    if 0x3000 <= point <= 0x303F or 0xFF01 <= point <= 0xFF5E:
        return 0.8
    if 0xC0 <= point <= 0x17F or 0x2010 <= point <= 0x2026:
        return 0.6
    return -1.0 if 0xE000 <= point <= 0xF8FF or point < 0xA0 else 0.0


def _is_frequent(char: str) -> bool:
    """Say whether it stands among the frequent ones of GB 2312 or Big5."""
    for name, last in (("gb2312", 0xD7), ("big5", 0xC6)):
        try:
            first = char.encode(name)[0]
        except UnicodeEncodeError:
            continue
        if first <= last:
            return True
    return False
