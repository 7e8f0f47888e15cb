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

from kept.records.archive.models import Equipment
from kept.records.cases.asking import LogRequest
from kept.records.contracts.holding import Asked, Holding, HoldingContract, holding
from kept.records.refusal import Refused

READ = """
    SELECT customer.id, customer.names, customer.language, customer.is_key,
        contact.id, contact.customer_id, contact.language,
        site.id, site.customer_id, site.territory_id, site.time_zone, site.distance_km,
        piece.id, piece.customer_id, piece.serial_number, product.family, piece.recognised,
        piece.supplied_by_us, piece.system_id, product.design_life_months,
        product.particulars || piece.particulars,
        (SELECT jsonb_object_agg(kind, "on") FROM archive_milestone
         WHERE equipment_id = piece.id AND superseded_at IS NULL),
        office.id, office.country_code, office.province_code, office.city_code, office.time_zone
    FROM archive_customer AS customer
    LEFT JOIN archive_contact AS contact ON contact.id = %(contact)s
    LEFT JOIN archive_equipment AS piece ON piece.id = %(equipment)s
    LEFT JOIN archive_productmodel AS product ON product.id = piece.product_id
    LEFT JOIN archive_site AS site ON site.id = coalesce(%(site)s, piece.site_id)
    LEFT JOIN people_office AS office ON office.id = coalesce(site.office_id, %(office)s)
    WHERE customer.id = coalesce(
        %(customer)s, (SELECT customer_id FROM archive_equipment WHERE id = %(equipment)s))
"""
CONTACT = """
    SELECT left_at, id, customer_id, language
    FROM archive_contact WHERE id = %s AND customer_id = %s
"""


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
    design_life_months: int | None
    particulars: Mapping[str, Any]  # what else policies ask of it
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
        row = self._contact(contact_id)
        if row is None:
            raise NotTheirs
        return replace(self, contact=KnownContact(*row[1:]))

    def with_caller(self, contact_id: int) -> Surroundings | None:
        """Return the same with who is calling; None: no such contact works at the customer now."""
        row = self._contact(contact_id)
        if row is None or row[0] is not None:
            return None
        return replace(self, contact=KnownContact(*row[1:]))

    def _contact(self, contact_id: int) -> tuple[Any, ...] | None:
        with connection.cursor() as cursor:
            cursor.execute(CONTACT, [contact_id, self.customer.pk])
            row: tuple[Any, ...] | None = cursor.fetchone()
        return row

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
    asked = {
        "customer": request.customer_id,
        "contact": request.contact_id,
        "equipment": request.equipment_id,
        "site": request.site_id,
        "office": request.office_id,
    }
    found = _read(asked)
    if found is None:
        raise NotTheirs
    _refuse_strangers(request, found)
    if found.office is None:
        raise OfficeMissing
    return _held(found, found.office, at)


def surroundings_of_equipment(pk: int, *, at: datetime) -> Surroundings | None:
    """Return what any request about a piece of equipment touches; None: its office must be said.

    Raises Equipment.DoesNotExist, NoPolicy.
    """
    nothing_else = dict.fromkeys(("customer", "contact", "site", "office"))
    found = _read({**nothing_else, "equipment": pk})
    if found is None:
        raise Equipment.DoesNotExist
    return _held(found, found.office, at) if found.office else None


@dataclass(frozen=True)
class _Found:
    """What was read, before it is known which policy holds."""

    customer: KnownCustomer
    contact: KnownContact | None
    site: KnownSite | None
    equipment: KnownEquipment | None
    office: KnownOffice | None


def _read(asked: Mapping[str, int | None]) -> _Found | None:
    with connection.cursor() as cursor:
        cursor.execute(READ, asked)
        row: tuple[Any, ...] | None = cursor.fetchone()
    if row is None:
        return None
    return _Found(
        KnownCustomer(row[0], json.loads(row[1]), row[2], row[3]),
        KnownContact(*row[4:7]) if row[4] else None,
        KnownSite(*row[7:12]) if row[7] else None,
        _equipment(row[12:22]) if row[12] else None,
        KnownOffice(*row[22:27]) if row[22] else None,
    )


def _held(found: _Found, office: KnownOffice, at: datetime) -> Surroundings:
    piece, site = found.equipment, found.site
    asked = Asked(
        customer_id=found.customer.pk,
        equipment_id=piece.pk if piece else None,
        system_id=piece.system_id if piece else None,
        site_id=site.pk if site else None,
        zone=site.time_zone if site else office.time_zone,
    )
    terms = holding(asked, at=at)
    return Surroundings(found.customer, found.contact, site, piece, office, terms)


def _equipment(row: tuple[Any, ...]) -> KnownEquipment:
    days = {kind: date.fromisoformat(on) for kind, on in json.loads(row[-1] or "{}").items()}
    return KnownEquipment(*(*row[:-2], json.loads(row[-2]), days))


def _refuse_strangers(request: LogRequest, found: _Found) -> None:
    """Refuse what is not there, and what is not the customer's: nobody can tell which it was."""
    asked = (
        (request.contact_id, found.contact),
        (request.site_id, found.site),
        (request.equipment_id, found.equipment),
    )
    if any(pk is not None and one is None for pk, one in asked):
        raise NotTheirs
    for _pk, one in asked:
        if one is not None and one.customer_id != request.customer_id:
            raise NotTheirs
