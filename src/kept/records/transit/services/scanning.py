"""What somebody without an account says by scanning the code on a parcel."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kept.records.cases.services import touch_case
from kept.records.ledger.services import write
from kept.records.parts.models import Shipment
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
    by = door_person(username=DOOR[0], name=DOOR[1], at=now)
    row = Scan(
        parcel=parcel,
        customer_id=parcel.customer_id,
        deed=said.deed,
        name=name,
        at=min(max(said.at, parcel.made_at), now),
        received_at=now,
        address=said.address,
    )
    row.counted = _follows(row, by=by, now=now)
    row.save(force_insert=True)
    data = {"parcel": parcel.pk, "way": str(parcel.way), "deed": str(said.deed), "name": name,
            "happened_at": row.at.isoformat(), "counted": row.counted}  # fmt: skip
    write(stream=case.stream, verb="parcel.scanned", by=by, at=now, data=data)
    return ScanTaken(row.at, False, row.counted)


def _follows(scan: Scan, *, by: Person, now: datetime) -> bool:
    """Let the case know; return whether it took it over, all of it or nothing."""
    try:
        with transaction.atomic():
            if scan.parcel.shipment is not None:
                _of_spares(scan, scan.parcel.shipment, by=by, now=now)
            else:
                _of_a_return(scan, by=by, now=now)
    except Refused:
        return False
    return True


def _of_spares(scan: Scan, shipment: Shipment, *, by: Person, now: datetime) -> None:
    if scan.deed == Deed.HANDED_OVER:
        note_on_site(
            reservation_id=shipment.held_id,
            at=scan.at,
            by=by,
            now=now,
            received_by=scan.name,
            source=SOURCE,
        )


def _of_a_return(scan: Scan, *, by: Person, now: datetime) -> None:
    rma = Rma.objects.get(parcels=scan.parcel)
    for place, event in enumerate(_events(scan, standing_now(rma)), start=1):
        key = f"scan {scan.parcel_id} {scan.deed} {place}"
        record_event(rma_id=rma.pk, event=event, by=by, now=now, key=key)


def _events(scan: Scan, before: Standing) -> Iterator[NewEvent]:
    """Yield what happened to the return. What arrived was sent, even if nobody said so before."""
    parcel, deed = scan.parcel, scan.deed
    event = partial(NewEvent, at=scan.at, party=scan.name, source=SOURCE)
    if parcel.way == Way.IN:
        if deed == Deed.HANDED_OVER:
            yield event(kind=Kind.HANDED_IN)
        elif Kind.SENT not in before.last:
            yield event(kind=Kind.SENT)
        return
    for line, pieces in parcel.contents:
        left = min(pieces, before.tallies[line].room(Kind.SHIPPED))
        if left and not parcel.scans.exists():
            yield event(kind=Kind.SHIPPED, line=line, quantity=left)
    if deed == Deed.HANDED_OVER and not before.has_arrived:
        yield event(kind=Kind.ARRIVED)
