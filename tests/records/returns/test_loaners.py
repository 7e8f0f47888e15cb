"""Loaners: one customer at a time, owed back by a day, and the policy's promise of one."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import IntegrityError, connection, transaction

from kept.records.cases.queries import case_card
from kept.records.refusal import Refused
from kept.records.returns.models import Grade, Loan
from kept.records.returns.services import (
    ConditionMissing,
    DateMissing,
    HandOver,
    LoanerDetails,
    LoanerKnown,
    LoanerTaken,
    NotNow,
    add_loaner,
    hand_over_loaner,
    release_loaner,
    reserve_loaner,
    retire_loaner,
    take_back_loaner,
)
from tests.desk import at, open_desk
from tests.records.returns.conftest import DEPOT, Depot


def add(desk, serial="L-1"):
    details = LoanerDetails(
        product_id=desk.equipment.product_id, serial_number=serial, office_id=desk.office.pk
    )
    return add_loaner(details=details, by=desk.manager, now=at("08:30"))


def reserve(depot, unit, *, case_id=None, key="loan", grade=Grade.EQUAL):
    return reserve_loaner(
        unit_id=unit.pk,
        case_id=case_id or depot.case_id,
        grade=grade,
        by=depot.desk.hotline,
        now=at("11:10"),
        key=key,
    )


def hand(depot, loan, then="11:30", due="27 12:00", **more):
    over = HandOver(at=at(then), due_at=at(due), **more)
    return hand_over_loaner(
        loan_id=loan.pk, over=over, by=depot.desk.hotline, now=at(then), key=f"hand {then}"
    )


def take_back(depot, loan, then="26 10:00", condition="clean"):
    return take_back_loaner(
        loan_id=loan.pk,
        at=at(then),
        condition=condition,
        by=depot.desk.hotline,
        now=at(then),
        key=f"back {then}",
    )


def duty(depot, rule):
    [number] = [depot.opened.number]
    card = case_card(number, viewer=depot.desk.hotline, at=at("27 12:00"))
    return {line.rule: line.state.value for line in card.assessment.duties}[rule]


def test_the_policys_promise_of_a_loaner_is_kept_by_handing_it_over(depot):
    rma = depot.approved()
    depot.happens(rma, "received", 5)
    assert duty(depot, "loaner") == "owed"
    loan = reserve(depot, add(depot.desk))
    assert duty(depot, "loaner") == "owed"

    hand(depot, loan)

    assert duty(depot, "loaner") == "done"


def test_a_policys_own_word_for_it_is_a_fact_as_well(depot):
    hand(depot, reserve(depot, add(depot.desk)), also=("spare.received", "loaner.handed_over"))

    assert depot.kinds()[-2:] == ["loaner.handed_over", "spare.received"]


def test_it_comes_back_in_some_condition(depot):
    loan = reserve(depot, add(depot.desk))
    with pytest.raises(NotNow):
        take_back(depot, loan)
    hand(depot, loan)
    with pytest.raises(ConditionMissing):
        take_back(depot, loan, condition=" ")
    with pytest.raises(NotNow):
        take_back(depot, loan, then="11:20")

    take_back(depot, loan)

    assert depot.kinds()[-1] == "loaner.returned"
    assert reserve(depot, loan.unit, key="next").pk != loan.pk


def test_it_is_owed_back_by_a_time_to_come(depot):
    with pytest.raises(DateMissing):
        hand(depot, reserve(depot, add(depot.desk)), due="11:30")


def test_one_unit_is_with_one_customer_at_a_time(depot):
    unit = add(depot.desk)
    loan = reserve(depot, unit)
    assert reserve(depot, unit).pk == loan.pk
    with pytest.raises(LoanerTaken):
        reserve(depot, unit, key="other")
    with pytest.raises(LoanerTaken):
        retire_loaner(unit_id=unit.pk, by=depot.desk.manager, now=at("12:00"))
    row = Loan.objects.get(pk=loan.pk)
    row.pk, row.key = None, "by hand"
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)

    assert release_loaner(loan_id=loan.pk, by=depot.desk.manager, now=at("12:00"))
    assert not release_loaner(loan_id=loan.pk, by=depot.desk.manager, now=at("12:05"))
    assert retire_loaner(unit_id=unit.pk, by=depot.desk.manager, now=at("12:10"))
    with pytest.raises(LoanerTaken):
        reserve(depot, unit, key="retired")


def test_what_is_out_is_not_released(depot):
    loan = reserve(depot, add(depot.desk))
    hand(depot, loan)

    with pytest.raises(NotNow):
        release_loaner(loan_id=loan.pk, by=depot.desk.manager, now=at("12:00"))


def test_a_serial_number_is_in_the_pool_once(depot):
    add(depot.desk)

    with pytest.raises(LoanerKnown):
        add(depot.desk, " l-1 ")


@pytest.mark.django_db(transaction=True)
def test_CC_02_of_two_who_want_the_last_loaner_one_gets_it():
    depot = Depot(open_desk(DEPOT))
    unit, other = add(depot.desk), depot.desk.log("10:05")

    def want(case_id):
        try:
            return reserve(depot, unit, case_id=case_id, key=f"of {case_id}")
        except Refused:
            return None
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        got = list(pool.map(want, [depot.case_id, other.case_id]))

    assert sum(loan is not None for loan in got) == 1
