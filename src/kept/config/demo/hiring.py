"""Opening the offices and letting the people in."""

from __future__ import annotations

from datetime import date, timedelta

from kept.config.demo.logins import LOGINS
from kept.config.demo.staff import ADMINISTRATOR, COLLEAGUES, OFFICES, SKILLS, Colleague
from kept.config.demo.world import World
from kept.records.ledger.actor import Actor, System
from kept.records.people.models import Person
from kept.records.people.services import (
    CompetenceDetails,
    PersonDetails,
    create_person,
    join_office,
    name_skill,
    open_office,
    record_competence,
    set_password,
)

SETUP = System("setup")
FIRST_DAY = timedelta(days=900)  # before Kept: who works here has done so for a while


def hire_everyone(world: World) -> None:
    """Open the offices, let everyone in, write down what engineers are able to do."""
    administrator = _let_in(world, ADMINISTRATOR, by=SETUP)
    for details in OFFICES:
        office = open_office(details=details, by=administrator, at=world.began)
        world.offices[details.code] = office.pk
    for code, names in SKILLS.items():
        name_skill(code=code, names=names, by=administrator, at=world.began)
    for colleague in COLLEAGUES:
        _take_on(world, colleague, administrator)


def give_passwords(world: World) -> None:
    """Give the accounts of the table their passwords; nobody else can sign in."""
    for login in LOGINS:
        person = world.people[login.username]
        set_password(person_id=person.pk, password=login.password, by=SETUP, at=world.began)
        person.refresh_from_db()


def _let_in(world: World, who: Colleague, *, by: Actor) -> Person:
    details = PersonDetails(
        username=who.username,
        display_name=who.name,
        roles=[who.role],
        email=f"{who.username}@kept-demo.example",
        language=who.language,
    )
    person = create_person(details=details, by=by, at=world.began)
    world.people[who.username], world.colleagues[who.username] = person, who
    return person


def _take_on(world: World, who: Colleague, administrator: Person) -> None:
    person = administrator if who == ADMINISTRATOR else _let_in(world, who, by=administrator)
    first_day = (world.began - FIRST_DAY).date()
    join_office(
        person_id=person.pk,
        office_id=world.offices[who.office],
        starts_on=first_day,
        by=administrator,
        at=world.began,
    )
    for place, skill in enumerate(who.skills):
        _able(world, person, skill, place, first_day)


def _able(world: World, person: Person, skill: str, place: int, since: date) -> None:
    """Record a skill: the first of an engineer's best; a licence for high voltage runs out."""
    licence = skill == "switchgear"
    details = CompetenceDetails(
        person_id=person.pk,
        skill_code=skill,
        valid_from=since,
        valid_until=(world.at + timedelta(days=200)).date() if licence else None,
        level=2 if place else 3,
        evidence=f"HV-{person.username.upper()}" if licence else "",
    )
    administrator = world.people[ADMINISTRATOR.username]
    record_competence(details=details, by=administrator, at=world.began)
