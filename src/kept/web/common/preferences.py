"""What a person has chosen for the pages, as the frame needs it."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest

from kept.records.people.models import Person, Role


@dataclass(frozen=True)
class Preferences:
    """How the pages look and speak for one person. Empty: as the browser or the house says."""

    is_signed_in: bool = False
    name: str = ""
    language: str = ""
    theme: str = "system"
    time_zone: str = ""
    shortcuts: bool = True
    roles: frozenset[str] = frozenset()

    @property
    def role_names(self) -> str:
        """Return what the person is here, in words."""
        return " · ".join(str(role.label) for role in Role if role in self.roles)


def of_request(request: HttpRequest) -> Preferences:
    """Return the preferences of the person who asks."""
    person = getattr(request, "user", None)  # an error may come before anyone looked who asks
    if not isinstance(person, Person):
        return Preferences()
    return Preferences(
        is_signed_in=True,
        name=person.display_name,
        language=person.language,
        theme=person.theme,
        time_zone=person.time_zone,
        shortcuts=person.shortcuts,
        roles=frozenset(person.roles),
    )
