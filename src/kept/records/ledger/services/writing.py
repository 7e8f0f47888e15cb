"""Adding to the ledger."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection

from kept.records.ledger.actor import Actor, current_origin
from kept.records.ledger.chain import GENESIS, Link, canonical, moment
from kept.records.transactions import joined

# One row per stream comes back locked until the transaction ends; new streams start at zero.
LOCK_HEADS = """
    INSERT INTO ledger_head AS head (stream, seq, hash, anchored_seq)
    SELECT wanted, 0, %s, 0 FROM unnest(%s::text[]) AS wanted ORDER BY wanted
    ON CONFLICT (stream) DO UPDATE SET seq = head.seq
    RETURNING stream, seq, hash
"""
# Entries and the new heads in one statement: either both are there or none.
ADD = """
    WITH added AS (
        INSERT INTO ledger_entry
            (stream, seq, at, actor, name, origin, verb, data, prev, hash)
        SELECT * FROM unnest(
            %s::text[], %s::bigint[], %s::timestamptz[], %s::text[], %s::text[],
            %s::text[], %s::text[], %s::jsonb[], %s::text[], %s::text[])
    )
    UPDATE ledger_head AS head SET seq = last.seq, hash = last.hash
    FROM unnest(%s::text[], %s::bigint[], %s::text[]) AS last (stream, seq, hash)
    WHERE head.stream = last.stream
"""
# The same for a stream that nobody has written to yet: nothing to lock, nothing to change.
BEGIN = """
    WITH head AS (
        INSERT INTO ledger_head (stream, seq, hash, anchored_seq) VALUES (%s, %s, %s, 0)
    )
    INSERT INTO ledger_entry (stream, seq, at, actor, name, origin, verb, data, prev, hash)
    SELECT * FROM unnest(
        %s::text[], %s::bigint[], %s::timestamptz[], %s::text[], %s::text[],
        %s::text[], %s::text[], %s::jsonb[], %s::text[], %s::text[])
"""


@dataclass(frozen=True, kw_only=True)
class Line:
    """What one entry shall say."""

    stream: str
    verb: str
    by: Actor
    at: datetime
    data: Mapping[str, Any] = field(default_factory=dict)


def write(
    *, stream: str, verb: str, by: Actor, at: datetime, data: Mapping[str, Any] | None = None
) -> None:
    """Add one entry to a stream, as part of the caller's transaction.

    `data` is JSON without fractions: write decimals as text. Raises NotCanonical otherwise.
    """
    write_many([Line(stream=stream, verb=verb, by=by, at=at, data=data or {})])


def write_many(lines: Sequence[Line]) -> None:
    """Add entries, in the order given within each stream, as part of the caller's transaction.

    The streams' heads are locked in the order of their names until that transaction ends. A
    service therefore writes once, at its end, so that services cannot wait for each other.
    """
    if not lines:
        return
    with joined(), connection.cursor() as cursor:
        cursor.execute(LOCK_HEADS, [GENESIS, sorted({line.stream for line in lines})])
        heads = {stream: (seq, digest) for stream, seq, digest in cursor.fetchall()}
        rows = [_chained(line, heads) for line in lines]
        cursor.execute(ADD, [*_columns(rows, 10), *_columns(_last(heads), 3)])


def begin_stream(lines: Sequence[Line]) -> None:
    """Write the first entries of a stream, all of it of one case or thing that is new itself.

    Raises IntegrityError if the stream has been written to before.
    """
    [stream] = {line.stream for line in lines}
    heads = {stream: (0, GENESIS)}
    rows = [_chained(line, heads) for line in lines]
    with joined(), connection.cursor() as cursor:
        cursor.execute(BEGIN, [stream, *heads[stream], *_columns(rows, 10)])


def telling(*, verb: str, by: Actor, at: datetime) -> str:
    """Return who does what when, as JSON, for a function of the database that adds the entry.

    There `ledger_add` does what `write` does here; what it is told must hold no fractions either.
    """
    said = {
        "verb": verb,
        "actor": by.actor_id,
        "name": by.actor_name,
        "origin": current_origin(),
        "at": moment(at),
    }
    return canonical(said).decode()


def _chained(line: Line, heads: dict[str, tuple[int, str]]) -> tuple[Any, ...]:
    seq, prev = heads[line.stream]
    link = Link(
        stream=line.stream,
        seq=seq + 1,
        at=line.at,
        actor=line.by.actor_id,
        name=line.by.actor_name,
        origin=current_origin(),
        verb=line.verb,
        data=line.data,
        prev=prev,
    )
    digest = link.digest()
    heads[line.stream] = (link.seq, digest)
    text = json.dumps(dict(link.data), ensure_ascii=False)
    said = (link.actor, link.name, link.origin, link.verb, text)
    return (link.stream, link.seq, link.at, *said, prev, digest)


def _last(heads: dict[str, tuple[int, str]]) -> list[tuple[str, int, str]]:
    return [(stream, seq, digest) for stream, (seq, digest) in heads.items()]


def _columns(rows: Sequence[tuple[Any, ...]], width: int) -> list[list[Any]]:
    return [[row[place] for row in rows] for place in range(width)]
