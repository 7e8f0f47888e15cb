"""What a header says: encoded words put together, raw bytes read as what they look like."""

from __future__ import annotations

import binascii
import re
from typing import Final

from kept.records.mail.reading.charsets import clean, decoded

LONGEST: Final = 20_000  # characters of one header that are read
CUT: Final = " …"
_WORD: Final = re.compile(r"=\?([^?*\s]{1,60})(?:\*[^?\s]{0,60})?\?([bBqQ])\?([^?]*)\?=")
_ESCAPED: Final = re.compile(rb"=([0-9A-Fa-f]{2})")


def header_text(raw: str) -> str:
    """Return a header as one line of text; bytes in it come as surrogates, as email gives them."""
    cut = raw[:LONGEST]
    text = " ".join(_words(cut).split())
    return text + CUT if len(raw) > LONGEST else text


def _words(raw: str) -> str:
    """Return the text with encoded words read; neighbours of one charset are one word."""
    told: list[str] = []
    held, charset, end = b"", "", 0
    for found in _WORD.finditer(raw):
        between = raw[end : found.start()]
        if end and not between.strip():
            between = ""  # a blank between neighbours only separates them (RFC 2047, 6.2)
        if between or found[1].lower() != charset:
            told += [decoded(held, charset), _plain(between)]
            held = b""
        held += _bytes(found[2], found[3])
        charset, end = found[1].lower(), found.end()
    return "".join([*told, decoded(held, charset), _plain(raw[end:])])


def _plain(text: str) -> str:
    """Return text outside encoded words; bytes that should not be there are read all the same."""
    if text.isascii():
        return clean(text)
    return decoded(text.encode("utf-8", "surrogateescape"))


def _bytes(encoding: str, text: str) -> bytes:
    if encoding in "qQ":
        spaced = text.replace("_", " ").encode("utf-8", "surrogateescape")
        return _ESCAPED.sub(lambda hexed: bytes.fromhex(hexed[1].decode()), spaced)
    letters = re.sub(r"[^A-Za-z0-9+/]", "", text)
    usable = letters[: len(letters) - (len(letters) % 4 == 1)]
    return binascii.a2b_base64(usable + "=" * (-len(usable) % 4))
