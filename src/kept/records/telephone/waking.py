"""Pages that wait for calls look again as soon as one comes."""

from __future__ import annotations

from typing import Final

from django.db import connection

CALLS: Final = "kept_calls"  # the name under which the database tells it on


def wake_pages() -> None:
    """Let the pages that wait for calls look again, once what is done here is really done."""
    with connection.cursor() as cursor:
        cursor.execute(f"NOTIFY {CALLS}")
