"""What is known of a request's customer, site, equipment and contract when it is logged."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from kept.records.archive.models import Contact, Customer, Equipment, Milestone, Site
from kept.records.archive.territories import level, parent_code
from kept.records.cases.asking import LogRequest
from kept.records.contracts.queries import (
    ContractCard,
    NoPolicy,
    contracts_of_customer,
    equipment_binding,
)
from kept.records.people.models import Office
from kept.records.policies.queries import company_version_on
from kept.records.refusal import Refused
from kept.rules.facts import Value

MONTHS = "_months"


class NotTheirs(Refused):
    """Contact, site and equipment of one request belong to one customer."""

    sentence = _("Contact, site and equipment must belong to the customer of this request.")


class OfficeMissing(Refused):
    """Somebody must be responsible: without a site, the office must be said."""

    sentence = _("Please choose the office that looks after this request.")


@dataclass(frozen=True)
class Surroundings:
    """All that a request touches, and which policy holds for it."""

    customer: Customer
    contact: Contact | None
    site: Site | None
    equipment: Equipment | None
    office: Office
    contract: ContractCard | None
    version_id: int

    @property
    def overrides(self) -> list[dict[str, Any]]:
        """Return where the contract differs from its policy, as it is kept with the case."""
        different = self.contract.overrides if self.contract else ()
        return [
            {
                "rule": o.rule,
                "field": o.field,
                "value": str(o.value),
                "source": o.source,
                "reason": o.reason,
            }
            for o in different
        ]

    @property
    def zone(self) -> str:
        """Return the time zone in which the equipment stands."""
        return self.site.time_zone if self.site else self.office.time_zone


def surroundings(request: LogRequest, *, at: datetime) -> Surroundings:
    """Return what a request touches at a moment. Raises NotTheirs, OfficeMissing, NoPolicy."""
    equipment = _equipment(request)
    site_id = request.site_id or (equipment.site_id if equipment else None)
    sites = Site.objects.select_related("office", "customer")
    site = sites.filter(pk=site_id).first() if site_id else None
    customer = site.customer if site else Customer.objects.filter(pk=request.customer_id).first()
    contact = Contact.objects.filter(pk=request.contact_id).first() if request.contact_id else None
    _refuse_strangers(request, equipment, site, contact)
    if customer is None or (site is None and site_id is not None):
        raise NotTheirs
    office = site.office if site else Office.objects.filter(pk=request.office_id or 0).first()
    if office is None:
        raise OfficeMissing
    contract, version_id = _policy(request, site, office, at)
    return Surroundings(customer, contact, site, equipment, office, contract, version_id)


def _equipment(request: LogRequest) -> Equipment | None:
    if request.equipment_id is None:
        return None
    found = Equipment.objects.select_related("product").filter(pk=request.equipment_id).first()
    if found is None:
        raise NotTheirs
    return found


def _refuse_strangers(
    request: LogRequest, equipment: Equipment | None, site: Site | None, contact: Contact | None
) -> None:
    if request.contact_id is not None and contact is None:
        raise NotTheirs
    for one in (equipment, site, contact):
        if one is not None and one.customer_id != request.customer_id:
            raise NotTheirs


def _policy(
    request: LogRequest, site: Site | None, office: Office, at: datetime
) -> tuple[ContractCard | None, int]:
    """Return the contract, if any, and the policy version that hold.

    A request about no certain equipment stands under the customer's contract that was signed last.
    """
    if request.equipment_id is not None:
        binding = equipment_binding(request.equipment_id, at=at)
        return binding.contract, binding.version.pk
    zone = site.time_zone if site else office.time_zone
    on = at.astimezone(ZoneInfo(zone)).date()
    for contract in contracts_of_customer(request.customer_id, at=at):
        if contract.starts_on <= on and (contract.ends_on is None or on <= contract.ends_on):
            return contract, contract.version_id
    version = company_version_on(on)
    if version is None:
        raise NoPolicy(on=on)
    return None, version.pk


def about(known: Surroundings) -> dict[str, Value]:
    """Return what rules may ask of site, office, customer, equipment and contract.

    A day counts from its beginning in the time zone of the site. What is not known is left out.
    """
    found = {
        **_site(known),
        **_office(known.office),
        "customer.key": known.customer.is_key,
        **_equipment_facts(known),
        **dict(_contract_facts(known)),
    }
    return {key: value for key, value in found.items() if value not in (None, "")}


def _site(known: Surroundings) -> dict[str, Any]:
    if known.site is None:
        return {}
    distance = known.site.distance_km
    return {
        **_places("site", known.site.territory_id),
        "site.distance_km": None if distance is None else float(distance),
        "site.zone": known.site.time_zone,
    }


def _office(office: Office) -> dict[str, Any]:
    return {
        "office.country": office.country_code,
        "office.province": office.province_code,
        "office.city": office.city_code,
        "office.zone": office.time_zone,
    }


def _places(prefix: str, code: str | None) -> dict[str, str]:
    found: dict[str, str] = {}
    while code is not None:
        found[f"{prefix}.{level(code)}"] = code
        code = parent_code(code)
    return found


def _equipment_facts(known: Surroundings) -> dict[str, Any]:
    if known.equipment is None:
        return {}
    days = Milestone.objects.filter(equipment_id=known.equipment.pk, superseded_at=None)
    return {
        "equipment.class": known.equipment.product.family,
        "equipment.recognised": known.equipment.recognised,
        "equipment.supplied_by_us": known.equipment.supplied_by_us,
        **{
            f"equipment.{kind}": day_begins(on, known.zone)
            for kind, on in days.values_list("kind", "on")
        },
    }


def _contract_facts(known: Surroundings) -> Iterator[tuple[str, Value]]:
    if known.contract is None:
        return
    yield "contract.signed", day_begins(known.contract.signed_on, known.zone)
    if known.contract.tier:
        yield "contract.service_tier", known.contract.tier
    for name, value in known.contract.terms.items():
        # A number without unit counts as months.
        yield f"contract.{name.removesuffix(MONTHS)}", value


def day_begins(on: date, zone: str) -> datetime:
    """Return the moment at which a day begins in a time zone."""
    return datetime.combine(on, time(), ZoneInfo(zone))
