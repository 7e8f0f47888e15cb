"""Lending units while a customer's own is away."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from kept.records.archive.models import ProductModel
from kept.records.archive.units import holder_of
from kept.records.cases.asking import NewFact, following
from kept.records.cases.models import Case
from kept.records.cases.services import KeyReused, record_fact, touch_case
from kept.records.cases.vocabulary import check_moment
from kept.records.ledger.services import write
from kept.records.ledger.telling import told
from kept.records.people.models import Person
from kept.records.refusal import Refused
from kept.records.repeats import one_at_a_time
from kept.records.returns.models import Grade, Loan, LoanerUnit
from kept.records.returns.services.checking import DateMissing, NotNow

HANDED_OVER, RETURNED, KEPT = "loaner.handed_over", "loaner.returned", "loaner.kept"


class LoanerTaken(Refused):
    """A loaner is with one customer at a time."""

    sentence = _("This loaner is promised to another case or out already. Please choose another.")


class ConditionMissing(Refused):
    """What comes back is looked at."""

    sentence = _("Please write down in which condition it came back.")


class LoanerKnown(Refused):
    """It is in the pool."""

    sentence = _("A loaner of this model with serial number %(serial)s is known already.")


class HasIt(Refused):
    """What is a customer's is not lent by us."""

    sentence = _(
        "By the archive, %(serial)s is with %(customer)s. It can be lent once it came to us for "
        "good."
    )


@dataclass(frozen=True, kw_only=True)
class LoanerDetails:
    """A unit of ours that may be lent."""

    product_id: int
    serial_number: str
    office_id: int
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class HandOver:
    """A loaner goes to the customer; `also` are kinds of facts that this is as well.

    A policy may call it by a word of its own, such as a spare that is to arrive within hours.
    """

    at: datetime
    due_at: datetime
    also: tuple[str, ...] = ()
    despite: str = ""
    source: str = ""


@transaction.atomic
def add_loaner(*, details: LoanerDetails, by: Person, now: datetime) -> LoanerUnit:
    """Put a unit into the pool of loaners. Returns it. Raises LoanerKnown, HasIt."""
    serial = " ".join(details.serial_number.split())
    one_at_a_time(f"loaner {details.product_id} {serial.casefold()}")
    same = LoanerUnit.objects.filter(product_id=details.product_id, serial_number__iexact=serial)
    if not serial or same.exists():
        raise LoanerKnown(serial=serial)
    product = ProductModel.objects.get(pk=details.product_id)
    holder = holder_of(brand=product.brand, code=product.code, serial=serial)
    if holder is not None:
        raise HasIt(serial=serial, customer=holder.customer)
    unit = LoanerUnit.objects.create(
        product_id=details.product_id,
        serial_number=serial,
        office_id=details.office_id,
        note=details.note.strip(),
        added_at=now,
        added_by=by,
    )
    write(
        stream="loaners",
        verb="loaner.added",
        by=by,
        at=now,
        data={"unit": unit.pk, **told(details)},
    )
    return unit


@transaction.atomic
def retire_loaner(*, unit_id: int, by: Person, now: datetime) -> bool:
    """Lend a unit no more. Returns whether anything changed. Raises LoanerTaken while it is out."""
    unit = LoanerUnit.objects.select_for_update().get(pk=unit_id)
    if unit.retired_at is not None:
        return False
    if unit.loans.filter(back_at=None, released_at=None).exists():
        raise LoanerTaken
    unit.retired_at, unit.retired_by = now, by
    unit.save(update_fields=["retired_at", "retired_by"])
    write(stream="loaners", verb="loaner.retired", by=by, at=now, data={"unit": unit.pk})
    return True


