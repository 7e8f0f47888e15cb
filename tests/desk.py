"""A small service desk for tests: people, an office, a customer with equipment, a policy."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from kept.records.archive.models import Customer, Equipment, Site, Territory
from kept.records.archive.services import (
    CustomerDetails,
    EquipmentDetails,
    Place,
    ProductDetails,
    SiteDetails,
    load_territories,
    record_acceptance,
    register_customer,
    register_equipment,
    register_product,
    register_site,
)
from kept.records.cases.asking import LogRequest, NewFact
from kept.records.cases.models import Case, Clock, Flip
from kept.records.cases.services import (
    Closing,
    Opened,
    Recorded,
    close_case,
    open_case,
    record_fact,
)
from kept.records.ledger.actor import System
from kept.records.notices.services import Links
from kept.records.people.models import Office, Person, Role
from kept.records.people.services import (
    OfficeDetails,
    PersonDetails,
    create_person,
    join_office,
    open_office,
)
from kept.records.policies.models import PolicyVersion
from kept.records.policies.required import required
from kept.records.policies.services import choose_company_policy, name_policy, publish_version
from kept.records.prices.models import PriceList
from kept.records.prices.services import (
    ItemDetails,
    ListDetails,
    NewPrice,
    open_price_list,
    set_price,
)
from kept.rules.policy.pieces import filled, unset_values

ZONE = ZoneInfo("Asia/Shanghai")
SETUP = System("setup")
LINKS = Links(lambda number: f"https://k/{number}", lambda _for, secret: f"https://k/s/{secret}/")

# One of each shape that clocks have: plain, by level, pausing, on demand, after another's breach,
# without number.
POLICY = """
policy: DESK
language: 1
title: {en: A small service promise}
zone: Asia/Shanghai
calendars:
  elapsed: {name: {en: every hour counts}, always: yes}
facts:
  down:
    type: yes_no
    name: {en: equipment down}
    ask: {en: Is the equipment down?}
    at: intake
levels:
  fault:
    name: {en: Fault level}
    source: D-0
    grader: customer
    grades:
      1:
        name: {en: critical}
        source: D-1
        when:
          any:
            - {down: yes}
            - {elapsed: {from: interruption.began, until: interruption.ended, more_than: 10 min}}
      2: {name: {en: minor}, source: D-2, otherwise: yes}
clauses:
  D-0: {en: There are two levels.}
  D-1: {en: What is down is critical.}
  D-2: {en: All else is minor.}
  D-3: {en: We answer within an hour.}
  D-4: {en: We come within three hours if asked.}
  D-5: {en: We repair within a day.}
  D-6: {en: We explain within two hours why we did not answer.}
  D-7: {en: We report in good time.}
rules:
  answer:
    form: clock
    name: {en: Answer, zh-Hans: 答复}
    source: D-3
    start: request.received
    stop: response.given
    limit: 1 h
    calendar: elapsed
  on_site:
    form: clock
    name: {en: Engineer on site, zh-Hans: 工程师到场}
    source: D-4
    when: {happened: customer.demanded_visit}
    start: request.received
    stop: visit.arrived
    limit: 3 h
    calendar: elapsed
    warn: [-15 min]
  repair:
    form: clock
    name: {en: Repaired, zh-Hans: 修复}
    source: D-5
    start: request.received
    stop: service.restored
    limit: {by: level.fault, cells: {1: 8 h, 2: 24 h}}
    calendar: elapsed
    pauses:
      - name: {en: waiting for the customer}
        from: waiting.began
        until: waiting.ended
        when: {waiting_for: customer}
  explain:
    form: clock
    name: {en: Explanation}
    source: D-6
    when: {clock.answer: broken}
    start: request.received
    stop: explanation.sent
    limit: 3 h
    calendar: elapsed
    warn: []
  report:
    form: clock
    name: {en: Report}
    source: D-7
    start: request.received
    stop: report.signed
    limit: unset
    calendar: elapsed
