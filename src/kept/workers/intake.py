"""Incoming mail: one part for each mailbox, so that none waits for another, and some that read."""

from __future__ import annotations

import os
import socket
import threading
import time
from collections.abc import Iterable
from datetime import datetime
from functools import partial

import structlog
from django.conf import settings

from kept.records.mail.knowing import OurMail
from kept.records.mail.mailserver import (
    TIMEOUT,
    MailboxAddress,
    MailServerTrouble,
    OpenMailbox,
    open_mailbox,
)
from kept.records.mail.models import WEB, Mailbox
from kept.records.mail.reading.reader import Reader
from kept.records.mail.services import borrow, failed, looked, numbered, sort_next, take_in
from kept.records.notices.services import loop_mark
from kept.workers.clock import database_now
from kept.workers.loop import Loop, Step

log = structlog.get_logger(__name__)

LOOK_EVERY = 10.0  # seconds
AT_ONCE = 50  # messages in one look, and letters in one step
READERS = 3  # while some wait for the disk or for a child, the others go on
LONGEST_STEP = 5.0  # seconds; after it no further letter is begun, so that signs of life come


def parts() -> list[Loop]:
    """Return a part for each mailbox of the settings, and those that read what came anywhere."""
    boxes = [MailboxAddress(**told) for told in settings.MAILBOXES]
    fetching = [
        Loop(f"mailbox {place}"[:40], partial(fetch, box), every=LOOK_EVERY, hangs_after=600.0)
        for place, box in enumerate(boxes, start=1)
    ]
    readers = [
        Loop(
            f"letters {place}",
            partial(read_letters, boxes, Reader()),
            every=1.0,
            hangs_after=120.0,
        )
        for place in range(1, READERS + 1)
    ]
    return [*fetching, *readers]


def fetch(where: MailboxAddress, now: datetime, *, timeout: float = TIMEOUT) -> Step:
    """Take in what is new in a mailbox; whoever else reads it at the moment does so alone."""
    reader = f"{socket.gethostname()}:{os.getpid()}:{threading.get_ident()}"
    mailbox = borrow(name=where.name, reader=reader, now=now)
    if mailbox is None:
        return Step()
    try:
        taken, more = _take_all(where, mailbox, timeout)
    except MailServerTrouble as trouble:
        failed(mailbox=mailbox, reader=reader, problem=str(trouble), now=database_now())
        log.warning("mailbox cannot be read", mailbox=where.name, problem=str(trouble))
        return Step()
    looked(mailbox=mailbox, reader=reader, now=database_now())
    return Step(taken, again=more)


def _take_all(where: MailboxAddress, mailbox: Mailbox, timeout: float) -> tuple[int, bool]:
    """Take in what is wanted; return how many, and whether there is more."""
    with open_mailbox(where, timeout=timeout) as box:
        if mailbox.uid_validity != box.uid_validity:
            return _take_by_state(box, mailbox), False
        wanted = box.new(after=mailbox.last_uid)
        for uid in wanted[:AT_ONCE]:
            _take(box, uid, mailbox, reached=uid)
    return len(wanted[:AT_ONCE]), len(wanted) > AT_ONCE


def _take_by_state(box: OpenMailbox, mailbox: Mailbox) -> int:
    """Take in what is wanted when its numbers say nothing; from then on they do.

    At the first look that is what nobody has read: what is older and read was dealt with before
    Kept. If the server has numbered its mail anew, it is also what came since the last look; what
    was taken before is known by its bytes. Whoever dies in between begins again.
    """
    last = box.last()
    wanted = set(box.unread())
    if mailbox.looked_at is not None:
        wanted |= set(box.since(mailbox.looked_at))
    for uid in sorted(wanted):
        _take(box, uid, mailbox, reached=0)
    numbered(mailbox=mailbox, uid_validity=box.uid_validity, last_uid=last)
    return len(wanted)


def _take(box: OpenMailbox, uid: int, mailbox: Mailbox, *, reached: int) -> None:
    """Keep a message; only then say on the server that it was read."""
    message = box.look(uid)
    if message is None:
        return
    take_in(
        mailbox=mailbox,
        uid=reached,
        content=b"".join(box.pieces(message)),
        received_at=message.received_at,
        now=database_now(),
    )
    box.mark_read(uid)


def read_letters(boxes: Iterable[MailboxAddress], reader: Reader, now: datetime) -> Step:
    """Read the letters that were taken in, and do what follows."""
    ours = {box.name: _our_mail(box, boxes) for box in boxes}
    ours[WEB] = _our_mail(None, boxes)
    until = time.monotonic() + LONGEST_STEP
    for done in range(AT_ONCE):
        if time.monotonic() > until:
            return Step(done, again=True)
        if sort_next(now=database_now(), reader=reader, ours=ours) is None:
            return Step(done)
    return Step(AT_ONCE, again=True)


def _our_mail(box: MailboxAddress | None, boxes: Iterable[MailboxAddress]) -> OurMail:
    """Return how our own mail is known in a mailbox; without one, in the form for everyone."""
    addresses = {each.address for each in boxes} | {settings.MAIL_ADDRESS.lower()}
    return OurMail(
        addresses=frozenset(addresses),
        mark=loop_mark(settings.DEFAULT_FROM_EMAIL),
        authserv=box.authserv if box else "",
        office=box.office if box else "",
    )
