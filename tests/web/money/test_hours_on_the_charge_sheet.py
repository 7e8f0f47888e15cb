"""The charge sheet and the pages round it say how hours are charged, each kind with its clause."""

import re

import pytest
import time_machine
from django.urls import reverse

from tests.desk import at, open_desk
from tests.records.payments.test_billing_work import CALENDARS, Shop
from tests.records.payments.test_charged_hours import LEAST
from tests.web.hotline.conftest import browser_of


@pytest.fixture
def shop(db, settings, tmp_path):
    settings.FILES = tmp_path / "files"
    found = Shop(open_desk(f"{CALENDARS}{LEAST}"))
    found.found("negligence")
    found.work("21:40", "22:10")
    with time_machine.travel(at("23:55"), tick=False):
        yield found


def words_of(browser, address):
    page = browser.get(address)
    assert page.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.content.decode()))


def test_the_charge_sheet_names_each_kind_of_hours_with_its_clause(shop):
    browser = browser_of(shop.desk.manager)
    words = words_of(browser, reverse("money:charges", args=[shop.opened.number]))

    assert "at night: × 2 D-11" in words
    assert "overtime: × 1.5 D-7" in words
    assert "at least 2 hours a visit, in steps of 30 minutes D-10" in words
    assert "30 min, charged as 2 h" in words
    assert "CNY 1,150.05" in words  # 0.333 h at 450 and 1.667 h at 600


def test_what_is_left_to_bill_names_the_hours(shop):
    browser = browser_of(shop.desk.manager)
    words = words_of(browser, reverse("money:bill_work", args=[shop.opened.number]))

    assert "Hour (overtime)" in words
    assert "Hour (at night)" in words
    assert "D-9, D-11" in words


def test_the_page_of_the_work_tells_the_hours_by_the_names_of_the_policy(shop):
    browser = browser_of(shop.desk.manager)
    words = words_of(browser, reverse("engineer:case_work", args=[shop.opened.number]))

    assert "overtime" in words
    assert "at night" in words
