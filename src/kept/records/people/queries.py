"""Reading about people and offices."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from django.db.models import Model, Prefetch, Q, QuerySet

from kept.records.naming import Named
from kept.records.people.models import Competence, Membership, Office, Person, Role

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class PersonCard:
    """A person, for reading."""

    pk: int
    username: str
    name: str
    email: str
    phone: str
    roles: tuple[str, ...]
    language: str
    time_zone: str
    is_active: bool


@dataclass(frozen=True)
class OfficeCard(Named):
    """An office, for reading. The codes are those of territories."""

    pk: int
    code: str
    names: dict[str, str]
    time_zone: str
    country_code: str
    province_code: str
    city_code: str
    address: str
    phone: str


@dataclass(frozen=True)
class SkillHeld:
    """A skill someone has on the day asked for; level 1 with help, 2 alone, 3 teaches."""

    code: str
    level: int
    valid_until: date | None


@dataclass(frozen=True)
class EngineerCard:
    """An engineer with offices and valid skills on a day."""

    person: PersonCard
    office_ids: tuple[int, ...]
    skills: tuple[SkillHeld, ...]


def person(pk: int) -> PersonCard:
    """Return one person. Raises Person.DoesNotExist."""
    return _card(Person.objects.get(pk=pk))


def people(
    *, role: Role | None = None, office_id: int | None = None, on: date | None = None
) -> list[PersonCard]:
    """Return active people by name: with a role, and who work at an office on a day."""
    rows = Person.objects.active().order_by("sort_key", "pk")
    if role is not None:
        rows = rows.with_role(role)
    if office_id is not None:
        valid = _running(Membership.objects.filter(office_id=office_id), on, "starts_on", "ends_on")
        rows = rows.filter(memberships__in=valid).distinct()
    return [_card(row) for row in rows]


def engineers(*, on: date) -> list[EngineerCard]:
    """Return the active engineers with their offices and the skills valid on a day."""
    members = _running(Membership.objects.all(), on, "starts_on", "ends_on")
    able = _running(
        Competence.objects.select_related("skill").order_by("skill__code"),
        on,
        "valid_from",
        "valid_until",
    )
    rows = (
        Person.objects.active()
        .with_role(Role.ENGINEER)
        .order_by("sort_key", "pk")
        .prefetch_related(Prefetch("memberships", members), Prefetch("competences", able))
    )
    return [_engineer(row) for row in rows]


def office(pk: int) -> OfficeCard:
    """Return one office. Raises Office.DoesNotExist."""
    return _office(Office.objects.get(pk=pk))


def offices() -> list[OfficeCard]:
    """Return all offices by code."""
    return [_office(row) for row in Office.objects.order_by("code")]


def _card(row: Person) -> PersonCard:
    return PersonCard(
        pk=row.pk,
        username=row.username,
        name=row.display_name,
        email=row.email,
        phone=row.phone,
        roles=tuple(row.roles),
        language=row.language,
        time_zone=row.time_zone,
        is_active=row.is_active,
    )


def _engineer(row: Person) -> EngineerCard:
    held = tuple(
        SkillHeld(able.skill.code, able.level, able.valid_until) for able in row.competences.all()
    )
    return EngineerCard(_card(row), tuple(m.office_id for m in row.memberships.all()), held)


def _office(row: Office) -> OfficeCard:
    return OfficeCard(
        pk=row.pk,
        code=row.code,
        names=row.names,
        time_zone=row.time_zone,
        country_code=row.country_code,
        province_code=row.province_code,
        city_code=row.city_code,
        address=row.address,
        phone=row.phone,
    )


def _running(rows: QuerySet[Row], on: date | None, first: str, last: str) -> QuerySet[Row]:
    if on is None:
        return rows.filter(**{f"{last}__isnull": True})
    return rows.filter(
        Q(**{f"{last}__isnull": True}) | Q(**{f"{last}__gte": on}), **{f"{first}__lte": on}
    )
