"""What a customer sees and pays by a link, over HTTP, and the demo's pretend bank."""

import re

import pytest
import time_machine
from django.test import Client, override_settings

from kept.records.archive.services import ContactDetails, register_contact
from kept.records.payments.links import PAY_LINK
from kept.records.payments.models import Checkout, Invoice, PayLink, Payment
from kept.records.people.models import Language
from kept.records.tokens import code, token
from tests.desk import at
from tests.payment_house import SECRET, TOKEN, payment_house, signature
from tests.web.money.conftest import TEXT, Office, press, text_of, write_invoice


class Customer:
    """Somebody with a link to pay, and no account."""

    def __init__(self, office, opened, language=Language.ENGLISH):
        self.office, self.number, self.browser = office, opened.number, Client()
        details = ContactDetails(
            customer_id=office.desk.customer.pk,
            name="Li Hua",
            language=language,
            emails=("li.hua@east.example",),
        )
        self.contact = register_contact(details=details, by=office.desk.manager, at=at("08:30"))

    def asked(self):
        """Let the accountant send the link."""
        sent = press(
            self.office.books, f"/cases/{self.number}/pay-link/", contact=str(self.contact.pk)
        )
        assert sent.status_code == 302, text_of(sent)
        self.link = PayLink.objects.latest("pk")
        self.address = f"/pay/{token(PAY_LINK, self.link.seed)}/"
        self.code = code(PAY_LINK, self.link.seed)
        return self

    def page(self):
        return self.browser.get(self.address)

    def pay(self, what="", said=""):
        choice = re.search(r'name="what" value="([^"]+)"', self.page().content.decode())
        form = {"what": what or choice[1], "code": said or self.code}
        return self.browser.post(self.address, form)


@pytest.fixture
def house():
    with (
        payment_house() as found,
        override_settings(PAYMENT_URL=found.url, PAYMENT_TOKEN=TOKEN, PAYMENT_SECRET=SECRET),
    ):
        yield found


@pytest.fixture
def customer(office, opened):
    write_invoice(office, opened)
    return Customer(office, opened)


def notified(house, checkout, amount, **more):
    body = house.message(checkout, amount, at=at("10:29"), **more)
    return Client().post(
        "/payments/notify/",
        body,
        content_type="application/json",
        headers={"Kept-Signature": signature(body, at("10:30"))},
    )


def test_what_is_owed_what_waits_and_the_way_to_the_providers_page(customer, house):
    customer.asked()
    page = text_of(customer.page())
    for words in ("R2026-000001", "CNY 2,469.00", "Payment first", "D-8", "Something down", "D-9"):
        assert words in page

    answer = customer.pay()

    assert answer["Location"] == "/pay/on/"
    way = customer.browser.get("/pay/on/").content.decode()
    assert way.count(f"{house.url}/pay/co-1") == 2  # the link, and what opens by itself
    [order] = house.orders.values()
    assert order["said"]["return_url"].endswith("/pay/back/")


def test_coming_back_proves_nothing_and_the_message_does(customer, house):
    customer.asked().pay()
    assert "We have not heard of your payment yet" in text_of(customer.browser.get("/pay/back/"))
    assert not Payment.objects.exists()

    assert [notified(house, "co-1", "2469.00").status_code for _ in range(2)] == [204, 204]

    assert "Your payment has arrived" in text_of(customer.browser.get("/pay/back/"))
    assert "Nothing is to be paid" in text_of(customer.page())
    assert Payment.objects.get().amount == 2469


def test_an_amount_that_changed_since_the_page_was_opened_is_shown_first(customer, house):
    shown = f"i{Invoice.objects.get().pk} 2469.00"
    customer.asked()
    address = f"/cases/{customer.number}/payment/"
    press(customer.office.books, address, amount="69", reference="b")

    answer = customer.pay(what=shown)

    assert answer.status_code == 422
    assert "What is to be paid has changed" in text_of(answer)
    assert "CNY 2,400.00" in text_of(answer)
    assert not house.orders


def test_less_than_was_asked_for_leaves_the_rest_open(customer, house):
    customer.asked().pay()
    notified(house, "co-1", "1000.00")

    assert "That is less than CNY 2,469.00" in text_of(customer.browser.get("/pay/back/"))
    assert "CNY 1,469.00" in text_of(customer.page())


def test_BL_04_another_currency_is_answered_with_404_and_changes_nothing(customer, house):
    customer.asked().pay()

    assert notified(house, "co-1", "2469.00", currency="USD").status_code == 404
    assert not Payment.objects.exists()


def test_SG_03_the_wrong_code_begins_nothing_and_too_many_close_the_page(customer, house):
    customer.asked()
    wrong = "000000" if customer.code != "000000" else "000001"

    assert "This is not the code" in text_of(customer.pay(said=wrong))
    for _ in range(4):
        last = customer.browser.post(
            customer.address, {"what": f"i{Invoice.objects.get().pk} 2469.00", "code": wrong}
        )

    assert last.status_code == 410
    assert customer.page().status_code == 410
    assert not house.orders


