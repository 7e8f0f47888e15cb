"""Giving a proof away."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from kept.records.ledger import export, queries
from kept.records.ledger.actor import Actor
from kept.records.ledger.anchors import Anchor
from kept.records.ledger.services.writing import write
from kept.records.transactions import joined


def give_proof(*, stream: str, anchors: Sequence[Anchor], by: Actor, at: datetime) -> str:
    """Return the proof of a stream as a file's text; who took it is kept in that person's stream.

    Not in the stream itself: a proof would be out of date as soon as it is given.
    """
    with joined():
        links = list(queries.links(stream))
        head = links[-1][1] if links else ""
        said = {"stream": stream, "entries": len(links), "head": head}
        write(stream=by.actor_id, verb="proof.given", by=by, at=at, data=said)
    return "".join(export.lines(stream, links, anchors=anchors))
