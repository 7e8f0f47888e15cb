"""Taking down what machines tell of themselves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from kept.records.alerts.models import Alert, Integration
from kept.records.alerts.services.integrations import hash_of
from kept.records.alerts.telling import Told
from kept.records.archive.models import Equipment, Milestone, MilestoneKind
from kept.records.cases.asking import OLDEST, SKEW, LogRequest, NewFact
from kept.records.cases.models import Case, CaseState
from kept.records.cases.services import Door, KeyReused, open_from_outside, touch_case
from kept.records.ledger.services import write
from kept.records.people.models import Office
from kept.records.refusal import Refused
from kept.records.repeats import one_at_a_time

SOURCE = "api:alerts"
CHANNEL, FAULT = "machine", "fault"
MACHINE = Door("machine-alert", "Machine alert")
MOST_CASES = 5  # that alerts of one machine have open at once: one fault has many symptoms


class NoSuchMachine(Refused):
    """No machine goes by this, or it is none of those that this integration tells of."""

    sentence = _("No machine is known by this here, or it is not one that this token is for.")


class SeveralMachines(Refused):
    """Two makers may give one serial number."""

    sentence = _("Several machines have this serial number. Say the model too.")


class OutOfUse(Refused):
    """A machine that was retired breaks no more."""

    sentence = _("This machine is registered as no longer in use.")


@dataclass(frozen=True)
class Received:
    """An alert is on record; `repeated`: it was told before under the same key."""

    alert_id: int
    case_number: str
    opened: bool
    received_at: datetime
    repeated: bool


@transaction.atomic
def receive_alert(*, integration: Integration, told: Told, key: str, now: datetime) -> Received:
    """Write down an alert: it opens a case, or is added to the open one it belongs to.

    The same symptom of the same machine belongs to the case it opened as long as that is open;
    so does any other symptom once alerts have opened several. Promises count from the moment it
    reached us: the machine's clock proves nothing. Safe to repeat with the same key. Raises
    NoSuchMachine, SeveralMachines, OutOfUse, KeyReused, and what `open_from_outside` raises.
    """
    one_at_a_time(f"alert {integration.pk}/{key}")
    before = Alert.objects.filter(integration=integration, key=key).select_related("case").first()
    if before is not None:
        return _told_before(before, told)
    piece = _machine(integration, told)
    one_at_a_time(f"alerts of {piece.pk}")
    case_id = _open_case_for(piece, told)
    opened = case_id is None
    if case_id is None:
        case_id = _open(integration, piece, told, key, now)
    case = touch_case(case_id=case_id)
    row = _row(integration, piece, told, key, now)
    row.case, row.opened = case, opened
    row.save(force_insert=True)
    Integration.objects.filter(pk=integration.pk).update(heard_at=now)
    _note(row, case, integration)
    return Received(row.pk, str(case.number), opened, now, False)


def _told_before(row: Alert, told: Told) -> Received:
    if row.digest != told.digest():
        raise KeyReused
    return Received(row.pk, str(row.case.number), row.opened, row.received_at, True)


def _machine(integration: Integration, told: Told) -> Equipment:
    """Return the one machine that is meant, among those the integration may tell of."""
    rows = _of_integration(integration)
    if told.code:
        rows = rows.filter(labels__code=told.code, labels__revoked_at=None)
    else:
        rows = rows.filter(serial_number__iexact=told.serial)
    if told.model:
        rows = rows.filter(product__code__iexact=told.model)
    found = list(rows.order_by("pk")[:2])
    if not found:
        raise NoSuchMachine
    if len(found) > 1:
        raise SeveralMachines
    retired = Milestone.objects.filter(
        equipment=found[0], kind=MilestoneKind.RETIRED, superseded_at=None
    )
    if retired.exists():
        raise OutOfUse
    return found[0]


def _of_integration(integration: Integration) -> QuerySet[Equipment]:
    rows = Equipment.objects.filter(left_at=None)
    if integration.customer_id is not None:
        rows = rows.filter(customer_id=integration.customer_id)
    return rows.filter(site_id=integration.site_id) if integration.site_id else rows


def _open_case_for(piece: Equipment, told: Told) -> int | None:
    """Return the open case that an alert belongs to; None: it opens one of its own."""
    rows = Alert.objects.filter(equipment=piece, case__state=CaseState.OPEN)
    rows = rows.order_by("-received_at", "-pk")
    same = rows.filter(symptom_key=told.symptom_key).values_list("case_id", flat=True).first()
    if same is not None:
        return same
    opened = rows.filter(opened=True).values_list("case_id", flat=True)[:MOST_CASES]
    cases = list(opened)
    return cases[0] if len(cases) == MOST_CASES else None


def _open(integration: Integration, piece: Equipment, told: Told, key: str, now: datetime) -> int:
    office = piece.site.office if piece.site else Office.objects.order_by("code").first()
    opened = open_from_outside(
        request=LogRequest(
            customer_id=piece.customer_id,
            equipment_id=piece.pk,
            office_id=office.pk if office else None,
            channel=CHANNEL,
            case_type=FAULT,
            requested_at=now,
            title=told.title(),
            description=told.description(),
            caller=integration.name,
            also=tuple(_began(told, now)),
            source=SOURCE,
        ),
        door=MACHINE,
        now=now,
        key=hash_of(f"{integration.pk}/{key}"),
    )
    return opened.case_id


def _began(told: Told, now: datetime) -> Iterator[NewFact]:
    """Yield that the fault began when the machine says so, unless its clock is plainly wrong."""
    if told.raised_at is not None and now - OLDEST < told.raised_at <= now + SKEW:
        yield NewFact(kind="fault.started", at=min(told.raised_at, now), source=SOURCE)


def _row(integration: Integration, piece: Equipment, told: Told, key: str, now: datetime) -> Alert:
    return Alert(
        integration=integration,
        key=key,
        digest=told.digest(),
        equipment=piece,
        customer_id=piece.customer_id,
        symptom=told.symptom,
        symptom_key=told.symptom_key,
        text=told.text,
        readings=dict(told.readings),
        raised_at=told.raised_at,
        received_at=now,
    )


def _note(row: Alert, case: Case, integration: Integration) -> None:
    data = {
        "alert": row.pk,
        "symptom": row.symptom,
        "text": row.text,
        "readings": row.readings,
        "raised_at": row.raised_at.isoformat() if row.raised_at else "",
        "opened": row.opened,
    }
    verb = "alert.received"
    write(stream=case.stream, verb=verb, by=integration, at=row.received_at, data=data)
