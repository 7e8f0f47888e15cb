"""The charge sheet on its page: each outcome, goodwill beside the rule."""

import re

from kept.records.cases.models import CaseFact
from kept.records.releases.models import Giving
from tests.web.money.quotes.conftest import hidden, text


def page_of(counter, client):
    return client.get(f"/cases/{counter.opened.number}/charges/")


def test_each_cause_stands_beside_the_others_while_it_is_not_known(counter, client):
    said = text(page_of(counter, client))

    assert "The cause has not been found yet." in said
    for words in ("improper use, negligence", "any other cause", "at cost", "D-8", "D-9", "D-10"):
        assert words in said


def test_on_a_phone_each_cell_says_what_it_is(counter, client):
    page = page_of(counter, client).content.decode()
    rows = re.findall(r"<tr>(?:(?!</tr>).)*<td.*?</tr>", page, re.DOTALL)

    assert len(rows) > 3
    for row in rows:
        assert row.count("<td") == row.count("<td data-label=") > 0
    assert page.count('class="rows stacked"') == 2


def test_it_follows_a_new_fact(counter, client):
    counter.found("negligence")
    said = text(page_of(counter, client))

    assert "Found for good: negligence." in said
    assert "What each cause would bring" not in said


def test_a_share_is_said_in_per_cent(counter, client):
    counter.found("wear")

    assert "the customer 40 %, we 60 %" in text(page_of(counter, client))


def test_goodwill_for_everything_says_that_it_is_one_sum(counter, manager):
    counter.found("negligence")
    address = f"/cases/{counter.opened.number}/charges/goodwill/"
    sent = hidden(page_of(counter, manager), address)
    sent |= {"component": "all", "per_cent": "100", "up_to": "200", "reason": "A bad week"}

    assert manager.post(address, sent).status_code == 302

    assert "up to CNY 200.00 in all: A bad week" in text(page_of(counter, manager))


def test_goodwill_stands_beside_what_the_policy_says(counter, manager):
    counter.found("negligence")
    address = f"/cases/{counter.opened.number}/charges/goodwill/"
    sent = hidden(page_of(counter, manager), address)
    sent |= {"component": "labour", "per_cent": "50", "up_to": "1,000", "reason": "third time"}

    assert manager.post(address, sent).status_code == 302
    assert manager.post(address, sent).status_code == 302  # the same press twice is one decision

    said = text(page_of(counter, manager))
    assert "50 % taken over (we), up to CNY 1,000.00: third time, Marta Stein" in said
    assert "the customer 50 %, we 50 %" in said
    assert CaseFact.objects.filter(kind="goodwill.granted").count() == 1


def test_BL_03_above_the_limit_it_waits_and_the_sheet_leads_to_it(counter, manager):
    address = f"/cases/{counter.opened.number}/charges/goodwill/"
    sent = hidden(page_of(counter, manager), address)
    sent |= {"component": "labour", "per_cent": "50", "up_to": "9000", "reason": "third time"}

    assert manager.post(address, sent | {"up_to": ""}).status_code == 422
    answer = manager.post(address, sent)
    waits = Giving.objects.get()
    assert answer.headers["Location"] == f"/releases/{waits.pk}/"
    page = page_of(counter, manager)
    assert "labour, 50 %: CNY 9,000.00 waits for a second person" in text(page).lower().replace(
        "cny", "CNY"
    )
    assert "taken over" not in text(page)
    released = text(manager.get(f"/releases/{waits.pk}/"))
    assert "Goodwill: CNY 9,000.00" in released


def test_BL_04_only_a_manager_is_offered_goodwill(counter, client):
    address = f"/cases/{counter.opened.number}/charges/goodwill/"

    assert "Grant goodwill" not in text(page_of(counter, client))
    assert client.post(address, {"component": "all"}).status_code == 403


def test_the_case_leads_there(counter, client):
    page = client.get(f"/cases/{counter.opened.number}/").content.decode()

    assert f"/cases/{counter.opened.number}/charges/" in page


def test_all_money_of_the_case_is_one_link_away(counter, client):
    number = counter.opened.number
    link = f'href="/cases/{number}/made-good/"'

    assert link in client.get(f"/cases/{number}/charges/").content.decode()
    side = client.get(f"/cases/{number}/").content.decode()
    assert link in side[side.index('<div id="equipment">') : side.index('<div id="customer">')]
