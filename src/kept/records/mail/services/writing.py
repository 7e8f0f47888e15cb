"""Writing to a customer from a case: the mail, and the fact that they were told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kept.records.cases.asking import NewFact
from kept.records.cases.models import Case
from kept.records.cases.services import Recorded, record_fact
from kept.records.documents.addressees import Addressee, NoAddress, addressee, usual
from kept.records.documents.telling import zone_of
from kept.records.ledger.services import write
from kept.records.notices.services import OutgoingLetter, send_letter
from kept.records.notices.threads import answer_headers
from kept.records.people.models import Person
from kept.records.refusal import Refused

TOLD: Final = "customer.told"
KIND: Final = "letter"
MOST_A_DAY: Final = (20, timedelta(days=1))  # to one address: many cases may be written to at once
LONGEST: Final = 4_000


class NothingToSay(Refused):
    """A mail has words."""

    sentence = _("Please write what the customer is to read.")


class TooManyLetters(Refused):
    """What is not sent was not told, so it is refused and not put aside."""

    sentence = _("Today %(address)s was written to so often that nothing more is sent. Call them.")


@dataclass(frozen=True, kw_only=True)
class Message:
    """What a customer is written; to who asked, if nobody is named.

    `language` is that of the text; empty: the contact's.
    """

    text: str
    contact_id: int | None = None
    language: str = ""
    source: str = ""


@transaction.atomic
def write_to_customer(
    *, case_id: int, message: Message, by: Person, now: datetime, key: str
) -> Recorded:
    """Send a contact a mail from a case, and record that the customer was told.

    One mail and one fact for one key. Answers to it find the case. Raises NothingToSay, NoAddress,
    TooManyLetters, and what `record_fact` raises.
    """
    text = message.text.strip()[:LONGEST]
    if not text:
        raise NothingToSay
    fact = NewFact(kind=TOLD, at=now, values={"text": text}, source=message.source)
    told = record_fact(case_id=case_id, fact=fact, by=by, now=now, key=key)
    if told.repeated:
        return told
    case = Case.objects.select_related("office").get(pk=case_id)
    to = _to(case, message)
    letter = _letter(case, to, message, text, told.seq, by)
    if not send_letter(letter, now=now, most_to_one=MOST_A_DAY):
        raise TooManyLetters(address=to.address)
    data = {"fact": told.seq, "address": to.address, "contact": to.contact_id, "key": key}
    write(stream=case.stream, verb="customer.written", by=by, at=now, data=data)
    return told


def _to(case: Case, message: Message) -> Addressee:
    if message.contact_id is not None:
        return addressee(case, message.contact_id)
    to = usual(case)
    if to is None:
        raise NoAddress
    return to


def _letter(
    case: Case, to: Addressee, message: Message, text: str, seq: int, by: Person
) -> OutgoingLetter:
    return OutgoingLetter(
        kind=KIND,
        address=to.address,
        language=message.language or to.language,
        subject_key=str(case.number),
        dedup=f"case/{case.pk}/told/{seq}",
        data={
            "text": text,
            "by": by.display_name,
            "zone": zone_of(case),
            **answer_headers(
                case_id=case.pk,
                address=to.address,
                unique=f"told.{case.pk}.{seq}",
                mailbox=settings.MAIL_ADDRESS,
            ),
        },
    )
