"""What cases cost and brought in: by the price lists at cost, and honest where there is none."""

from datetime import timedelta
from decimal import Decimal

import pytest

from kept.records.claims.models.supplier import Way
from kept.records.claims.services import (
    NewBill,
    NewRecovery,
    NewSupplierClaim,
    NewSupplierDecision,
    claim_from_supplier,
    decide_supplier_claim,
    record_bill,
    record_recovery,
    undo_recovery,
)
from kept.records.margins.queries import By, Span, margin_of_all, margins
from kept.records.work.models import WorkKind
from kept.records.work.services import withdraw_work
from tests.desk import at, open_desk
from tests.records.payments.test_billing_work import CALENDARS, Shop

SPAN = Span(since=at("1 00:00"), until=at("30 00:00"), currency="CNY")


@pytest.fixture
def shop(db, settings, tmp_path) -> Shop:
    settings.FILES = tmp_path / "files"
    return Shop(open_desk(CALENDARS))


def whole(span=SPAN):
    return margin_of_all(span)


def test_hours_cost_what_the_list_at_cost_says(shop):
    shop.shop.hour("120.00", of=shop.cost)
    shop.work("12:00", "14:30")

    assert str(whole().costs["labour"]) == "CNY 300.00"
    assert (str(whole().left), whole().missing) == ("CNY -300.00", 0)


def test_without_a_cost_price_it_says_so_and_counts_no_zero(shop):
    shop.work()
    shop.work("15:00", "16:00")

    assert (str(whole().cost), whole().missing) == ("CNY 0.00", 2)


def test_two_cost_prices_of_the_same_are_no_answer(shop):
    shop.shop.hour("120.00", of=shop.cost)
    shop.shop.hour("180.00", of=shop.cost, code="EXPERT")
    shop.work()

    assert whole().missing == 1


def test_travel_and_expenses_count_and_what_was_withdrawn_does_not(shop):
    way = {"kind": WorkKind.TRAVEL, "component": "travel", "where": "", "ended_at": None}
    gone = shop.work(kilometres=Decimal(80), **way)
    shop.work(kilometres=Decimal(10), **way)
    withdraw_work(entry_id=gone, reason="no", by=shop.by, now=at("23:55"))
    shop.expense()
    shop.expense("7.00", "EUR")

    assert str(whole().costs["expenses"]) == "CNY 45.00"
    assert whole().missing == 1


def test_what_was_billed_counts_until_it_is_taken_back(shop):
    shop.found("negligence")
    shop.work()
    invoice = shop.bill()
    assert str(whole().billed) == "CNY 750.00"

    shop.credit(invoice)
    assert str(whole().billed) == "CNY 0.00"


@pytest.mark.parametrize("by", By)
def test_groups_add_up_to_the_whole(shop, by):
    shop.shop.hour("120.00", of=shop.cost)
    shop.found("negligence")
    shop.work()
    other = shop.desk.log("10:10")
    shop.work("16:00", "17:00", case_id=other.case_id)
    shop.bill()

    found = margins(by, SPAN)
    assert found.found == len(found.rows) == len({row.key for row in found.rows})
    assert sum(row.cost.amount for row in found.rows) == whole().cost.amount == 420
    assert sum(row.billed.amount for row in found.rows) == whole().billed.amount


def test_pages_show_the_costliest_first(shop):
    shop.shop.hour("120.00", of=shop.cost)
    shop.work("12:00", "13:00")
    other = shop.desk.log("10:10")
    shop.work("13:00", "16:00", case_id=other.case_id)

    first, second = (margins(By.CASE, SPAN, page=page, size=1) for page in (1, 2))
    assert first.rows[0].label.startswith(other.number)
    assert (first.found, [str(row.cost) for row in second.rows]) == (2, ["CNY 120.00"])


def test_another_time_or_currency_is_another_sum(shop):
    shop.shop.hour("120.00", of=shop.cost)
    shop.work()
    before = Span(since=SPAN.since, until=at("12:00"), currency="CNY")
    euros = Span(since=SPAN.since, until=SPAN.until, currency="EUR")

    assert str(whole(before).cost) == "CNY 0.00"
    assert str(whole(euros).cost) == "EUR 0.00"


def test_a_third_partys_invoice_costs_once_it_is_decided(shop):
    bill = NewBill(
        case_id=shop.case_id,
        firm="Swift Repair",
        number="1",
        dated_on=(SPAN.since + timedelta(days=1)).date(),
        text="Pump",
        amount=Decimal(90),
        currency="CNY",
    )
    record_bill(bill=bill, by=shop.by, now=at("12:00"), key="b")

    assert str(whole().costs["third_party"]) == "CNY 0.00"


def test_what_came_from_a_supplier_takes_off_what_it_cost(shop):
    told = {"by": shop.by, "now": at("12:00")}
    claim = NewSupplierClaim(
        case_id=shop.case_id,
        supplier="Heron Works",
        amount=Decimal(80),
        currency="CNY",
        reason="Board failed",
        due_at=at("30 12:00"),
    )
    asked = claim_from_supplier(claim=claim, key="a", **told)
    decision = NewSupplierDecision(
        claim_id=asked, amount=Decimal(80), said_by="Ms Wu", due_at=at("30 12:00")
    )
    decide_supplier_claim(decision=decision, key="d", **told)
    recovery = NewRecovery(
        claim_id=asked,
        amount=Decimal(50),
        way=Way.PAID,
        came_on=at("12:00").date(),
        reference="B-1",
    )
    came = record_recovery(recovery=recovery, key="r", **told)
    assert (str(whole().recovered), str(whole().left)) == ("CNY 50.00", "CNY 50.00")

    undo_recovery(recovery_id=came, reason="another claim's", key="u", **told)
    assert str(whole().left) == "CNY 0.00"
