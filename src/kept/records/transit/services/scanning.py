"""What somebody without an account says by scanning the code on a parcel."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kept.records.cases.services import touch_case
from kept.records.ledger.services import write
from kept.records.parts.services import note_on_site
from kept.records.people.models import Person
from kept.records.people.services.doors import door_person
from kept.records.refusal import Refused
from kept.records.returns.models import Rma
from kept.records.returns.rows import standing_now
from kept.records.returns.services import NewEvent, record_event
from kept.records.returns.standing import Kind, Standing
from kept.records.transit.models import Deed, Parcel, Scan, Way

SOURCE: Final = "scan"  # the fact says that nobody with an account told it
DOOR: Final = ("parcel-scan", "Scan without an account")


class LabelExpired(Refused):
    """A label opens something for a while only."""

    sentence = _("This label is too old. Please call us, so that nothing gets lost.")


class NameMissing(Refused):
    """Somebody said so."""

    sentence = _("Please write your name: who has it now is what counts.")


@dataclass(frozen=True, kw_only=True)
class NewScan:
    """What somebody says, when by their device, and from where."""

    deed: Deed
    name: str
    at: datetime
    address: str | None = None


@dataclass(frozen=True)
class ScanTaken:
    """It is on record since then; `repeated`: it already was."""

    at: datetime
    repeated: bool
    counted: bool


@transaction.atomic
def take_scan(*, parcel_id: int, said: NewScan, now: datetime) -> ScanTaken:
    """Write down that a parcel was picked up or handed over, and what follows from it.

    The first word counts; the same again changes nothing, so a phone may send it as often as it
    likes. What the case or the return does not take over now is on record all the same, for one of
    us to look at. Raises LabelExpired, NameMissing.
    """
    parcel = Parcel.objects.get(pk=parcel_id)
    case = touch_case(case_id=parcel.case_id)
    there = Scan.objects.filter(parcel=parcel, deed=said.deed).first()
    if there is not None:
        return ScanTaken(there.at, True, there.counted)
    name = " ".join(said.name.split())[:120]
    if parcel.expires_at <= now:
        raise LabelExpired
    if not name:
        raise NameMissing
    at = min(max(said.at, parcel.made_at), now)
    by = door_person(username=DOOR[0], name=DOOR[1], at=now)
    row = Scan(
        parcel=parcel,
        customer_id=parcel.customer_id,
        deed=said.deed,
        name=name,
        at=at,
        received_at=now,
        address=said.address,
        counted=_follows(parcel, said.deed, name, at, by, now),
    )
    row.save(force_insert=True)
    data = {"parcel": parcel.pk, "way": str(parcel.way), "deed": str(said.deed), "name": name,
            "happened_at": at.isoformat(), "counted": row.counted}  # fmt: skip
    write(stream=case.stream, verb="parcel.scanned", by=by, at=now, data=data)
    return ScanTaken(at, False, row.counted)


def _follows(
    parcel: Parcel, deed: Deed, name: str, at: datetime, by: Person, now: datetime
) -> bool:
    """Let the case know; return whether it took it over, all of it or nothing."""
    try:
        with transaction.atomic():
            if parcel.shipment is not None:
                _of_spares(parcel, deed, name, at, by, now)
            else:
                _of_a_return(parcel, deed, name, at, by, now)
    except Refused:
        return False
    return True


def _of_spares(
    parcel: Parcel, deed: Deed, name: str, at: datetime, by: Person, now: datetime
) -> None:
    if deed == Deed.HANDED_OVER and parcel.shipment is not None:
        held = parcel.shipment.held_id
        note_on_site(reservation_id=held, at=at, by=by, now=now, received_by=name, source=SOURCE)


def _of_a_return(
    parcel: Parcel, deed: Deed, name: str, at: datetime, by: Person, now: datetime
) -> None:
    rma = Rma.objects.get(parcels=parcel)
    events = _events(parcel, deed, name, at, standing_now(rma))
    for place, event in enumerate(events, start=1):
        key = f"scan {parcel.pk} {deed} {place}"
        record_event(rma_id=rma.pk, event=event, by=by, now=now, key=key)


def _events(
    parcel: Parcel, deed: Deed, name: str, at: datetime, before: Standing
) -> Iterator[NewEvent]:
    """Yield what happened to the return. What arrived was sent, even if nobody said so before."""
    if parcel.way == Way.IN:
        if deed == Deed.HANDED_OVER:
            yield NewEvent(kind=Kind.HANDED_IN, at=at, party=name, source=SOURCE)
        elif Kind.SENT not in before.last:
            yield NewEvent(kind=Kind.SENT, at=at, party=name, source=SOURCE)
        return
    for line, pieces in parcel.contents:
        left = min(pieces, before.tallies[line].room(Kind.SHIPPED))
        if left and not parcel.scans.exists():
            yield NewEvent(
                kind=Kind.SHIPPED, at=at, line=line, quantity=left, party=name, source=SOURCE
            )
    if deed == Deed.HANDED_OVER and not before.has_arrived:
        yield NewEvent(kind=Kind.ARRIVED, at=at, party=name, source=SOURCE)
