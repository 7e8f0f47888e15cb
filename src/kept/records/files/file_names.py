"""File names as others gave them, made safe to show and to download."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from kept.records.files.media import Medium

MOST_CHARACTERS: Final = 120
MOST_BYTES: Final = 200  # many file systems take 255
_JOINER: Final = "\u200d"  # between the parts of one emoji
_NOT_IN_NAMES: Final = re.compile(r'[<>:"|?*]')
# What Windows takes for a device, whatever stands behind the first dot.
_DEVICES: Final = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])", re.IGNORECASE)


def safe_name(given: str, medium: Medium) -> str:
    """Return a name without path, invisible signs or reserved words, that ends as the bytes are.

    A picture called "report.pdf.exe" becomes "report.pdf.exe.jpg".
    """
    name = _plain(re.split(r"[/\\]", given)[-1])
    stem, dot, last = name.rpartition(".")
    ending = f".{last}".lower()
    if not dot or ending not in medium.extensions:
        stem, ending = name, medium.extensions[0]
    stem = _cut(stem.strip(". "), ending) or "file"
    if _DEVICES.fullmatch(stem.partition(".")[0].strip()):
        stem = f"_{stem}"
    return stem + ending


def _plain(text: str) -> str:
    """Return the text with what can be seen only: no controls, no marks that turn its direction."""
    text = text.encode("utf8", "replace").decode("utf8")
    kept = (
        sign
        for sign in unicodedata.normalize("NFC", text)
        if sign == _JOINER or sign.isspace() or unicodedata.category(sign)[0] != "C"
    )
    return _NOT_IN_NAMES.sub("_", " ".join("".join(kept).split())).lstrip(".-~ ").rstrip(". ")


def _cut(stem: str, ending: str) -> str:
    stem = stem[: MOST_CHARACTERS - len(ending)]
    while len((stem + ending).encode()) > MOST_BYTES:
        stem = stem[:-1]
    return stem.rstrip(". ")
