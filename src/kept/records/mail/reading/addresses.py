"""Addresses in a header, read strictly: what is not surely one address is none."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from kept.records.mail.reading.words import LONGEST, header_text

_ADDRESS: Final = re.compile(
    r"[^\s<>@,;:\"()\[\]\\]{1,64}@(?=.{1,255}$)[\w-]{1,63}(?:\.[\w-]{1,63})*\.?", re.UNICODE
)


@dataclass(frozen=True)
class Address:
    """A mailbox and the name that stands with it; the name proves nothing."""

    address: str  # in lower case
    name: str


def addresses(raw: str) -> list[Address]:
    """Return the addresses of a header such as From or To; those that are none are left out."""
    found = [_one(piece) for piece in _pieces(raw[:LONGEST])]
    return [one for one in found if one is not None]


def only(raw: str) -> Address | None:
    """Return the address of a header that must have exactly one; None if it has not.

    A name with a second address in it is no reason to doubt: the name is not read as one.
    """
    pieces = [piece for piece in _pieces(raw[:LONGEST]) if piece.strip()]
    return _one(pieces[0]) if len(pieces) == 1 else None


def _one(piece: str) -> Address | None:
    bare = _without_comments(piece)
    inner = bare.rpartition("<")
    if inner[1]:
        address, _, rest = inner[2].partition(">")
        name = inner[0]
        if rest.strip():
            return None
    else:
        address, name = bare, ""
    address = address.strip()
    if not _ADDRESS.fullmatch(address):
        return None
    return Address(address.lower().rstrip("."), _name(name))


def _name(raw: str) -> str:
    text = raw.strip()
    if len(text) > 1 and text[0] == text[-1] == '"':
        text = re.sub(r"\\(.)", r"\1", text[1:-1])
    return header_text(text)[:200]


def _pieces(raw: str) -> list[str]:
    """Return what stands between the commas that are outside of quotes, comments and brackets."""
    pieces, begun = [], 0
    for place, char, depth in _outside(raw):
        if char in ",;" and not depth:
            pieces.append(raw[begun:place])
            begun = place + 1
    return [*pieces, raw[begun:]]


def _without_comments(raw: str) -> str:
    return "".join(char for _, char, depth in _outside(raw) if not depth and char not in "()")


def _outside(raw: str) -> list[tuple[int, str, int]]:
    """Return every character with its place and whether it is in a quote (-1) or comment (1, 2)."""
    found, depth, quoted, escaped = [], 0, False, False
    for place, char in enumerate(raw):
        if escaped:
            escaped = False
        elif char == "\\" and (quoted or depth):
            escaped = True
        elif char == '"' and not depth:
            quoted = not quoted
        elif not quoted:
            depth = max(0, depth + (char == "(") - (char == ")"))
        found.append((place, char, depth))
        if quoted:
            found[-1] = (place, "\0" if char in ",;()" else char, 0)
    return found
