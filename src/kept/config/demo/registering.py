"""Making the customers known: contacts, sites, systems, and who of them may sign in."""

from __future__ import annotations

from decimal import Decimal
from random import Random

from kept.config.demo.callers import callers
from kept.config.demo.chinese import in_chinese
from kept.config.demo.companies import Company, Spot, companies
from kept.config.demo.staff import HOTLINE
from kept.config.demo.world import CustomerMade, SiteMade, World, key
from kept.records.archive.models import Contact, Customer
from kept.records.archive.services import (
    ContactDetails,
    CustomerDetails,
    SiteDetails,
    SystemDetails,
    give_login,
    register_contact,
    register_customer,
    register_site,
    register_system,
)
from kept.records.people.models import Language, Person, Role
from kept.records.people.services import PersonDetails, create_person

# What stands together at a customer of a trade.
SYSTEMS = {
    "data": (("A 路供电", "Power path A"), ("B 路供电", "Power path B")),
    "hospital": (("应急电源", "Emergency power"), ("冷藏系统", "Cold storage")),
    "chemical": (("一号反应器", "Reactor 1"), ("公用工程", "Utilities")),
    "water": (("一级泵房", "Pump hall 1"), ("加药间", "Dosing room")),
    "power": (("机组控制", "Unit control"), ("厂用电", "Auxiliary power")),
    "textile": (("A 区织机", "Looms, row A"), ("B 区织机", "Looms, row B")),
    "cold": (("低温库", "Deep-freeze room"), ("月台", "Loading dock")),
    "pharma": (("纯化线", "Purification line"), ("质检", "Quality control")),
    "steel": (("主传动", "Main drives"), ("冷却水", "Cooling water")),
    "paper": (("流浆箱", "Headbox"), ("真空系统", "Vacuum system")),
}
# Customers' people who have an account, by the place of their customer in the list.
MAY_SIGN_IN = {0: "guo.wei", 1: "ma.lihua", 36: "meiling.tan"}
NAMES = {"guo.wei": "郭伟", "ma.lihua": "马丽华"}


def register_customers(world: World) -> None:
    """Make all customers known, with everyone and everything that belongs to them but pieces."""
    dice = world.dice("customers")
    for place, company in enumerate(companies()):
        world.customers.append(_register(world, place, company, dice))


def _register(world: World, place: int, company: Company, dice: Random) -> CustomerMade:
    by = world.people[HOTLINE[place % len(HOTLINE)].username]
    customer = register_customer(
        details=CustomerDetails(
            names={"en": company.en, **in_chinese(company.zh)},
            short_name=company.short,
            language=Language.ENGLISH if company.abroad else Language.SIMPLIFIED,
            is_key=company.key,
        ),
        by=by,
        at=world.began,
        key=key(dice),
    )
    sites = tuple(_site(world, customer, company, spot, dice) for spot in company.spots)
    contacts = tuple(_contacts(world, customer, place, sites, dice))
    made = CustomerMade(customer.pk, company, sites, contacts)
    if place in MAY_SIGN_IN:
        _let_sign_in(world, contacts[0], MAY_SIGN_IN[place])
    return made


def _site(world: World, customer: Customer, company: Company, spot: Spot, dice: Random) -> SiteMade:
    by = world.people[HOTLINE[0].username]
    site = register_site(
        details=SiteDetails(
            customer_id=customer.pk,
            names={"en": spot.en, **in_chinese(spot.zh)},
            territory=spot.territory,
            office_id=world.offices[spot.office],
            distance_km=Decimal(spot.km),
            access_hours=dice.choice(("", "", "08:00-18:00", "24 h，门卫登记")),
        ),
        by=by,
        at=world.began,
        key=key(dice),
    )
    systems = [
        register_system(
            details=SystemDetails(site_id=site.pk, names={"en": en, **in_chinese(zh)}),
            by=by,
            at=world.began,
            key=key(dice),
        ).pk
        for zh, en in SYSTEMS[company.trade]
    ]
    return SiteMade(site.pk, spot, world.offices[spot.office], tuple(systems))


def _contacts(
    world: World, customer: Customer, place: int, sites: tuple[SiteMade, ...], dice: Random
) -> list[int]:
    company = companies()[place]
    made = []
    for nth, caller in enumerate(callers(company, place, dice)):
        theirs = sites if nth == 0 else (sites[nth % len(sites)],)
        name = NAMES.get(MAY_SIGN_IN.get(place, ""), caller.name) if nth == 0 else caller.name
        details = ContactDetails(
            customer_id=customer.pk,
            name=name,
            position=caller.position,
            language=caller.language,
            phones=caller.phones,
            emails=caller.emails,
            site_ids=tuple(site.pk for site in theirs),
            country=company.abroad or "CN",
        )
        by = world.people[HOTLINE[nth % len(HOTLINE)].username]
        made.append(register_contact(details=details, by=by, at=world.began, key=key(dice)).pk)
    return made


def _let_sign_in(world: World, contact_id: int, username: str) -> Person:
    contact = Contact.objects.get(pk=contact_id)
    by = world.people[HOTLINE[0].username]
    person = create_person(
        details=PersonDetails(
            username=username,
            display_name=contact.name,
            roles=[Role.CUSTOMER],
            email=contact.emails.values_list("address", flat=True)[0],
            language=Language(contact.language),
        ),
        by=by,
        at=world.began,
    )
    give_login(contact_id=contact_id, person=person, by=by, at=world.began)
    world.people[username] = person
    return person
