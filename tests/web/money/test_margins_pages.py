"""Cost and income, as managers and accountants see it."""

import pytest
import time_machine

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


def words(client, address="/losses/margins/"):
    return " ".join(client.get(address).content.decode().split())


def test_a_sum_says_what_has_no_cost_price(shop, manager):
    shop.work()

    page = words(manager)
    assert "1 × without a cost price" in page


@pytest.mark.parametrize("by", ["customer", "contract", "machine", "case"])
def test_each_group_has_its_cost_and_its_income(shop, manager, by):
    shop.shop.hour("120.00", of=shop.cost)
    shop.found("negligence")
    shop.work()
    shop.bill()

    page = words(manager, f"/losses/margins/?by={by}")
    assert "CNY 300.00" in page
    assert "CNY 750.00" in page
    assert "CNY 450.00" in page


@pytest.mark.parametrize("asked", ["by=moon", "since=2026-12-01&until=2026-01-01", "page=9999999"])
def test_what_cannot_be_meant_is_answered_with_words(shop, manager, asked):
    assert manager.get(f"/losses/margins/?{asked}").status_code == 200


def test_it_is_had_as_a_table(shop, manager):
    shop.shop.hour("120.00", of=shop.cost)
    shop.work()

    table = manager.get("/losses/margins/table.csv?by=case").content.decode()
    head, row = table.strip().splitlines()
    assert head.startswith("\ufeffcase,currency,labour")
    assert ",CNY,300.00," in row
    assert row.endswith(",300.00,0.00,0.00,-300.00,0")


def test_others_do_not_see_it(shop):
    assert browser_of(shop.desk.hotline).get("/losses/margins/").status_code == 403
