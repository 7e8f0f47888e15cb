"""Who stands for a door through which requests come by themselves."""

from __future__ import annotations

from datetime import datetime

from kept.records.ledger.actor import System
from kept.records.people.models import Person
from kept.records.people.services.persons import PersonDetails, create_person


def door_person(*, username: str, name: str, at: datetime) -> Person:
    """Return who logs what comes through a door, such as a public form: made when first asked for.

    It has no role and no password: it can do nothing, and nobody can sign in as it.
    """
    there = Person.objects.filter(username=username).first()
    if there is not None:
        return there
    details = PersonDetails(username=username, display_name=name, roles=())
    return create_person(details=details, by=System(username), at=at)
