"""Which entries are not what their source says, looked up without holding anybody up."""

from __future__ import annotations

from django.db import connection

from kept.records.history.installing import differ
from kept.records.history.sources import Source


def differing(source: Source) -> list[int]:
    """Return the rows of a source whose entry is missing, other than it should be, or too much."""
    with connection.cursor() as cursor:
        cursor.execute(differ(source))
        return [row[0] for row in cursor.fetchall()]
