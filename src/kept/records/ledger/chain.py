"""The chain of hashes, as plain values: no database, so that a stranger can follow it.

An entry's hash is the SHA-256 of its canonical JSON (keys sorted, no blanks, UTF-8, no fractions:
RFC 8785 for what we allow), which holds the hash of the entry before it in the same stream.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

GENESIS = "0" * 64
SAFE_INTEGER = 2**53 - 1  # larger ones lose digits in other languages' JSON


class NotCanonical(ValueError):
    """A value that JSON programs do not all write and read alike."""


@dataclass(frozen=True)
class Link:
    """One entry of a stream: what happened, who did it, and the hash of what came before."""

    stream: str
    seq: int
    at: datetime
    actor: str
    name: str
    origin: str
    verb: str
    data: Mapping[str, Any]
    prev: str

    def body(self) -> dict[str, Any]:
        """Return what is hashed."""
        return {
            "stream": self.stream,
            "seq": self.seq,
            "at": moment(self.at),
            "actor": self.actor,
            "name": self.name,
            "origin": self.origin,
            "verb": self.verb,
            "data": dict(self.data),
            "prev": self.prev,
        }

    def digest(self) -> str:
        """Return the hash of this entry, 64 hexadecimal digits."""
        return hashlib.sha256(canonical(self.body())).hexdigest()


@dataclass(frozen=True)
class Fault:
    """Where a chain breaks: the first entry that does not fit, and what is wrong with it."""

    stream: str
    seq: int
    reason: str


def moment(at: datetime) -> str:
    """Return a moment as text in UTC with microseconds; it must have a time zone."""
    if at.tzinfo is None:
        raise NotCanonical("a moment without time zone")
    return at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def canonical(value: Any) -> bytes:
    """Return the one JSON text of a value; refuse what has no certain one."""
    refuse_uncertain(value)
    text = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    try:
        return text.encode()
    except UnicodeEncodeError as error:
        raise NotCanonical("half a character (surrogate)") from error


def refuse_uncertain(value: Any) -> None:
    """Raise NotCanonical for fractions, huge integers, NUL and keys that are not text."""
    match value:
        case None | bool():
            return
        case int() if abs(value) <= SAFE_INTEGER:
            return
        case str() if "\x00" not in value:
            return
        case dict() if all(isinstance(key, str) for key in value):
            for key, inner in value.items():
                refuse_uncertain(key)
                refuse_uncertain(inner)
        case list() | tuple():
            for inner in value:
                refuse_uncertain(inner)
        case _:
            raise NotCanonical(f"{type(value).__name__} {str(value)[:40]!r}: write it as text")


def first_fault(links: Iterable[tuple[Link, str]]) -> Fault | None:
    """Return the first entry of one stream that breaks the chain; None if it holds.

    `links` are entries in order, each with the hash it claims to have.
    """
    prev, stream = GENESIS, None
    for seq, (link, claimed) in enumerate(links, start=1):
        stream = link.stream if stream is None else stream
        reason = _reason(link, claimed, expected=(stream, seq, prev))
        if reason:
            return Fault(stream, seq, reason)
        prev = claimed
    return None


def _reason(link: Link, claimed: str, *, expected: tuple[str, int, str]) -> str:
    stream, seq, prev = expected
    if link.stream != stream:
        return f"belongs to the stream {link.stream}"
    if link.seq != seq:
        return f"is numbered {link.seq}: an entry is missing or stands in the wrong place"
    if link.prev != prev:
        return "does not follow from the entry before it"
    try:
        digest = link.digest()
    except NotCanonical as error:
        return f"holds what the ledger never writes ({error})"
    return "" if digest == claimed else "was changed after it was written"
