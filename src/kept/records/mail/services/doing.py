"""What follows from a letter in the cases."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from kept.records.archive.models import Equipment
from kept.records.cases.asking import LogRequest, NewFact
from kept.records.cases.models import Case
from kept.records.cases.services import Door, open_from_outside, record_fact
from kept.records.files.models import Kind
from kept.records.files.services import NewFile, ReadyFile, attach_files, ready_file
from kept.records.ledger.actor import Outsider
from kept.records.mail.decision import KnownContact
from kept.records.mail.models import WEB, Letter
from kept.records.mail.reading.message import Message
from kept.records.mail.services.telling import acknowledge, tell_of_answer
from kept.records.people.models import Office, Person
from kept.records.people.services.doors import door_person
from kept.records.refusal import Refused

SOURCE = "mail"
MAIL = Door("mail", "E-mail")
FAULT = "fault"
MOST_OF_A_FACT = 4_000  # characters; the whole letter is among the case's files
_SERIAL = re.compile(r"[A-Z0-9][A-Z0-9./_-]{3,79}", re.IGNORECASE)
MOST_WORDS = 500


@dataclass(frozen=True)
class Content:
    """A letter, read: what stands in it, and by their keys the files that a case gets of it."""

    message: Message
    files: Mapping[str, ReadyFile]


def open_request(
    letter: Letter, content: Content, contact: KnownContact, *, office: str, now: datetime
) -> int:
    """Log a letter as a request of its own; promises count from its receipt. Returns the case.

    Raises whatever `open_from_outside` refuses with: then a person must say more.
    """
    piece = _equipment_named(content.message, contact.customer_id)
    place = _office(piece, office)
    opened = open_from_outside(
        request=LogRequest(
            customer_id=contact.customer_id,
            contact_id=contact.pk,
            channel="web" if letter.mailbox.name == WEB else "email",
            case_type=FAULT,
            requested_at=letter.received_at,
            title=content.message.subject,
            description=content.message.text[:MOST_OF_A_FACT] or content.message.subject,
            equipment_id=piece.pk if piece else None,
            office_id=place.pk if place else None,
            source=SOURCE,
        ),
        door=MAIL,
        now=now,
        key=_key(letter.pk),
    )
    attach_letter(opened.case_id, letter, content.files, now=now)
    if not content.message.automatic:
        acknowledge(opened, letter, contact, now=now)
    return opened.case_id


def add_answer(
    letter: Letter,
    content: Content,
    case_id: int,
    *,
    by_person: bool,
    now: datetime,
    by: Person | None = None,
) -> None:
    """Add a letter to a case: as something the customer said, or as a machine's note."""
    case = Case.objects.get(pk=case_id)
    record_fact(
        case_id=case_id,
        fact=NewFact(
            kind="contact.received" if by_person else "note.added",
            at=max(letter.received_at, case.requested_at),
            values={"text": content.message.new[:MOST_OF_A_FACT] or content.message.subject},
            source=SOURCE,
        ),
        by=by or way_in(now),
        now=now,
        key=_key(letter.pk),
    )
    attach_letter(case_id, letter, content.files, now=now)
    tell_of_answer(case, letter, now=now)


def way_in(now: datetime) -> Person:
    """Return the account in whose name letters become cases: it may do nothing else."""
    return door_person(username=MAIL.username, name=MAIL.name, at=now)


def attach_letter(
    case_id: int, letter: Letter, files: Mapping[str, ReadyFile], *, now: datetime
) -> None:
    """Put the letter as it came and its files with the case; what is not taken is in the letter.

    Raises DiskFull.
    """
    sender = Outsider(letter.sender_name or letter.sender or "?")
    attach_files(case_id=case_id, files=files, by=sender, now=now)


def ready_files(
    letter_id: int, message: Message | None, raw: bytes, contents: Sequence[bytes]
) -> dict[str, ReadyFile]:
    """Return by their keys what a case gets of a letter: the letter as it came, and its files."""
    name = message.subject[:80] if message else ""
    files = [_raw(name, raw)]
    if message is not None:
        files += [
            NewFile(name=one.name, content=inside, for_customer=True, source=SOURCE)
            for one, inside in zip(message.attached, contents, strict=True)
        ]
    ready = {}
    for place, file in enumerate(files):
        with suppress(Refused):
            ready[f"{_key(letter_id)}-{place}"] = ready_file(file)
    return ready


def _raw(name: str, content: bytes) -> NewFile:
    return NewFile(
        name=f"{name or 'mail'}.eml",
        content=content,
        for_customer=False,
        kind=Kind.MAIL,
        source=SOURCE,
    )


def _key(letter_id: int) -> str:
    return f"letter-{letter_id}"


def _equipment_named(message: Message, customer_id: int) -> Equipment | None:
    """Return the one piece of the customer whose serial number stands in the message."""
    words = _SERIAL.findall(f"{message.subject}\n{message.new}")[:MOST_WORDS]
    wanted = {word.strip("./_-").upper() for word in words}
    if not wanted:
        return None
    here = Equipment.objects.filter(customer_id=customer_id, left_at=None)
    rows = here.filter(serial_number__in=wanted)
    found = list(rows.select_related("site__office")[:2])
    return found[0] if len(found) == 1 else None


def _office(piece: Equipment | None, code: str) -> Office | None:
    if piece is not None and piece.site is not None:
        return piece.site.office
    rows = Office.objects.order_by("code")
    return (rows.filter(code=code).first() if code else None) or rows.first()
