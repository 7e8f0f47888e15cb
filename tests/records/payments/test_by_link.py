"""Asking a customer to pay, and paying by a link: with its code, once, and whatever comes back."""

from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from kept.records.archive.services import ContactDetails, register_contact
from kept.records.cases.services import KeyReused
from kept.records.documents.models import CodeBy
from kept.records.documents.services import LinkEnded, WrongCode
from kept.records.ledger.models import Entry
from kept.records.payments.links import PAY_LINK
from kept.records.payments.models import Checkout, Deposit, OpenItem, Payment
from kept.records.payments.owed import owed_of
from kept.records.payments.pay_page import pay_page
from kept.records.payments.provider import HttpProvider
from kept.records.payments.services import (
    AmountUnclear,
    InvoicedAlready,
    NewDeposit,
    NothingOwed,
    NotOurs,
    OtherAmount,
    PaidAlready,
    Paying,
    ask_deposit,
    end_pay_link,
    pay_by_link,
    send_pay_link,
    take_notification,
    undo_match,
)
from kept.records.people.models import Language
from kept.records.tokens import code, token
from tests.desk import at
from tests.payment_house import SECRET, TOKEN, payment_house, signature

BACK = "http://kept.example/pay/back/"


@pytest.fixture
def house():
    with payment_house() as found:
        yield found


@pytest.fixture
def provider(house):
    return HttpProvider(house.url, TOKEN, SECRET)


class Payer:
    """Somebody at the customer with a link, and what the provider tells of them."""

    def __init__(self, till, provider, house):
        self.till, self.provider, self.house = till, provider, house
        details = ContactDetails(
            customer_id=till.desk.customer.pk,
            name="Li Hua",
            language=Language.ENGLISH,
            emails=("li.hua@east.example",),
        )
        self.contact = register_contact(details=details, by=till.by, at=at("08:30"))
        self.case_id = till.opened.case_id

    def ask(self, key="link", now="11:20"):
        self.link = send_pay_link(
            case_id=self.case_id,
            contact_id=self.contact.pk,
            code_by=CodeBy.PHONE,
            by=self.till.by,
            now=at(now),
            key=key,
        )
        return self.link

    @property
    def secret(self):
        return token(PAY_LINK, self.link.seed)

    def owed(self):
        return owed_of(self.case_id)

    def begin(self, *, said="", amount="", what="", now="11:30"):
        [first, *_] = self.owed()
        paying = Paying(
            secret=self.secret,
            code=said or code(PAY_LINK, self.link.seed),
            what=what or first.key,
            amount=amount or f"{first.open.amount:f}",
        )
        return pay_by_link(paying=paying, provider=self.provider, back=BACK, now=at(now))

    def told(self, checkout, amount, *, now="12:00", **more):
        """Let the provider tell of money."""
        body = self.house.message(checkout.provider_key, amount, at=at(now), **more)
        captured = self.provider.read(body=body, signature=signature(body, at(now)), now=at(now))
        return take_notification(captured=captured, now=at(now))


@pytest.fixture
def payer(till, provider, house):
    return Payer(till, provider, house)


def test_a_customer_pays_what_is_open_and_the_gate_opens(payer, till, house):
    till.invoice("100.10")
    payer.ask()
    checkout = payer.begin()

    payer.told(checkout, "100.10")

    [order] = house.orders.values()
    assert order["said"]["return_url"] == BACK
    assert payer.secret not in str(order)  # the provider learns no link
    assert (checkout.link, checkout.made_by) == (payer.link, None)
    assert till.told() == [("payment.received", 100.1)]
    assert payer.owed() == []


def test_SG_03_without_the_code_nothing_is_begun_and_guesses_end_the_link(payer, till, house):
    till.invoice(100)
    payer.ask()
    right = code(PAY_LINK, payer.link.seed)
    wrong = "000000" if right != "000000" else "000001"

    for _ in range(4):
        with pytest.raises(WrongCode):
            payer.begin(said=wrong)
    with pytest.raises(LinkEnded):
        payer.begin(said=wrong)
    with pytest.raises(LinkEnded):
        payer.begin(said=right)

    assert not house.orders
    assert Entry.objects.filter(verb="pay.link_guessed").count() == 1


def test_SG_03_a_link_that_was_ended_replaced_or_ran_out_pays_nothing(payer, till):
    till.invoice(100)
    first = payer.ask()
    secret = payer.secret
    payer.ask(key="another")
    assert pay_page(secret, at=at("11:30")).state == "revoked"
    assert first.pk != payer.link.pk

    end_pay_link(link_id=payer.link.pk, by=till.by, now=at("11:25"))
    with pytest.raises(LinkEnded):
        payer.begin()


def test_nobody_is_asked_for_nothing(payer):
    with pytest.raises(NothingOwed):
        payer.ask()


def test_the_same_press_sends_one_link(payer, till):
    till.invoice(100)

    assert payer.ask().pk == payer.ask().pk


def test_abandoned_and_begun_again_it_is_the_same_page(payer, till):
    till.invoice(100)
    payer.ask()

    assert payer.begin().pk == payer.begin(now="11:50").pk
    assert Payment.objects.count() == 0


def test_paid_twice_the_second_is_held_and_said(payer, till):
    till.invoice(100)
    payer.ask()
    checkout = payer.begin()
    payer.told(checkout, "100.00", event="ev-1", capture="ca-1")
    payer.told(checkout, "100.00", event="ev-2", capture="ca-2")

    held = OpenItem.objects.get(payment__capture="ca-2")
    assert (held.amount, held.matched) == (100, 0)
    page = pay_page(payer.secret, at=at("12:30"))
    assert sorted(str(row.open) for row in page.payments) == ["CNY 0.00", "CNY 100.00"]


