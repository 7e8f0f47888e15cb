"""A stream as a file that a stranger can check: no database, no Django, no access to the system.

The first line says what the file holds; each further line is one entry, hashed with what is in
it. After the entries come the anchors that vouch for them. `kept verify FILE` checks one.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from kept.records.ledger.anchors import Anchor, AnchorFault, first_moved
from kept.records.ledger.chain import GENESIS, Fault, Link, canonical, first_fault
from kept.records.ledger.witness import Step, first_untrue, steps

FORMAT = "kept ledger 1"


class NotAnExport(ValueError):
    """The file is no export of a ledger; the text says where it stops making sense."""


@dataclass(frozen=True)
class Proof:
    """What a file says: not yet whether it is true."""

    stream: str
    entries: int  # as its first line counts them
    head: str
    links: tuple[tuple[Link, str], ...]
    steps: tuple[Step, ...]

    @property
    def hashes(self) -> list[str]:
        """Return the hash of each entry, in order."""
        return [digest for _link, digest in self.links]

    def about_document(self, digest: str) -> list[Link]:
        """Return the entries that know a document with these bytes.

        Only what Kept itself says of documents counts: a hash may also stand in somebody's text.
        """
        told = (link for link, _digest in self.links if link.verb.startswith("document."))
        return [link for link in told if link.data.get("sha256") == digest]


@dataclass(frozen=True)
class Verdict:
    """What checking a file showed."""

    stream: str
    entries: int
    head: str  # the last hash: compare it with what someone else keeps
    fault: Fault | None
    anchor_fault: AnchorFault | None
    roots: tuple[str, ...] = ()  # of the anchors in the file, oldest first
    anchored: int = 0  # the last entry that an anchor in the file names

    @property
    def holds(self) -> bool:
        """Say whether nothing was found."""
        return self.fault is None and self.anchor_fault is None


def lines(
    stream: str, links: Iterable[tuple[Link, str]], *, anchors: Sequence[Anchor] = ()
) -> Iterator[str]:
    """Yield the lines of the file, each with its line end."""
    kept, vouching = list(links), list(steps(stream, anchors))
    opening = {
        "format": FORMAT,
        "stream": stream,
        "entries": len(kept),
        "head": kept[-1][1] if kept else GENESIS,
        "anchors": len(vouching),
    }
    yield _line(opening)
    for link, digest in kept:
        yield _line({**link.body(), "hash": digest})
    for step in vouching:
        yield _line(step.told())


def _line(value: dict[str, Any]) -> str:
    return canonical(value).decode() + "\n"


def verify_export(file: Path, *, anchors: Iterable[Anchor] = ()) -> Verdict:
    """Return what checking the file shows; with anchors, also whether it is what it was then.

    Raises NotAnExport if it cannot be read at all.
    """
    return verdict_on(read_export(file), anchors=anchors)


def verdict_on(proof: Proof, *, anchors: Iterable[Anchor] = ()) -> Verdict:
    """Return what checking what a file says shows."""
    stream = proof.stream
    fault = first_fault(proof.links) or _end_fault(proof)
    fault = fault or first_untrue(stream, proof.steps, proof.hashes)
    hashes = {(link.stream, link.seq): digest for link, digest in proof.links}
    mine = [Anchor(a.at, tuple(s for s in a.stands if s.stream == stream), a.prev) for a in anchors]
    return Verdict(
        stream,
        len(proof.links),
        proof.head,
        fault,
        first_moved(mine, hashes),
        tuple(step.root for step in proof.steps),
        max((step.seq for step in proof.steps), default=0),
    )


def _end_fault(proof: Proof) -> Fault | None:
    if any(link.stream != proof.stream for link, _ in proof.links[:1]):
        reason = "the entries belong to another stream than the first line says"
        return Fault(proof.stream, 1, reason)
    head = proof.hashes[-1] if proof.links else GENESIS
    if (proof.entries, proof.head) == (len(proof.links), head):
        return None
    return Fault(proof.stream, len(proof.links) + 1, "the end was cut off or added to")


def read_export(file: Path) -> Proof:
    """Return what a file says. Raises NotAnExport if it cannot be read at all."""
    try:
        text = file.read_text(encoding="utf8")
    except UnicodeDecodeError as error:
        raise NotAnExport(f"line 1 is not the beginning of a {FORMAT!r} file") from error
    # Only this line end: Unicode knows others, and they may stand inside a text.
    first, *rest = text.removesuffix("\n").split("\n")
    opening = _opening(first)
    vouching = opening["anchors"]
    until = len(rest) - vouching
    return Proof(
        str(opening["stream"]),
        opening["entries"],
        str(opening["head"]),
        tuple(_link(line, number) for number, line in enumerate(rest[:until], start=2)),
        tuple(_step(line, number) for number, line in enumerate(rest[until:], start=until + 2)),
    )


def _opening(line: str) -> dict[str, Any]:
    opening = {"anchors": 0, **_object(line, 1)}
    has_all = opening.get("format") == FORMAT and {"stream", "entries", "head"} <= opening.keys()
    if not has_all or not all(_is_count(opening[name]) for name in ("entries", "anchors")):
        raise NotAnExport(f"line 1 is not the beginning of a {FORMAT!r} file")
    return opening


def _is_count(value: object) -> bool:
    return type(value) is int and value >= 0


def _object(line: str, number: int) -> dict[str, Any]:
    try:
        found = json.loads(line, object_pairs_hook=_once)
    except (ValueError, RecursionError) as error:
        raise NotAnExport(f"line {number} is not JSON") from error
    if not isinstance(found, dict):
        raise NotAnExport(f"line {number} is not a JSON object")
    return found


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return an object whose keys stand once: of two, a reader may see one and we the other."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice")
    return found


def _link(line: str, number: int) -> tuple[Link, str]:
    told = _object(line, number)
    try:
        digest = str(told.pop("hash"))
        return Link(**{**told, "at": datetime.fromisoformat(told["at"])}), digest
    except (KeyError, TypeError, ValueError) as error:
        raise NotAnExport(f"line {number} is not an entry of a ledger") from error


def _step(line: str, number: int) -> Step:
    try:
        return Step.read(_object(line, number))
    except (KeyError, TypeError, ValueError) as error:
        raise NotAnExport(f"line {number} is not an anchor") from error
