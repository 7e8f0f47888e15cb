"""Taking back what was written down by mistake."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kept.records.cases.services import ReasonMissing, touch_case
from kept.records.ledger.services import write
from kept.records.people.models import Person
from kept.records.refusal import Refused
from kept.records.work.held import HeldBy, held_by
from kept.records.work.models import Entry
from kept.records.work.services.recording import (
    NewEntry,
    asked_before,
    check_person,
    record_work,
    require_same,
    take_turn,
)


class EntryNotFound(Refused):
    """No such entry."""

    sentence = _("There is no such entry.")


class IsWithdrawn(Refused):
    """What was taken back is not taken back again."""

    sentence = _("This entry was withdrawn. Please look at it again.")


class IsBilled(Refused):
    """What a customer was billed stays as it is."""

    sentence = _("This stands on the invoice %(bill)s. Credit that first.")


@transaction.atomic
def withdraw_work(*, entry_id: int, reason: str, by: Person, now: datetime) -> list[HeldBy]:
    """Take an entry back, which frees its time; return the quotes that hold it. Safe to repeat.

    What a customer accepted is billed less then: they pay what was done. Raises EntryNotFound,
    NotYours, ReasonMissing, IsBilled, ConcernsYou.
    """
    row = Entry.objects.filter(pk=entry_id).first()
    if row is None:
        raise EntryNotFound
    take_turn(row.person_id)
    case = touch_case(case_id=row.case_id, handled_by=by)
    row = Entry.objects.select_for_update().get(pk=entry_id)
    check_person(row.person_id, by)
    reason = " ".join(reason.split())[:500]
    if not reason:
        raise ReasonMissing
    if row.withdrawn_at is not None:
        return held_by(entry_id)
    bill = row.taken.filter(freed_at=None).values_list("bill", flat=True).first()
    if bill is not None:
        raise IsBilled(bill=bill)
    row.withdrawn_at, row.withdrawn_by, row.withdrawn_why = now, by, reason
    row.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_why"])
    holders = held_by(row.pk)
    data = {"entry": str(row.pk), "reason": reason, "quotes": [one.number for one in holders]}
    write(stream=case.stream, verb="work.withdrawn", by=by, at=now, data=data)
    return holders


@transaction.atomic
def correct_work(
    *, entry_id: int, entry: NewEntry, reason: str, by: Person, now: datetime, key: str
) -> int:
    """Withdraw an entry and write down what is right; return the key of that. Safe to repeat.

    Raises IsWithdrawn, KeyReused, and what withdrawing and recording raise.
    """
    done = asked_before(by, key)
    if done is not None:
        require_same(done, entry)
        return done.pk
    take_turn(entry.person_id)
    old = Entry.objects.filter(pk=entry_id, case_id=entry.case_id).first()
    if old is None:
        raise EntryNotFound
    if old.withdrawn_at is not None:
        raise IsWithdrawn
    withdraw_work(entry_id=entry_id, reason=reason, by=by, now=now)
    return record_work(entry=entry, by=by, now=now, key=key, replaces=old)
