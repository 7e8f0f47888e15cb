"""Loaners and what is owed, on their pages."""

import re
from decimal import Decimal

from kept.records.parts.models import Condition
from kept.records.payments.models import Method
from kept.records.payments.services import (
    NewPayment,
    confirm_sent,
    receive_payment,
    refund_payment,
)
from kept.records.returns.models import Loan, LoanerUnit
from tests.desk import at, open_desk
from tests.records.parts.conftest import Store
from tests.records.returns.conftest import DEPOT, Depot
from tests.records.returns.test_loaners import add, duty, hand, reserve
from tests.web.depot.test_returns import page, send, text_of
from tests.web.hotline.conftest import browser_of


def test_from_the_pool_to_the_customer_and_back(depot, client):
    desk = depot.desk
    keeper = browser_of(desk.manager)
    answer = keeper.post(
        "/loaners/new/",
        {"product": desk.equipment.product_id, "serial": "L-1", "office": desk.office.pk},
    )
    assert answer.status_code == 302
    unit, of_case = LoanerUnit.objects.get(), f"/cases/{depot.opened.number}/returns/"
    assert send(client, f"{of_case}loaner/", unit=unit.pk, grade="lower").status_code == 302
    loan = Loan.objects.get()
    assert "promised" in text_of(page(client, "/loaners/"))

    assert send(client, f"/loans/{loan.pk}/over/", due="2026-11-23T12:00").status_code == 422
    assert send(client, f"/loans/{loan.pk}/over/", due="2026-11-27T12:00").status_code == 302
    shown = text_of(page(client, of_case))
    assert "L-1 simpler than theirs" in shown
    assert "due Fri 12:00" in shown
    assert "L-1" in text_of(page(client, f"/cases/{depot.opened.number}/"))

    assert send(client, f"/loans/{loan.pk}/back/", condition="scratched").status_code == 302
    assert "free" in text_of(page(client, "/loaners/"))
    assert "scratched" in text_of(page(client, "/loaners/"))
    assert keeper.post(f"/loaners/{unit.pk}/retire/").status_code == 302
    assert "There are no loaners yet" in page(client, "/loaners/")


def test_a_loaner_that_stays_is_the_customers_from_then_on(depot, client):
    boss = browser_of(depot.desk.manager)
    loan = hand(depot, reserve(depot, add(depot.desk)))
    keep, of_case = f"/loans/{loan.pk}/keep/", f"/cases/{depot.opened.number}/returns/"
    assert f'href="{keep}"' in page(boss, "/loaners/")
    form = text_of(page(boss, keep))
    assert f"It takes the place of {depot.desk.equipment.serial_number}" in form

    assert send(boss, keep, reason=" ").status_code == 422
    assert send(boss, keep, reason="sold", instead="on").status_code == 302

    shown = page(client, of_case)
    assert "the customer’s now" in text_of(shown)
    assert f'href="{keep}"' not in shown
    assert "There are no loaners yet" in page(client, "/loaners/")
    assert "L-1" not in text_of(page(client, "/owed/"))
    machine = page(client, f"/archive/equipment/{depot.desk.equipment.pk}/")
    assert "L-1" in text_of(machine)


def test_the_policys_own_word_for_it_can_be_chosen(db, now):
    own = DEPOT.replace(
        "done: loaner.handed_over", "done: {first_of: [standby.there, goods.shipped]}"
    )
    own = own.replace("rules:", "events: {standby.there: {name: {en: standby there}}}\nrules:", 1)
    depot = Depot(open_desk(own))
    client = browser_of(depot.desk.hotline)
    depot.happens(depot.approved(), "received", 5)
    loan = reserve(depot, add(depot.desk))
    address = f"/loans/{loan.pk}/over/"
    offered = re.findall(r'name="also" value="([\w.]+)"', page(client, address))
    assert offered == ["goods.shipped", "standby.there"]

    send(client, address, due="2026-11-27T12:00", also=["standby.there"])

    assert depot.kinds()[-2:] == ["loaner.handed_over", "standby.there"]
    assert duty(depot, "loaner") == "done"


def test_a_promised_loaner_can_be_given_free(depot, client):
    unit = add(depot.desk)
    send(client, f"/cases/{depot.opened.number}/returns/loaner/", unit=unit.pk, grade="equal")
    loan = Loan.objects.get()

    assert client.post(f"/loans/{loan.pk}/release/").status_code == 302
    assert "free" in text_of(page(client, "/loaners/"))
    page(client, "/loans/999999/over/", 404)


def test_what_is_owed_stands_by_whose_turn_it_is(depot, client):
    assert "Nothing is owed" in page(client, "/owed/")
    store = Store(depot.desk)
    moved = store.move(
        "taken_out",
        store.fuse,
        2,
        target=store.van,
        case_id=depot.case_id,
        condition=Condition.REMOVED,
    )
    shown = text_of(page(client, "/owed/"))
    assert "Our turn 1" in shown
    assert "2 × Heron F-1" in shown
    assert "D-11" in shown

    address = f"/owed/{moved.movement_id}/"
    said = {"outcome": "scrapped", "reason": "burnt out"}
    assert send(client, address, quantity="3", **said).status_code == 422
    assert send(client, address, quantity="2", **said).status_code == 302
    assert "Nothing is owed" in page(client, "/owed/")
    page(client, address, 404)


def test_money_that_is_to_be_paid_out_is_owed_too(depot, client):
    desk = depot.desk
    paid = NewPayment(
        customer_id=desk.customer.pk,
        case_id=depot.case_id,
        amount=Decimal("80.00"),
        currency="CNY",
        received_at=at("15:00"),
        method=Method.TRANSFER,
        reference="R-1",
    )
    came = receive_payment(payment=paid, by=desk.manager, now=at("15:10"), key="p")
    said = {"payment_id": came.payment_id, "amount": Decimal("30.00"), "reason": "too much"}
    asked = refund_payment(by=desk.manager, now=at("15:20"), key="r", **said)
    manager = browser_of(desk.manager)

    seen = page(manager, "/owed/")
    assert "CNY 30.00" in text_of(seen)
    assert f"/payouts/{asked.payout_ids[0]}/sent/" in seen
    assert "Nothing is owed" in page(client, "/owed/")  # who may not see money

    confirm_sent(payout_id=asked.payout_ids[0], reference="T-1", by=desk.manager, now=at("15:30"))
    assert "Nothing is owed" in page(manager, "/owed/")
