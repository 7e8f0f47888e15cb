"""Logging a request that nobody of us took."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction
from django.db.models import BooleanField, Count, Exists, ExpressionWrapper, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from kept.records.cases.asking import LogRequest
from kept.records.cases.models import Case
from kept.records.cases.services.facts import KeyReused
from kept.records.cases.services.opening import NobodyResponsible, Opened, open_case
from kept.records.cases.surroundings import surroundings
from kept.records.people.models import Membership, Person, Role
from kept.records.people.services.doors import door_person
from kept.records.repeats import one_at_a_time
from kept.records.roster.models import Duty
from kept.records.roster.queries import on_duty


@dataclass(frozen=True)
class Door:
    """A way in without a person of ours: the account that logs, and its name."""

    username: str
    name: str


NOBODY = 0  # no person's key: Django finds no rows at all for a list without any
WEB_FORM = Door("web-form", "Web form")


@transaction.atomic
def open_from_outside(*, request: LogRequest, door: Door, now: datetime, key: str) -> Opened:
    """Log a request that came through a door by itself; who answers there is told.

    Responsible becomes who has least in hand at the hotline of the office, else at any hotline;
    among those who are on duty, if anybody is.
    Safe to repeat with the same key at the same door. Raises what `open_case` raises.
    """
    one_at_a_time(f"door {door.username} {key}")
    by = door_person(username=door.username, name=door.name, at=now)
    there = Case.objects.filter(logged_by=by, key=key).first()
    if there is not None:
        if (there.equipment_id, there.description) != (request.equipment_id, request.description):
            raise KeyReused
        return Opened(there.pk, str(there.number), True)
    known = surroundings(request, at=now)
    responsible = _who_answers(known.office.pk, at=now)
    if responsible is None:
        raise NobodyResponsible
    told = replace(request, responsible_id=responsible)
    return open_case(request=told, by=by, now=now, key=key, known=known)


def _who_answers(office_id: int, *, at: datetime) -> int | None:
    """Return who of the hotline has the fewest open cases, those on duty, at the office, first."""
    on = at.date()
    awake = [card.person_id for card in on_duty(at=at, duties=[Duty.HOTLINE])] or [NOBODY]
    members = Membership.objects.filter(
        Q(ends_on=None) | Q(ends_on__gte=on),
        person_id=OuterRef("pk"),
        office_id=office_id,
        starts_on__lte=on,
    )
    in_hand = Case.objects.open().filter(responsible_id=OuterRef("pk")).order_by()
    counted = in_hand.values("responsible_id").annotate(count=Count("pk")).values("count")
    rows = (
        Person.objects.active()
        .with_role(Role.HOTLINE)
        .annotate(
            is_on=ExpressionWrapper(Q(pk__in=awake), BooleanField()),
            is_here=Exists(members),
            in_hand=Coalesce(Subquery(counted), 0),
        )
    )
    return rows.order_by("-is_on", "-is_here", "in_hand", "pk").values_list("pk", flat=True).first()
