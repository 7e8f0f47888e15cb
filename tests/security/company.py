"""A service desk with two customers who must never see each other, and everyone who may ask."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from kept.records.archive.models import Contact, Customer, Equipment, Site
from kept.records.archive.services import (
    ContactDetails,
    CustomerDetails,
    EquipmentDetails,
    Place,
    ProductDetails,
    SiteDetails,
    SystemDetails,
    give_login,
    issue_label,
    name_holder,
    record_acceptance,
    register_contact,
    register_customer,
    register_equipment,
    register_product,
    register_site,
    register_system,
)
from kept.records.cases.asking import LogRequest, NewFact
from kept.records.cases.services import (
    Closing,
    Opened,
    assign_case,
    close_case,
    correct_fact,
    open_case,
    record_fact,
    sweep,
)
from kept.records.checklists.services import (
    Filled,
    Said,
    answer_checklist,
    start_checklist,
)
from kept.records.contracts.models import ContractKind
from kept.records.contracts.services import ContractDetails, sign_contract
from kept.records.files.services import NewFile, attach_file
from kept.records.notices.services import Beat, beat, tell
from kept.records.people.models import Language, Person, Role
from kept.records.people.services import PersonDetails, create_person, deactivate_person
from kept.records.roster.services import Planned, hand_over, plan_shift
from kept.records.telephone.events import Told
from kept.records.telephone.models import EventKind
from kept.records.telephone.services import open_exchange, receive_event
from tests.asked import CHECKLIST, TICK, make_asked
from tests.desk import POLICY, SETUP, Desk, at, open_desk
from tests.known import make_known
from tests.photos import jpeg

# Who asks. "deactivated" was at the hotline until somebody took the access away; "anon" is nobody.
STAFF: Final = (
    *("hotline", "dispatcher", "engineer", "manager", "policy_owner", "administrator"),
    *("store_keeper", "accountant"),
)
CUSTOMERS: Final = ("customer_a", "customer_b")
ACTORS: Final = ("anon", *CUSTOMERS, *STAFF, "deactivated")

# Which texts of a company carry its mark: to be seen by who may; written inside alone.
SEEN: Final = ("name", "contact", "title", "description", "note", "corrected", "seen", "looked")
INSIDE: Final = (*SEEN[3:], "closing", "street", "paper", "photo")

NOW: Final = at("14:20")
ASKED: Final = at("10:00")


WITH_ROLES = f"""{POLICY}
  who:
    form: assignment
    name: {{en: Who leads}}
    source: D-7
    cases:
      - {{lead: service, informed: sales}}
  loss:
    form: amount
    name: {{en: Losses}}
    source: D-7
    what: compensation
    formula: claimed
    from: provider
    to: customer
"""


@dataclass
class Company:
    """One customer with all that belongs to it. `mark` stands in every text about it."""

    mark: str
    customer: Customer
    site: Site
    contact: Contact
    login: Person
    equipment: Equipment
    case: Opened
    closed: Opened
    missed: int  # a call of the contact
    file: int  # a photo of the case
    label: str  # the code on the equipment
    run: int  # a checklist of the case, one item answered


@dataclass
class World:
    """The desk, its two customers, and the people by what they are."""

    desk: Desk
    a: Company
    b: Company
    people: dict[str, Person]
    shift: int = 0  # of the hotline, this afternoon
    note: int = 0  # which the shift before handed over
    holder: int = 0  # who has a role


def open_world(
    mark_a: str = "CANARYAAA",
    mark_b: str = "CANARYBBB",
    *,
    policy: str = WITH_ROLES,
    known: str = "",
) -> World:
    """Set up the desk with two customers; the engineer is responsible for A's case."""
    desk = open_desk(policy)
    people = _people(desk)
    make_known(people["manager"], people["dispatcher"], mark=known)
    make_asked(people["manager"], mark=known)
    a, b = _company(desk, mark_a, "a"), _company(desk, mark_b, "b")
    assign_case(
        case_id=a.case.case_id, person_id=desk.engineer.pk, by=desk.dispatcher, now=at("10:30")
    )
    deactivate_person(
        person_id=people["deactivated"].pk, by=people["administrator"], at=at("13:00")
    )
    people |= {"customer_a": a.login, "customer_b": b.login}
    shift, note = _roster(desk)
    sales = name_holder(role="sales", person_id=desk.manager.pk, by=desk.manager, now=at("08:00"))
    _work_until(NOW)
    people = {name: Person.objects.get(pk=p.pk) for name, p in people.items()}
    return World(desk, a, b, people, shift, note, sales.pk)