def test_SG_03_one_of_us_pays_for_nobody(customer, house):
    customer.asked()
    ours = customer.office.books
    assert "you cannot pay for the customer" in text_of(ours.get(customer.address))

    what = f"i{Invoice.objects.get().pk} 2469.00"
    assert ours.post(customer.address, {"what": what, "code": customer.code}).status_code == 403
    assert not house.orders
    assert not Checkout.objects.exists()


def test_an_ended_link_opens_nothing_and_no_other_gives_its_papers(customer):
    customer.asked()
    pdf = f"{customer.address}R2026-000001.pdf"
    assert customer.browser.get(pdf).content.startswith(b"%PDF-")
    assert customer.browser.get(f"{customer.address}R2026-000002.pdf").status_code == 404

    customer.office.books.post(f"/cases/{customer.number}/pay-link/end/")

    assert customer.page().status_code == 410
    assert customer.browser.get(pdf).status_code == 404


def test_nobody_takes_payments_online_so_there_is_no_button(customer):
    assert "Pay online" not in text_of(customer.asked().page())
    assert customer.pay(what=f"i{Invoice.objects.get().pk} 2469.00").status_code == 404


def test_a_deposit_is_asked_for_and_paid(office, opened, house):
    asked = {"amount": "200", "reason": "The pump is ordered for you"}
    press(office.books, f"/cases/{opened.number}/deposit/", **asked)
    customer = Customer(office, opened).asked()
    assert "The pump is ordered for you" in text_of(customer.page())

    customer.pay()
    notified(house, "co-1", "200.00")

    case = text_of(office.boss.get(f"/cases/{opened.number}/")).lower()
    assert "part of the payment received" in case


def test_it_speaks_the_language_of_the_contact(office, opened):
    write_invoice(office, opened)
    page = Customer(office, opened, Language.TRADITIONAL).asked().page()

    assert page["Content-Language"] == "zh-Hant"
    assert "應付款項" in text_of(page)


def test_a_link_that_ran_out_says_so(customer):
    customer.asked()

    with time_machine.travel(customer.link.expires_at, tick=False):
        page = customer.page()

    assert page.status_code == 410
    assert "has run out" in text_of(page)


class TestPretendBank:
    """A stranger tries the whole path in the demo; elsewhere there is no such bank."""

    @pytest.fixture
    def bank(self, customer):
        with override_settings(DEMO=True):
            customer.asked().pay()
            yield re.search(r"/pretend-bank/[^/]+/", text_of_way(customer))[0]

    def do(self, customer, bank, what):
        page = customer.browser.get(bank)
        key = re.search(r'name="key" value="([^"]+)"', page.content.decode())[1]
        return [customer.browser.post(bank, {"what": what, "key": key}) for _ in range(2)]

    def test_it_says_that_no_money_moves_and_tells_of_the_payment_once(self, customer, bank):
        assert "no money moves" in text_of(customer.browser.get(bank))

        for answer in self.do(customer, bank, "pay"):
            assert answer["Location"] == "/pay/back/"

        assert Payment.objects.get().amount == 2469
        assert "Your payment has arrived" in text_of(customer.browser.get("/pay/back/"))

    def test_half_of_it_and_nothing_of_it(self, customer, bank):
        self.do(customer, bank, "leave")
        assert not Payment.objects.exists()

        self.do(customer, bank, "half")
        assert "CNY 1,234.50" in text_of(customer.page())

    def test_outside_the_demo_it_is_not_there(self, customer, bank):
        with override_settings(DEMO=False):
            for method in (customer.browser.get, customer.browser.post):
                assert method(bank).status_code == 404
            assert notified_by_the_bank().status_code == 404
        assert not Payment.objects.exists()

    def test_beside_a_real_provider_it_is_not_there_either(self, customer, bank, house):
        assert customer.browser.get(bank).status_code == 404


def text_of_way(customer):
    return customer.browser.get("/pay/on/").content.decode()


@pytest.mark.django_db(transaction=True)
def test_a_browser_goes_to_another_sites_page_without_learning_it_the_link(
    transactional_db, now, visits, settings
):
    settings.ROOT_URLCONF = "kept.config.urls"
    office = Office(TEXT)
    opened = office.desk.log()
    office.desk.record(opened, "cause.found", "10:20", cause="improper_use", finding="final")
    write_invoice(office, opened)
    customer = Customer(office, opened)
    with (
        payment_house() as house,
        override_settings(PAYMENT_URL=house.url, PAYMENT_TOKEN=TOKEN, PAYMENT_SECRET=SECRET),
    ):
        customer.asked()
        page = visits(width=390).open(customer.address)
        page.fill("#id_code", customer.code)
        with page.expect_navigation(url=f"{house.url}/pay/co-1"):
            page.keyboard.press("Enter")

        assert page.locator("h1").inner_text() == "Pay here"
        assert [path for path, _came_from in house.visits] == ["/pay/co-1"]
        assert customer.address not in str(house.visits)


def notified_by_the_bank():
    return Client().post("/payments/notify/", b"{}", content_type="application/json")
