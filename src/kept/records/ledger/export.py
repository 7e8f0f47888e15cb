"""A stream as a file that a stranger can check: no database, no Django, no access to the system.

The first line says what the file holds; each further line is one entry, hashed with what is in
it. `python -m kept.records.ledger.export FILE` checks one.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from kept.records.ledger.anchors import Anchor, AnchorFault, first_moved
from kept.records.ledger.chain import GENESIS, Fault, Link, canonical, first_fault

FORMAT = "kept ledger 1"


class NotAnExport(ValueError):
    """The file is no export of a ledger; the text says where it stops making sense."""


@dataclass(frozen=True)
class Verdict:
    """What checking a file showed."""

    stream: str
    entries: int
    head: str  # the last hash: compare it with what someone else keeps
    fault: Fault | None
    anchor_fault: AnchorFault | None

    @property
    def holds(self) -> bool:
        """Say whether nothing was found."""
        return self.fault is None and self.anchor_fault is None


def lines(stream: str, links: Iterable[tuple[Link, str]]) -> Iterator[str]:
    """Yield the lines of the file, each with its line end."""
    kept = list(links)
    head = kept[-1][1] if kept else GENESIS
    opening = {"format": FORMAT, "stream": stream, "entries": len(kept), "head": head}
    yield canonical(opening).decode() + "\n"
    for link, digest in kept:
        yield canonical({**link.body(), "hash": digest}).decode() + "\n"


def verify_export(file: Path, *, anchors: Iterable[Anchor] = ()) -> Verdict:
    """Return what checking the file shows; with anchors, also whether it is what it was then.

    Raises NotAnExport if it cannot be read at all.
    """
    opening, links = _parsed(file.read_text(encoding="utf8"))
    stream = str(opening["stream"])
    fault = first_fault(links) or _end_fault(opening, links)
    hashes = {(link.stream, link.seq): digest for link, digest in links}
    mine = [Anchor(a.at, tuple(s for s in a.stands if s.stream == stream), a.prev) for a in anchors]
    return Verdict(stream, len(links), str(opening["head"]), fault, first_moved(mine, hashes))


def _end_fault(opening: dict[str, Any], links: list[tuple[Link, str]]) -> Fault | None:
    stream = str(opening["stream"])
    if any(link.stream != stream for link, _ in links[:1]):
        return Fault(stream, 1, "the entries belong to another stream than the first line says")
    head = links[-1][1] if links else GENESIS
    if (opening["entries"], opening["head"]) == (len(links), head):
        return None
    return Fault(stream, len(links) + 1, "the end was cut off or added to")


def _parsed(text: str) -> tuple[dict[str, Any], list[tuple[Link, str]]]:
    # Only this line end: Unicode knows others, and they may stand inside a text.
    first, *rest = text.removesuffix("\n").split("\n")
    opening = _object(first, 1)
    if opening.get("format") != FORMAT or not {"stream", "entries", "head"} <= opening.keys():
        raise NotAnExport(f"line 1 is not the beginning of a {FORMAT!r} file")
    return opening, [_link(line, number) for number, line in enumerate(rest, start=2)]


def _object(line: str, number: int) -> dict[str, Any]:
    try:
        found = json.loads(line)
    except ValueError as error:
        raise NotAnExport(f"line {number} is not JSON") from error
    if not isinstance(found, dict):
        raise NotAnExport(f"line {number} is not a JSON object")
    return found


def _link(line: str, number: int) -> tuple[Link, str]:
    told = _object(line, number)
    try:
        digest = str(told.pop("hash"))
        return Link(**{**told, "at": datetime.fromisoformat(told["at"])}), digest
    except (KeyError, TypeError, ValueError) as error:
        raise NotAnExport(f"line {number} is not an entry of a ledger") from error


def main() -> int:
    """Check the file named on the command line; 0 if it holds."""
    verdict = verify_export(Path(sys.argv[1]))
    if verdict.holds:
        sys.stdout.write(f"{verdict.stream}: {verdict.entries} entries hold; {verdict.head}\n")
        return 0
    sys.stdout.write(f"{verdict.stream}: {verdict.fault or verdict.anchor_fault}\n")
    return 1


if __name__ == "__main__":
    raise SystemExit(main())
