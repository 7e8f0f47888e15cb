"""Reading about letters."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kept.records.files.services import read_bytes
from kept.records.files.withholding import NotGiven, Withheld, withheld
from kept.records.mail.models import Letter, Outcome, WebRequest

COUNTED = 100  # nobody reads a larger number
MOST_CLUES, MOST_LOOKED_AT = 6, 2_000
# What may be a serial number: no word of any language, for it has figures in it.
_SERIAL = re.compile(r"\b(?=[A-Z./_-]*\d)[A-Z0-9][A-Z0-9./_-]{3,79}\b", re.IGNORECASE | re.ASCII)


@dataclass(frozen=True)
class LetterLine:
    """A letter in a list. Who wrote it is what it says, unless `customer` is known."""

    pk: int
    sender: str
    sender_name: str
    subject: str
    beginning: str
    received_at: datetime
    outcome: Outcome
    why: str
    customer_names: Mapping[str, str]
    case_number: str


@dataclass(frozen=True)
class LetterCard(LetterLine):
    """A letter, whole but for its bytes."""

    text: str
    has_html: bool
    attached: Sequence[Mapping[str, Any]]
    size: int
    mailbox: str
    customer_id: int | None
    contact_id: int | None
    contact_name: str
    mentions: str  # the number of the case it speaks of; empty if it speaks of none
    decided_at: datetime | None
    decided_by: str
    decision: str
    by_web: bool  # by the form for everyone, ...
    company: str  # ... which asked this too
    machine: str
    phone: str

    @property
    def clues(self) -> tuple[str, ...]:
        """Return what may say who it is, the surest first."""
        told = (*_SERIAL.findall(self.machine), self.phone, self.machine, self.company)
        named = _SERIAL.findall(f"{self.subject}\n{self.text[:MOST_LOOKED_AT]}")
        return tuple(dict.fromkeys(filter(None, (*told, *named))))[:MOST_CLUES]


def letters(outcome: Outcome, *, before: int | None = None, limit: int = 50) -> list[LetterLine]:
    """Return letters of one outcome: those that wait, the oldest first; others, the newest."""
    rows = Letter.objects.filter(outcome=outcome).select_related("customer", "case")
    if outcome == Outcome.WAITING:
        return [_line(row) for row in rows.order_by("received_at", "pk")[:limit]]
    if before is not None:
        rows = rows.filter(pk__lt=before)
    return [_line(row) for row in rows.order_by("-pk")[:limit]]


def waiting_count() -> int:
    """Return how many letters wait for a decision; 100 means many."""
    return Letter.objects.waiting()[:COUNTED].count()


def letter(pk: int) -> LetterCard:
    """Return one letter. Raises Letter.DoesNotExist."""
    row = Letter.objects.select_related(
        "customer", "case", "contact", "mentions", "mailbox", "raw", "decided_by"
    ).get(pk=pk)
    web = WebRequest.objects.filter(letter=row).first()
    return LetterCard(
        **vars(_line(row)),
        text=row.text,
        has_html=bool(row.html),
        attached=row.attached,
        size=row.raw.size,
        mailbox=row.mailbox.name,
        customer_id=row.customer_id,
        contact_id=row.contact_id,
        contact_name=row.contact.name if row.contact else "",
        mentions=str(row.mentions.number) if row.mentions else "",
        decided_at=row.decided_at,
        decided_by=row.decided_by.display_name if row.decided_by else "",
        decision=row.decision,
        by_web=web is not None and not web.mailed_to,
        company=web.company if web else "",
        machine=web.machine if web else "",
        phone=web.phone if web else "",
    )


def waiting_letter(pk: int) -> LetterCard | None:
    """Return a letter that a person may still log as a request; None if there is none such."""
    open_to = [Outcome.WAITING, Outcome.SET_ASIDE]
    return letter(pk) if Letter.objects.filter(pk=pk, outcome__in=open_to).exists() else None


def letter_html(pk: int) -> str:
    """Return a letter's page as it came, to be cleaned where it is shown; empty if it has none."""
    return Letter.objects.values_list("html", flat=True).get(pk=pk)


def letter_bytes(pk: int) -> bytes:
    """Return a letter as it came. Raises Letter.DoesNotExist, NotGiven, Damaged."""
    raw = Letter.objects.select_related("raw").get(pk=pk).raw
    if withheld(raw) is not Withheld.NOT:
        raise NotGiven
    return read_bytes(raw.sha256)


def _line(row: Letter) -> LetterLine:
    return LetterLine(
        pk=row.pk,
        sender=row.sender,
        sender_name=row.sender_name,
        subject=row.subject,
        beginning=" ".join(row.text[:400].split())[:200],
        received_at=row.received_at,
        outcome=Outcome(row.outcome),
        why=row.why,
        customer_names=row.customer.names if row.customer else {},
        case_number=str(row.case.number) if row.case else "",
    )
