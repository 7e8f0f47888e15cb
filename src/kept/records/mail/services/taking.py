"""Taking a message in: its bytes are kept before anything reads them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Case, Value, When
from django.db.models.functions import Greatest

from kept.records.files.models import StoredFile
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
    # Until the transaction ends nobody else keeps these bytes, so no other letter can be of them.
    raw = keep_bytes(content=content, media_type=MEDIA_TYPE, now=now, from_outside=True)
    before = Letter.objects.filter(mailbox=mailbox, raw=raw).values_list("pk", flat=True).first()
    letter_id = before or _written(mailbox, raw, min(received_at, now), now)
    held = Case(When(leased_to="", then=None), default=Value(now + LEASE))
    Mailbox.objects.filter(pk=mailbox.pk).update(
        last_uid=Greatest("last_uid", uid), leased_until=held
    )
    return Taken(letter_id, before is not None)


def _written(mailbox: Mailbox, raw: StoredFile, received_at: datetime, now: datetime) -> int:
    letter = Letter(
        mailbox=mailbox, raw=raw, received_at=received_at, taken_at=now, next_try_at=now
    )
    letter.save(force_insert=True)
    return letter.pk
