"""Which bytes and characters may stand in a policy file."""

from __future__ import annotations

import re
import unicodedata

from kept.rules.policy.errors import Problems
from kept.rules.said import Saying

MOST_BYTES = 1_000_000
MOST_TOLD = 20
UTF_16 = (b"\xff\xfe", b"\xfe\xff")

# What nobody can see, or what makes a text look different from what it is.
FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"  # control characters; tab and line ends are left
    "\u200b\u2028\u2029\u2060-\u2064\ufeff"  # invisible characters and odd line ends
    "\u202a-\u202e\u2066-\u2069"  # bidirectional overrides and isolates
    "\ud800-\udfff\ufffe\uffff\U000e0000-\U000e007f]"
)


def text_of(source: str | bytes, problems: Problems) -> str | None:
    """Return the text of a file; None when it cannot be read at all (the reasons are noted)."""
    if len(source) > MOST_BYTES:
        problems.add(1, _too_big(len(source)))
        return None
    text = _decoded(source, problems) if isinstance(source, bytes) else source
    if text is None:
        return None
    for found, match in enumerate(FORBIDDEN.finditer(text)):
        problems.add(text.count("\n", 0, match.start()) + 1, forbidden(match[0]))
        if found >= MOST_TOLD:
            break
    if problems.found:
        return None
    size = len(text.encode())
    if size > MOST_BYTES:
        problems.add(1, _too_big(size))
        return None
    return text


def forbidden(char: str) -> Saying:
    """Return the sentence that refuses `char`."""
    if char == "\ufeff":
        return Saying(
            "byte-order-mark",
            "There is a byte order mark here; save the file as UTF-8 without one.",
        )
    code = f"U+{ord(char):04X}"
    if "\u202a" <= char <= "\u202e" or "\u2066" <= char <= "\u2069":
        return Saying(
            "bidirectional-character",
            "There is a bidirectional character ({code}) here; take it out.",
            code=code,
        )
    if unicodedata.category(char) == "Cf":
        return Saying(
            "invisible-character",
            "There is an invisible character ({code}) here; take it out.",
            code=code,
        )
    return Saying(
        "control-character", "There is a control character ({code}) here; take it out.", code=code
    )


def _too_big(size: int) -> Saying:
    return Saying(
        "file-too-big",
        "The file has {size} bytes; a policy may have at most {most}.",
        size=size,
        most=MOST_BYTES,
    )


def _decoded(source: bytes, problems: Problems) -> str | None:
    if source[:2] in UTF_16:
        problems.add(
            1, Saying("utf-16", "The file is UTF-16; save it as UTF-8 without a byte order mark.")
        )
        return None
    try:
        return source.decode("utf-8")
    except UnicodeDecodeError as error:
        line = source.count(b"\n", 0, error.start) + 1
        problems.add(line, Saying("not-utf-8", "This line is not UTF-8; save the file as UTF-8."))
        return None
