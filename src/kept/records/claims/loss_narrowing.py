"""The loss ledger narrowed to a clause or a customer, and the decisions behind its sums."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from kept.records.claims.loss_queries import STANDS, LossRow
from kept.records.claims.models import Decision
from kept.records.claims.queries import DecisionRow, decision_rows

NO_CLAUSE: Final = "-"  # asks for what is voluntary, by no clause


@dataclass(frozen=True, kw_only=True)
class Narrow:
    """To what it is narrowed; nothing: all of it."""

    clause: str = ""
    customer_id: int | None = None


@dataclass(frozen=True)
class Choices:
    """The clauses and customers of some rows, to choose from."""

    clauses: tuple[str, ...]
    customers: tuple[tuple[int, Mapping[str, str]], ...]


def narrowed(rows: Iterable[LossRow], narrow: Narrow) -> list[LossRow]:
    """Return the rows of a clause and of a customer, where one was chosen."""
    return [row for row in rows if _is_of_clause(row, narrow) and _is_of_customer(row, narrow)]


def choices(rows: Iterable[LossRow]) -> Choices:
    """Return what can be chosen from."""
    found = list(rows)
    customers = {row.customer_id: row.customer for row in found}
    clauses = sorted({row.clause for row in found if row.clause})
    return Choices(tuple(clauses), tuple(sorted(customers.items())))


def decisions_behind(
    narrow: Narrow,
    *,
    since: datetime,
    until: datetime,
    currency: str = "",
    before: int | None = None,
    most: int | None = None,
) -> list[DecisionRow]:
    """Return the decisions that a sum counts, the last first; those before a key."""
    rows = Decision.objects.filter(
        STANDS, amount__gt=0, decided_at__gte=since, decided_at__lt=until
    )
    if narrow.clause == NO_CLAUSE:
        rows = rows.filter(clauses__len=0)
    elif narrow.clause:
        rows = rows.filter(clauses__0=narrow.clause)
    if narrow.customer_id is not None:
        rows = rows.filter(customer=narrow.customer_id)
    if currency:
        rows = rows.filter(currency=currency)
    if before is not None:
        rows = rows.filter(pk__lt=before)
    return decision_rows(rows.order_by("-pk"), most=most)


def _is_of_clause(row: LossRow, narrow: Narrow) -> bool:
    if narrow.clause == NO_CLAUSE:
        return not row.clause and not row.is_repair
    return narrow.clause in ("", row.clause)


def _is_of_customer(row: LossRow, narrow: Narrow) -> bool:
    return narrow.customer_id in (None, row.customer_id)
