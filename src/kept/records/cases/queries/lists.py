"""Short lists of cases, for the side of a page."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from kept.records.cases.models import Case
from kept.records.cases.models.case import CaseQuerySet
from kept.records.cases.queries.visible import visible_to
from kept.records.people.models import Person


@dataclass(frozen=True)
class CaseLine:
    """A case in a list."""

    pk: int
    number: str
    title: str
    state: str
    case_type: str
    requested_at: datetime
    closed_at: datetime | None
    next_due_at: datetime | None
    equipment_id: int | None
    customer_names: Mapping[str, str]


@dataclass(frozen=True)
class CaseTag:
    """What a mention of a case shows, and by which policy its facts are named."""

    number: str
    title: str
    state: str
    version_id: int
    sha256: str


def case_tags(ids: Collection[int]) -> dict[int, CaseTag]:
    """Return what is shown of cases that are mentioned. The caller knows that they may be seen."""
    fields = ("pk", "number", "title", "state", "version_id", "version__sha256")
    rows = Case.objects.filter(pk__in=ids).values_list(*fields)
    return {pk: CaseTag(*rest) for pk, *rest in rows}


def cases_of_equipment(
    equipment_id: int, *, viewer: Person, without: int | None = None, limit: int = 5
) -> list[CaseLine]:
    """Return what was asked about a piece of equipment, the last first, perhaps without one."""
    rows = visible_to(viewer).filter(equipment_id=equipment_id).exclude(pk=without or 0)
    return _lines(rows.order_by("-requested_at"), limit)


def open_cases_of_customer(customer_id: int, *, viewer: Person, limit: int = 20) -> list[CaseLine]:
    """Return a customer's open cases, the last asked first."""
    rows = visible_to(viewer).open().filter(customer_id=customer_id)
    return _lines(rows.order_by("-requested_at"), limit)


def _lines(rows: CaseQuerySet, limit: int) -> list[CaseLine]:
    fields = (
        *("pk", "number", "title", "state", "case_type", "requested_at", "closed_at"),
        *("next_due_at", "equipment_id", "customer__names"),
    )
    return [CaseLine(*row) for row in rows.values_list(*fields)[:limit]]