"""


def at(text: str) -> datetime:
    """Return a moment of Tuesday 24 November 2026 ("14:20"), or of another day ("25 08:00")."""
    day, _, clock = text.rpartition(" ")
    hour, minute, *second = (int(part) for part in clock.split(":"))
    return datetime(2026, 11, int(day or 24), hour, minute, *second, tzinfo=ZONE)


@dataclass
class Desk:
    """The desk and its people."""

    office: Office
    hotline: Person
    dispatcher: Person
    engineer: Person
    manager: Person
    customer: Customer
    site: Site
    equipment: Equipment
    version: PolicyVersion

    def request(self, **said: Any) -> LogRequest:
        """Return a request of 10:00 by telephone about the equipment."""
        request = LogRequest(
            customer_id=self.customer.pk,
            equipment_id=self.equipment.pk,
            channel="telephone",
            case_type="fault",
            requested_at=at("10:00"),
            description="Transmitter shows E-47",
        )
        return replace(request, **said)

    def log(self, now: str = "10:02", key: str = "", **said: Any) -> Opened:
        """Log a request; each call a new one unless a key is given."""
        return open_case(
            request=self.request(**said),
            by=self.hotline,
            now=at(now),
            key=key or uuid.uuid4().hex,
        )

    def record(
        self, opened: Opened, kind: str, happened: str, now: str = "", **values: Any
    ) -> Recorded:
        """Record a fact that happened at a time, entered then or at `now`."""
        return record_fact(
            case_id=opened.case_id,
            fact=NewFact(kind=kind, at=at(happened), values=values),
            by=self.hotline,
            now=at(now or happened),
            key=uuid.uuid4().hex,
        )

    def close(self, opened: Opened, now: str = "16:00") -> Recorded:
        """Close a case."""
        return close_case(
            case_id=opened.case_id,
            closing=Closing(at=at(now)),
            by=self.hotline,
            now=at(now),
            key=uuid.uuid4().hex,
        )


def case(opened: Opened) -> Case:
    """Return a case as it is stored now."""
    return Case.objects.get(pk=opened.case_id)


def clock(opened: Opened, key: str) -> Clock:
    """Return a clock as it is stored now."""
    return Clock.objects.get(case_id=opened.case_id, key=key)


def flips(opened: Opened, key: str) -> list[tuple[str, str]]:
    """Return what became of a clock, in the order it was noted, with its local time."""
    rows = Flip.objects.filter(case_id=opened.case_id, clock=key).order_by("pk")
    return [(row.kind, f"{row.at.astimezone(ZONE):%H:%M}") for row in rows]


def open_desk(text: str = POLICY) -> Desk:
    """Set up the desk as it is on 24 November 2026."""
    then = at("08:00")
    if not Territory.objects.exists():  # tests that commit leave nothing behind
        load_territories()
    administrator = _person("admin", "Admin", Role.ADMINISTRATOR, then)
    people = {
        role: _person(role.value, name, role, then)
        for role, name in (
            (Role.HOTLINE, "周敏"),
            (Role.DISPATCHER, "Dana Li"),
            (Role.ENGINEER, "高磊"),
            (Role.MANAGER, "Marta Stein"),
        )
    }
    office = _office(administrator, then)
    for person in people.values():
        join_office(
            person_id=person.pk,
            office_id=office.pk,
            starts_on=date(2026, 1, 1),
            by=administrator,
            at=then,
        )
    customer, site, equipment = _installed(office, administrator, then)
    version = publish(text, administrator, then)
    choose_company_policy(
        version_id=version.pk, starts_on=date(2026, 1, 1), by=administrator, at=then
    )
    return Desk(
        office,
        people[Role.HOTLINE],
        people[Role.DISPATCHER],
        people[Role.ENGINEER],
        people[Role.MANAGER],
        customer,
        site,
        equipment,
        version,
    )


def publish(
    text: str, by: Person, then: datetime, names: Mapping[str, str] | None = None
) -> PolicyVersion:
    """Publish a policy's text under the code it names."""
    code = text.split("policy:", 1)[1].split(maxsplit=1)[0]
    text = supplied(text, by, then)
    name_policy(code=code, names=names or {"en": code}, by=by, at=then)
    return publish_version(code=code, text=text, effective_on=date(2026, 1, 1), by=by, at=then)


def supplied(text: str, by: Person, then: datetime) -> str:
    """Return a policy's text with what it requires in it, and supply what lies beside it."""
    places = [one for one in unset_values(text) if one.path[0] == "required"]
    text = filled(text, dict.fromkeys(places, '"as we agreed"'))
    for one in required(code="", text=text, on=then.date()):
        if not one.is_there:
            price_list(one.requirement.basis, by, then)
    return text


def price_list(basis: str, by: Person, then: datetime) -> PriceList:
    """Open a price list of a basis in which something is priced."""
    details = ListDetails(code=f"all {basis}", names={"en": basis}, basis=basis, currency="CNY")
    opened = open_price_list(details=details, by=by, at=then)
    hour = ItemDetails(component="labour", code="HOUR", names={"en": "Hour"}, unit="hour")
    price = NewPrice(item=hour, amount=Decimal(100), valid_from=date(2026, 1, 1))
    set_price(list_id=opened.pk, price=price, by=by, at=then)
    return opened


def _person(username: str, name: str, role: Role, then: datetime) -> Person:
    details = PersonDetails(
        username=username, display_name=name, roles=[role], email=f"{username}@example.com"
    )
    return create_person(details=details, by=SETUP, at=then)


def _office(by: Person, then: datetime) -> Office:
    details = OfficeDetails(
        code="SH",
        names={"en": "Shanghai"},
        time_zone="Asia/Shanghai",
        country_code="CN",
        province_code="CN-310000",
    )
    return open_office(details=details, by=by, at=then)


def _installed(office: Office, by: Person, then: datetime) -> tuple[Customer, Site, Equipment]:
    names = {"en": "Eastbank Data Centre", "zh-hans": "东岸数据中心"}
    customer = register_customer(details=CustomerDetails(names=names), by=by, at=then)
    site = register_site(
        details=SiteDetails(
            customer_id=customer.pk,
            names={"en": "Building 2"},
            territory="CN-310000",
            office_id=office.pk,
        ),
        by=by,
        at=then,
    )
    product = register_product(
        details=ProductDetails(brand="Nordlux", code="NX-640", names={"en": "UPS"}), by=by, at=then
    )
    equipment = register_equipment(
        details=EquipmentDetails(
            product_id=product.pk,
            serial_number="640-2207-0183",
            place=Place(customer_id=customer.pk, site_id=site.pk),
        ),
        by=by,
        at=then,
    )
    record_acceptance(
        equipment_id=equipment.pk, on=date(2026, 3, 1), evidence="AC-1", by=by, at=then
    )
    return customer, site, equipment
