"""Turning news into notices."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import transaction

from kept.records.cases.services import NewsItem, take_news
from kept.records.notices.models import Channel, Delivery, Notice
from kept.records.notices.receivers import receivers
from kept.records.notices.services.announcing import OutgoingLetter, send_letter
from kept.records.people.models import Person

LONG_PAST = timedelta(days=7)  # what was noted before is history, not news
# What leaves the house of a decision: not who of us wrote it down, nor what else is known.
FOR_OUTSIDE = ("names", "text", "requester", "now", "reason")
GATHERING = timedelta(seconds=5)  # mail waits so long, that a storm becomes one message


@transaction.atomic
def tell(*, now: datetime, limit: int = 500) -> int:
    """Write the notices of the oldest news; each reaches each receiver once on each channel.

    Returns how many news there were; fewer than `limit` means that none are left.
    """
    items = take_news(limit=limit)
    worth = [item for item in items if _is_news(item, now)]
    people = receivers(worth, at=now)
    notices = [
        notice
        for item in worth
        for person in people.of(item)
        for notice in _notices(item, person, now)
    ]
    Notice.objects.bulk_create(notices, ignore_conflicts=True)
    for item in worth:
        if item.data.get("address"):
            _tell_outside(item, now)
    return len(items)


def _tell_outside(item: NewsItem, now: datetime) -> None:
    """Send somebody without an account what was decided about what they contested."""
    letter = OutgoingLetter(
        kind="decided_for_you",
        address=item.data["address"],
        language=item.data["language"],
        subject_key=item.number,
        dedup=f"{item.dedup}/outside",
        data={key: item.data[key] for key in FOR_OUTSIDE if key in item.data},
    )
    send_letter(letter, now=now)


def _is_news(item: NewsItem, now: datetime) -> bool:
    """Say whether it still helps to know: not what is long past, nor a warning too late."""
    due_at = item.data.get("due_at")
    if item.kind == "warned" and due_at and datetime.fromisoformat(due_at) <= item.noted_at:
        return False
    return now - item.noted_at < LONG_PAST


def _notices(item: NewsItem, person: Person, now: datetime) -> Iterator[Notice]:
    channels = [Channel.IN_APP, Channel.EMAIL] if person.email else [Channel.IN_APP]
    for channel in channels:
        mail = channel == Channel.EMAIL
        yield Notice(
            receiver=person,
            channel=channel,
            kind=item.kind,
            language=person.language,
            subject_key=item.number,
            data={
                **item.data,
                "title": item.title,
                "customer": item.customer_names,
                "noted_at": item.noted_at.isoformat(),
                "zone": person.time_zone,
            },
            dedup=f"{item.dedup}/{person.pk}/{channel}",
            happened_at=item.at,
            created_at=now,
            state=Delivery.WAITING if mail else Delivery.SHOWN,
            next_try_at=now + GATHERING if mail else None,
        )
