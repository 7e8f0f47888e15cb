"""From accepted to billed on the pages: one press, and a look first where something has changed."""

import pytest

from kept.records.payments.models import Invoice
from tests.web.money.conftest import press
from tests.web.money.quotes.conftest import hidden, text


@pytest.fixture
def accepted(counter):
    version = counter.sent(counter.line(counter.fuse, "2"), counter.line(counter.hour, "1.5"))
    counter.answer(version, now="11:00")
    return version


def address_of(version):
    return f"/quotes/{version.quote.number}/"


def one_press(browser, version):
    """Press the button that stands on the quote's page."""
    page = browser.get(address_of(version))
    action = f"{address_of(version)}invoice/"
    return browser.post(action, hidden(page, action))


def test_one_press_on_the_quotes_page_bills_it_and_another_changes_nothing(manager, accepted):
    assert "One press bills it as it was accepted." in text(manager.get(address_of(accepted)))

    first = one_press(manager, accepted)
    assert first["Location"] == "/invoices/R2026-000001/"
    page = text(manager.get(address_of(accepted)))
    assert "it is billed" in page
    assert "R2026-000001" in page
    second = press(manager, f"{address_of(accepted)}invoice/")

    assert second["Location"] == first["Location"]
    assert Invoice.objects.get().total == accepted.total


def test_the_cases_money_offers_the_same_press(counter, manager, accepted):
    address = f"/cases/{counter.opened.number}/made-good/"
    action = f"{address_of(accepted)}invoice/"
    page = manager.get(address)
    assert f"Accepted, not billed yet: {accepted.quote.number}" in text(page)

    due = {"due_on": "2026-12-24"}
    assert manager.post(action, hidden(page, action) | due).status_code == 302

    assert "Accepted, not billed yet" not in text(manager.get(address))


def test_BL_04_where_the_payer_changed_the_lines_are_shown_before_anything_is_billed(
    counter, manager, accepted
):
    counter.found("wear", now="10:59")  # recorded before the page is opened, after the answer
    action = f"{address_of(accepted)}invoice/"
    page = text(manager.get(action))
    assert "the customer pays less of it by now" in page
    assert "D-10" in page

    blind = manager.post(action, {"seen": "", "due_on": "2026-12-24"})
    assert blind["Location"] == action
    assert not Invoice.objects.exists()
    press(manager, action)

    assert Invoice.objects.get().net == 8


def test_BL_04_who_may_not_see_invoices_is_offered_no_press(client, accepted):
    page = client.get(address_of(accepted))

    assert "Accounting bills it." in text(page)
    assert client.post(f"{address_of(accepted)}invoice/", {}).status_code == 403


def test_a_quote_that_was_not_accepted_has_no_bill(counter, manager):
    version = counter.sent()

    assert manager.get(f"{address_of(version)}invoice/").status_code == 404


def test_due_before_it_is_written_is_refused_in_words(manager, accepted):
    answer = press(manager, f"{address_of(accepted)}invoice/", due_on="2026-01-01")

    assert answer.status_code == 422
    assert "would be due before it is written" in text(answer)
