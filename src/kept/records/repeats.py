"""Doing once what is asked twice."""

from __future__ import annotations

from django.db import connection


def one_at_a_time(name: str) -> None:
    """Wait until no other transaction holds this name, and hold it until this one ends.

    A service that looks whether something exists and then makes it asks first, so that the
    second of two equal requests finds what the first one made.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [name])