@pytest.mark.parametrize(("came", "left"), [("40.00", "60.00"), ("130.00", None)])
def test_another_amount_than_was_asked_for_counts_as_what_it_is(payer, till, came, left):
    invoice = till.invoice(100)
    payer.ask()
    payer.told(payer.begin(), came)

    assert [str(one.open.amount) for one in payer.owed()] == ([left] if left else [])
    assert OpenItem.objects.get(invoice=invoice).matched == min(100, Decimal(came))


def test_BL_04_another_currency_is_no_payment_of_ours(payer, till):
    till.invoice(100)
    payer.ask()
    checkout = payer.begin()

    with pytest.raises(NotOurs):
        payer.told(checkout, "100.00", currency="USD")
    assert not Payment.objects.exists()


def test_a_message_that_comes_after_a_transfer_is_held(payer, till):
    till.invoice(100)
    payer.ask()
    checkout = payer.begin()
    till.pay(100)

    payer.told(checkout, "100.00", now="16:00")

    assert till.told() == [("payment.received", 100)]
    assert OpenItem.objects.get(payment__capture="ca-1").matched == 0
    paying = Paying(
        secret=payer.secret,
        code=code(PAY_LINK, payer.link.seed),
        what=f"i{checkout.invoice_id}",
        amount="100.00",
    )
    with pytest.raises(PaidAlready):
        pay_by_link(paying=paying, provider=payer.provider, back=BACK, now=at("16:10"))


def test_what_is_open_again_takes_another_page(payer, till):
    till.invoice(100)
    payer.ask()
    first = payer.begin()
    payment = payer.told(first, "100.00")
    match = OpenItem.objects.get(payment=payment).given.get()
    undo_match(matching_id=match.pk, reason="other case", by=till.by, now=at("13:00"), key="u")

    assert payer.begin(now="13:10").provider_key != first.provider_key


def test_an_amount_that_changed_since_the_customer_looked_is_shown_first(payer, till, house):
    till.invoice(100)
    payer.ask()
    till.pay(30)

    with pytest.raises(OtherAmount, match=r"CNY 70\.00"):
        payer.begin(amount="100.00")
    assert not house.orders


class TestADeposit:
    def ask(self, payer, amount, key="", now="11:10", currency="CNY"):
        deposit = NewDeposit(
            case_id=payer.case_id, amount=Decimal(amount), currency=currency, reason="The pump"
        )
        return ask_deposit(deposit=deposit, by=payer.till.by, now=at(now), key=key or str(amount))

    def test_it_is_paid_before_there_is_an_invoice_and_counts_as_a_part(self, payer, till):
        self.ask(payer, 200)
        payer.ask()
        checkout = payer.begin()
        payer.told(checkout, "200.00")

        assert checkout.deposit is not None
        assert till.told() == [("payment.part_received", 200)]
        assert payer.owed() == []

    def test_what_came_another_way_counts_and_the_last_word_holds(self, payer, till):
        self.ask(payer, 200)
        self.ask(payer, 300, now="11:12")
        till.pay(120)

        assert [str(one.open) for one in payer.owed()] == ["CNY 180.00"]
        self.ask(payer, 0, now="11:14")
        assert payer.owed() == []

    def test_once_there_is_an_invoice_that_is_what_is_owed(self, payer, till):
        self.ask(payer, 200)
        till.invoice(500)

        assert [one.number for one in payer.owed()] == ["R2026-000001"]
        with pytest.raises(InvoicedAlready):
            self.ask(payer, 50)

    def test_a_message_after_the_invoice_goes_against_it(self, payer, till):
        self.ask(payer, 200)
        payer.ask()
        checkout = payer.begin()
        till.invoice(500)

        payer.told(checkout, "200.00")

        assert [str(one.open) for one in payer.owed()] == ["CNY 300.00"]

    @pytest.mark.parametrize("amount", ["-1", "NaN", "1e308", "0.001"])
    def test_BL_04_amounts_that_are_none_are_refused(self, payer, amount):
        with pytest.raises(AmountUnclear):
            self.ask(payer, amount)
        assert not Deposit.objects.exists()

    def test_SG_01_nobody_changes_what_was_asked_for(self, payer):
        row = self.ask(payer, 200)

        with pytest.raises(DatabaseError), transaction.atomic():
            Deposit.objects.filter(pk=row.pk).update(amount=2)

    def test_ID_02_the_same_press_asks_once(self, payer):
        assert self.ask(payer, 200, key="k").pk == self.ask(payer, 200, key="k").pk

        for amount, currency in ((201, "CNY"), (200, "EUR")):
            with pytest.raises(KeyReused):
                self.ask(payer, amount, key="k", currency=currency)


def test_the_page_names_the_steps_that_wait_with_their_clause(payer, till):
    till.invoice(100)
    payer.ask()

    page = pay_page(payer.secret, at=at("11:30"))

    assert [line.reason.clauses for line in page.waits.lines] == [("D-8",), ("D-9",)]
    till.pay(100)
    assert pay_page(payer.secret, at=at("12:30")).waits.lines == []


def test_a_secret_that_never_was_opens_nothing(payer, till):
    till.invoice(100)
    payer.ask()

    assert pay_page("x" * 32, at=at("11:30")) is None
    assert Checkout.objects.count() == 0
