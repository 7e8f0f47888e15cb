"""What one shift tells the next."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kept.records.ledger.services import write
from kept.records.people.models import Person
from kept.records.refusal import Refused
from kept.records.roster.models import HandOver, HandOverRead

LONGEST = 4_000


class NothingSaid(Refused):
    """A hand-over says something."""

    sentence = _("Please write down what the next shift must know.")


@transaction.atomic
def hand_over(*, office_id: int, text: str, by: Person, now: datetime) -> HandOver:
    """Write down what the next shift of an office must know. Raises NothingSaid.

    The same text by the same person within the hour is the same note.
    """
    text = text.strip()[:LONGEST]
    if not text:
        raise NothingSaid
    last = HandOver.objects.filter(office_id=office_id).order_by("-written_at").first()
    if last and (last.text, last.written_by_id) == (text, by.pk):
        return last
    note = HandOver.objects.create(office_id=office_id, text=text, written_at=now, written_by=by)
    data = {"note": note.pk, "text": text}
    write(stream=f"roster:{office_id}", verb="roster.handed_over", by=by, at=now, data=data)
    return note


@transaction.atomic
def read_hand_over(*, hand_over_id: int, by: Person, now: datetime) -> bool:
    """Note that a person has read it. Returns whether that is new. Safe to repeat."""
    note = HandOver.objects.filter(pk=hand_over_id).first()
    if note is None:
        return False
    _read, is_new = HandOverRead.objects.get_or_create(
        hand_over=note, person=by, defaults={"read_at": now}
    )
    if is_new:
        data = {"note": note.pk}
        write(stream=f"roster:{note.office_id}", verb="roster.read", by=by, at=now, data=data)
    return is_new
