"""Reading the letters that were taken in, and doing what follows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db import connection, transaction

from kept.records.files.services import read_bytes
from kept.records.ledger.actor import System
from kept.records.ledger.services import write
from kept.records.mail.decision import (
    UNDECIDED,
    UNREADABLE,
    Add,
    Decision,
    Known,
    Leave,
    Open,
    Wait,
    decide,
)
from kept.records.mail.knowing import OurMail, is_repeated, known_of
from kept.records.mail.models import WEB, Letter, Outcome
from kept.records.mail.reading.message import Message, NotRead
from kept.records.mail.reading.reader import Reader
from kept.records.mail.services.doing import Content, add_answer, open_request, ready_files
from kept.records.mail.services.goods import ask_for_goods
from kept.records.mail.services.telling import tell_that_it_waits
from kept.records.refusal import Refused

MAIL = System("mail")
MOST_TRIES = 3
RETRY = timedelta(seconds=20)  # also how long whoever reads a letter may take


# Rows that others hold are passed over, so that several readers are in nobody's way.
CLAIM = """
    UPDATE mail_letter AS letter
    SET tries = tries + 1, next_try_at = %(now)s + (tries + 1) * make_interval(secs => %(retry)s)
    FROM mail_mailbox AS mailbox, files_storedfile AS raw
    WHERE letter.id = (
        SELECT id FROM mail_letter WHERE outcome = 'taken' AND next_try_at <= %(now)s
        ORDER BY next_try_at, id LIMIT 1 FOR UPDATE SKIP LOCKED
    ) AND mailbox.id = letter.mailbox_id AND raw.id = letter.raw_id
    RETURNING letter.id, tries, mailbox.name, raw.sha256
"""


@dataclass(frozen=True)
class Claimed:
    """A letter that is to be read now, by one reader alone."""

    letter_id: int
    tries: int  # with this one
    mailbox: str
    sha256: str


def sort_next(*, now: datetime, reader: Reader, ours: Mapping[str, OurMail]) -> Outcome | None:
    """Read the letter whose turn it is and do what follows. Returns what; None: none waits.

    `ours` says by mailbox how our own mail is known.

    The try is on record before the letter is read, so that one that kills its reader is kept for
    a person after three tries and is in nobody's way before. Whatever is opened or added is
    written in the same transaction as the letter's outcome.
    """
    claimed = _claim(now)
    if claimed is None:
        return None
    if claimed.tries > MOST_TRIES:
        return _settle_unread(claimed.letter_id, now)
    raw = read_bytes(claimed.sha256)
    try:
        message, files = reader.read(raw)
    except NotRead as refused:
        if refused.word == "gave_up" and claimed.tries < MOST_TRIES:
            return Outcome.TAKEN
        return _settle_unread(claimed.letter_id, now)
    # How our mail is known there; of a mailbox that is read no more, as in the others.
    where = ours.get(claimed.mailbox) or next(iter(ours.values()))
    known = known_of(message, where, web=claimed.letter_id if claimed.mailbox == WEB else None)
    # Photos are drawn for those alone whose letter becomes part of a case, and before anything is
    # locked for them.
    wanted = isinstance(decide(message, known), Open | Add)
    given = ready_files(claimed.letter_id, message, raw, files) if wanted else {}
    return _settle(claimed.letter_id, Content(message, given), known, where.office, now)


def _claim(now: datetime) -> Claimed | None:
    """Return a letter with a try on record, whether or not the try comes to an end."""
    with connection.cursor() as cursor:
        cursor.execute(CLAIM, {"now": now, "retry": RETRY.total_seconds()})
        row = cursor.fetchone()
    return Claimed(*row) if row else None


@transaction.atomic
def _settle_unread(letter_id: int, now: datetime) -> Outcome:
    letter = Letter.objects.select_for_update().get(pk=letter_id)
    if letter.outcome == Outcome.TAKEN:
        letter.tries = min(letter.tries, MOST_TRIES)
        _wait(letter, UNREADABLE, now)
    return Outcome(letter.outcome)


@transaction.atomic
def _settle(letter_id: int, content: Content, known: Known, office: str, now: datetime) -> Outcome:
    """Write what stands in a letter and do what follows from it, all or nothing."""
    rows = Letter.objects.select_for_update(of=("self",)).select_related("raw", "mailbox")
    letter = rows.get(pk=letter_id)
    if letter.outcome != Outcome.TAKEN:
        return Outcome(letter.outcome)  # whoever read it at the same time was faster
    message = content.message
    known = replace(known, is_repeated=is_repeated(message, letter))
    _write_down(letter, message)
    letter.mentions_id = known.proved_case or known.mentioned_case
    if len(known.contacts) == 1:
        letter.contact_id, letter.customer_id = known.contacts[0].pk, known.contacts[0].customer_id
    try:
        with transaction.atomic():
            _do(letter, content, decide(message, known), office, now)
    except Refused:  # the cases want to know more than a letter says
        _wait(letter, UNDECIDED, now)
    letter.next_try_at = None
    letter.save()
    return Outcome(letter.outcome)


def _do(letter: Letter, content: Content, decision: Decision, office: str, now: datetime) -> None:
    match decision:
        case Open(contact=contact):
            letter.case_id = open_request(letter, content, contact, office=office, now=now)
            ask_for_goods(letter, letter.case_id, now=now)
            letter.outcome = Outcome.OPENED
        case Add(case_id=case_id, by_person=by_person):
            add_answer(letter, content, case_id, by_person=by_person, now=now)
            letter.case_id, letter.outcome = case_id, Outcome.ADDED
        case Wait(why=why):
            _wait(letter, why, now)
        case Leave(why=why):
            letter.outcome, letter.why = Outcome.SET_ASIDE, why
            _say(letter, "letter.set_aside", now)


def _wait(letter: Letter, why: str, now: datetime) -> None:
    letter.outcome, letter.why, letter.next_try_at = Outcome.WAITING, why, None
    letter.case_id = None
    letter.save()
    _say(letter, "letter.waits", now)
    tell_that_it_waits(letter, now=now)


def _say(letter: Letter, verb: str, now: datetime) -> None:
    data = {"why": letter.why, "sha256": letter.raw.sha256, "mailbox": letter.mailbox.name}
    write(stream=letter.stream, verb=verb, by=MAIL, at=now, data=data)


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
