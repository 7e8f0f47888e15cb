"""The pool of loaners, and what is lent to whom."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import QuerySet

from kept.records.cases.queries.visible import visible_to
from kept.records.people.models import Person
from kept.records.returns.models import Loan, LoanerUnit

MOST: Final = 500


@dataclass(frozen=True)
class LoanCard:
    """A loaner that is promised to a case, is out, or came back."""

    pk: int
    unit_id: int
    product: str
    product_names: Mapping[str, str]
    serial_number: str
    case_id: int
    case_number: str
    customer_names: Mapping[str, str]
    grade: str
    reserved_at: datetime
    handed_over_at: datetime | None
    due_at: datetime | None
    back_at: datetime | None
    kept_at: datetime | None
    released_at: datetime | None
    condition: str
    reason: str
    piece_id: int | None

    @property
    def is_out(self) -> bool:
        """Say whether the customer has it."""
        return self.handed_over_at is not None and self.back_at is None and self.kept_at is None


@dataclass(frozen=True)
class LoanerCard:
    """A unit of the pool; `loan` is the one it is promised for or out on."""

    pk: int
    product_id: int
    product: str
    product_names: Mapping[str, str]
    serial_number: str
    office_names: Mapping[str, str]
    note: str
    loan: LoanCard | None
    last_condition: str


def pool(*, viewer: Person) -> list[LoanerCard]:
    """Return the loaners in use by model and number, each with its loan."""
    rows = LoanerUnit.objects.filter(retired_at=None).select_related("product", "office")
    units = list(rows.order_by("product__code", "serial_number")[:MOST])
    loans = _loans(
        Loan.objects.filter(unit__in=units, released_at=None, case__in=visible_to(viewer))
    )
    now = {loan.unit_id: loan for loan in loans if loan.back_at is None}
    was = {loan.unit_id: loan.condition for loan in loans if loan.back_at is not None}
    return [
        LoanerCard(
            pk=unit.pk,
            product_id=unit.product_id,
            product=f"{unit.product.brand} {unit.product.code}",
            product_names=unit.product.names,
            serial_number=unit.serial_number,
            office_names=unit.office.names,
            note=unit.note,
            loan=now.get(unit.pk),
            last_condition=was.get(unit.pk, ""),
        )
        for unit in units
    ]


def loans_of_case(case_id: int) -> list[LoanCard]:
    """Return the loaners of a case, those given free left out, the first promised first."""
    return _loans(Loan.objects.filter(case_id=case_id, released_at=None))


def loan_card(pk: int, *, viewer: Person) -> LoanCard | None:
    """Return a loan; None if there is none that the viewer may see."""
    found = _loans(Loan.objects.filter(pk=pk, case__in=visible_to(viewer)))
    return found[0] if found else None


def loans_out(*, viewer: Person) -> list[LoanCard]:
    """Return what customers have, the first owed back first."""
    rows = Loan.objects.filter(
        handed_over_at__isnull=False, back_at=None, kept_at=None, case__in=visible_to(viewer)
    )
    return sorted(_loans(rows), key=lambda loan: (loan.due_at or loan.reserved_at, loan.pk))


def _loans(rows: QuerySet[Loan]) -> list[LoanCard]:
    related = rows.select_related("unit__product", "case", "customer").order_by("pk")
    return [
        LoanCard(
            pk=row.pk,
            unit_id=row.unit_id,
            product=f"{row.unit.product.brand} {row.unit.product.code}",
            product_names=row.unit.product.names,
            serial_number=row.unit.serial_number,
            case_id=row.case_id,
            case_number=str(row.case.number),
            customer_names=row.customer.names,
            grade=row.grade,
            reserved_at=row.reserved_at,
            handed_over_at=row.handed_over_at,
            due_at=row.due_at,
            back_at=row.back_at,
            kept_at=row.kept_at,
            released_at=row.released_at,
            condition=row.condition,
            reason=row.reason,
            piece_id=row.piece_id,
        )
        for row in related
    ]
