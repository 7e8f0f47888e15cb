"""Noting who has a case open, and forgetting it."""

from __future__ import annotations

from datetime import datetime

from kept.records.cases.queries import case_key
from kept.records.people.models import Person
from kept.records.presence.models import LASTS, Presence


def mark_present(*, number: str, person: Person, is_writing: bool, now: datetime) -> None:
    """Note that a person has a case open, and perhaps writes in it. It lasts some seconds.

    No entry in the ledger: nothing happened. A case this person may not see is passed over.
    """
    case_id = case_key(number, viewer=person)
    if case_id is not None:
        mark_present_in(case_id=case_id, person=person, is_writing=is_writing, now=now)


def mark_present_in(*, case_id: int, person: Person, is_writing: bool, now: datetime) -> None:
    """Note the same for a case that the caller has read for this person."""
    row = Presence(
        case_id=case_id, person=person, seen_at=now, wrote_at=now if is_writing else None
    )
    Presence.objects.bulk_create(
        [row],
        update_conflicts=True,
        unique_fields=["case", "person"],
        # Of two windows of one person, one may write while the other only looks.
        update_fields=["seen_at", "wrote_at"] if is_writing else ["seen_at"],
    )


def forget_gone(*, now: datetime) -> int:
    """Forget who is gone. Returns how many there were."""
    gone, _each = Presence.objects.filter(seen_at__lte=now - LASTS).delete()
    return gone
