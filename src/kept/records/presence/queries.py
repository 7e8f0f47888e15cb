"""Who else has a case open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from kept.records.cases.queries.visible import visible_to
from kept.records.people.models import Person, Role
from kept.records.presence.models import LASTS, Presence


@dataclass(frozen=True)
class Present:
    """Somebody has a case open."""

    number: str
    person_id: int
    name: str
    is_writing: bool


def others_present(*, viewer: Person, now: datetime, number: str = "") -> list[Present]:
    """Return who else has cases open, or one case, those who write first.

    For those who work here: customers never learn who looks at what.
    """
    if Role.CUSTOMER in viewer.roles:
        return []
    since = now - LASTS
    rows = Presence.objects.filter(seen_at__gt=since, case__in=visible_to(viewer))
    if number:
        rows = rows.filter(case__number=number)
    fields = ("case__number", "person_id", "person__display_name", "wrote_at")
    found = rows.exclude(person=viewer).values_list(*fields)
    present = [
        Present(case, person_id, name, wrote_at is not None and wrote_at > since)
        for case, person_id, name, wrote_at in found
    ]
    return sorted(present, key=lambda one: (one.number, not one.is_writing, one.name))
