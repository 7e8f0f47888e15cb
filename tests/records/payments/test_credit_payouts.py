"""A credit note on what was paid already is paid out directly: never more than open, and once."""

from decimal import Decimal

import pytest

from kept.records.cases.services import KeyReused
from kept.records.payments.models import Checkout, Invoice, Matching, Payout, Sending
from kept.records.payments.provider import HttpProvider
from kept.records.payments.services import (
    CreditPayout,
    MoreThanOpen,
    NewCredit,
    NoSuchItem,
    begin_checkout,
    credit_invoice,
    pay_out_at_once,
    refund_payment,
    take_notification,
    undo_match,
)
from tests.desk import at
from tests.payment_house import payment_house
from tests.records.payments.conftest import TODAY
from tests.records.payments.test_invoices import line
from tests.records.payments.test_online import SECRET, TOKEN, read
from tests.records.together import together


@pytest.fixture
def house():
    with payment_house() as found:
        yield found


@pytest.fixture
def provider(house):
    return HttpProvider(house.url, TOKEN, SECRET)


def credit(till, invoice, amount=None):
    lines = () if amount is None else (line(amount),)
    new = NewCredit(invoice_id=invoice.pk, reason="wrong part", issued_on=TODAY, lines=lines)
    made = credit_invoice(credit=new, by=till.by, now=at("13:00"), key=till.key())
    return Invoice.objects.get(pk=made.invoice_id)


def pay_out(till, note, amount, *, provider=None, key="", reference=""):
    paying = CreditPayout(credit_note_id=note.pk, amount=Decimal(str(amount)), reference=reference)
    told = {"by": till.by, "now": at("14:00"), "key": key or till.key()}
    return pay_out_at_once(paying=paying, provider=provider, **told)


def pay_online(till, provider, house, invoice, amount):
    begin_checkout(
        invoice_id=invoice.pk, provider=provider, back="https://x.test/", by=till.by,
        now=at("11:30"),
    )  # fmt: skip
    body = house.message(Checkout.objects.latest("pk").provider_key, amount, at=at("11:59"))
    return take_notification(captured=read(provider, body), now=at("12:00"))


def test_one_press_pays_out_what_is_open_with_its_reference(till):
    invoice = till.invoice(100)
    till.pay(100)
    note = credit(till, invoice)

    for _ in range(2):
        made = pay_out(till, note, 100, key="one", reference="T-7")

    assert made.all_left
    assert (Payout.objects.get().kind, Sending.objects.get().reference) == ("credit", "T-7")
    assert Invoice.objects.get(pk=note.pk).item.open.amount == 0
    assert till.told()[-1] == ("payment.returned", 100)
    with pytest.raises(KeyReused):
        pay_out(till, note, 99, key="one")
    with pytest.raises(MoreThanOpen):
        pay_out(till, note, "0.01")


def test_a_part_leaves_the_rest_open_and_what_is_here_keeps_its_gate(till):
    invoice = till.invoice(100)
    till.pay(100)
    note = credit(till, invoice, 60)

    pay_out(till, note, 20)

    assert Invoice.objects.get(pk=note.pk).item.open.amount == 40
    assert not Sending.objects.exists()
    assert till.told() == [("payment.received", 100)]


def test_what_is_no_credit_note_is_not_paid_out(till):
    with pytest.raises(NoSuchItem):
        pay_out(till, till.invoice(100), 10)


def test_what_was_settled_by_the_note_itself_is_not_paid_out(till):
    invoice = till.invoice(100)
    till.pay(30)
    note = credit(till, invoice)

    with pytest.raises(MoreThanOpen):
        pay_out(till, note, 31)
    pay_out(till, note, 30)


def test_what_was_paid_online_goes_back_that_way_and_the_rest_by_the_bank(till, provider, house):
    invoice = till.invoice(100)
    till.pay(40)
    pay_online(till, provider, house, invoice, "60.00")
    note = credit(till, invoice)

    made = pay_out(till, note, 100, provider=provider, reference="T-9")

    assert made.all_left
    [refund] = house.refunds.values()
    assert (refund["said"]["amount"], refund["said"]["capture"]) == ("60.00", "ca-1")
    assert {(row.amount, row.sending.reference) for row in Payout.objects.all()} == {
        (60, "re-1"), (40, "T-9"),
    }  # fmt: skip


def test_where_the_provider_does_not_answer_it_waits_and_the_same_press_asks_again(
    till, provider, house
):
    invoice = till.invoice(100)
    pay_online(till, provider, house, invoice, "100.00")
    note = credit(till, invoice)
    house.is_down = True

    assert not pay_out(till, note, 100, provider=provider, key="one").all_left
    house.is_down = False
    assert pay_out(till, note, 100, provider=provider, key="one").all_left

    assert len(house.refunds) == 1
    assert Payout.objects.count() == 1


def test_BL_04_what_went_back_for_a_credit_note_does_not_go_back_once_more(till, provider, house):
    invoice = till.invoice(100)
    payment = pay_online(till, provider, house, invoice, "100.00")
    note = credit(till, invoice)
    pay_out(till, note, 100, provider=provider)
    match = Matching.objects.get(held__payment=payment, owed__isnull=False)
    undo_match(matching_id=match.pk, reason="x", by=till.by, now=at("15:00"), key="undo")

    with pytest.raises(MoreThanOpen):
        refund_payment(
            payment_id=payment, amount=Decimal(1), reason="x", by=till.by, now=at("15:10"),
            key="back",
        )  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_CC_02_paid_out_by_many_at_once_it_is_never_more_than_open(committed_till):
    till = committed_till
    invoice = till.invoice(100)
    till.pay(100)
    note = credit(till, invoice)

    results = together(lambda n: pay_out(till, note, 40, key=f"race {n}"), workers=5)

    assert sum(isinstance(each, MoreThanOpen) for each in results) == 3
    assert sum(Payout.objects.values_list("amount", flat=True)) == 80
