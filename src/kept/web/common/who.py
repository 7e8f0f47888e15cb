"""Which person a name or an address means: one answer, however it is spelled.

Sign-in, password links and the counts of guesses all ask here, so that they never differ.
"""

from __future__ import annotations

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.db.models import Q

from kept.records.people.models import Person


def person_of(name: str) -> Person | None:
    """Return the person with this user name, else the one with this e-mail address."""
    folded = name.strip().casefold()
    if not folded:
        return None
    found = Person.objects.filter(Q(username=folded) | Q(email=folded))
    return next(iter(sorted(found, key=lambda person: person.username != folded)), None)


def whose(name: str) -> str:
    """Return what stands for the account that a name means: one text for all its spellings."""
    person = person_of(name)
    return person.actor_id if person else f"nobody:{name.strip().casefold()}"


class PasswordBackend(AuthenticationBackend):  # type: ignore[misc]  # allauth has no types
    """Names and addresses as we know them, and one hash for each try.

    allauth's own would look a known address up, and hash the password, twice: whoever measures
    would learn which addresses have an account. It would also let in by addresses of its own
    table, which no administrator sees.
    """

    def _authenticate(self, request: object, **credentials: Any) -> Person | None:
        name = credentials.get("username") or credentials.get("email") or ""
        person: Person | None = self._check_password(
            person_of(name), credentials.get("password") or ""
        )
        return person
