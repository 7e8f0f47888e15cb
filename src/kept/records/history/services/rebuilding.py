"""Putting the history right: every entry that is not what its source says."""

from __future__ import annotations

from django.db import connection, transaction

from kept.records.history.differing import differing
from kept.records.history.sources import SOURCES, Source

BATCH = 1_000
# Readers go on; whoever writes waits, so that what is put there is not older than what is there.
ALONE = "LOCK TABLE history_entry IN SHARE ROW EXCLUSIVE MODE"


def rebuild_history() -> int:
    """Write the entries anew that differ from what they are made of; return how many.

    A thousand at a time, each time in a transaction of its own: who writes something meanwhile
    waits for one of them at most, and whoever stops it loses nothing.
    """
    return sum(_put_right(source) for source in SOURCES)


def _put_right(source: Source) -> int:
    ids = differing(source)
    for first in range(0, len(ids), BATCH):
        _put(source, ids[first : first + BATCH])
    return len(ids)


@transaction.atomic
def _put(source: Source, ids: list[int]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(ALONE)
        cursor.execute(
            f"SELECT history_put_{source.name}(id) FROM unnest(%s::bigint[]) AS told (id)",  # noqa: S608  # our own names
            [ids],
        )
