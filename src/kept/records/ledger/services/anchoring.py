"""Keeping anchors outside the database."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from django.db import connection
from django.db.models import F

from kept.records.ledger import anchors
from kept.records.ledger.anchors import Anchor, Stand
from kept.records.ledger.chain import GENESIS
from kept.records.ledger.models import Head
from kept.records.transactions import wait_for_the_disk

MARK = """
    UPDATE ledger_head AS head SET anchored_seq = stand.seq
    FROM unnest(%s::text[], %s::bigint[]) AS stand (stream, seq)
    WHERE head.stream = stand.stream AND head.anchored_seq < stand.seq
"""


def keep_anchor(*, at: datetime, file: Path) -> Anchor | None:
    """Add to the file where every stream stands that moved since the last anchor.

    Returns the anchor; None if nothing moved. The file is written first: after a crash in
    between, the next anchor names the same stands again, which does no harm. Raises
    BrokenAnchors if the file was changed. One process at a time may do this.
    """
    kept = anchors.read(file)
    stands = _moved()
    if not stands:
        return None
    wait_for_the_disk()  # an anchor outlives a crash: so must what it names
    anchor = Anchor(at, stands, prev=kept[-1].root if kept else GENESIS)
    anchors.append(file, anchor)
    with connection.cursor() as cursor:
        cursor.execute(MARK, [[s.stream for s in stands], [s.seq for s in stands]])
    return anchor


def _moved() -> tuple[Stand, ...]:
    heads = Head.objects.filter(seq__gt=F("anchored_seq")).order_by("stream")
    return tuple(Stand(*head) for head in heads.values_list("stream", "seq", "hash"))