def _roster(desk: Desk) -> tuple[int, int]:
    """Put the hotline on duty, and let the shift before hand over."""
    planned = Planned(
        office_id=desk.office.pk,
        duty="hotline",
        person_id=desk.hotline.pk,
        starts_at=at("12:00"),
        ends_at=at("20:00"),
    )
    shift = plan_shift(planned=planned, by=desk.manager, now=at("08:00"))
    note = hand_over(office_id=desk.office.pk, text="Quiet", by=desk.dispatcher, now=at("11:55"))
    return shift.pk, note.pk


def _missed(contact: Contact, mark: str) -> int:
    """Let a contact call, and nobody answer. Returns the number of the call."""
    exchange = open_exchange(name="Desk", by=SETUP, at=at("08:00")).exchange
    number = contact.phones.values_list("number", flat=True)[0]
    for kind, when in ((EventKind.NEW, "13:00"), (EventKind.HANGUP, "13:01")):
        told = Told(kind=kind, call_id=f"{mark}-1", direction="in", caller=number, queue=mark)
        received = receive_event(exchange=exchange, told=told, now=at(when))
    return received.call_id


def _work_until(now: datetime) -> None:
    """Do what the workers had done by then: breaches noted, people told, signs of life."""
    while sweep(now=now).full:
        pass
    tell(now=now)
    parts = [
        Beat(worker="desk:1", part=part, started_at=at("08:00"), every_seconds=3600)
        for part in ("sweeper", "notices", "mail", "anchor")
    ]
    beat(beats=parts, now=now)


def _people(desk: Desk) -> dict[str, Person]:
    people = {
        "hotline": desk.hotline,
        "dispatcher": desk.dispatcher,
        "engineer": desk.engineer,
        "manager": desk.manager,
        "administrator": Person.objects.get(username="admin"),
        "policy_owner": make_person("owner", Role.POLICY_OWNER),
        "store_keeper": make_person("keeper", Role.STORE_KEEPER),
        "accountant": make_person("accountant", Role.ACCOUNTANT),
        "deactivated": make_person("gone", Role.HOTLINE),
    }
    for name, person in people.items():
        set_password(person, f"the password of {name}")
    return people


def make_person(username: str, *roles: Role, name: str = "", email: str = "") -> Person:
    """Make somebody known who can sign in with "the password of <user name>"."""
    details = PersonDetails(
        username=username,
        display_name=name or username.title(),
        roles=roles,
        email=email or f"{username}@example.com",
        language=Language.ENGLISH,
    )
    person = create_person(details=details, by=SETUP, at=at("08:00"))
    set_password(person, f"the password of {username}")
    return person


def set_password(person: Person, password: str) -> None:
    person.set_password(password)
    person.save(update_fields=["password"])


def _company(desk: Desk, mark: str, letter: str) -> Company:
    """Register a customer whose every text holds the mark, and log two cases for it."""
    by, then = desk.hotline, at("08:30")
    customer = register_customer(
        details=CustomerDetails(
            names={"en": f"{mark} name", "zh-hans": f"名 {mark}"}, short_name=mark
        ),
        by=by,
        at=then,
    )
    site = _site(desk, customer, mark, then)
    contact = register_contact(
        details=ContactDetails(
            customer_id=customer.pk,
            name=f"{mark} contact",
            position=f"{mark} position",
            phones=(f"+86 138 0000 000{'ab'.index(letter)}",),
            emails=(f"{letter}@{uuid.uuid4().hex[:8]}.example.com",),
            site_ids=(site.pk,),
        ),
        by=by,
        at=then,
    )
    login = make_person(
        f"customer.{letter}", Role.CUSTOMER, name=f"{mark} person", email=f"c{letter}@example.com"
    )
    give_login(contact_id=contact.pk, person=login, by=by, at=then)
    equipment = _equipment(customer, site, mark, by, then)
    _contract(desk, customer, mark, then)
    case = _case(desk, customer, contact, equipment, mark)
    closed = _case(desk, customer, contact, equipment, mark)
    _close(desk, closed, mark)
    missed = _missed(contact, mark)
    file = _photo(desk, case, mark)
    label = issue_label(equipment_id=equipment.pk, by=by, at=then)
    more = {"missed": missed, "file": file, "label": label, "run": _looked(desk, case, mark)}
    return Company(mark, customer, site, contact, login, equipment, case, closed, **more)


