"""Planning who is on duty."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kept.records.ledger.services import Line, write_many
from kept.records.ledger.telling import told
from kept.records.people.models import Office, Person, Role
from kept.records.refusal import Refused
from kept.records.repeats import one_at_a_time
from kept.records.roster.models import Leave, Shift

LONGEST = timedelta(hours=24)  # nobody is on duty for longer at a stretch
LONGEST_LEAVE = timedelta(days=366)
WEEK = timedelta(days=7)


class NotOurs(Refused):
    """Only who works here is on duty."""

    sentence = _("Please choose a colleague who works here.")


class WrongTimes(Refused):
    """A shift ends after it starts, within a day."""

    sentence = _("Please check the times: the end comes after the start, within a day.")


class ShiftGone(Refused):
    """The shift was taken off the plan meanwhile."""

    sentence = _("This shift was changed by someone else meanwhile. Please look at it again.")


class NotOnDuty(Refused):
    """A leave has a start and an end."""

    sentence = _("Please check the days of the leave.")


@dataclass(frozen=True, kw_only=True)
class Planned:
    """A shift to plan."""

    office_id: int
    duty: str
    person_id: int
    starts_at: datetime
    ends_at: datetime


@transaction.atomic
def plan_shift(*, planned: Planned, by: Person, now: datetime) -> Shift:
    """Put a shift on the plan. Safe to repeat. Raises NotOurs, WrongTimes."""
    if not timedelta(0) < planned.ends_at - planned.starts_at <= LONGEST:
        raise WrongTimes
    _ours(planned.person_id)
    one_at_a_time(f"roster {planned.office_id}")
    shift, line = _planned(planned, by, now)
    write_many([line] if line else [])
    return shift


def _planned(planned: Planned, by: Person, now: datetime) -> tuple[Shift, Line | None]:
    """Return the shift, and what the ledger says of it; nothing if it was there."""
    shift, is_new = Shift.objects.get_or_create(
        office_id=planned.office_id,
        duty=planned.duty,
        person_id=planned.person_id,
        starts_at=planned.starts_at,
        cancelled_at=None,
        defaults={"ends_at": planned.ends_at, "planned_at": now, "planned_by": by},
    )
    return shift, _line(shift, "shift.planned", by, now, told(planned)) if is_new else None


@transaction.atomic
def cancel_shift(*, shift_id: int, by: Person, now: datetime) -> None:
    """Take a shift off the plan; it stays on record. Raises ShiftGone."""
    shift = _held(shift_id)
    write_many([_cancelled(shift, by, now)])


@transaction.atomic
def swap_shift(*, shift_id: int, person_id: int, by: Person, now: datetime) -> Shift:
    """Give a shift to somebody else. Raises ShiftGone, NotOurs."""
    _ours(person_id)
    shift = _held(shift_id)
    if shift.person_id == person_id:
        return shift
    gone = _cancelled(shift, by, now)
    planned = Planned(
        office_id=shift.office_id,
        duty=shift.duty,
        person_id=person_id,
        starts_at=shift.starts_at,
        ends_at=shift.ends_at,
    )
    taken, line = _planned(planned, by, now)
    write_many([gone, *([line] if line else [])])
    return taken


@transaction.atomic
def copy_week(*, office_id: int, monday: date, by: Person, now: datetime) -> int:
    """Plan a week as the one before it was, at the same hours of the wall. Returns how many.

    Safe to repeat. Who has left meanwhile is left out.
    """
    zone = ZoneInfo(Office.objects.get(pk=office_id).time_zone)
    start = datetime.combine(monday - WEEK, time(), zone)
    end = datetime.combine(monday, time(), zone)
    one_at_a_time(f"roster {office_id}")
    rows = Shift.objects.filter(
        office_id=office_id, cancelled_at=None, starts_at__gte=start, starts_at__lt=end
    )
    lines = []
    for row in rows.filter(person__is_active=True).order_by("starts_at", "pk"):
        planned = Planned(
            office_id=office_id,
            duty=row.duty,
            person_id=row.person_id,
            starts_at=row.starts_at.astimezone(zone) + WEEK,  # the wall's hour, whatever the season
            ends_at=row.ends_at.astimezone(zone) + WEEK,
        )
        line = _planned(planned, by, now)[1]
        lines += [line] if line else []
    write_many(lines)
    return len(lines)


@transaction.atomic
def note_leave(
    *,
    person_id: int,
    starts_at: datetime,
    ends_at: datetime,
    reason: str,
    by: Person,
    now: datetime,
) -> Leave:
    """Note that a person is away. Safe to repeat. Raises NotOurs, NotOnDuty."""
    if not timedelta(0) < ends_at - starts_at <= LONGEST_LEAVE:
        raise NotOnDuty
    _ours(person_id)
    one_at_a_time(f"leave {person_id}")
    leave, is_new = Leave.objects.get_or_create(
        person_id=person_id,
        starts_at=starts_at,
        ends_at=ends_at,
        cancelled_at=None,
        defaults={"reason": reason[:200], "noted_at": now, "noted_by": by},
    )
    data = {"person": person_id, "starts_at": starts_at, "ends_at": ends_at, "reason": reason[:200]}
    stream, verb = f"person:{person_id}", "leave.noted"
    line = Line(stream=stream, verb=verb, by=by, at=now, data=told(data))
    write_many([line] if is_new else [])
    return leave


def _ours(person_id: int) -> None:
    person = Person.objects.active().filter(pk=person_id).first()
    if person is None or not person.roles or Role.CUSTOMER in person.roles:
        raise NotOurs


def _held(shift_id: int) -> Shift:
    rows = Shift.objects.select_for_update().filter(pk=shift_id, cancelled_at=None)
    shift = rows.first()
    if shift is None:
        raise ShiftGone
    return shift


def _cancelled(shift: Shift, by: Person, now: datetime) -> Line:
    shift.cancelled_at, shift.cancelled_by = now, by
    shift.save(update_fields=["cancelled_at", "cancelled_by"])
    data = {"person": shift.person_id, "duty": shift.duty, "starts_at": shift.starts_at}
    return _line(shift, "shift.cancelled", by, now, told(data))


def _line(shift: Shift, verb: str, by: Person, now: datetime, data: dict[str, object]) -> Line:
    return Line(stream=f"roster:{shift.office_id}", verb=verb, by=by, at=now, data=data)
