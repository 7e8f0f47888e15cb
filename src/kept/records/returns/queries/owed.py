"""Units that we hold or are owed: what stays open until somebody decides or gives it back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Final

from django.db.models import DecimalField, F, Q, QuerySet, Sum, Value
from django.db.models.functions import Coalesce

from kept.records.cases.queries.visible import visible_to
from kept.records.parts.models import Movement, MovementKind
from kept.records.people.models import Person
from kept.records.returns.models import Rma, RmaLine
from kept.records.returns.queries.about import (
    RETURNED,
    Terms,
    clauses_that_want,
    clocks_back,
    due_of,
    terms_of,
)
from kept.records.returns.queries.lent import loans_out
from kept.records.returns.standing import WITH_US, State


class OwedKind(StrEnum):
    """Why something is owed."""

    REMOVED = "removed"  # taken out of a customer's equipment, and not settled
    ADVANCE = "advance"  # its replacement went ahead
    LOANER = "loaner"
    WITH_US = "with_us"  # a customer's goods
    OURS = "ours"  # came for good, and lies nowhere yet


class Turn(StrEnum):
    """Who has to do something next."""

    US = "us"
    CUSTOMER = "customer"
    SUPPLIER = "supplier"


# The kinds of facts that settle it; the policy's rules about them are its clauses.
SETTLED_BY: Final = {
    OwedKind.REMOVED: ("removed_unit.settled",),
    OwedKind.ADVANCE: ("goods.received_for_repair",),
    OwedKind.LOANER: ("loaner.returned", "loaner.handed_over"),
    OwedKind.WITH_US: (RETURNED,),
    OwedKind.OURS: (),
}


@dataclass(frozen=True, kw_only=True)
class Owed:
    """Something owed: since when, by whom, by when, and by which clause of which policy.

    `ref` names it: the number of a return, the key of a movement or of a loan.
    """

    kind: OwedKind
    ref: str
    what: str
    names: Mapping[str, str]
    quantity: Decimal
    customer_names: Mapping[str, str]
    case_id: int
    case_number: str
    since: datetime
    due_at: datetime | None
    turn: Turn
    is_paused: bool = False
    clauses: tuple[str, ...] = ()
    terms: Terms | None = None


def owed(*, viewer: Person) -> list[Owed]:
    """Return all that is owed in units, what is due first before what has no date."""
    found = [*_removed(viewer), *_loaned(viewer), *_returns(viewer)]
    terms = terms_of({one.case_id for one in found})
    clocks = clocks_back(terms)
    lines = []
    for one in found:
        under = terms.get(one.case_id)
        line = replace(one, terms=under)
        if under is not None:
            line = replace(line, clauses=clauses_that_want(under.policy, SETTLED_BY[one.kind]))
        clock = clocks.get(one.case_id)
        if one.kind is OwedKind.WITH_US and clock is not None:
            due = min(filter(None, [due_of(clock), one.due_at]), default=None)
            line = replace(line, due_at=due, is_paused=clock.state == "paused")
        lines.append(line)
    return sorted(lines, key=_urgency)


def _urgency(one: Owed) -> tuple[bool, float]:
    return one.due_at is None, (one.due_at or one.since).timestamp()


def _removed(viewer: Person) -> Iterator[Owed]:
    nothing = Value(Decimal(0), output_field=DecimalField(max_digits=12, decimal_places=3))
    rows = Movement.objects.filter(kind=MovementKind.TAKEN_OUT, case__in=visible_to(viewer))
    rows = rows.annotate(settled=Coalesce(Sum("decisions__quantity"), nothing))
    open_ = rows.filter(quantity__gt=F("settled")).select_related("part", "unit", "case__customer")
    for row in open_.order_by("at", "pk"):
        assert row.case is not None
        yield Owed(
            kind=OwedKind.REMOVED,
            ref=str(row.pk),
            what=f"{row.part} {row.unit.serial_number if row.unit else row.lot}".strip(),
            names=row.part.names,
            quantity=row.quantity - row.settled,
            customer_names=row.case.customer.names,
            case_id=row.case.pk,
            case_number=str(row.case.number),
            since=row.at,
            due_at=None,
            turn=Turn.US,
        )


def _loaned(viewer: Person) -> Iterator[Owed]:
    for loan in loans_out(viewer=viewer):
        yield Owed(
            kind=OwedKind.LOANER,
            ref=str(loan.pk),
            what=f"{loan.product} {loan.serial_number}",
            names=loan.product_names,
            quantity=Decimal(1),
            customer_names=loan.customer_names,
            case_id=loan.case_id,
            case_number=loan.case_number,
            since=loan.handed_over_at or loan.reserved_at,
            due_at=loan.due_at,
            turn=Turn.CUSTOMER,
        )


def _returns(viewer: Person) -> Iterator[Owed]:
    rows = Rma.objects.filter(
        Q(state__in=[*WITH_US]) | Q(owed_due_at__isnull=False) | Q(pk__in=_to_stock()),
        case__in=visible_to(viewer),
    )
    related = rows.select_related("case", "customer").prefetch_related("lines")
    for row in related.order_by("since", "pk"):
        ahead = sum(max(0, line.ahead - line.received) for line in row.lines.all())
        if ahead:
            yield _of_return(row, OwedKind.ADVANCE, ahead)
        here = sum(
            line.received - line.scrapped - line.kept - line.taken_back - line.shipped
            for line in row.lines.all()
        )
        if here and row.state in WITH_US:
            yield _of_return(row, OwedKind.WITH_US, here)
        ours = sum(
            line.replaced + line.kept + line.taken_back - line.stocked for line in row.lines.all()
        )
        if ours:
            yield _of_return(row, OwedKind.OURS, ours)


def _to_stock() -> QuerySet[RmaLine, int]:
    """Return the returns of which something is ours now and lies nowhere yet."""
    ours = F("replaced") + F("kept") + F("taken_back")
    return RmaLine.objects.filter(stocked__lt=ours).values_list("rma_id", flat=True)


def _of_return(row: Rma, kind: OwedKind, quantity: int) -> Owed:
    is_ours = kind is OwedKind.WITH_US
    turn = Turn.CUSTOMER if kind is OwedKind.ADVANCE else Turn.US
    if is_ours and row.state == State.AT_SUPPLIER:
        turn = Turn.SUPPLIER
    first = min(row.lines.all(), key=lambda line: line.seq)
    return Owed(
        kind=kind,
        ref=row.number,
        what=f"{first.name} {first.serial_number}".strip(),
        names={},
        quantity=Decimal(quantity),
        customer_names=row.customer.names,
        case_id=row.case_id,
        case_number=str(row.case.number),
        since=row.since,
        due_at=_due(row, kind),
        turn=turn,
    )


def _due(row: Rma, kind: OwedKind) -> datetime | None:
    if kind is OwedKind.OURS:
        return None
    return row.supplier_due_at if kind is OwedKind.WITH_US else row.owed_due_at
