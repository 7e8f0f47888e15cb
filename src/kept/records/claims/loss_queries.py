"""What broken promises and repairs cost, and what of it came back from suppliers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from django.db import connection
from django.db.models import Q
from django.db.models.functions import TruncMonth

from kept.records.claims.models import Decision, SupplierClaim
from kept.records.money import Money, nothing

STANDS: Final = Q(giving__needs_second=False) | Q(giving__release__released=True)
# The last cause that was found in each case and not taken back.
CAUSES: Final = """
    SELECT DISTINCT ON (case_id) case_id, "values" ->> 'cause' FROM cases_casefact AS fact
    WHERE case_id = ANY(%s) AND kind = 'cause.found' AND "values" ? 'cause'
        AND NOT EXISTS (SELECT FROM cases_casefact AS later
            WHERE later.case_id = fact.case_id AND later.corrects = fact.seq)
    ORDER BY case_id, at DESC, seq DESC
"""


@dataclass(frozen=True, kw_only=True)
class Loss:
    """What something cost us, and what came back from suppliers."""

    cost: Money
    recovered: Money

    @property
    def net(self) -> Money:
        """Return what it cost in the end; below zero where more came back."""
        return self.cost - self.recovered


@dataclass(frozen=True, kw_only=True)
class LossRow(Loss):
    """What one clause cost, for one customer, in one month and one currency.

    `is_repair`: no promise was broken; it is what repairs cost that a supplier was to answer for.
    """

    month: datetime
    clause: str
    is_repair: bool
    customer: Mapping[str, str]
    customer_id: int
    decisions: int
    case_id: int
    version_id: int  # of the policy that its clause is of
    cause: str = ""  # in the policy's word, where one was found


@dataclass(frozen=True, kw_only=True)
class CauseRow(Loss):
    """What one cause cost in one currency; without a name, none was found."""

    cause: str


def losses(*, since: datetime, until: datetime) -> list[LossRow]:
    """Return what each thing cost, by the month in which it was decided or claimed.

    Only what stands counts. A decision counts under the first of its clauses, so that nothing
    counts twice; what is voluntary without one under none. What came back stands in the row of what
    it is for, whenever it came; in another currency it has a row of its own. Months begin as in
    the time zone that is active, as do `since` and `until`, so that no month is cut in two.
    """
    found = [*_given(since, until), *_of_suppliers(since, until)]
    causes = _causes({row.case_id for row in found})
    return [replace(row, cause=causes.get(row.case_id, "")) for row in found]


def by_clause(rows: Iterable[LossRow]) -> list[LossRow]:
    """Return the sums per month, clause, customer and currency; the last month first."""
    found = _summed(rows, _place)
    by_place = sorted(found, key=lambda row: (row.cost.currency, row.clause, row.customer_id))
    return sorted(by_place, key=lambda row: row.month, reverse=True)


def by_cause(rows: Iterable[LossRow]) -> list[CauseRow]:
    """Return the sums per cause and currency."""
    found = _summed(rows, lambda row: (row.cause, row.cost.currency))
    sums = [CauseRow(cause=row.cause, cost=row.cost, recovered=row.recovered) for row in found]
    return sorted(sums, key=lambda row: (row.cause, row.cost.currency))


def totals(rows: Iterable[LossRow]) -> list[Loss]:
    """Return the sum in each currency: they are never mixed."""
    found = _summed(rows, lambda row: row.cost.currency)
    return sorted(found, key=lambda row: row.cost.currency)


def _place(row: LossRow) -> tuple[object, ...]:
    return row.month, row.clause, row.is_repair, row.customer_id, row.cost.currency


def _summed(rows: Iterable[LossRow], place: Callable[[LossRow], object]) -> list[LossRow]:
    found: dict[object, LossRow] = {}
    for row in rows:
        key = place(row)
        found[key] = _both(found[key], row) if key in found else row
    return list(found.values())


def _both(one: LossRow, other: LossRow) -> LossRow:
    """Return two rows of the same place as one."""
    return replace(
        one,
        cost=one.cost + other.cost,
        recovered=one.recovered + other.recovered,
        decisions=one.decisions + other.decisions,
    )


def _given(since: datetime, until: datetime) -> Iterator[LossRow]:
    rows = Decision.objects.filter(
        STANDS, amount__gt=0, decided_at__gte=since, decided_at__lt=until
    ).annotate(month=TruncMonth("decided_at"))
    for row in rows.select_related("customer", "case"):
        yield LossRow(
            month=row.month,
            clause=next(iter(row.clauses), ""),
            is_repair=False,
            customer=row.customer.names,
            customer_id=row.customer_id,
            cost=Money(row.amount, row.currency),
            recovered=nothing(row.currency),
            decisions=1,
            case_id=row.case_id,
            version_id=row.case.version_id,
        )


def _of_suppliers(since: datetime, until: datetime) -> Iterator[LossRow]:
    of_decision = Q(decision__decided_at__gte=since, decision__decided_at__lt=until)
    of_repair = Q(decision=None, made_at__gte=since, made_at__lt=until)
    rows = SupplierClaim.objects.filter(of_decision | of_repair).annotate(
        decided_in=TruncMonth("decision__decided_at"), made_in=TruncMonth("made_at")
    )
    for row in rows.select_related("customer", "case", "decision", "balance"):
        given, zero = row.decision, nothing(row.currency)
        yield LossRow(
            month=row.decided_in or row.made_in,
            clause=next(iter(given.clauses), "") if given else "",
            is_repair=given is None,
            customer=row.customer.names,
            customer_id=row.customer_id,
            cost=zero if given else Money(row.amount, row.currency),
            recovered=Money(row.balance.recovered, row.currency),
            decisions=0,
            case_id=row.case_id,
            version_id=row.case.version_id,
        )


def _causes(cases: set[int]) -> dict[int, str]:
    with connection.cursor() as cursor:
        cursor.execute(CAUSES, [sorted(cases)])
        return dict(cursor.fetchall())
