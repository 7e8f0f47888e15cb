"""Opening offices, and who works there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import transaction

from kept.records import naming
from kept.records.ledger.services import write
from kept.records.people.models import Membership, Office, Person
from kept.records.people.zones import known_zone


@dataclass(frozen=True, kw_only=True)
class OfficeDetails:
    """What an office is."""

    code: str
    names: Mapping[str, str]
    time_zone: str
    country_code: str
    province_code: str = ""
    city_code: str = ""
    address: str = ""
    phone: str = ""


@transaction.atomic
def open_office(*, details: OfficeDetails, by: Person, at: datetime) -> Office:
    """Open an office, or change what is known of it; its code tells which. Returns it.

    Raises UnknownTimeZone.
    """
    known_zone(details.time_zone)
    told = {**asdict(details), "names": naming.clean_names(details.names)}
    there = Office.objects.select_for_update().filter(code=details.code).first()
    before = {name: getattr(there, name) for name in told} if there else None
    if there is not None and before == told:
        return there
    office = there or Office(opened_at=at, opened_by=by)
    for name, value in told.items():
        setattr(office, name, value)
    office.save()
    verb = "office.changed" if there else "office.opened"
    data = {"before": before, "after": told}
    write(stream=f"office:{office.pk}", verb=verb, by=by, at=at, data=data)
    return office


@transaction.atomic
def join_office(
    *, person_id: int, office_id: int, starts_on: date, by: Person, at: datetime
) -> Membership:
    """Let a person work at an office from a day on. Returns the membership; may be repeated."""
    office = Office.objects.select_for_update().get(pk=office_id)
    there = Membership.objects.filter(person_id=person_id, office=office, ends_on=None).first()
    if there is not None:
        return there
    joined = Membership.objects.create(
        person_id=person_id, office=office, starts_on=starts_on, recorded_at=at, recorded_by=by
    )
    data = {"office": office.code, "starts_on": starts_on.isoformat()}
    write(stream=f"person:{person_id}", verb="person.joined_office", by=by, at=at, data=data)
    return joined


@transaction.atomic
def leave_office(
    *, person_id: int, office_id: int, last_day: date, by: Person, at: datetime
) -> None:
    """End a person's work at an office with a day. Nothing happens if it has ended."""
    there = (
        Membership.objects.select_for_update(of=("self",))
        .select_related("office")
        .filter(person_id=person_id, office_id=office_id, ends_on=None)
        .first()
    )
    if there is None:
        return
    there.ends_on = max(last_day, there.starts_on)
    there.save(update_fields=["ends_on"])
    data = {"office": there.office.code, "last_day": there.ends_on.isoformat()}
    write(stream=f"person:{person_id}", verb="person.left_office", by=by, at=at, data=data)
