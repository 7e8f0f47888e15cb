"""Making people known, and how they like to work."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kept.records import naming
from kept.records.ledger.actor import Actor
from kept.records.ledger.services import write
from kept.records.people.models import Language, Person, Role, Theme
from kept.records.people.phones import phone
from kept.records.people.services.access import (
    AccessRefused,
    in_role_order,
    require_may_grant,
)
from kept.records.people.zones import known_zone
from kept.records.refusal import Refused
from kept.records.repeats import one_at_a_time


class UsernameTaken(Refused):
    """Another person has this user name."""

    sentence = _("The user name “%(username)s” belongs to someone else.")


class EmailTaken(Refused):
    """Another person has this e-mail address."""

    sentence = _("The e-mail address “%(email)s” belongs to someone else.")


@dataclass(frozen=True, kw_only=True)
class PersonDetails:
    """Who someone is."""

    username: str
    display_name: str
    roles: Collection[Role]
    email: str = ""
    phone: str = ""
    language: Language = Language.ENGLISH
    time_zone: str = "Asia/Shanghai"


@dataclass(frozen=True, kw_only=True)
class Preferences:
    """How someone likes to work."""

    language: Language
    theme: Theme
    shortcuts: bool
    time_zone: str


@transaction.atomic
def create_person(*, details: PersonDetails, by: Actor, at: datetime) -> Person:
    """Make a person known, without a password yet.

    Safe to repeat: the same user name with the same name and roles gives the person there is.
    Raises UsernameTaken, EmailTaken, AccessRefused, NotAPhoneNumber, UnknownTimeZone.
    """
    require_may_grant(by, details.roles)
    person = _unsaved(details, at)
    one_at_a_time(f"username {person.username}")
    same = Person.objects.filter(username__iexact=person.username).first()
    if same is not None:
        return _the_same(same, person)
    if person.email and Person.objects.filter(email__iexact=person.email).exists():
        raise EmailTaken(email=person.email)
    person.set_unusable_password()
    person.save(force_insert=True)
    data = {"username": person.username, "email": person.email, "roles": person.roles}
    write(stream=person.actor_id, verb="person.created", by=by, at=at, data=data)
    return person


@transaction.atomic
def change_preferences(
    *, person_id: int, preferences: Preferences, by: Person, at: datetime
) -> Person:
    """Keep how a person likes to work; only the person or an administrator decides.

    Returns the person. Raises AccessRefused, UnknownTimeZone.
    """
    if by.pk != person_id and not by.is_administrator:
        raise AccessRefused
    known_zone(preferences.time_zone)
    person = Person.objects.select_for_update().get(pk=person_id)
    wanted = asdict(preferences)
    before = {name: getattr(person, name) for name in wanted}
    if before == wanted:
        return person
    for name, value in wanted.items():
        setattr(person, name, value)
    person.save(update_fields=list(wanted))
    data = {"before": before, "after": wanted}
    write(stream=person.actor_id, verb="person.preferences_changed", by=by, at=at, data=data)
    return person


def _unsaved(details: PersonDetails, at: datetime) -> Person:
    name = " ".join(details.display_name.split())
    return Person(
        username=details.username.strip().casefold(),
        display_name=name,
        sort_key=naming.person_key(name),
        initials=naming.first_letters(naming.person_key(name)),
        email=details.email.strip().casefold(),
        phone=phone(details.phone).number if details.phone else "",
        roles=in_role_order(details.roles),
        language=details.language,
        time_zone=known_zone(details.time_zone),
        created_at=at,
    )


def _the_same(there: Person, wanted: Person) -> Person:
    alike = ("display_name", "roles", "email")
    if any(getattr(there, name) != getattr(wanted, name) for name in alike):
        raise UsernameTaken(username=wanted.username)
    return there
