"""Reading the ledger, and checking it against itself and against the anchors."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, Subquery

from kept.records.ledger import chain
from kept.records.ledger.anchors import Anchor, AnchorFault, Stand, first_moved
from kept.records.ledger.chain import Fault, Link
from kept.records.ledger.models import Entry, Head

BATCH = 2_000


@dataclass(frozen=True)
class Told:
    """One entry, for reading."""

    stream: str
    seq: int
    at: datetime
    actor: str
    name: str
    origin: str
    verb: str
    data: dict[str, Any]


def entries(stream: str, *, after: int = 0, limit: int = 500) -> list[Told]:
    """Return a stream's entries in order, those after the number `after`."""
    fields = ("stream", "seq", "at", "actor", "name", "origin", "verb", "data")
    rows = Entry.objects.filter(stream=stream, seq__gt=after).order_by("seq")
    return [Told(*row) for row in rows.values_list(*fields)[:limit]]


def links(stream: str) -> Iterator[tuple[Link, str]]:
    """Yield a stream's entries in order, each with the hash it claims."""
    rows = Entry.objects.filter(stream=stream).order_by("seq")
    for entry in rows.iterator(chunk_size=BATCH):
        yield entry.link(), entry.hash


def head_of(stream: str) -> tuple[int, str]:
    """Return the number and the hash of a stream's last entry; zero and none of an empty one."""
    found = Head.objects.filter(stream=stream).values_list("seq", "hash").first()
    return found or (0, "")


def verify_stream(stream: str) -> Fault | None:
    """Return the first entry of a stream that does not fit; None if the chain holds.

    A tail that was cut off shows in the head; who cut both is caught by `verify_anchors`.
    """
    fault = chain.first_fault(links(stream))
    if fault:
        return fault
    head, last = _ends(stream)
    if head == last:
        return None
    at = min(head[0] if head else 0, last[0] if last else 0) + 1
    return Fault(stream, at, "the stream's end was cut off or added to")


def _ends(stream: str) -> tuple[tuple[int, str] | None, tuple[int, str] | None]:
    """Return what the head says and what the last entry is, as of one moment."""
    entries = Entry.objects.filter(stream=stream).order_by("-seq")
    last = {name: Subquery(entries.values(name)[:1]) for name in ("seq", "hash")}
    rows = Head.objects.filter(stream=stream).annotate(last_seq=last["seq"], last_hash=last["hash"])
    row = rows.first()
    if row is None:
        return None, entries.values_list("seq", "hash").first()
    # A head without entries is at zero.
    entry = (row.last_seq, row.last_hash) if row.last_seq is not None else None
    return (row.seq, row.hash), entry


def verify_all() -> Iterator[Fault]:
    """Yield the first fault of every stream that has one."""
    named = Head.objects.values_list("stream", flat=True)
    written = Entry.objects.filter(seq=1).values_list("stream", flat=True)
    for stream in named.union(written).order_by("stream").iterator(chunk_size=BATCH):
        fault = verify_stream(stream)
        if fault:
            yield fault


def verify_anchors(kept: list[Anchor]) -> AnchorFault | None:
    """Return the first stand of the anchors that the database no longer holds; None if all do."""
    places = {(stand.stream, stand.seq) for anchor in kept for stand in anchor.stands}
    return first_moved(kept, _hashes(sorted(places)))


def _hashes(places: list[tuple[str, int]]) -> dict[tuple[str, int], str]:
    found: dict[tuple[str, int], str] = {}
    for start in range(0, len(places), BATCH):
        wanted = Q(*(Q(stream=s, seq=n) for s, n in places[start : start + BATCH]), _connector="OR")
        rows = Entry.objects.filter(wanted).values_list("stream", "seq", "hash")
        found.update({(stream, seq): digest for stream, seq, digest in rows})
    return found


def first_lost(kept: list[Anchor]) -> Stand | None:
    """Return the first stand that was anchored and that the anchors no longer name; None: none.

    So a file that was replaced, or cut off at its end, is found out as well.
    """
    named = {stand.stream: stand.seq for anchor in kept for stand in anchor.stands}
    heads = Head.objects.filter(anchored_seq__gt=0).order_by("stream")
    rows = heads.values_list("stream", "anchored_seq", "hash").iterator(chunk_size=BATCH)
    return next((Stand(*row) for row in rows if named.get(row[0], 0) < row[1]), None)