@transaction.atomic
def reserve_loaner(
    *, unit_id: int, case_id: int, grade: Grade, by: Person, now: datetime, key: str
) -> Loan:
    """Promise a loaner to a case; of two who want it, one gets it. Returns the loan.

    Safe to repeat with the same key. Raises LoanerTaken, KeyReused, CaseNotFound.
    """
    one_at_a_time(f"loan {by.pk} {key}")
    there = Loan.objects.filter(reserved_by=by, key=key).first()
    if there is not None:
        if (there.unit_id, there.case_id) != (unit_id, case_id):
            raise KeyReused
        return there
    case = touch_case(case_id=case_id)
    unit = LoanerUnit.objects.select_for_update().get(pk=unit_id)
    if unit.retired_at is not None:
        raise LoanerTaken
    loan = Loan(unit=unit, case=case, customer_id=case.customer_id, grade=grade, key=key)
    loan.reserved_at, loan.reserved_by = now, by
    try:
        with transaction.atomic():
            loan.save(force_insert=True)
    except IntegrityError:  # the constraint of the database: one loan of a unit at a time
        raise LoanerTaken from None
    write_loan(case, loan, "reserved", by, now)
    return loan


@transaction.atomic
def release_loaner(*, loan_id: int, by: Person, now: datetime) -> bool:
    """Give a promised loaner free again. Returns whether anything changed. Raises NotNow."""
    case, loan = locked_loan(loan_id)
    if loan.released_at is not None:
        return False
    if loan.handed_over_at is not None:
        raise NotNow
    loan.released_at, loan.released_by = now, by
    loan.save(update_fields=["released_at", "released_by"])
    write_loan(case, loan, "released", by, now)
    return True


@transaction.atomic
def hand_over_loaner(*, loan_id: int, over: HandOver, by: Person, now: datetime, key: str) -> Loan:
    """Hand a loaner over; the case has the fact, and the promise of it is kept. Returns the loan.

    Nothing happens the second time. Raises NotNow, DateMissing, HeldBack.
    """
    check_moment(over.at, now=now)
    case, loan = locked_loan(loan_id)
    if loan.handed_over_at is not None:
        return loan
    if loan.released_at is not None:
        raise NotNow
    if over.due_at <= over.at:
        raise DateMissing
    loan.handed_over_at, loan.handed_over_by, loan.due_at = min(over.at, now), by, over.due_at
    loan.save(update_fields=["handed_over_at", "handed_over_by", "due_at"])
    for kind in dict.fromkeys((HANDED_OVER, *over.also)):
        fact = NewFact(
            kind=kind,
            at=over.at,
            values={"serial": loan.unit.serial_number},
            despite=over.despite,
            source=over.source,
        )
        said = following(key, kind)
        record_fact(case_id=case.pk, fact=fact, by=by, now=now, key=said)
    write_loan(case, loan, "handed_over", by, now)
    return loan


@transaction.atomic
def take_back_loaner(
    *, loan_id: int, at: datetime, condition: str, by: Person, now: datetime, key: str
) -> Loan:
    """Take a loaner back, in some condition; the case has the fact. Returns the loan.

    Nothing happens the second time. Raises NotNow, ConditionMissing.
    """
    check_moment(at, now=now)
    case, loan = locked_loan(loan_id)
    if loan.back_at is not None:
        return loan
    if loan.handed_over_at is None or loan.kept_at is not None or at < loan.handed_over_at:
        raise NotNow
    if not condition.strip():
        raise ConditionMissing
    loan.back_at, loan.back_by, loan.condition = min(at, now), by, condition.strip()
    loan.save(update_fields=["back_at", "back_by", "condition"])
    values = {"serial": loan.unit.serial_number, "text": condition.strip()}
    fact = NewFact(kind=RETURNED, at=at, values=values)
    said = following(key, RETURNED)
    record_fact(case_id=case.pk, fact=fact, by=by, now=now, key=said)
    write_loan(case, loan, "back", by, now)
    return loan


def locked_loan(loan_id: int) -> tuple[Case, Loan]:
    """Return a loan and its case, both locked."""
    case = touch_case(case_id=Loan.objects.values_list("case_id", flat=True).get(pk=loan_id))
    return case, Loan.objects.select_for_update(of=("self",)).select_related("unit").get(pk=loan_id)


def write_loan(case: Case, loan: Loan, verb: str, by: Person, now: datetime) -> None:
    """Write what happened to a loan into the ledger of its case."""
    data = {
        "loan": loan.pk,
        "unit": loan.unit_id,
        "grade": str(loan.grade),
        "handed_over_at": loan.handed_over_at,
        "due_at": loan.due_at,
        "back_at": loan.back_at,
        "condition": loan.condition,
    }
    write(stream=case.stream, verb=f"loaner.{verb}", by=by, at=now, data=told(data))
