"""What the archive and the cases know about a message."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models.functions import Lower

from kept.records.archive.models import ContactEmail
from kept.records.cases.models import Case
from kept.records.mail.decision import Known, KnownContact
from kept.records.mail.models import Letter, Outcome, WebRequest
from kept.records.mail.proof import mentioned, proved_case, verdict
from kept.records.mail.reading.message import Message
from kept.records.people.models import Person, Role
from kept.records.repeats import one_at_a_time

REPEATED_WITHIN = timedelta(days=30)


@dataclass(frozen=True)
class OurMail:
    """How our own mail is known: the addresses people write to, the mark on what we send."""

    addresses: Collection[str]  # of our mailboxes and our sender, in lower case
    mark: str  # what X-Kept-Loop says on our own mail
    authserv: str = ""
    office: str = ""  # code of the office that answers


def known_of(message: Message, ours: OurMail, *, web: int | None) -> Known:
    """Return what is known about a message, whatever it says about itself.

    `web` is the letter's key if it came by the form for everyone. Whether the message came before
    is asked later: that holds only while nobody else can say so of the same one.
    """
    sender = message.sender.address if message.sender else ""
    places = [*message.answers, *(one.address for one in message.to)]
    case_id = proved_case(places, sender=sender) if sender else None
    case = Case.objects.filter(pk=case_id).first() if case_id else None
    spoken_of = mentioned(message.subject, places)
    return Known(
        verdict=verdict(message.results, authserv=ours.authserv),
        is_ours=_is_ours(sender, ours),
        # Into a form somebody wrote, whose address they gave for theirs.
        is_loop=web is None and (sender in ours.addresses or ours.mark in message.own),
        contacts=tuple(_contacts(sender)),
        proved_case=case.pk if case else None,
        proved_customer=case.customer_id if case else None,
        mentioned_case=_existing(spoken_of),
        **(_web(web) if web is not None else {}),
    )


def is_repeated(message: Message, letter: Letter) -> bool:
    """Say whether the same words came under the same message id, here or to another mailbox.

    Who reads the same message at the same time waits here until the caller's transaction ends.
    """
    if not message.message_id or message.sender is None:
        return False
    one_at_a_time(f"message {message.message_id}")
    before = Letter.objects.filter(
        message_id=message.message_id[:998],
        sender=message.sender.address,
        subject=message.subject,
        text=message.text,
        received_at__gte=letter.received_at - REPEATED_WITHIN,
    )
    return before.exclude(pk=letter.pk).exclude(outcome=Outcome.TAKEN).exists()


def _web(letter_id: int) -> dict[str, Any]:
    """Return what is known of a letter that came by the form for everyone."""
    web = WebRequest.objects.select_related("first__letter").get(letter=letter_id)
    first = web.first
    case_id = first.letter.case_id if first else None
    return {"by_web": True, "follows": first is not None, "followed_case": case_id}


def _existing(case_id: int | None) -> int | None:
    return case_id if case_id and Case.objects.filter(pk=case_id).exists() else None


def _is_ours(sender: str, ours: OurMail) -> bool:
    """Say whether an address belongs to one of us, or to one of our hosts."""
    host = sender.rpartition("@")[2]
    if host and host in {address.rpartition("@")[2] for address in ours.addresses}:
        return True
    people = Person.objects.active().exclude(roles__contains=[Role.CUSTOMER])
    return bool(sender) and people.filter(email__iexact=sender).exists()


def _contacts(sender: str) -> list[KnownContact]:
    rows = (
        ContactEmail.objects.annotate(plain=Lower("address"))
        .filter(plain=sender)
        .select_related("contact")
        .order_by("contact_id")
    )
    return [
        KnownContact(
            pk=row.contact_id,
            customer_id=row.customer_id,
            has_left=row.contact.left_at is not None,
            language=row.contact.language,
        )
        for row in rows
    ]
