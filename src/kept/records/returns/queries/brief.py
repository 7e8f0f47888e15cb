"""The returns and loaners of one case, in one statement: its page has many others to ask."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import connection
from django.db.models import OuterRef, Subquery

from kept.records.returns.models import Rma, RmaEvent
from kept.records.returns.standing import OVER, Kind

READ: Final = """
    SELECT number, false, state = ANY(%(over)s), least(supplier_due_at, owed_due_at), false, 0,
        id
    FROM returns_rma WHERE case_id = %(case)s
    UNION ALL
    SELECT product.brand || ' ' || product.code || ' ' || unit.serial_number, true,
        loan.back_at IS NOT NULL OR loan.kept_at IS NOT NULL, loan.due_at,
        loan.kept_at IS NOT NULL, 1, loan.id
    FROM returns_loan AS loan
    JOIN returns_loanerunit AS unit ON unit.id = loan.unit_id
    JOIN archive_productmodel AS product ON product.id = unit.product_id
    WHERE loan.case_id = %(case)s AND loan.released_at IS NULL
    ORDER BY 6, 7 DESC
"""


@dataclass(frozen=True)
class CaseLine:
    """A return by its number, or a loaner by its model and serial number.

    `is_kept`: the loaner is over because it stays with the customer.
    """

    name: str
    is_loan: bool
    is_over: bool
    due_at: datetime | None
    is_kept: bool


def lines_of_case(case_id: int) -> list[CaseLine]:
    """Return the returns of a case, the last first, then its loaners."""
    over = sorted(state.value for state in OVER)
    with connection.cursor() as cursor:
        cursor.execute(READ, {"case": case_id, "over": over})
        return [CaseLine(*row[:5]) for row in cursor.fetchall()]


@dataclass(frozen=True)
class SentOn:
    """A return of a case, and to which supplier its goods went last; empty: to none."""

    pk: int
    number: str
    supplier: str


def returns_of_case(case_id: int) -> list[SentOn]:
    """Return the returns of a case with their suppliers, the last first."""
    sent = RmaEvent.objects.filter(rma=OuterRef("pk"), kind=Kind.TO_SUPPLIER).order_by("-seq")
    rows = Rma.objects.filter(case_id=case_id).annotate(supplier=Subquery(sent.values("party")[:1]))
    return [SentOn(row.pk, row.number, row.supplier or "") for row in rows.order_by("-pk")]
