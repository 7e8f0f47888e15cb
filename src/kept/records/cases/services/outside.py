"""Logging a request that nobody of us took."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from django.db import connection

from kept.records.cases.asking import LogRequest
from kept.records.cases.models import Case
from kept.records.cases.services.facts import KeyReused
from kept.records.cases.services.opening import NobodyResponsible, Opened, open_case
from kept.records.cases.surroundings import surroundings
from kept.records.people.models import Role
from kept.records.people.services.doors import door_person
from kept.records.repeats import one_at_a_time
from kept.records.roster.models import Duty
from kept.records.transactions import joined


@dataclass(frozen=True)
class Door:
    """A way in without a person of ours: the account that logs, and its name."""

    username: str
    name: str


WEB_FORM = Door("web-form", "Web form")

# One statement, because every mail waits for it. Who is on leave is not on duty.
WHO_ANSWERS = """
    SELECT person.id FROM people_person AS person
    WHERE person.is_active AND person.roles @> %(role)s::varchar[]
    ORDER BY EXISTS (
        SELECT FROM roster_shift AS shift
        WHERE shift.person_id = person.id AND shift.duty = %(duty)s
        AND shift.cancelled_at IS NULL AND shift.starts_at <= %(at)s AND shift.ends_at > %(at)s
    ) AND NOT EXISTS (
        SELECT FROM roster_leave AS leave
        WHERE leave.person_id = person.id AND leave.cancelled_at IS NULL
        AND leave.starts_at <= %(at)s AND leave.ends_at > %(at)s
    ) DESC, EXISTS (
        SELECT FROM people_membership AS member
        WHERE member.person_id = person.id AND member.office_id = %(office)s
        AND member.starts_on <= %(on)s AND (member.ends_on IS NULL OR member.ends_on >= %(on)s)
    ) DESC, (
        SELECT count(*) FROM cases_case
        WHERE responsible_id = person.id AND state = 'open'
    ), person.id
    LIMIT 1
"""


def open_from_outside(*, request: LogRequest, door: Door, now: datetime, key: str) -> Opened:
    """Log a request that came through a door by itself; who answers there is told.

    Responsible becomes who has least in hand at the hotline of the office, else at any hotline;
    among those who are on duty, if anybody is.
    Safe to repeat with the same key at the same door. Raises what `open_case` raises.
    """
    with joined():
        one_at_a_time(f"door {door.username} {key}")
        by = door_person(username=door.username, name=door.name, at=now)
        found = _opened_before(request, by.pk, key)
        if found is not None:
            return found
        known = surroundings(request, at=now)
        responsible = _who_answers(known.office.pk, at=now)
        if responsible is None:
            raise NobodyResponsible
        told = replace(request, responsible_id=responsible)
        return open_case(request=told, by=by, now=now, key=key, known=known)


def _opened_before(request: LogRequest, by_id: int, key: str) -> Opened | None:
    """Return the case that came through the door under this key, if any. Raises KeyReused."""
    rows = Case.objects.filter(logged_by=by_id, key=key)
    there = rows.values_list("pk", "number", "equipment_id", "description").first()
    if there is None:
        return None
    if there[2:] != (request.equipment_id, request.description):
        raise KeyReused
    return Opened(there[0], str(there[1]), True)


def _who_answers(office_id: int, *, at: datetime) -> int | None:
    """Return who of the hotline has the fewest open cases, those on duty, at the office, first."""
    with connection.cursor() as cursor:
        cursor.execute(
            WHO_ANSWERS,
            {
                "at": at,
                "on": at.date(),
                "office": office_id,
                "role": [Role.HOTLINE.value],
                "duty": Duty.HOTLINE.value,
            },
        )
        row = cursor.fetchone()
    return row[0] if row else None
