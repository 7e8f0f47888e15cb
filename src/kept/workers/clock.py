"""The one clock that counts: the database's. Machines may differ; promises may not."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import connection
from django.utils import timezone


def database_now() -> datetime:
    """Return the database's time now."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        found: datetime = cursor.fetchone()[0]
    return found


def machine_ahead() -> timedelta:
    """Return how far this machine's clock is ahead of the database's; negative: behind."""
    before = timezone.now()
    there = database_now()
    return before + (timezone.now() - before) / 2 - there
