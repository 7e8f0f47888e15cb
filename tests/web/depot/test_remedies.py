"""A remedy that the policy opens is chosen on a page that names its clause."""

import re

import pytest

from kept.records.archive.models import Equipment
from kept.records.returns.models import Rma
from tests.records.returns.test_remedies import fail, opened
from tests.web.depot.test_returns import page, text_of
from tests.web.hotline.conftest import browser_of


@pytest.fixture
def depot(db, now):
    return opened()


def address(depot):
    return f"/cases/{depot.opened.number}/remedies/after_two/"


def choose(client, depot, **said):
    key = re.search(r'name="key" value="(\w+)"', page(client, address(depot)))[1]
    return client.post(address(depot), {"key": key, "option": "new", "requester": "", **said})


def test_it_is_offered_once_it_is_open(depot, client):
    of_case = f"/cases/{depot.opened.number}/returns/"
    assert "The policy offers now" not in page(client, of_case)
    assert "offers nothing to choose here now" in page(client, address(depot))

    fail(depot)

    assert address(depot) in page(client, of_case)
    assert address(depot) in page(client, f"/cases/{depot.opened.number}/made-good/")
    text = text_of(page(client, address(depot)))
    assert "D-13: After two repairs in vain you choose." in text
    assert "a new unit" in text
    assert "money back" not in text  # as long as the cause is not known


def test_it_leads_to_the_return(depot, client):
    fail(depot)
    answer = choose(client, depot, follows="exchange")

    assert answer.status_code == 302
    assert "After two repairs: a new unit (D-13)" in text_of(page(client, answer["Location"]))


def test_what_is_not_offered_is_refused(depot, client):
    fail(depot)

    assert choose(client, depot, option="money", follows="exchange").status_code == 422


def test_the_page_of_the_new_unit_says_why_and_what_became_of_its_guarantee(depot, client):
    fail(depot)
    number = choose(client, depot, follows="exchange")["Location"].split("/")[2]
    rma = Rma.objects.get(number=number)
    depot.happens(rma, "approved", then="15:30")
    depot.happens(rma, "received", 1, "15:30")
    depot.happens(rma, "replaced", 1, "15:30", serial="NEW-1")
    depot.happens(rma, "tested", 1, "15:30")
    depot.happens(rma, "shipped", 1, "15:30")

    new = Equipment.objects.get(serial_number="NEW-1")
    text = text_of(page(browser_of(depot.desk.hotline), f"/archive/equipment/{new.pk}/"))
    assert "After two repairs: a new unit (D-13)" in text
    assert "Guarantee began anew on 24 Nov 2026 D-15" in text
