"""Reading what suppliers were asked for, what they decided, and what came back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from django.db.models import QuerySet

from kept.records.cases.queries.visible import visible_to
from kept.records.claims.models import Recovery, SupplierClaim, SupplierDecision
from kept.records.money import Money
from kept.records.people.models import Person

MOST: Final = 300


class State(StrEnum):
    """Where a claim against a supplier stands."""

    ASKED = "asked"  # they have not answered
    OWED = "owed"
    CAME = "came"  # all that was decided
    NOTHING = "nothing"  # refused, or given up


@dataclass(frozen=True, kw_only=True)
class SupplierClaimRow:
    """A claim, and how much is open of it; `due_at`: by when they answer or pay."""

    pk: int
    case_number: str
    case_title: str
    customer: Mapping[str, str]
    rma: str  # the number of its return, or empty
    supplier: str
    reference: str
    reason: str
    given: Mapping[str, str]  # what the broken promise made us give; empty: it is of a repair
    clauses: tuple[str, ...]
    claimed: Money
    decided: Money | None
    recovered: Money
    due_at: datetime | None
    made_at: datetime
    made_by: str

    @property
    def state(self) -> State:
        """Return where it stands."""
        if self.decided is None:
            return State.ASKED
        if self.recovered < self.decided:
            return State.OWED
        return State.CAME if self.recovered else State.NOTHING

    @property
    def open(self) -> Money:
        """Return what is still to come: all that is asked for, as long as nobody decided."""
        return (self.claimed if self.decided is None else self.decided) - self.recovered


@dataclass(frozen=True, kw_only=True)
class DecisionLine:
    """What a supplier decided, or that we gave it up."""

    money: Money
    said_by: str
    reason: str
    due_at: datetime | None
    at: datetime
    by: str


@dataclass(frozen=True, kw_only=True)
class RecoveryLine:
    """What came. `undone`: why it was a mistake; empty: it counts."""

    pk: int
    money: Money
    way: str
    came_on: date
    reference: str
    undone: str
    at: datetime
    by: str


def supplier_claims(
    *,
    viewer: Person,
    only_open: bool = False,
    case_id: int | None = None,
    rma_id: int | None = None,
) -> list[SupplierClaimRow]:
    """Return claims of the cases a person may see, what is due first on top."""
    rows = _rows(viewer)
    if only_open:
        rows = rows.filter(balance__due_at__isnull=False)
    if case_id is not None:
        rows = rows.filter(case_id=case_id)
    if rma_id is not None:
        rows = rows.filter(rma_id=rma_id)
    return [_row(row) for row in rows.order_by("balance__due_at", "pk")[:MOST]]


def repairs_behind(
    *, viewer: Person, since: datetime, until: datetime, customer_id: int | None, currency: str
) -> list[SupplierClaimRow]:
    """Return the claims for what repairs cost that a sum of losses counts, the last first."""
    rows = _rows(viewer).filter(decision=None, made_at__gte=since, made_at__lt=until)
    if customer_id is not None:
        rows = rows.filter(customer=customer_id)
    if currency:
        rows = rows.filter(currency=currency)
    return [_row(row) for row in rows.order_by("-pk")[:MOST]]


def supplier_claim(pk: int, *, viewer: Person) -> SupplierClaimRow | None:
    """Return a claim; None if there is none that the viewer may see."""
    row = _rows(viewer).filter(pk=pk).first()
    return None if row is None else _row(row)


def decisions_of(pk: int) -> list[DecisionLine]:
    """Return what was decided about a claim, the last first."""
    rows = SupplierDecision.objects.filter(claim_id=pk).select_related("by").order_by("-pk")
    return [
        DecisionLine(
            money=Money(row.amount, row.currency),
            said_by=row.said_by,
            reason=row.reason,
            due_at=row.due_at,
            at=row.at,
            by=row.by.display_name,
        )
        for row in rows
    ]


def recoveries_of(pk: int) -> list[RecoveryLine]:
    """Return what came of a claim, the last first; what was undone says so."""
    rows = Recovery.objects.filter(claim_id=pk, undoes=None).select_related("by", "undone")
    return [_recovery(row) for row in rows.order_by("-came_on", "-pk")]


def recovery(pk: int, *, viewer: Person) -> tuple[SupplierClaimRow, RecoveryLine] | None:
    """Return what came, with its claim; None if there is none that the viewer may see."""
    row = Recovery.objects.filter(pk=pk, undoes=None).select_related("by", "undone").first()
    claim = None if row is None else supplier_claim(row.claim_id, viewer=viewer)
    return None if row is None or claim is None else (claim, _recovery(row))


def _recovery(row: Recovery) -> RecoveryLine:
    undone: Recovery | None = getattr(row, "undone", None)
    return RecoveryLine(
        pk=row.pk,
        money=Money(row.amount, row.currency),
        way=row.get_way_display(),
        came_on=row.came_on,
        reference=row.reference,
        undone=undone.reason if undone else "",
        at=row.at,
        by=row.by.display_name,
    )


def _rows(viewer: Person) -> QuerySet[SupplierClaim]:
    rows = SupplierClaim.objects.filter(case__in=visible_to(viewer))
    return rows.select_related("case", "customer", "rma", "decision", "balance", "made_by")


def _row(row: SupplierClaim) -> SupplierClaimRow:
    balance, given = row.balance, row.decision
    decided = balance.decided
    return SupplierClaimRow(
        pk=row.pk,
        case_number=str(row.case.number),
        case_title=row.case.title,
        customer=row.customer.names,
        rma=row.rma.number if row.rma else "",
        supplier=row.supplier,
        reference=row.reference,
        reason=row.reason,
        given=given.names if given else {},
        clauses=tuple(given.clauses) if given else (),
        claimed=Money(row.amount, row.currency),
        decided=None if decided is None else Money(decided, row.currency),
        recovered=Money(balance.recovered, row.currency),
        due_at=balance.due_at,
        made_at=row.made_at,
        made_by=row.made_by.display_name,
    )
