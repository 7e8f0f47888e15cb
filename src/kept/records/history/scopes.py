"""Whose history is asked for, in the words of the table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.db import connection

from kept.records.archive.models import Equipment

# A piece, what it took the place of, and what took its place.
CHAINS = """
    WITH RECURSIVE older AS (
        SELECT id, replaces_id FROM archive_equipment WHERE id = ANY(%(ids)s)
        UNION
        SELECT piece.id, piece.replaces_id
        FROM archive_equipment AS piece JOIN older ON piece.id = older.replaces_id
    ), newer AS (
        SELECT unnest(%(ids)s::bigint[]) AS id
        UNION
        SELECT piece.id FROM archive_equipment AS piece JOIN newer ON piece.replaces_id = newer.id
    )
    SELECT id FROM older UNION SELECT id FROM newer
"""


class ScopeKind(StrEnum):
    """What has a history."""

    CUSTOMER = "customer"
    SITE = "site"
    SYSTEM = "system"
    EQUIPMENT = "equipment"


@dataclass(frozen=True)
class Scope:
    """Whose history: of a customer, a site, a system or a piece of equipment."""

    kind: ScopeKind
    pk: int


@dataclass(frozen=True)
class Arm:
    """Entries that are found by one index. `places` are the pieces that stand for the same."""

    column: str
    keys: tuple[int, ...]
    places: tuple[str, ...]
    only: str = ""  # what else must hold

    @property
    def by_kind(self) -> bool:
        """Say whether its index has the kinds apart, so that each is read from its newest."""
        return self.column in ("customer_id", "site_id") and not self.only


def arms_of(scope: Scope) -> list[Arm]:
    """Return where the entries of a scope are found; each entry in one of them only."""
    match scope.kind:
        case ScopeKind.CUSTOMER:
            return [_arm("customer_id", "c", [scope.pk])]
        case ScopeKind.SITE:
            return [_arm("site_id", "s", [scope.pk])]
        case ScopeKind.SYSTEM:
            pieces = Equipment.objects.filter(system_id=scope.pk).values_list("pk", flat=True)
            return [_pieces(list(pieces)), _system(scope.pk)]
        case ScopeKind.EQUIPMENT:
            return [_pieces([scope.pk]), *_covering(scope.pk)]


def _arm(column: str, letter: str, keys: Sequence[int], only: str = "") -> Arm:
    return Arm(column, tuple(keys), tuple(f"@{letter}{key}" for key in keys), only)


def _pieces(ids: list[int]) -> Arm:
    with connection.cursor() as cursor:
        cursor.execute(CHAINS, {"ids": ids})
        return _arm("equipment_id", "e", sorted(row[0] for row in cursor.fetchall()))


def _system(pk: int) -> Arm:
    return _arm("system_id", "y", [pk], only="AND equipment_id IS NULL")


def _covering(equipment_id: int) -> list[Arm]:
    """Return where it stands that a contract covers the piece with all around it."""
    owner = Equipment.objects.values_list("customer_id", "site_id", "system_id")
    customer, site, system = owner.get(pk=equipment_id)
    covers = "AND kind = 'contract' AND source = 'contract_line' AND data ->> 'covers' = "
    found = [_arm("customer_id", "c", [customer], covers + "'customer'")]
    if site is not None:
        found.append(_arm("site_id", "s", [site], covers + "'site'"))
    if system is not None:
        found.append(_arm("system_id", "y", [system], covers + "'system'"))
    return found
