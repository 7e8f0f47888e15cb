"""Asking for a return."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kept.records.archive.models import Equipment
from kept.records.cases.asking import NewFact, following
from kept.records.cases.models import Case
from kept.records.cases.services import KeyReused, record_fact, touch_case
from kept.records.ledger.services import next_number, write
from kept.records.ledger.telling import told
from kept.records.people.models import Person
from kept.records.refusal import Refused
from kept.records.repeats import one_at_a_time
from kept.records.returns.models import Rma, RmaEvent, RmaLine
from kept.records.returns.models.rma import MOST
from kept.records.returns.standing import OVER, Kind, State
from kept.rules.facts import Value

OPENED: Final = "rma.opened"


class OpenAlready(Refused):
    """One return of a case is under way at a time."""

    sentence = _("Return %(number)s of this case is still open. Please go on with that one.")


class NothingReturned(Refused):
    """A return is about something, in pieces."""

    sentence = _("Please say what comes back, and how many pieces of it.")


class NotTheirUnit(Refused):
    """What comes back belongs to the customer of the case."""

    sentence = _("This unit belongs to another customer than the case.")


@dataclass(frozen=True, kw_only=True)
class NewLine:
    """What comes back: so many pieces of something; of equipment on record, one."""

    name: str
    quantity: int = 1
    serial_number: str = ""
    equipment_id: int | None = None
    is_removed: bool = False


@dataclass(frozen=True, kw_only=True)
class NewRma:
    """A return that is asked for, in a case. `despite`: why, though something should come first."""

    case_id: int
    lines: tuple[NewLine, ...]
    text: str = ""
    despite: str = ""
    source: str = ""
    follows: str = ""  # what was chosen, where a remedy began it


@transaction.atomic
def open_rma(*, asked: NewRma, by: Person, now: datetime, key: str) -> Rma:
    """Open a return; the case has the fact. Returns it; safe to repeat with the same key.

    Raises NothingReturned, NotTheirUnit, OpenAlready, KeyReused, HeldBack, CaseNotFound.
    """
    one_at_a_time(f"rma {by.pk} {key}")
    there = Rma.objects.filter(asked_by=by, key=key).first()
    if there is not None:
        if there.case_id != asked.case_id or not _is_same(there, asked):
            raise KeyReused
        return there
    case = touch_case(case_id=asked.case_id)
    _check(case, asked)
    serial = asked.lines[0].serial_number.strip()
    rma = _rows(case, asked, by, now, key)
    values: dict[str, Value] = {"rma_number": rma.number}
    if serial:
        values["serial"] = serial
    fact = NewFact(kind=OPENED, at=now, values=values, despite=asked.despite, source=asked.source)
    record_fact(case_id=case.pk, fact=fact, by=by, now=now, key=following(key, OPENED))
    lines = told(asked.lines)
    data = {"rma": rma.number, "lines": lines, "text": asked.text.strip()}
    write(stream=case.stream, verb="rma.asked", by=by, at=now, data=data)
    return rma


def _is_same(rma: Rma, asked: NewRma) -> bool:
    """Say whether a return is about what is asked for now."""
    kept = rma.lines.order_by("seq").values("name", "announced", "serial_number")
    return list(kept) == [_columns(line) for line in asked.lines]


def _columns(line: NewLine) -> dict[str, Any]:
    return {
        "name": line.name.strip()[:200],
        "announced": line.quantity,
        "serial_number": " ".join(line.serial_number.split()),
    }


def _check(case: Case, asked: NewRma) -> None:
    lines = asked.lines
    sound = all(line.name.strip() and 1 <= line.quantity <= MOST for line in lines)
    alone = all(line.quantity == 1 for line in lines if line.serial_number.strip())
    if not lines or not sound or not alone:
        raise NothingReturned
    ids = {line.equipment_id for line in lines if line.equipment_id is not None}
    if Equipment.objects.filter(pk__in=ids, customer_id=case.customer_id).count() != len(ids):
        raise NotTheirUnit
    other = Rma.objects.filter(case_id=case.pk).exclude(state__in=[*OVER]).first()
    if other is not None:
        raise OpenAlready(number=other.number)


def _rows(case: Case, asked: NewRma, by: Person, now: datetime, key: str) -> Rma:
    rma = Rma.objects.create(
        number=f"RMA-{now.year}-{next_number(f'rma:{now.year}'):05}",
        case=case,
        customer_id=case.customer_id,
        asked_at=now,
        asked_by=by,
        key=key,
        follows=asked.follows,
        state=State.ASKED,
        since=now,
    )
    RmaLine.objects.bulk_create(
        RmaLine(
            rma=rma,
            seq=seq,
            equipment_id=line.equipment_id,
            is_removed=line.is_removed,
            **_columns(line),
        )
        for seq, line in enumerate(asked.lines, start=1)
    )
    RmaEvent.objects.create(
        rma=rma,
        customer_id=case.customer_id,
        seq=1,
        kind=Kind.ASKED,
        text=asked.text.strip(),
        at=now,
        recorded_at=now,
        by=by,
        key=key,
    )
    return rma
