"""Who may do what."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kept.records.ledger.actor import Actor, System
from kept.records.ledger.services import write
from kept.records.people.models import Person, Role
from kept.records.refusal import Refused


class AccessRefused(Refused):
    """Only an administrator decides what people may do, and never about himself."""

    sentence = _("Only another administrator can decide this. Nothing was changed.")


def require_may_grant(by: Actor, roles: Iterable[str]) -> None:
    """Raise AccessRefused unless `by` may give these roles to someone else.

    Administrators and the system give any; anyone who works here may let a customer's contact in.
    """
    if isinstance(by, System):
        return
    if not isinstance(by, Person) or not by.is_active or Role.CUSTOMER in by.roles:
        raise AccessRefused
    if not by.is_administrator and set(roles) != {Role.CUSTOMER}:
        raise AccessRefused


class PasswordChanged(Refused):
    """The proof that somebody may choose a password was used up meanwhile."""

    sentence = _("The password was changed meanwhile. Nothing was changed now.")


@transaction.atomic
def change_roles(*, person_id: int, roles: Iterable[Role], by: Actor, at: datetime) -> Person:
    """Give a person exactly these roles; all the person's sessions end.

    Returns the person. Nothing happens if they are the same already. Raises AccessRefused.
    """
    person = _someone_else(person_id, by)
    wanted = in_role_order(roles)
    if wanted == person.roles:
        return person
    before, person.roles = person.roles, wanted
    person.access_stamp += 1
    person.save(update_fields=["roles", "access_stamp"])
    _write(person, "person.roles_changed", by, at, before=before, after=wanted)
    return person


@transaction.atomic
def deactivate_person(*, person_id: int, by: Person, at: datetime) -> Person:
    """Let a person in no longer; sessions end at once. Returns the person; may be repeated."""
    person = _someone_else(person_id, by)
    if not person.is_active:
        return person
    person.is_active, person.deactivated_at, person.deactivated_by = False, at, by
    person.access_stamp += 1
    person.save(update_fields=["is_active", "deactivated_at", "deactivated_by", "access_stamp"])
    _write(person, "person.deactivated", by, at)
    return person


@transaction.atomic
def reactivate_person(*, person_id: int, by: Person, at: datetime) -> Person:
    """Let a person in again. Returns the person; may be repeated."""
    person = _someone_else(person_id, by)
    if person.is_active:
        return person
    person.is_active, person.deactivated_at, person.deactivated_by = True, None, None
    person.save(update_fields=["is_active", "deactivated_at", "deactivated_by"])
    _write(person, "person.reactivated", by, at)
    return person


@transaction.atomic
def set_password(*, person_id: int, password: str, by: Actor, at: datetime) -> Person:
    """Set a password for someone else; the person's sessions end. The ledger keeps only that."""
    person = _someone_else(person_id, by)
    person.set_password(password)
    person.save(update_fields=["password"])
    _write(person, "person.password_set", by, at)
    return person


@transaction.atomic
def choose_password(*, person_id: int, password: str, instead_of: str, at: datetime) -> Person:
    """Set a person's own password, and end the person's sessions. Returns the person.

    `instead_of` is the stored password that was looked at when the person proved who it is: of
    several who use one link at the same instant, one succeeds. Raises PasswordChanged.
    """
    person = Person.objects.select_for_update().get(pk=person_id)
    if not person.is_active or person.password != instead_of:
        raise PasswordChanged
    person.set_password(password)
    person.save(update_fields=["password"])
    _write(person, "person.password_chosen", person, at)
    return person


def in_role_order(roles: Iterable[str]) -> list[str]:
    """Return roles without repeats in the order they are declared."""
    wanted = set(roles)
    return [role for role in Role.values if role in wanted]


def _someone_else(person_id: int, by: Actor) -> Person:
    if isinstance(by, Person) and (by.pk == person_id or not by.is_administrator):
        raise AccessRefused
    return Person.objects.select_for_update().get(pk=person_id)


def _write(person: Person, verb: str, by: Actor, at: datetime, **data: object) -> None:
    write(stream=person.actor_id, verb=verb, by=by, at=at, data=data)
