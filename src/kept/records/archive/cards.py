"""What the archive hands out: frozen values, for screens and rules."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from kept.records.archive.models import MilestoneKind
from kept.records.naming import Named
from kept.records.people.phones import Phone


@dataclass(frozen=True)
class TerritoryCard(Named):
    """A country, province or city."""

    code: str
    level: str
    names: dict[str, str]
    time_zone: str


@dataclass(frozen=True)
class SiteCard(Named):
    """A site, with the codes that zones are made of: its own and its office's."""

    pk: int
    customer_id: int
    names: dict[str, str]
    territory: tuple[TerritoryCard, ...]  # country, then province, then city, as far as known
    address: str
    time_zone: str
    office_id: int
    office_code: str
    office_names: dict[str, str]
    office_codes: tuple[str, ...]  # of the office's territory, the largest first
    distance_km: Decimal | None
    access_hours: str
    directions: str

    @property
    def codes(self) -> tuple[str, ...]:
        """The territory's codes, the largest first: ("CN", "CN-440000", "CN-440300")."""
        return tuple(card.code for card in self.territory)


@dataclass(frozen=True)
class SystemCard(Named):
    """A system at a site."""

    pk: int
    site_id: int
    names: dict[str, str]
    code: str
    customer_id: int


@dataclass(frozen=True)
class ContactCard:
    """A person at a customer."""

    pk: int
    customer_id: int
    name: str
    position: str
    language: str
    phones: tuple[Phone, ...]
    emails: tuple[str, ...]
    site_ids: tuple[int, ...]
    person_id: int | None
    has_left: bool


@dataclass(frozen=True)
class CustomerLine(Named):
    """A customer in a list."""

    pk: int
    names: dict[str, str]
    short_name: str
    is_key: bool
    equipment_count: int
    place: str  # in the order of names: what comes after it is the next page


@dataclass(frozen=True)
class CustomerCard(Named):
    """A customer with its contacts and sites."""

    pk: int
    names: dict[str, str]
    short_name: str
    language: str
    is_key: bool
    contacts: tuple[ContactCard, ...]
    sites: tuple[SiteCard, ...]
    systems: tuple[SystemCard, ...]
    equipment_count: int


@dataclass(frozen=True)
class ProductCard(Named):
    """A product model."""

    pk: int
    brand: str
    code: str
    family: str
    names: dict[str, str]
    specification: str
    design_life_months: int | None


@dataclass(frozen=True)
class MilestoneCard:
    """A day in a piece's life, with its evidence."""

    kind: str
    on: date
    evidence: str


@dataclass(frozen=True)
class EquipmentCard:
    """A piece of equipment with the days its terms depend on; what follows, the rules say."""

    pk: int
    serial_number: str
    label: str
    product: ProductCard
    customer_id: int
    customer_names: dict[str, str]
    customer_short_name: str
    customer_is_key: bool
    site: SiteCard | None
    system: SystemCard | None
    milestones: tuple[MilestoneCard, ...]  # in order of days
    recognised: bool
    supplied_by_us: bool
    replaces_id: int | None
    replaced_by_id: int | None
    left_at: datetime | None  # it came to us for good

    def on(self, kind: MilestoneKind) -> date | None:
        """Return the day of a milestone; None if it is not known."""
        return next((card.on for card in self.milestones if card.kind == kind), None)

    @property
    def retired_on(self) -> date | None:
        """The day it was taken out of use; None while it is used."""
        return self.on(MilestoneKind.RETIRED)
