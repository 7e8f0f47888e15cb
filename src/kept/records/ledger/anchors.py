"""Anchors: where the streams stood, kept in a file outside the database.

Who may rewrite the database can also recompute every hash in it. The lines of this file, copied
to where he cannot write, show it. Each line holds the hash of the line before. No database here.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from kept.records.ledger.chain import GENESIS, Fault, canonical, moment


@dataclass(frozen=True, order=True)
class Stand:
    """The last entry of a stream at the time of an anchor."""

    stream: str
    seq: int
    hash: str

    def leaf(self) -> bytes:
        """Return the hash of this line of the anchor."""
        return hashlib.sha256(b"\x00" + canonical([self.stream, self.seq, self.hash])).digest()


@dataclass(frozen=True)
class Anchor:
    """Where every stream stood that moved since the anchor before."""

    at: datetime
    stands: tuple[Stand, ...]
    prev: str  # the root of the anchor before

    @property
    def root(self) -> str:
        """One hash for all: short enough to print, mail or publish."""
        return root_of(moment(self.at), self.prev, self.tree)

    @property
    def tree(self) -> str:
        """The hash of all stands, in the order in which they are written."""
        return merkle_root([stand.leaf() for stand in self.stands]).hex()


def root_of(at: str, prev: str, tree: str) -> str:
    """Return the root of an anchor: what it is known by."""
    return hashlib.sha256(canonical({"at": at, "prev": prev, "tree": tree})).hexdigest()


def merkle_root(leaves: Sequence[bytes]) -> bytes:
    """Return the root of the hash tree over leaves (RFC 6962); of none, the hash of nothing."""
    if not leaves:
        return hashlib.sha256().digest()
    if len(leaves) == 1:
        return leaves[0]
    half = 1 << (len(leaves) - 1).bit_length() - 1
    left, right = merkle_root(leaves[:half]), merkle_root(leaves[half:])
    return joint(left, right)


def joint(left: bytes, right: bytes) -> bytes:
    """Return the hash of two branches of the tree."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def append(path: Path, anchor: Anchor) -> None:
    """Add an anchor to a file and wait until it is on the disk."""
    line = {
        "at": moment(anchor.at),
        "prev": anchor.prev,
        "root": anchor.root,
        "stands": [[stand.stream, stand.seq, stand.hash] for stand in anchor.stands],
    }
    with path.open("a+b") as file:
        file.write(_line_end_owed(file) + canonical(line) + b"\n")
        file.flush()
        os.fsync(file.fileno())


def _line_end_owed(file: BinaryIO) -> bytes:
    """Return the line end that a crash kept from being written, if one did."""
    if file.seek(0, os.SEEK_END) == 0:
        return b""
    file.seek(-1, os.SEEK_END)
    return b"" if file.read(1) == b"\n" else b"\n"


class BrokenAnchors(Exception):
    """A file of anchors was changed: the line that shows it, counted from one."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(f"line {line}: {reason}")
        self.line = line


def read(path: Path) -> list[Anchor]:
    """Return the anchors of a file, oldest first; none if there is no file yet.

    A line that a crash cut off does not count: it is no JSON, and the next line does not name it.
    Raises BrokenAnchors.
    """
    if not path.exists():
        return []
    return list(_checked(path.read_bytes().split(b"\n")))


def _checked(lines: Iterable[bytes]) -> Iterator[Anchor]:
    prev = GENESIS
    for number, line in enumerate(lines, start=1):
        with suppress(json.JSONDecodeError):
            anchor, root = _anchor(json.loads(line), number)
            if anchor.prev != prev:
                raise BrokenAnchors(number, "does not follow from the line before it")
            if anchor.root != root:
                raise BrokenAnchors(number, "was changed after it was written")
            prev = root
            yield anchor


def _anchor(told: dict[str, Any], number: int) -> tuple[Anchor, str]:
    try:
        stands = tuple(Stand(*stand) for stand in told["stands"])
        anchor = Anchor(datetime.fromisoformat(told["at"]), stands, told["prev"])
        return anchor, told["root"]
    except (ValueError, KeyError, TypeError) as error:
        raise BrokenAnchors(number, "is no anchor") from error


@dataclass(frozen=True)
class AnchorFault:
    """A stream that is no longer what an anchor says it was, and between which times it changed."""

    fault: Fault
    after: datetime | None  # the last anchor that still fits; None: no earlier one
    before: datetime  # the first that does not


def first_moved(
    anchors: Sequence[Anchor], hashes: Mapping[tuple[str, int], str]
) -> AnchorFault | None:
    """Return the first stand that no longer holds; None if all do.

    `hashes` gives the present hash of each (stream, seq) that an anchor names.
    """
    after = None
    for anchor in anchors:
        for stand in anchor.stands:
            now = hashes.get((stand.stream, stand.seq))
            if now != stand.hash:
                reason = "is gone" if now is None else "was rewritten"
                return AnchorFault(Fault(stand.stream, stand.seq, reason), after, anchor.at)
        after = anchor.at
    return None
