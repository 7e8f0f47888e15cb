"""Paying online: asked once, taken in once, and only what the provider signed just now."""

from datetime import timedelta
from decimal import Decimal

import pytest

from kept.records.payments.models import Checkout, Notification, OpenItem, Payment, Sending
from kept.records.payments.provider import HttpProvider, NotSigned, ProviderTrouble
from kept.records.payments.services import (
    AmountUnclear,
    NotOurs,
    PaidAlready,
    begin_checkout,
    refund_payment,
    send_back_online,
    take_notification,
)
from tests.desk import at
from tests.payment_house import SECRET, TOKEN, payment_house, signature
from tests.records.together import together

BACK = "http://kept.example/pay/back/"


@pytest.fixture
def house():
    with payment_house() as found:
        yield found


@pytest.fixture
def provider(house):
    return HttpProvider(house.url, TOKEN, SECRET)


def begin(till, provider, invoice):
    return begin_checkout(
        invoice_id=invoice.pk, provider=provider, back=BACK, by=till.by, now=at("11:30")
    )


def read(provider, body, *, now="12:00", sent="12:00", secret=SECRET):
    header = signature(body, at(sent), secret)
    return provider.read(body=body, signature=header, now=at(now))


def test_asked_twice_it_is_one_page_for_what_is_open(till, provider, house):
    invoice = till.invoice("100.10")

    urls = {begin(till, provider, invoice) for _ in range(2)}

    assert len(urls) == 1
    [order] = house.orders.values()
    assert order["said"] == {
        "amount": "100.10",
        "currency": "CNY",
        "reference": "R2026-000001",
        "return_url": BACK,
    }
    till.pay("100.10")
    with pytest.raises(PaidAlready):
        begin(till, provider, invoice)


def test_a_message_that_comes_again_is_one_payment(till, provider, house):
    invoice = till.invoice(100)
    begin(till, provider, invoice)
    key = Checkout.objects.get().provider_key

    for event in ("ev-1", "ev-1", "ev-2"):  # and another message about the same money
        body = house.message(key, "100.00", event=event, at=at("11:59"))
        take_notification(captured=read(provider, body), now=at("12:00"))

    assert Payment.objects.get().amount == 100
    assert Notification.objects.count() == 2
    assert OpenItem.objects.get(invoice=invoice).matched == 100
    assert till.told() == [("payment.received", 100)]


@pytest.mark.django_db(transaction=True)
def test_CC_02_told_many_times_at_once_it_is_one_payment(committed_till, provider, house):
    till = committed_till
    begin(till, provider, till.invoice(100))
    body = house.message(Checkout.objects.get().provider_key, "100.00", at=at("11:59"))
    captured = read(provider, body)

    results = together(lambda _: take_notification(captured=captured, now=at("12:00")), workers=6)

    assert set(results) == {Payment.objects.get().pk}


@pytest.mark.parametrize(
    ("sent", "secret", "change"),
    [
        ("11:54", SECRET, False),  # kept by somebody, and sent again
        ("12:06", SECRET, False),  # from tomorrow
        ("12:00", "another", False),
        ("12:00", SECRET, True),
    ],
)
def test_a_message_that_is_old_forged_or_changed_is_none(
    till, provider, house, sent, secret, change
):
    body = house.message("co-1", "100.00", at=at("11:50"))
    header = signature(body, at(sent), secret)
    body = body.replace(b"100.00", b"900.00") if change else body

    with pytest.raises(NotSigned):
        provider.read(body=body, signature=header, now=at("12:00"))


@pytest.mark.parametrize(
    "header", ["", ".", "abc.def", "9" * 40 + ".x", "1764000000", "-1.x", "1.é", "１.x"]
)
def test_WS_05_no_header_of_another_shape_passes(provider, house, header):
    with pytest.raises(NotSigned):
        provider.read(body=b"{}", signature=header, now=at("12:00"))


@pytest.mark.parametrize(
    "said",
    [
        b"",
        b"[]",
        b"null",
        b'{"type": "payment.captured"}',
        b'{"type": "other", "event": "e", "checkout": "c", "capture": "x"}',
    ],
)
def test_a_signed_message_of_another_shape_is_none(provider, said):
    with pytest.raises(NotSigned):
        read(provider, said)


@pytest.mark.parametrize("amount", ["NaN", "1e308", "0.001", "-5", ""])
def test_BL_04_the_provider_tells_of_no_amount_that_is_none(till, provider, house, amount):
    begin(till, provider, till.invoice(100))
    body = house.message(Checkout.objects.get().provider_key, amount, at=at("11:59"))

    with pytest.raises((NotSigned, AmountUnclear)):
        take_notification(captured=read(provider, body), now=at("12:00"))

    assert not Payment.objects.exists()


def test_a_payment_that_we_did_not_ask_for_is_refused(till, provider, house):
    begin(till, provider, till.invoice(100))
    ours = Checkout.objects.get().provider_key

    for told in ({"checkout": "co-77"}, {"checkout": ours, "currency": "USD"}):
        body = house.message(told.pop("checkout"), "100.00", at=at("11:59"), **told)
        with pytest.raises(NotOurs):
            take_notification(captured=read(provider, body), now=at("12:00"))


def test_a_provider_that_does_not_answer_changes_nothing(till, provider, house):
    invoice = till.invoice(100)
    house.is_down = True

    with pytest.raises(ProviderTrouble):
        begin(till, provider, invoice)
    assert not Checkout.objects.exists()
    with pytest.raises(ProviderTrouble):
        begin(till, HttpProvider(house.url, "wrong", SECRET), invoice)


def test_money_goes_back_the_way_it_came_and_once(till, provider, house):
    begin(till, provider, till.invoice(100))
    body = house.message(Checkout.objects.get().provider_key, "130.00", at=at("11:59"))
    payment = take_notification(captured=read(provider, body), now=at("12:00"))
    asked = refund_payment(
        payment_id=payment,
        amount=Decimal(30),
        reason="too much",
        by=till.by,
        now=at("13:00"),
        key="back",
    )

    house.is_down = True
    with pytest.raises(ProviderTrouble):
        send(till, provider, asked)
    assert not Sending.objects.exists()
    house.is_down = False
    for _ in range(2):
        send(till, provider, asked)

    [refund] = house.refunds.values()
    assert refund["said"] == {"amount": "30.00", "currency": "CNY", "capture": "ca-1"}
    assert Sending.objects.get().reference == "re-1"


def send(till, provider, asked):
    now = at("13:00") + timedelta(minutes=1)
    send_back_online(payout_id=asked.payout_ids[0], provider=provider, by=till.by, now=now)


def test_WS_01_our_token_follows_the_provider_nowhere(till, provider, house):
    invoice = till.invoice(100)
    house.sends_to = f"{house.url}/elsewhere"

    with pytest.raises(ProviderTrouble):
        begin(till, provider, invoice)

    assert house.tokens_elsewhere == []
    assert not Checkout.objects.exists()


def test_what_the_provider_calls_it_has_a_length(till, provider, house):
    invoice = till.invoice(100)
    house.names = "co-" + "7" * 120

    with pytest.raises(ProviderTrouble):
        begin(till, provider, invoice)
