"""Making sites and systems known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from kept.records import naming
from kept.records.archive.models import SearchKind, Site, System, Territory
from kept.records.archive.services.customers import locked, stream
from kept.records.archive.services.search_index import refresh, refresh_customer
from kept.records.ledger.services import write
from kept.records.ledger.telling import changes, told
from kept.records.people.models import Person
from kept.records.people.zones import known_zone
from kept.records.repeats import one_at_a_time


@dataclass(frozen=True, kw_only=True)
class SiteDetails:
    """Where a site is and who looks after it. Without a time zone, the territory's."""

    customer_id: int
    names: Mapping[str, str]
    territory: str  # its code
    office_id: int
    address: str = ""
    time_zone: str = ""
    distance_km: Decimal | None = None  # by road from the office
    access_hours: str = ""
    directions: str = ""


@dataclass(frozen=True, kw_only=True)
class SystemDetails:
    """What a system is called."""

    site_id: int
    names: Mapping[str, str]
    code: str = ""


@transaction.atomic
def register_site(
    *, details: SiteDetails, by: Person, at: datetime, key: UUID | None = None
) -> Site:
    """Make a site known. Returns it; the same key again gives the one there is.

    Raises UnknownTimeZone, Territory.DoesNotExist.
    """
    key = key or uuid4()
    one_at_a_time(f"site {key}")
    there = Site.objects.filter(key=key).first()
    if there is not None:
        return there
    locked(details.customer_id)
    fields = _fields(details)
    site = Site.objects.create(
        key=key,
        customer_id=details.customer_id,
        **fields,
        sort_key=naming.sort_key(fields["names"]),
        registered_at=at,
        registered_by=by,
    )
    refresh(SearchKind.SITE, [site.pk])
    data = told({"site": site.pk, **fields})
    write(stream=stream(site.customer_id), verb="site.registered", by=by, at=at, data=data)
    return site


@transaction.atomic
def change_site(*, site_id: int, details: SiteDetails, by: Person, at: datetime) -> Site:
    """Correct what is known of a site; its customer stays. Returns it; may be repeated."""
    locked(details.customer_id)
    site = Site.objects.select_for_update().get(pk=site_id, customer_id=details.customer_id)
    fields = _fields(details)
    data = changes(told({name: getattr(site, name) for name in fields}), told(fields))
    if not data:
        return site
    for name, value in fields.items():
        setattr(site, name, value)
    site.sort_key = naming.sort_key(site.names)
    site.save()
    refresh_customer(site.customer_id)
    data = {"site": site.pk, **data}
    write(stream=stream(site.customer_id), verb="site.changed", by=by, at=at, data=data)
    return site


@transaction.atomic
def register_system(
    *, details: SystemDetails, by: Person, at: datetime, key: UUID | None = None
) -> System:
    """Make a system at a site known. Returns it; the same key again gives the one there is."""
    key = key or uuid4()
    one_at_a_time(f"system {key}")
    there = System.objects.filter(key=key).first()
    if there is not None:
        return there
    site = Site.objects.get(pk=details.site_id)
    names = naming.clean_names(details.names)
    system = System.objects.create(
        key=key,
        customer_id=site.customer_id,
        site=site,
        names=names,
        code=details.code,
        registered_at=at,
        registered_by=by,
    )
    data = {"system": system.pk, "site": site.pk, "names": names, "code": system.code}
    write(stream=stream(site.customer_id), verb="system.registered", by=by, at=at, data=data)
    return system


def _fields(details: SiteDetails) -> dict[str, Any]:
    zone = details.time_zone or Territory.objects.get(pk=details.territory).time_zone
    return {
        "names": naming.clean_names(details.names),
        "territory_id": details.territory,
        "office_id": details.office_id,
        "address": details.address.strip(),
        "time_zone": known_zone(zone),
        "distance_km": details.distance_km,
        "access_hours": details.access_hours.strip(),
        "directions": details.directions.strip(),
    }
