"""Who reads a mailbox, and how that went."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from kept.records.mail.models import Mailbox
from kept.records.mail.services.telling import tell_that_it_fails

LEASE = timedelta(minutes=2)  # renewed with every message
ALARMING = timedelta(minutes=10)


def borrow(*, name: str, reader: str, now: datetime) -> Mailbox | None:
    """Return the mailbox for this reader alone until the lease runs out; None: another has it."""
    Mailbox.objects.bulk_create([Mailbox(name=name)], ignore_conflicts=True)
    free = Q(leased_until=None) | Q(leased_until__lt=now) | Q(leased_to=reader)
    mine = Mailbox.objects.filter(free, name=name)
    if not mine.update(leased_to=reader, leased_until=now + LEASE):
        return None
    return Mailbox.objects.get(name=name)


def looked(*, mailbox: Mailbox, reader: str, now: datetime) -> None:
    """Note that a look went through, and give the mailbox back."""
    Mailbox.objects.filter(pk=mailbox.pk, leased_to=reader).update(
        looked_at=now, problem="", failing_since=None, leased_to="", leased_until=None
    )


@transaction.atomic
def failed(*, mailbox: Mailbox, reader: str, problem: str, now: datetime) -> None:
    """Note why a look did not go through, and give the mailbox back.

    After ten minutes of it the administrators are told, once.
    """
    since = mailbox.failing_since or now
    told = (problem.strip() or "No answer.")[:500]
    Mailbox.objects.filter(pk=mailbox.pk, leased_to=reader).update(
        problem=told, failing_since=since, leased_to="", leased_until=None
    )
    if now - since >= ALARMING:
        tell_that_it_fails(mailbox, problem=told, since=since, now=now)


def numbered(*, mailbox: Mailbox, uid_validity: int, last_uid: int) -> None:
    """Note how the server numbers its mail now, and up to which number it was looked at."""
    Mailbox.objects.filter(pk=mailbox.pk).update(uid_validity=uid_validity, last_uid=last_uid)
