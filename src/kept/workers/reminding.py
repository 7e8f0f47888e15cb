"""Reminding customers by mail, where the company wants that."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.conf import settings

from kept.records.mail.reminding import to_remind
from kept.records.mail.services import remind_customer
from kept.workers.loop import Loop, Step

LOOK_EVERY: Final = 60.0  # seconds


def parts() -> list[Loop]:
    """Return the part that reminds; none where nothing is to be reminded of."""
    if not settings.REMIND_AFTER and not settings.REMIND_OF_DUES:
        return []
    return [Loop("reminders", remind_customers, every=LOOK_EVERY, hangs_after=120.0)]


def remind_customers(now: datetime) -> Step:
    """Send the reminders whose time has come, each in a transaction of its own."""
    due = to_remind(after=settings.REMIND_AFTER, with_dues=settings.REMIND_OF_DUES, now=now)
    return Step(sum(remind_customer(reminder=one, now=now) for one in due))
