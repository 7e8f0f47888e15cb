"""Reading a person's notices."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from kept.records.notices.models import Channel, Notice
from kept.records.notices.words import words
from kept.records.people.models import Person

COUNTED = 100  # nobody reads a larger number


@dataclass(frozen=True)
class NoticeLine:
    """One notice, in the words of its receiver's language."""

    pk: int
    kind: str
    case_number: str
    subject: str
    lines: tuple[str, ...]
    happened_at: datetime
    created_at: datetime
    read_at: datetime | None
    giving_id: int | None = None  # that it asks to release, or tells of
    quote_number: str = ""  # that it tells of


def notices(*, receiver: Person, before: int | None = None, limit: int = 50) -> list[NoticeLine]:
    """Return a person's notices, the last first; those before a key for the next page."""
    rows = Notice.objects.filter(receiver=receiver, channel=Channel.IN_APP).order_by("-pk")
    if before is not None:
        rows = rows.filter(pk__lt=before)
    return [_line(row, receiver.language) for row in rows[:limit]]


@dataclass(frozen=True)
class Delivered:
    """How far one mail has come. `problem`: why it was not sent so far, or never will be."""

    state: str
    sent_at: datetime | None
    problem: str


def delivered(dedup: str) -> Delivered | None:
    """Return how far the mail with a key has come; None if there is none."""
    row = Notice.objects.filter(dedup=dedup, channel=Channel.EMAIL).first()
    return Delivered(row.state, row.sent_at, row.problem) if row else None


def unread_count(*, receiver: Person) -> int:
    """Return how many notices a person has not read; 100 means many."""
    return Notice.objects.filter(receiver=receiver).unread()[:COUNTED].count()


def _line(row: Notice, language: str) -> NoticeLine:
    said = words(row, language=language)
    return NoticeLine(
        pk=row.pk,
        kind=row.kind,
        case_number=row.subject_key,
        subject=said.subject,
        lines=said.lines,
        happened_at=row.happened_at,
        created_at=row.created_at,
        read_at=row.read_at,
        giving_id=row.data.get("giving"),
        quote_number=row.data.get("quote", ""),
    )
