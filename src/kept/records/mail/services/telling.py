"""Whom a letter concerns, and what its sender is told."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings

from kept.records.cases.models import Case
from kept.records.cases.services import Opened
from kept.records.mail.decision import KnownContact
from kept.records.mail.models import WEB, Letter, Mailbox, WebRequest
from kept.records.notices.services import Announcement, OutgoingLetter, announce, send_letter
from kept.records.notices.threads import answer_headers
from kept.records.people.models import Person, Role
from kept.records.tokens import hash_of, token

REQUEST_LINK: Final = "request page"  # what its secrets are worked out for
DAY = timedelta(days=1)
MOST_A_DAY = 3  # automatic mails to one address
MOST_FOR_ALL = 500  # automatic mails a day


def tell_that_it_waits(letter: Letter, *, now: datetime) -> None:
    """Tell those who look after incoming mail that a letter waits for a decision."""
    people = Person.objects.active().filter(roles__overlap=[Role.HOTLINE, Role.DISPATCHER])
    announce(
        Announcement(
            kind="letter_waits",
            dedup=f"letter/{letter.pk}/waits",
            happened_at=letter.received_at,
            data={"sender": letter.sender or letter.sender_name, "title": letter.subject,
                  "why": letter.why},
        ),
        receivers=people,
        by_mail=False,
        now=now,
    )  # fmt: skip


def tell_that_it_fails(mailbox: Mailbox, *, problem: str, since: datetime, now: datetime) -> None:
    """Tell the administrators that a mailbox cannot be read; once for each stretch of trouble."""
    announce(
        Announcement(
            kind="mailbox_fails",
            dedup=f"mailbox/{mailbox.pk}/{since.isoformat()}",
            happened_at=since,
            data={"mailbox": mailbox.name, "problem": problem},
        ),
        receivers=Person.objects.active().with_role(Role.ADMINISTRATOR),
        by_mail=True,
        now=now,
    )


def tell_of_answer(case: Case, letter: Letter, *, now: datetime) -> None:
    """Tell who is responsible that the customer has written."""
    announce(
        Announcement(
            kind="letter_added",
            dedup=f"letter/{letter.pk}/added",
            happened_at=letter.received_at,
            subject_key=str(case.number),
            data={
                "customer": case.customer.names,
                "title": case.title,
                "sender": letter.sender_name or letter.sender,
            },
        ),
        receivers=Person.objects.active().filter(pk=case.responsible_id),
        by_mail=True,
        now=now,
    )


def acknowledge(case: Opened, letter: Letter, contact: KnownContact, *, now: datetime) -> None:
    """Tell the sender the case's number; in a mail that carries none of the sender's own words.

    At most a few a day to one address, and so many a day in all: whoever forges senders cannot
    make a cannon of us. What came by mail gets a private page, whose secret stands in this mail
    alone.
    """
    address, seed = letter.sender, ""
    if letter.mailbox.name != WEB and letter.contact_id is not None:
        seed = uuid.uuid4().hex
    is_sent = send_letter(
        OutgoingLetter(
            kind="received",
            address=address,
            language=contact.language,
            subject_key=case.number,
            dedup=f"letter/{letter.pk}/received",
            data={
                **answer_headers(
                    case_id=case.case_id,
                    address=address,
                    unique=f"received.{letter.pk}",
                    mailbox=settings.MAIL_ADDRESS,
                ),
                "in_reply_to": letter.message_id,
                **({"purpose": REQUEST_LINK, "seed": seed} if seed else {}),
            },
        ),
        most_to_one=(MOST_A_DAY, DAY),
        most_to_all=(MOST_FOR_ALL, DAY),
        now=now,
    )
    if is_sent and seed:
        _keep_page(letter, address, seed)


def _keep_page(letter: Letter, address: str, seed: str) -> None:
    secret = token(REQUEST_LINK, seed)
    WebRequest.objects.create(
        letter=letter,
        digest=hash_of(f"mailed {letter.pk}"),
        secret_hash=hash_of(secret),
        mailed_to=address,
        seed=seed,
    )
