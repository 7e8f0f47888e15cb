"""A loaner stays with the customer: it is a piece of theirs from then on, and ours no longer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kept.records.archive.models import Equipment, MilestoneKind
from kept.records.archive.services import (
    EquipmentDetails,
    Place,
    Successor,
    record_milestone,
    register_equipment,
    replace_equipment,
)
from kept.records.cases.asking import NewFact, following
from kept.records.cases.models import Case
from kept.records.cases.services import record_fact
from kept.records.cases.vocabulary import ReasonMissing, check_moment
from kept.records.contracts.queries import day_of
from kept.records.contracts.services import cover_successor
from kept.records.people.models import Person
from kept.records.refusal import Refused
from kept.records.returns.models import Loan, LoanerUnit
from kept.records.returns.services.checking import NotNow
from kept.records.returns.services.loaners import KEPT, locked_loan, write_loan


class NothingOfTheirs(Refused):
    """It takes the place of a machine that the case names."""

    sentence = _("This case names no machine whose place the loaner could take.")


@dataclass(frozen=True, kw_only=True)
class Keeping:
    """Since when and why a loaner stays; `instead`: it takes the place of the case's machine."""

    at: datetime
    reason: str
    instead: bool = False
    source: str = ""


@transaction.atomic
def keep_loaner(*, loan_id: int, keeping: Keeping, by: Person, now: datetime, key: str) -> Loan:
    """Let a loaner that is out become the customer's; the case has the fact. Returns the loan.

    Nothing happens the second time. Raises NotNow, ReasonMissing, NothingOfTheirs, SerialTaken,
    LiesWithUs, AlreadyReplaced, HeldBack.
    """
    check_moment(keeping.at, now=now)
    case, loan = locked_loan(loan_id)
    if loan.kept_at is not None:
        return loan
    is_out = loan.handed_over_at is not None and loan.back_at is None
    if not is_out or (loan.handed_over_at and keeping.at < loan.handed_over_at):
        raise NotNow
    if not keeping.reason.strip():
        raise ReasonMissing
    LoanerUnit.objects.filter(pk=loan.unit_id, retired_at=None).update(
        retired_at=now, retired_by=by
    )
    loan.piece = _piece(case, loan, keeping, by=by, now=now)
    loan.kept_at, loan.kept_by = min(keeping.at, now), by
    loan.reason = " ".join(keeping.reason.split())[:500]
    loan.save(update_fields=["piece", "kept_at", "kept_by", "reason"])
    values = {"serial": loan.unit.serial_number, "text": loan.reason}
    fact = NewFact(kind=KEPT, at=keeping.at, values=values, source=keeping.source)
    record_fact(case_id=case.pk, fact=fact, by=by, now=now, key=following(key, KEPT))
    write_loan(case, loan, "kept", by, now)
    return loan


def _piece(case: Case, loan: Loan, keeping: Keeping, *, by: Person, now: datetime) -> Equipment:
    """Register the unit at its customer: in the place of the case's machine, or beside it."""
    if keeping.instead:
        old = case.equipment
        if old is None:
            raise NothingOfTheirs
        on = day_of(old, keeping.at)
        new = replace_equipment(
            equipment_id=old.pk,
            new=Successor(serial=loan.unit.serial_number, product_id=loan.unit.product_id),
            on=on,
            evidence=str(case.number),
            by=by,
            at=now,
        )
        cover_successor(equipment_id=old.pk, successor_id=new.pk, on=on, by=by, at=now)
        return new
    place = Place(customer_id=loan.customer_id, site_id=case.site_id)
    details = EquipmentDetails(
        product_id=loan.unit.product_id, serial_number=loan.unit.serial_number, place=place
    )
    new = register_equipment(details=details, by=by, at=now)
    record_milestone(
        equipment_id=new.pk,
        kind=MilestoneKind.DELIVERED,
        on=day_of(new, loan.handed_over_at or keeping.at),
        evidence=str(case.number),
        by=by,
        at=now,
    )
    return new
