"""Reading the roster."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from kept.records.people.models import Person
from kept.records.roster.models import Duty, HandOver, Leave, Shift

STILL_NEWS = timedelta(hours=24)  # a hand-over of longer ago is nobody's any more


@dataclass(frozen=True)
class ShiftCard:
    """A shift that counts. `is_away`: the person is on leave in it, so nobody has it."""

    pk: int
    office_id: int
    duty: str
    person_id: int
    person: str
    starts_at: datetime
    ends_at: datetime
    is_away: bool


@dataclass(frozen=True)
class HandOverCard:
    """What one shift tells the next."""

    pk: int
    office_id: int
    text: str
    written_at: datetime
    written_by: str
    read_by: tuple[str, ...]


def on_duty(
    *, at: datetime, office_id: int | None = None, duties: Collection[Duty] = ()
) -> list[ShiftCard]:
    """Return who is on duty at a moment, by name; nobody who has left or is away."""
    rows = _counting().filter(starts_at__lte=at, ends_at__gt=at, person__is_active=True)
    rows = rows.filter(duty__in=duties) if duties else rows
    rows = rows.filter(office_id=office_id) if office_id is not None else rows
    away = Leave.objects.filter(person=OuterRef("person"), starts_at__lte=at, ends_at__gt=at)
    there = rows.exclude(Exists(away.filter(cancelled_at=None)))
    return [_card(row) for row in there.order_by("duty", "person__sort_key", "pk")]


def is_planned(*, at: datetime) -> bool:
    """Say whether anybody plans duties at all: some shift is near."""
    near = Q(ends_at__gt=at - timedelta(days=7), starts_at__lt=at + timedelta(days=7))
    return _counting().filter(near).exists()


def is_covered(*, since: datetime, until: datetime) -> bool:
    """Say whether anybody is on duty at any time between two moments, and not away all the time."""
    rows = _counting().filter(starts_at__lt=until, ends_at__gt=since, person__is_active=True)
    away = Leave.objects.filter(
        person=OuterRef("person"),
        cancelled_at=None,
        starts_at__lte=OuterRef("starts_at"),
        ends_at__gte=OuterRef("ends_at"),
    )
    return rows.exclude(Exists(away)).exists()


def shifts(*, office_id: int, since: datetime, until: datetime) -> list[ShiftCard]:
    """Return an office's shifts in a stretch of time, in order."""
    rows = _counting().filter(office_id=office_id, starts_at__lt=until, ends_at__gt=since)
    away = Leave.objects.filter(
        person=OuterRef("person"),
        cancelled_at=None,
        starts_at__lt=OuterRef("ends_at"),
        ends_at__gt=OuterRef("starts_at"),
    )
    found = rows.annotate(away=Exists(away)).order_by("starts_at", "duty", "person__sort_key")
    return [_card(row, is_away=row.away) for row in found]


def away(*, at: datetime) -> list[int]:
    """Return the keys of those who are on leave."""
    rows = Leave.objects.filter(cancelled_at=None, starts_at__lte=at, ends_at__gt=at)
    return list(rows.values_list("person_id", flat=True).distinct())


def lead(*, office_id: int, at: datetime, without: Collection[int] = ()) -> int | None:
    """Return who answers for an office now: its duty lead, else who else is on duty there.

    Without anybody on duty at the office, the lead of another one; None if nobody is anywhere.
    """
    order = {Duty.LEAD.value: 0, Duty.HOTLINE.value: 1, Duty.SECOND_LINE.value: 2}
    found = [card for card in on_duty(at=at) if card.person_id not in without]
    ranked = sorted(
        found, key=lambda card: (card.office_id != office_id, order[card.duty], card.pk)
    )
    return ranked[0].person_id if ranked else None


def gaps(*, office_id: int, since: datetime, until: datetime) -> list[tuple[datetime, datetime]]:
    """Return the stretches in which nobody at all is on duty at an office."""
    found, free = [], since
    for card in shifts(office_id=office_id, since=since, until=until):
        if card.is_away:
            continue
        if card.starts_at > free:
            found.append((free, card.starts_at))
        free = max(free, card.ends_at)
    return [*found, (free, until)] if free < until else found


def hand_overs(*, office_id: int, limit: int = 10) -> list[HandOverCard]:
    """Return what was handed over at an office, the last first."""
    rows = HandOver.objects.filter(office_id=office_id).select_related("written_by")
    return [_hand_over(row) for row in rows.order_by("-written_at", "-pk")[:limit]]


def unread_hand_over(
    *, reader: Person, at: datetime, there: Collection[ShiftCard] | None = None
) -> HandOverCard | None:
    """Return what a person who is on duty must read: the last of the office, if not their own.

    `there` is who is on duty, if the caller has asked already.
    """
    on = on_duty(at=at) if there is None else there
    mine = [card.office_id for card in on if card.person_id == reader.pk]
    if not mine:
        return None
    rows = HandOver.objects.filter(office_id__in=mine, written_at__gt=at - STILL_NEWS)
    last = rows.select_related("written_by").order_by("-written_at", "-pk").first()
    if last is None or last.written_by_id == reader.pk:
        return None
    return None if last.reads.filter(person=reader).exists() else _hand_over(last)


def _counting() -> QuerySet[Shift]:
    return Shift.objects.filter(cancelled_at=None).select_related("person")


def _card(row: Shift, *, is_away: bool = False) -> ShiftCard:
    return ShiftCard(
        pk=row.pk,
        office_id=row.office_id,
        duty=row.duty,
        person_id=row.person_id,
        person=row.person.display_name,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        is_away=is_away,
    )


def _hand_over(row: HandOver) -> HandOverCard:
    readers = row.reads.select_related("person").order_by("read_at")
    return HandOverCard(
        pk=row.pk,
        office_id=row.office_id,
        text=row.text,
        written_at=row.written_at,
        written_by=row.written_by.display_name,
        read_by=tuple(read.person.display_name for read in readers),
    )
