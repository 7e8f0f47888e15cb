"""A company under one of the shipped policies: its people, sites, stock and prices, made once."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from kept.records.archive.models import Equipment, MilestoneKind, Site
from kept.records.archive.services import (
    ContactDetails,
    CustomerDetails,
    EquipmentDetails,
    Place,
    ProductDetails,
    SiteDetails,
    load_territories,
    record_milestone,
    register_contact,
    register_customer,
    register_equipment,
    register_product,
    register_site,
)
from kept.records.contracts.models import ContractKind
from kept.records.contracts.services import ContractDetails, Covered, cover, sign_contract
from kept.records.parts.models import MovementKind, Part, PlaceKind, Tracking
from kept.records.parts.services import (
    NewMovement,
    PartDetails,
    PlaceDetails,
    move,
    name_substitute,
    open_place,
    register_part,
)
from kept.records.people.models import Language, Person, Role
from kept.records.people.services import (
    OfficeDetails,
    PersonDetails,
    create_person,
    join_office,
    open_office,
)
from kept.records.policies.services import choose_company_policy
from tests.desk import SETUP, ZONE, publish

BEGIN = date(2020, 1, 1)
THEN = datetime(2026, 1, 5, 9, tzinfo=ZONE)
SITES = {"city": "CN-330100", "province": "CN-330200", "country": "CN-110100", "abroad": "JP-13"}
# Of the parts on the shelf: B-2 has the data of B-1, which is still made; B-4 those of B-3.
PARTS = ("B-1", "B-2", "B-3", "B-4")
GONE = "B-3"
OF_THE_PIECE = ("recognised", "supplied_by_us")


class Company:
    """What a journey finds when it begins."""

    def __init__(self, policy: str) -> None:
        load_territories()
        self.people = {role.value: self._hire(role.value, role) for role in Role}
        self.people["second"] = self._hire("second", Role.MANAGER)
        self.boss = self.people["manager"]
        self._open_office()
        self._find_customer()
        self.version = publish(policy, self.boss, THEN)
        choose_company_policy(
            version_id=self.version.pk, starts_on=BEGIN, by=self.people["administrator"], at=THEN
        )
        self._fill_the_shelves()

    def _hire(self, username: str, role: Role) -> Person:
        details = PersonDetails(
            username=username,
            display_name=f"The {username}",
            roles=[role],
            email=f"{username}@example.com",
            language=Language.ENGLISH,
        )
        return create_person(details=details, by=SETUP, at=THEN)

    def _open_office(self) -> None:
        details = OfficeDetails(
            code="HZ",
            names={"en": "Hangzhou"},
            time_zone="Asia/Shanghai",
            country_code="CN",
            province_code="CN-330000",
            city_code="CN-330100",
        )
        self.office = open_office(details=details, by=self.boss, at=THEN)
        for person in self.people.values():
            if person.pk != self.boss.pk:
                self._join(person)
        self._join(self.boss)

    def _join(self, person: Person) -> None:
        join_office(
            person_id=person.pk, office_id=self.office.pk, starts_on=BEGIN, by=self.boss, at=THEN
        )

    def _find_customer(self) -> None:
        details = CustomerDetails(names={"en": "Eastbank Data Centre"})
        self.customer = register_customer(details=details, by=self.boss, at=THEN)
        self.sites = {name: self._site(name, code) for name, code in SITES.items()}
        known = ContactDetails(
            customer_id=self.customer.pk,
            name="Li Hua",
            language=Language.ENGLISH,
            emails=("li.hua@east.example",),
        )
        self.contact = register_contact(details=known, by=self.boss, at=THEN)

    def _site(self, name: str, territory: str) -> Site:
        details = SiteDetails(
            customer_id=self.customer.pk,
            names={"en": f"Site in another {name}"},
            territory=territory,
            office_id=self.office.pk,
        )
        return register_site(details=details, by=self.boss, at=THEN)

    def _fill_the_shelves(self) -> None:
        details = PlaceDetails(
            code="W1", names={"en": "W1"}, kind=PlaceKind.WAREHOUSE, office_id=self.office.pk
        )
        shelf = open_place(details=details, by=self.boss, at=THEN)
        self.parts = {number: self._part(number) for number in PARTS}
        for part, instead in (("B-1", "B-2"), ("B-3", "B-4")):
            name_substitute(
                part_id=self.parts[part].pk,
                instead_id=self.parts[instead].pk,
                evidence="data sheets compared",
                by=self.boss,
                at=THEN,
            )
        for number, part in self.parts.items():
            movement = NewMovement(
                kind=MovementKind.RECEIVED,
                part_id=part.pk,
                quantity=Decimal(9),
                reason="stock",
                at=THEN,
                target_id=shelf.pk,
            )
            move(movement=movement, by=self.boss, now=THEN, key=f"stock {number}")

    def _part(self, number: str) -> Part:
        details = PartDetails(
            brand="Heron",
            number=number,
            names={"en": f"Board {number}"},
            tracking=Tracking.QUANTITY,
            discontinued_on=date(2025, 1, 1) if number == GONE else None,
        )
        return register_part(details=details, by=self.boss, at=THEN)

    def machine(self, told: Mapping[str, str]) -> Equipment:
        """Install a piece: `told` says its days, what it is, and what its contract says."""
        serial = uuid.uuid4().hex[:8].upper()
        life = told.get("design_life_months")
        product = ProductDetails(
            brand="Nordlux",
            code=f"NX-{life or 640}",
            names={"en": "Transmitter"},
            design_life_months=int(life) if life else None,
        )
        model = register_product(details=product, by=self.boss, at=THEN)
        site = self.sites[told.get("site", "city")]
        flags = {name: told[name] == "yes" for name in OF_THE_PIECE if name in told}
        asked = _named("equipment.", told)
        details = EquipmentDetails(
            product_id=model.pk,
            serial_number=serial,
            place=Place(customer_id=self.customer.pk, site_id=site.pk),
            particulars=asked,
            **flags,
        )
        piece = register_equipment(details=details, by=self.boss, at=THEN)
        for kind in MilestoneKind:
            if kind.value in told:
                on = date.fromisoformat(told[kind.value])
                self.passes(piece, kind, on, THEN)
        self._sign(piece, told)
        return piece

    def passes(self, piece: Equipment, kind: MilestoneKind, on: date, at: datetime) -> None:
        """Record a day in a piece's life."""
        record_milestone(
            equipment_id=piece.pk, kind=kind, on=on, evidence="AC-1", by=self.boss, at=at
        )

    def _sign(self, piece: Equipment, told: Mapping[str, str]) -> None:
        terms = _named("contract.", told)
        if not terms:
            return
        details = ContractDetails(
            customer_id=self.customer.pk,
            number=f"C-{piece.serial_number}",
            kind=ContractKind.SUPPLY,
            signed_on=date.fromisoformat(terms.pop("signed", "2024-01-05")),
            starts_on=date(2024, 1, 5),
            version_id=self.version.pk,
            terms=terms,
        )
        self.contract = sign_contract(details=details, by=self.boss, at=THEN)
        what = Covered(equipment_id=piece.pk)
        cover(contract_id=self.contract.pk, what=what, by=self.boss, at=THEN)


def _named(prefix: str, told: Mapping[str, str]) -> dict[str, Any]:
    """Return what is told under names that begin so, without that beginning."""
    named = {name: value for name, value in told.items() if name.startswith(prefix)}
    return {name.removeprefix(prefix): _plain(value) for name, value in named.items()}


def _plain(value: str) -> Any:
    if value in ("yes", "no"):
        return value == "yes"
    return int(value) if value.isdigit() else value
