"""Doing once what is asked twice."""

from __future__ import annotations

from django.db import connection

HOLD = """
    SELECT count(pg_advisory_xact_lock(hashtextextended(name, 0)))
    FROM unnest(%s::text[]) AS name
"""


def one_at_a_time(*names: str) -> None:
    """Wait until no other transaction holds these names, and hold them until this one ends.

    A service that looks whether something exists and then makes it asks first, so that the
    second of two equal requests finds what the first one made. Several names are taken in one
    order, so that no two wait for each other.
    """
    with connection.cursor() as cursor:
        cursor.execute(HOLD, [sorted(names)])
