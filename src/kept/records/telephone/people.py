"""Which of us an exchange means: it says an extension, a user name, a number, or a name."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q

from kept.records.people.models import Person, Role
from kept.records.telephone.models import Exchange, Extension
from kept.records.telephone.numbers import number_of


def named(exchange: Exchange, words: Iterable[str]) -> list[Person]:
    """Return whom the words mean, each once, in their order. What fits two means nobody."""
    asked = [word.strip() for word in words if word.strip()]
    if not asked:
        return []
    extensions = Extension.objects.filter(exchange=exchange, number__in=asked)
    at_extension = {one.number: one.person for one in extensions.select_related("person")}
    numbers = {word: number_of(word, country=exchange.country) for word in asked}
    candidates = _ours(asked, [number for number in numbers.values() if number])
    found = [at_extension.get(word) or _only(candidates, word, numbers[word]) for word in asked]
    return list({person.pk: person for person in found if person and _works_here(person)}.values())


def _ours(words: list[str], numbers: list[str]) -> list[Person]:
    fits = Q(phone__in=numbers)
    for word in words:
        fits |= Q(username__iexact=word) | Q(email__iexact=word) | Q(display_name__iexact=word)
    return list(Person.objects.active().filter(fits))


def _only(candidates: list[Person], word: str, number: str) -> Person | None:
    said = word.casefold()
    fits = [
        person
        for person in candidates
        if said in (person.username.casefold(), person.email.casefold())
        or said == person.display_name.casefold()
        or (number and number == person.phone)
    ]
    return fits[0] if len(fits) == 1 else None


def _works_here(person: Person) -> bool:
    return person.is_active and bool(person.roles) and Role.CUSTOMER not in person.roles
