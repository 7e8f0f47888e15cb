"""Writing down what somebody did on a case."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final

from django.db import transaction
from django.db.models import Q
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from kept.records.cases.models import Case
from kept.records.cases.services import KeyReused, touch_case
from kept.records.files.models import Attachment
from kept.records.ledger.services import write
from kept.records.ledger.telling import told
from kept.records.money import Money, NotMoney
from kept.records.people.models import Person, Role
from kept.records.refusal import Refused
from kept.records.repeats import one_at_a_time
from kept.records.work.models import Entry, Where, WorkKind

LONGEST: Final = timedelta(hours=24)  # a longer stretch is a slip of the date
FURTHEST: Final = Decimal(100_000)
MOST_TRIPS: Final = 1000
# Who writes down what others did.
FOR_OTHERS: Final = (Role.DISPATCHER, Role.MANAGER, Role.ADMINISTRATOR)
SAID: Final = (
    *("person_id", "kind", "component", "at", "where", "ended_at", "kilometres", "trips"),
    *("amount", "currency", "receipt_id", "text"),
)


class EntryUnclear(Refused):
    """An entry that says nothing that can be counted."""

    sentence = _("Say from when until when, at most 24 hours, how far it was, or what it cost: above zero, and an expense with what it was for.")  # noqa: E501  # fmt: skip


class WorkedTwice(Refused):
    """Nobody does two things at the same moment."""

    sentence = _("%(name)s is on record for %(case)s in that time already (%(since)s – %(until)s).")


class NotYet(Refused):
    """What has not happened cannot be written down."""

    sentence = _("This has not happened yet. Write it down once it is done.")


class NotYours(Refused):
    """Everyone writes down what they did themselves."""

    sentence = _("You can write down your own work. For others, dispatchers and managers do.")


class ReceiptElsewhere(Refused):
    """A receipt is a file of the same case."""

    sentence = _("The receipt has to be a file of this case.")


@dataclass(frozen=True, kw_only=True)
class NewEntry:
    """What somebody did. `at`: when it was, or began; with `ended_at` it is a stretch of time.

    `component`: of the policies. A travel says its time, its kilometres or its trips.
    """

    case_id: int
    person_id: int
    kind: WorkKind
    component: str
    at: datetime
    ended_at: datetime | None = None
    where: str = ""
    kilometres: Decimal | None = None
    trips: int | None = None
    amount: Decimal | None = None
    currency: str = ""
    receipt_id: int | None = None
    text: str = ""


@transaction.atomic
def record_work(
    *, entry: NewEntry, by: Person, now: datetime, key: str, replaces: Entry | None = None
) -> int:
    """Write down what somebody did; return its key. Safe to repeat with the same key.

    Raises NotYours, EntryUnclear, NotYet, WorkedTwice, ReceiptElsewhere, KeyReused, CaseNotFound,
    ConcernsYou.
    """
    take_turn(entry.person_id)
    old = asked_before(by, key)
    if old is not None:
        require_same(old, entry)
        return old.pk
    _check(entry, now)
    case = touch_case(case_id=entry.case_id, handled_by=by)
    check_person(entry.person_id, by)
    _check_receipt(entry)
    if entry.ended_at is not None:
        refuse_twice(entry.person_id, entry.at, entry.ended_at)
    row = add(case, entry, by=by, now=now, key=key, replaces=replaces)
    data = {"entry": str(row.pk), **{name: told(getattr(row, name)) for name in SAID}}
    data |= {"replaces": str(replaces.pk)} if replaces else {}
    write(stream=case.stream, verb="work.recorded", by=by, at=now, data=data)
    return row.pk


def take_turn(person_id: int) -> None:
    """Wait until nobody else writes down what a person did."""
    one_at_a_time(f"work of {person_id}")


def asked_before(by: Person, key: str) -> Entry | None:
    """Return what the same key wrote down before."""
    return Entry.objects.filter(recorded_by=by, key=key).first()


def require_same(old: Entry, entry: NewEntry) -> None:
    """Raise KeyReused unless an entry says what is to be written down now."""
    said = replace(entry, text=_tidy(entry.text))
    if any(getattr(old, name) != getattr(said, name) for name in ("case_id", *SAID)):
        raise KeyReused


def check_person(person_id: int, by: Person) -> None:
    """Raise NotYours unless somebody may write down what this person does."""
    if person_id == by.pk and by.is_active and Role.CUSTOMER not in by.roles:
        return
    others = Person.objects.active().exclude(roles__contains=[Role.CUSTOMER])
    if not by.has_role(*FOR_OTHERS) or not others.filter(pk=person_id).exists():
        raise NotYours


def refuse_twice(person_id: int, since: datetime, until: datetime | None) -> None:
    """Raise WorkedTwice if a person is on record in that time; None: it goes on."""
    rows = Entry.objects.filter(person_id=person_id, withdrawn_at=None, started_at__isnull=False)
    rows = rows.filter(Q(ended_at=None) | Q(ended_at__gt=since))
    rows = rows if until is None else rows.filter(started_at__lt=until)
    row = rows.select_related("person", "case").order_by("at").first()
    if row is not None:
        raise WorkedTwice(
            name=row.person.display_name,
            case=row.case.number,
            since=Clock(row.started_at),
            until=Clock(row.ended_at),
        )


def add(
    case: Case,
    entry: NewEntry,
    *,
    by: Person,
    now: datetime,
    key: str,
    replaces: Entry | None = None,
) -> Entry:
    """Keep an entry that was looked at."""
    is_stretch = entry.kind == WorkKind.TIME or entry.ended_at is not None
    return Entry.objects.create(
        case=case,
        customer_id=case.customer_id,
        **{name: getattr(entry, name) for name in SAID if name != "text"},
        text=_tidy(entry.text),
        started_at=entry.at if is_stretch else None,
        replaces=replaces,
        recorded_at=now,
        recorded_by=by,
        key=key,
    )


def _tidy(text: str) -> str:
    return " ".join(text.split())[:500]


class Clock:
    """A moment in a sentence, as it is on the clock of who reads it."""

    def __init__(self, at: datetime | None) -> None:
        self.at = at

    def __str__(self) -> str:
        return f"{localtime(self.at):%Y-%m-%d %H:%M}" if self.at else "…"


def _check(entry: NewEntry, now: datetime) -> None:
    looks = {WorkKind.TIME: _is_time, WorkKind.TRAVEL: _is_travel, WorkKind.EXPENSE: _is_expense}
    if not entry.component.strip() or not looks[entry.kind](entry):
        raise EntryUnclear
    if (entry.ended_at or entry.at) > now:
        raise NotYet


def _is_time(entry: NewEntry) -> bool:
    return entry.ended_at is not None and _is_stretch(entry) and entry.where in Where.values


def _is_travel(entry: NewEntry) -> bool:
    has_way = entry.kilometres is not None or entry.trips is not None
    if entry.where or entry.amount is not None or not (entry.ended_at or has_way):
        return False
    way = entry.kilometres
    is_way = way is None or (0 < way <= FURTHEST and way == way.quantize(Decimal("0.1")))
    is_trip = entry.trips is None or 0 < entry.trips <= MOST_TRIPS
    return is_way and is_trip and (entry.ended_at is None or _is_stretch(entry))


def _is_expense(entry: NewEntry) -> bool:
    if entry.amount is None or not entry.text.strip() or entry.ended_at or entry.where:
        return False
    try:
        return Money(entry.amount, entry.currency).amount > 0
    except NotMoney:
        return False


def _is_stretch(entry: NewEntry) -> bool:
    assert entry.ended_at is not None
    return timedelta(0) < entry.ended_at - entry.at <= LONGEST


def _check_receipt(entry: NewEntry) -> None:
    if entry.receipt_id is None:
        return
    rows = Attachment.objects.filter(pk=entry.receipt_id, case_id=entry.case_id, withdrawn_at=None)
    if entry.kind != WorkKind.EXPENSE or not rows.exists():
        raise ReceiptElsewhere
