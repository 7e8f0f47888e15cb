"""What was done, on the charge sheet, taken over into a quote, and billed."""

import re

import pytest
import time_machine

from kept.records.payments.models import Invoice
from kept.records.quotes.models import Quote
from tests.desk import at, open_desk
from tests.records.payments.test_billing_work import CALENDARS, Shop
from tests.web.hotline.conftest import browser_of


@pytest.fixture
def now():
    with time_machine.travel(at("23:55"), tick=False) as clock:
        yield clock


@pytest.fixture
def shop(db, now, settings, tmp_path) -> Shop:
    settings.FILES = tmp_path / "files"
    return Shop(open_desk(CALENDARS))


@pytest.fixture
def manager(shop):
    return browser_of(shop.desk.manager)


def words(client, address):
    return " ".join(client.get(address).content.decode().split())


def hidden(page):
    """Return what a page's own form sends beside what is typed."""
    found = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))
    return {name: found[name] for name in ("key", "seen", "edition") if name in found}


class TestTheChargeSheet:
    def address(self, shop):
        return f"/cases/{shop.opened.number}/charges/"

    def test_says_what_was_done_and_how_much_of_it_is_whose(self, shop, manager):
        shop.found("negligence")
        shop.work()

        page = words(manager, self.address(shop))
        assert "2 h 30" in page
        assert "the customer CNY 750.00" in page

    def test_with_an_unknown_cause_both_outcomes_are_told_in_money(self, shop, manager):
        shop.work()

        page = words(manager, self.address(shop))
        assert "CNY 750.00, whoever pays" in page
        assert "<div>we CNY 750.00" in page
        assert "<div>the customer CNY 750.00" in page

    def test_what_has_no_price_is_not_told_as_nothing(self, shop, manager):
        shop.found("negligence")
        shop.work(component="diagnosis")

        page = words(manager, self.address(shop))
        assert "some of it has no price yet" in page
        assert "CNY 0.00" not in page

    def test_who_sees_no_prices_sees_no_money(self, shop):
        shop.found("negligence")
        shop.work()

        page = words(browser_of(shop.desk.engineer), self.address(shop))
        assert "2 h 30" in page
        assert "750.00" not in page

    def test_who_sees_no_prices_sees_what_each_cause_would_bring(self, shop):
        shop.work()

        page = words(browser_of(shop.desk.engineer), self.address(shop))
        assert "What each cause would bring" in page
        assert "750.00" not in page


class TestTakingOver:
    def test_one_press_takes_over_what_has_one_price(self, shop, manager):
        shop.found("negligence")
        shop.work()
        quote = shop.begin()
        address = f"/quotes/{quote.number}/work/"
        page = manager.get(address).content.decode()
        assert "CNY 750.00" in page

        assert manager.post(address, {"edition": hidden(page)["edition"]}).status_code == 302
        [line] = Quote.objects.get(pk=quote.pk).lines
        assert (line["quantity"], line["component"]) == ("2.500", "labour")
        assert "Nothing is left" in words(manager, address)

    def test_what_several_prices_fit_is_asked_once(self, shop, manager):
        shop.found("negligence")
        expert = shop.shop.hour("900.00", code="EXPERT")
        shop.work()
        quote = shop.begin()
        address = f"/quotes/{quote.number}/work/"
        page = manager.get(address).content.decode()
        field = re.search(r'name="(price_\w+)"', page)[1]

        said = {"edition": hidden(page)["edition"], field: str(expert.pk)}
        manager.post(address, said)
        assert Quote.objects.get(pk=quote.pk).lines[0]["price"] == expert.pk


class TestBilling:
    def address(self, shop):
        return f"/cases/{shop.opened.number}/bill-work/"

    def form(self, shop, manager):
        page = manager.get(self.address(shop)).content.decode()
        due = re.search(r'name="due_on" value="([^"]+)"', page)[1]
        return {**hidden(page), "due_on": due}

    def test_what_the_customer_pays_is_billed_with_a_press(self, shop, manager):
        shop.found("negligence")
        shop.work()
        said = self.form(shop, manager)

        assert manager.post(self.address(shop), said).status_code == 302
        assert str(Invoice.objects.get().net) == "750.0000"
        assert "on invoice R2026-000001" in words(manager, f"/cases/{shop.opened.number}/work/")

    def test_where_the_paper_is_silent_it_says_so_before_it_is_billed(self, shop, manager):
        shop.found("negligence")
        shop.shop.hour("90.00", component="diagnosis")
        shop.work()
        assert "the paper is silent: ask" not in words(manager, self.address(shop))

        shop.work("15:00", "16:00", component="diagnosis")

        assert "the paper is silent: ask" in words(manager, self.address(shop))

    def test_more_that_was_done_meanwhile_is_shown_before_it_is_billed(self, shop, manager):
        shop.found("negligence")
        shop.work()
        said = self.form(shop, manager)
        shop.expense()

        answer = manager.post(self.address(shop), said)
        assert answer.status_code == 422
        assert "Meanwhile it has changed" in answer.content.decode()
        again = {**said, "seen": hidden(answer.content.decode())["seen"]}
        assert manager.post(self.address(shop), again).status_code == 302
