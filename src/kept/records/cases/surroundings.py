"""What a request touches: customer, contact, site, equipment, office, and which policy holds.

Read in one statement from the tables that a case points to, because every call waits for it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import connection
from django.utils.translation import gettext_lazy as _

from kept.records.cases.asking import LogRequest
from kept.records.contracts.holding import Asked, Holding, HoldingContract, holding
from kept.records.refusal import Refused

READ = """
    SELECT customer.id, customer.names, customer.language, customer.is_key,
        contact.id, contact.customer_id, contact.language,
        site.id, site.customer_id, site.territory_id, site.time_zone, site.distance_km,
        piece.id, piece.customer_id, piece.serial_number, product.family, piece.recognised,
        piece.supplied_by_us, piece.system_id,
        (SELECT jsonb_object_agg(kind, "on") FROM archive_milestone
         WHERE equipment_id = piece.id AND superseded_at IS NULL),
        office.id, office.country_code, office.province_code, office.city_code, office.time_zone
    FROM archive_customer AS customer
    LEFT JOIN archive_contact AS contact ON contact.id = %(contact)s
    LEFT JOIN archive_equipment AS piece ON piece.id = %(equipment)s
    LEFT JOIN archive_productmodel AS product ON product.id = piece.product_id
    LEFT JOIN archive_site AS site ON site.id = coalesce(%(site)s, piece.site_id)
    LEFT JOIN people_office AS office ON office.id = coalesce(site.office_id, %(office)s)
    WHERE customer.id = %(customer)s
"""
CONTACT = "SELECT id, customer_id, language FROM archive_contact WHERE id = %s AND customer_id = %s"


class NotTheirs(Refused):
    """Contact, site and equipment of one request belong to one customer."""

    sentence = _("Contact, site and equipment must belong to the customer of this request.")


class OfficeMissing(Refused):
    """Somebody must be responsible: without a site, the office must be said."""

    sentence = _("Please choose the office that looks after this request.")


@dataclass(frozen=True)
class KnownCustomer:
    """The customer who asks."""

    pk: int
    names: Mapping[str, str]
    language: str
    is_key: bool


@dataclass(frozen=True)
class KnownContact:
    """Who asks at the customer."""

    pk: int
    customer_id: int
    language: str


@dataclass(frozen=True)
class KnownSite:
    """Where it is."""

    pk: int
    customer_id: int
    territory: str  # its code
    time_zone: str
    distance_km: Decimal | None


@dataclass(frozen=True)
class KnownEquipment:
    """What it is about."""

    pk: int
    customer_id: int
    serial_number: str
    family: str
    recognised: bool
    supplied_by_us: bool
    system_id: int | None
    milestones: Mapping[str, date]  # kind -> day


@dataclass(frozen=True)
class KnownOffice:
    """Who looks after it."""

    pk: int
    country: str
    province: str
    city: str
    time_zone: str


@dataclass(frozen=True)
class Surroundings:
    """All that a request touches, and which policy holds for it."""

    customer: KnownCustomer
    contact: KnownContact | None
    site: KnownSite | None
    equipment: KnownEquipment | None
    office: KnownOffice
    holding: Holding

    @property
    def contract(self) -> HoldingContract | None:
        """Return the contract that holds; None: the company's own choice of policy."""
        return self.holding.contract

    @property
    def version_id(self) -> int:
        """Return the policy version that holds."""
        return self.holding.version_id

    @property
    def sha256(self) -> str:
        """Return the hash of that version's text."""
        return self.holding.sha256

    @property
    def overrides(self) -> list[dict[str, Any]]:
        """Return where the contract differs from its policy, as it is kept with the case."""
        different = self.contract.overrides if self.contract else ()
        return [{**override, "value": str(override["value"])} for override in different]

    def is_about(self, request: LogRequest) -> bool:
        """Say whether it is what the request touches, whoever asks."""
        return (
            self.customer.pk == request.customer_id
            and (self.equipment.pk if self.equipment else None) == request.equipment_id
            and request.site_id in (None, self.site.pk if self.site else None)
            and (self.site is not None or self.office.pk == request.office_id)
        )

    def with_contact(self, contact_id: int | None) -> Surroundings:
        """Return the same with another contact of the customer. Raises NotTheirs."""
        if contact_id == (self.contact.pk if self.contact else None):
            return self
        if contact_id is None:
            return replace(self, contact=None)
        with connection.cursor() as cursor:
            cursor.execute(CONTACT, [contact_id, self.customer.pk])
            row = cursor.fetchone()
        if row is None:
            raise NotTheirs
        return replace(self, contact=KnownContact(*row))

    @property
    def zone(self) -> str:
        """Return the time zone in which the equipment stands."""
        return self.site.time_zone if self.site else self.office.time_zone


def surroundings(
    request: LogRequest, *, at: datetime, known: Surroundings | None = None
) -> Surroundings:
    """Return what a request touches at a moment. Raises NotTheirs, OfficeMissing, NoPolicy.

    `known` is what the caller has read just now, to show it; if it is about the same customer,
    equipment, site and office, only the contact is looked up.
    """
    if known is not None and known.is_about(request):
        return known.with_contact(request.contact_id)
    row = _read(request)
    if row is None:
        raise NotTheirs
    customer = KnownCustomer(row[0], json.loads(row[1]), row[2], row[3])
    contact = KnownContact(*row[4:7]) if row[4] else None
    site = KnownSite(*row[7:12]) if row[7] else None
    equipment = _equipment(row[12:20]) if row[12] else None
    _refuse_strangers(request, contact, site, equipment)
    if row[20] is None:
        raise OfficeMissing
    office = KnownOffice(*row[20:25])
    asked = Asked(
        customer_id=customer.pk,
        equipment_id=equipment.pk if equipment else None,
        system_id=equipment.system_id if equipment else None,
        site_id=site.pk if site else None,
        zone=site.time_zone if site else office.time_zone,
    )
    return Surroundings(customer, contact, site, equipment, office, holding(asked, at=at))


def _read(request: LogRequest) -> tuple[Any, ...] | None:
    asked = {
        "customer": request.customer_id,
        "contact": request.contact_id,
        "equipment": request.equipment_id,
        "site": request.site_id,
        "office": request.office_id,
    }
    with connection.cursor() as cursor:
        cursor.execute(READ, asked)
        row: tuple[Any, ...] | None = cursor.fetchone()
    return row


def _equipment(row: tuple[Any, ...]) -> KnownEquipment:
    days = {kind: date.fromisoformat(on) for kind, on in json.loads(row[-1] or "{}").items()}
    return KnownEquipment(*(*row[:-1], days))


def _refuse_strangers(
    request: LogRequest,
    contact: KnownContact | None,
    site: KnownSite | None,
    equipment: KnownEquipment | None,
) -> None:
    """Refuse what is not there, and what is not the customer's: nobody can tell which it was."""
    asked = (
        (request.contact_id, contact),
        (request.site_id, site),
        (request.equipment_id, equipment),
    )
    for pk, found in asked:
        if pk is not None and found is None:
            raise NotTheirs
    for one in (contact, site, equipment):
        if one is not None and one.customer_id != request.customer_id:
            raise NotTheirs
