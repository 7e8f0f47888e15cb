"""Work that begins with a press and ends with another."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kept.records.cases.services import KeyReused, touch_case
from kept.records.ledger.services import write
from kept.records.ledger.telling import told
from kept.records.people.models import Person
from kept.records.refusal import Refused
from kept.records.work.models import Entry, Where, WorkKind
from kept.records.work.services.recording import (
    LONGEST,
    SAID,
    EntryUnclear,
    NewEntry,
    NotYet,
    add,
    asked_before,
    check_person,
    refuse_twice,
    take_turn,
)


class NotRunning(Refused):
    """Only what runs can be stopped."""

    sentence = _("Nothing of yours runs here any more.")


@transaction.atomic
def start_work(
    *, case_id: int, where: Where, component: str, by: Person, now: datetime, key: str
) -> int:
    """Begin work on a case now; return its key. Safe to repeat with the same key.

    Raises WorkedTwice while something else of theirs runs, NotYours, KeyReused, CaseNotFound,
    ConcernsYou.
    """
    take_turn(by.pk)
    old = asked_before(by, key)
    if old is not None:
        if (old.case_id, old.where, old.component) != (case_id, where, component):
            raise KeyReused
        return old.pk
    case = touch_case(case_id=case_id, handled_by=by)
    check_person(by.pk, by)
    at = now.replace(microsecond=0)
    refuse_twice(by.pk, at, None)
    entry = NewEntry(
        case_id=case_id,
        person_id=by.pk,
        kind=WorkKind.TIME,
        component=component,
        at=at,
        where=where,
    )
    row = add(case, entry, by=by, now=now, key=key)
    data = {"entry": str(row.pk), **{name: told(getattr(row, name)) for name in SAID}}
    write(stream=case.stream, verb="work.started", by=by, at=now, data=data)
    return row.pk


@transaction.atomic
def stop_work(
    *, entry_id: int, ended_at: datetime, text: str = "", by: Person, now: datetime
) -> None:
    """End what runs, at a moment that has passed. Safe to repeat: the first end stays.

    Raises NotRunning, NotYours, EntryUnclear, NotYet, WorkedTwice.
    """
    row = Entry.objects.filter(pk=entry_id, kind=WorkKind.TIME).first()
    if row is None:
        raise NotRunning
    take_turn(row.person_id)
    case = touch_case(case_id=row.case_id, handled_by=by)
    row.refresh_from_db()
    check_person(row.person_id, by)
    if row.ended_at is not None:
        return
    if row.withdrawn_at is not None:
        raise NotRunning
    if ended_at > now:
        raise NotYet
    ended_at = ended_at.replace(microsecond=0)
    if not row.at < ended_at <= row.at + LONGEST:
        raise EntryUnclear
    row.ended_at, row.text = ended_at, " ".join(text.split())[:500]
    row.save(update_fields=["ended_at", "text"])
    data = {"entry": str(row.pk), "ended_at": told(row.ended_at), "text": row.text}
    write(stream=case.stream, verb="work.stopped", by=by, at=now, data=data)
