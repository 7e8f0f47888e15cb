"""Marking notices as read."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from kept.records.notices.models import Notice
from kept.records.people.models import Person


def mark_read(*, by: Person, now: datetime, ids: Collection[int] | None = None) -> int:
    """Mark a person's notices as read: some, or all. Returns how many were unread.

    Another person's are left alone. Safe to repeat.
    """
    rows = Notice.objects.filter(receiver=by).unread()
    if ids is not None:
        rows = rows.filter(pk__in=ids)
    return rows.update(read_at=now, read_by=by)
