"""Clearing away bytes that belong to nothing."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from django.db import transaction

from kept.records.files import folder
from kept.records.files.models import StoredFile
from kept.records.files.services.guarding import guard

OLD_ENOUGH = timedelta(hours=20)  # looked at every few hours, nothing stays longer than a day


def clear_orphans(*, now: datetime) -> int:
    """Delete files that were begun and never finished, or never became part of anything.

    Returns how many. Whatever a row names stays.
    """
    return sum(_clear(path) for path in folder.older_than(now - OLD_ENOUGH))


@transaction.atomic
def _clear(path: Path) -> bool:
    guard(path.name)
    if StoredFile.objects.filter(sha256=path.name).exists():
        return False
    path.unlink(missing_ok=True)
    return True
