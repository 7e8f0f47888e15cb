"""Taking a message in: its bytes are kept before anything reads them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from kept.records.files.services import keep_bytes
from kept.records.mail.models import Letter, Mailbox
from kept.records.mail.services.leasing import LEASE

MEDIA_TYPE = "message/rfc822"


@dataclass(frozen=True)
class Taken:
    """A message is ours now; `repeated`: it already was."""

    letter_id: int
    repeated: bool


@transaction.atomic
def take_in(
    *, mailbox: Mailbox, uid: int, content: bytes, received_at: datetime, now: datetime
) -> Taken:
    """Keep a message of a mailbox, and that the mailbox has been read so far.

    `received_at` is when our mail server took it: promises count from then, whatever the sender's
    clock says. Once this returns, the server may be told. Raises DiskFull.
    """
    raw = keep_bytes(content=content, media_type=MEDIA_TYPE, now=now)
    row, made = Letter.objects.get_or_create(
        mailbox=mailbox,
        raw=raw,
        defaults={"received_at": min(received_at, now), "taken_at": now, "next_try_at": now},
    )
    Mailbox.objects.filter(pk=mailbox.pk, last_uid__lt=uid).update(last_uid=uid)
    Mailbox.objects.filter(pk=mailbox.pk).exclude(leased_to="").update(leased_until=now + LEASE)
    return Taken(row.pk, not made)