def _site(desk: Desk, customer: Customer, mark: str, then: datetime) -> Site:
    details = SiteDetails(
        customer_id=customer.pk,
        names={"en": f"{mark} site"},
        territory="CN-310000",
        office_id=desk.office.pk,
        address=f"{mark} street",
        access_hours=f"{mark} hours",
        directions=f"{mark} way",
    )
    return register_site(details=details, by=desk.hotline, at=then)


def _equipment(customer: Customer, site: Site, mark: str, by: Person, then: datetime) -> Equipment:
    product = register_product(
        details=ProductDetails(
            brand=f"{mark} brand"[:60],
            code=f"{mark} code"[:60],
            names={"en": f"{mark} model"},
            family=mark,
            specification=f"{mark} specification",
        ),
        by=by,
        at=then,
    )
    system = register_system(
        details=SystemDetails(site_id=site.pk, names={"en": f"{mark} system"}, code=mark),
        by=by,
        at=then,
    )
    place = Place(customer_id=customer.pk, site_id=site.pk, system_id=system.pk)
    equipment = register_equipment(
        details=EquipmentDetails(
            product_id=product.pk, serial_number=f"{mark}-001", place=place, label=f"{mark} label"
        ),
        by=by,
        at=then,
    )
    record_acceptance(
        equipment_id=equipment.pk, on=date(2026, 3, 1), evidence=f"{mark} paper", by=by, at=then
    )
    return equipment


def _contract(desk: Desk, customer: Customer, mark: str, then: datetime) -> None:
    details = ContractDetails(
        customer_id=customer.pk,
        number=f"{mark}-C1",
        kind=ContractKind.SERVICE,
        signed_on=date(2026, 1, 1),
        starts_on=date(2026, 1, 1),
        version_id=desk.version.pk,
        tier=mark,
    )
    sign_contract(details=details, by=desk.manager, at=then)


def _case(
    desk: Desk, customer: Customer, contact: Contact, equipment: Equipment, mark: str
) -> Opened:
    request = LogRequest(
        customer_id=customer.pk,
        contact_id=contact.pk,
        equipment_id=equipment.pk,
        channel="telephone",
        case_type="fault",
        requested_at=ASKED,
        title=f"{mark} title",
        description=f"{mark} description",
        answers={"visit_demanded": True, "down": True},
    )
    opened = open_case(request=request, by=desk.hotline, now=at("10:02"), key=uuid.uuid4().hex)
    first = NewFact(kind="visit.arrived", at=at("11:00"), values={"text": f"{mark} arrived"})
    told = {"case_id": opened.case_id, "by": desk.engineer}
    done = record_fact(fact=first, now=at("12:00"), key=uuid.uuid4().hex, **told)
    again = NewFact(kind="visit.arrived", at=at("11:30"), values={"text": f"{mark} corrected"})
    correct_fact(seq=done.seq, fact=again, now=at("12:10"), key=uuid.uuid4().hex, **told)
    note = NewFact(kind="note.added", at=at("12:20"), values={"text": f"{mark} note"})
    record_fact(fact=note, now=at("12:20"), key=uuid.uuid4().hex, **told)
    return opened


def _photo(desk: Desk, opened: Opened, mark: str) -> int:
    file = NewFile(
        name=f"{mark} photo.jpg", content=jpeg(), note=f"{mark} seen", for_customer=False
    )
    key = uuid.uuid4().hex
    found = attach_file(
        case_id=opened.case_id, file=file, by=desk.engineer, now=at("12:15"), key=key
    )
    return found.attachment_id


def _looked(desk: Desk, opened: Opened, mark: str) -> int:
    """Start a checklist and answer its first item; return its key."""
    told: Any = {"case_id": opened.case_id, "by": desk.engineer, "now": at("12:16")}
    run_id = start_checklist(key=CHECKLIST, **told).run_id
    answers = [Said(item=TICK, said="yes", text=f"{mark} looked")]
    filled = Filled(run_id=run_id, answers=answers, seen=0)
    answer_checklist(filled=filled, key=uuid.uuid4().hex, **told)
    return run_id


def _close(desk: Desk, opened: Opened, mark: str) -> None:
    closing = Closing(at=at("13:00"), text=f"{mark} closing")
    close_case(
        case_id=opened.case_id,
        closing=closing,
        by=desk.engineer,
        now=at("13:00"),
        key=uuid.uuid4().hex,
    )
