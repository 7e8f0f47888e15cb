"""Telling people something that is no news of a case's clocks; writing to people outside."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet

from kept.records.notices.models import Channel, Delivery, Notice
from kept.records.people.models import Person
from kept.records.repeats import one_at_a_time
from kept.records.transactions import joined

TO_OUTSIDE = "mail to people outside"


@dataclass(frozen=True, kw_only=True)
class Announcement:
    """What people are told; `kind` names its words. `dedup` tells it from all others."""

    kind: str
    dedup: str
    happened_at: datetime
    subject_key: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class OutgoingLetter:
    """A mail to an address of somebody without an account.

    `data` is what its words need; beside that `attach` names kept files ("name", "sha256",
    "media_type"), and `purpose` with `seed` a page that the receiver opens by a secret.
    """

    kind: str
    address: str
    language: str
    subject_key: str
    dedup: str
    data: Mapping[str, Any] = field(default_factory=dict)


def announce(
    announcement: Announcement, *, receivers: Iterable[Person], by_mail: bool, now: datetime
) -> int:
    """Tell people something, each once, in the application and if wanted by mail too.

    Returns how many people; part of the caller's transaction.
    """
    people = list(receivers)
    notices = [
        Notice(
            receiver=person,
            channel=channel,
            kind=announcement.kind,
            language=person.language,
            subject_key=announcement.subject_key,
            data={**announcement.data, "zone": person.time_zone, "noted_at": now.isoformat()},
            dedup=f"{announcement.dedup}/{person.pk}/{channel}",
            happened_at=announcement.happened_at,
            created_at=now,
            state=Delivery.WAITING if channel == Channel.EMAIL else Delivery.SHOWN,
            next_try_at=now if channel == Channel.EMAIL else None,
        )
        for person in people
        for channel in (Channel.IN_APP, Channel.EMAIL)
        if channel == Channel.IN_APP or (by_mail and person.email)
    ]
    Notice.objects.bulk_create(notices, ignore_conflicts=True)
    return len(people)


def send_letter(
    letter: OutgoingLetter,
    *,
    now: datetime,
    most_to_one: tuple[int, timedelta] | None = None,
    most_to_all: tuple[int, timedelta] | None = None,
) -> bool:
    """Let a mail go out to an address, once; within limits for what is sent by itself.

    Returns whether it will be sent: not if as many of its kind went to the address, or to all
    addresses, within the time given.
    """
    same = Notice.objects.filter(kind=letter.kind, receiver=None)
    to_one = same.filter(address=letter.address)
    limits = ((most_to_one, to_one), (most_to_all, same))
    with joined():
        if most_to_one is not None or most_to_all is not None:
            one_at_a_time(TO_OUTSIDE)
        for limit, rows in limits:
            if limit is not None and _reached(limit, rows, now=now):
                return False
        return bool(Notice.objects.bulk_create([_notice(letter, now)], ignore_conflicts=True))


def _reached(limit: tuple[int, timedelta], rows: QuerySet[Notice], *, now: datetime) -> bool:
    most, within = limit
    return rows.filter(created_at__gt=now - within).count() >= most


def _notice(letter: OutgoingLetter, now: datetime) -> Notice:
    return Notice(
        receiver=None,
        address=letter.address,
        channel=Channel.EMAIL,
        kind=letter.kind,
        language=letter.language,
        subject_key=letter.subject_key,
        data={"zone": "UTC", **letter.data},
        dedup=letter.dedup,
        happened_at=now,
        created_at=now,
        state=Delivery.WAITING,
        next_try_at=now,
    )
