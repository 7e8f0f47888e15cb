"""Reading the letters that were taken in, and doing what follows."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction

from kept.records.files.services import read_bytes
from kept.records.ledger.actor import System
from kept.records.ledger.services import write
from kept.records.mail.decision import (
    UNDECIDED,
    UNREADABLE,
    Add,
    Decision,
    Leave,
    Open,
    Wait,
    decide,
)
from kept.records.mail.knowing import OurMail, known_of
from kept.records.mail.models import Letter, Outcome
from kept.records.mail.reading.message import Message, NotRead
from kept.records.mail.reading.reader import Reader
from kept.records.mail.services.doing import Content, add_answer, open_request
from kept.records.mail.services.telling import tell_that_it_waits
from kept.records.refusal import Refused

MAIL = System("mail")
MOST_TRIES = 3
RETRY = timedelta(seconds=20)  # also how long whoever reads a letter may take


def sort_next(*, now: datetime, reader: Reader, ours: Mapping[str, OurMail]) -> Outcome | None:
    """Read the letter whose turn it is and do what follows. Returns what; None: none waits.

    `ours` says by mailbox how our own mail is known.

    The try is on record before the letter is read, so that one that kills its reader is kept for
    a person after three tries and is in nobody's way before. Whatever is opened or added is
    written in the same transaction as the letter's outcome.
    """
    letter = _claim(now)
    if letter is None:
        return None
    if letter.outcome != Outcome.TAKEN:
        return Outcome(letter.outcome)
    try:
        message, files = reader.read(read_bytes(letter.raw.sha256))
    except NotRead as refused:
        if refused.word == "gave_up" and letter.tries < MOST_TRIES:
            return Outcome.TAKEN
        return _settle_unread(letter.pk, now)
    return _settle(letter.pk, Content(message, files), _ours(letter, ours), now)


def _ours(letter: Letter, ours: Mapping[str, OurMail]) -> OurMail:
    """Return how our mail is known there; of a mailbox that is read no more, as in the others."""
    return ours.get(letter.mailbox.name) or next(iter(ours.values()))


@transaction.atomic
def _claim(now: datetime) -> Letter | None:
    """Return a letter with a try on record; after too many it waits for a person instead."""
    due = Letter.objects.filter(outcome=Outcome.TAKEN, next_try_at__lte=now)
    rows = due.order_by("next_try_at", "pk").select_related("raw", "mailbox")
    letter = rows.select_for_update(of=("self",), skip_locked=True).first()
    if letter is None:
        return None
    if letter.tries >= MOST_TRIES:
        _wait(letter, UNREADABLE, now)
        return letter
    letter.tries += 1
    letter.next_try_at = now + RETRY * letter.tries
    letter.save(update_fields=["tries", "next_try_at"])
    return letter


@transaction.atomic
def _settle_unread(letter_id: int, now: datetime) -> Outcome:
    letter = Letter.objects.select_for_update().get(pk=letter_id)
    if letter.outcome == Outcome.TAKEN:
        _wait(letter, UNREADABLE, now)
    return Outcome(letter.outcome)


@transaction.atomic
def _settle(letter_id: int, content: Content, ours: OurMail, now: datetime) -> Outcome:
    """Write what stands in a letter and do what follows from it, all or nothing."""
    letter = Letter.objects.select_for_update(of=("self",)).get(pk=letter_id)
    if letter.outcome != Outcome.TAKEN:
        return Outcome(letter.outcome)  # whoever read it at the same time was faster
    message = content.message
    known = known_of(message, letter, ours)
    _write_down(letter, message)
    letter.mentions_id = known.proved_case or known.mentioned_case
    if len(known.contacts) == 1:
        letter.contact_id, letter.customer_id = known.contacts[0].pk, known.contacts[0].customer_id
    decision = decide(message, known)
    try:
        with transaction.atomic():
            _do(letter, content, decision, ours.office, now)
    except Refused:  # the cases want to know more than a letter says
        _wait(letter, UNDECIDED, now)
    letter.next_try_at = None
    letter.save()
    return Outcome(letter.outcome)


def _do(letter: Letter, content: Content, decision: Decision, office: str, now: datetime) -> None:
    match decision:
        case Open(contact=contact):
            letter.case_id = open_request(letter, content, contact, office=office, now=now)
            letter.outcome = Outcome.OPENED
        case Add(case_id=case_id, by_person=by_person):
            add_answer(letter, content, case_id, by_person=by_person, now=now)
            letter.case_id, letter.outcome = case_id, Outcome.ADDED
        case Wait(why=why):
            _wait(letter, why, now)
        case Leave(why=why):
            letter.outcome, letter.why = Outcome.SET_ASIDE, why


def _wait(letter: Letter, why: str, now: datetime) -> None:
    letter.outcome, letter.why, letter.next_try_at = Outcome.WAITING, why, None
    letter.case_id = None
    letter.save()
    data = {"why": why, "sha256": letter.raw.sha256, "mailbox": letter.mailbox.name}
    write(stream=letter.stream, verb="letter.waits", by=MAIL, at=now, data=data)
    tell_that_it_waits(letter, now=now)


def _write_down(letter: Letter, message: Message) -> None:
    letter.message_id = message.message_id[:998]
    letter.sender = message.sender.address[:320] if message.sender else ""
    letter.sender_name = (message.sender.name if message.sender else message.claimed)[:500]
    letter.subject = message.subject[:1000]
    letter.text, letter.html = message.text, message.html
    letter.attached = [
        {"name": one.name, "media_type": one.media_type, "size": one.size}
        for one in message.attached
    ]
