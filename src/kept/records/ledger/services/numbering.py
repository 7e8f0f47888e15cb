"""Giving out numbers without gaps."""

from __future__ import annotations

from django.db import connection

from kept.records.transactions import joined

NEXT = """
    INSERT INTO ledger_counter AS counter (name, value) VALUES (%s, 1)
    ON CONFLICT (name) DO UPDATE SET value = counter.value + 1
    RETURNING value
"""


def next_number(name: str) -> int:
    """Return the next number under a name: 1, 2, 3 … without gaps or repeats.

    A transaction that fails gives its number back. Therefore others who want a number under the
    same name wait until the caller's transaction ends: ask late. Where a gap does no harm, a
    number made from the row's own key never waits. A year is part of the name: "quote:2026".
    """
    with joined(), connection.cursor() as cursor:
        cursor.execute(NEXT, [name])
        return int(cursor.fetchone()[0])
