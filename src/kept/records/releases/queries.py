"""Reading what waits for a second person, and what was said to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kept.records.money import Money
from kept.records.people.models import Person
from kept.records.releases.models import Giving, Kind, Release
from kept.records.releases.models.giving import GivingQuerySet
from kept.records.releases.telling import may_release

PAGE = 50


@dataclass(frozen=True)
class GivingRow:
    """What somebody wants to give away. `state`: "waits", "released", "refused", "alone"."""

    pk: int
    kind: str  # its key
    kind_name: str
    subject: str
    customer: Mapping[str, str]
    case_number: str
    money: Money
    payee: str
    reason: str
    asked_by: str
    asked_by_id: int
    asked_at: datetime
    state: str
    answered_by: str
    answered_at: datetime | None
    answer: str
    what: Mapping[str, Any]  # that is carried out


def waiting(*, after: int = 0, limit: int = PAGE) -> list[GivingRow]:
    """Return what waits for a second person, the longest waiting first; those after a key."""
    rows = _rows().waiting().filter(pk__gt=after).order_by("pk")
    return [_row(row) for row in rows[:limit]]


def waiting_in(case_id: int, kind: Kind) -> list[GivingRow]:
    """Return what of a kind waits in a case for a second person, the longest first."""
    rows = _rows().waiting().filter(kind=kind, case=case_id)
    return [_row(row) for row in rows.order_by("pk")]


def waiting_count() -> int:
    """Return how much waits for a second person."""
    return Giving.objects.waiting().count()


def answered(*, before: int | None = None, limit: int = PAGE) -> list[GivingRow]:
    """Return what a second person has answered, the last asked first; those before a key."""
    rows = _rows().filter(needs_second=True, release__isnull=False)
    if before is not None:
        rows = rows.filter(pk__lt=before)
    return [_row(row) for row in rows.order_by("-pk")[:limit]]


def giving(pk: int) -> GivingRow | None:
    """Return what was asked for by its key."""
    row = _rows().filter(pk=pk, needs_second=True).first()
    return _row(row) if row else None


def is_for(pk: int, viewer: Person) -> bool:
    """Say whether somebody may answer what waits: with the role, and not who asked."""
    row = Giving.objects.waiting().filter(pk=pk).first()
    return row is not None and may_release(row, by=viewer)


def _rows() -> GivingQuerySet:
    return Giving.objects.select_related("customer", "case", "asked_by", "release__by")


def _row(row: Giving) -> GivingRow:
    release: Release | None = getattr(row, "release", None)
    return GivingRow(
        pk=row.pk,
        kind=row.kind,
        kind_name=row.get_kind_display(),
        subject=row.subject,
        customer=row.customer.names,
        case_number=str(row.case.number) if row.case else "",
        money=row.money,
        payee=row.payee,
        reason=row.reason,
        asked_by=row.asked_by.display_name,
        asked_by_id=row.asked_by_id,
        asked_at=row.asked_at,
        state=_state(row, release),
        answered_by=release.by.display_name if release else "",
        answered_at=release.at if release else None,
        answer=release.reason if release else "",
        what=row.what,
    )


def _state(row: Giving, release: Release | None) -> str:
    if release is not None:
        return "released" if release.released else "refused"
    return "waits" if row.needs_second else "alone"
