"""Writing the whole history anew from what it was made of."""

from __future__ import annotations

from django.db import connection, transaction

from kept.records.history.installing import write_all
from kept.records.history.sources import SOURCES


@transaction.atomic
def rebuild_history() -> None:
    """Write every entry anew. Who writes something meanwhile waits until it is done."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM history_entry")
        for source in SOURCES:
            cursor.execute(write_all(source))
