"""Clauses about money in a real browser: whole ways, each from the promise to what follows."""

import re
from datetime import timedelta

import pytest

from kept.records.cases.asking import NewFact
from kept.records.cases.models import Case
from kept.records.cases.services import record_fact
from kept.records.people.models import Person
from kept.records.quotes.models import QuoteLink
from kept.records.quotes.standing import QUOTE_LINK
from kept.records.tokens import token
from kept.workers.clock import database_now
from tests.journeys.conftest import ENGLISH
from tests.journeys.running import log

MANAGER, BOOKS = "marta.stein", "fang.yi"


@pytest.fixture
def asked(kept):
    """Let somebody ask for service under a policy, some hours ago; return the case's number."""

    def ask(policy: str, hours: float) -> str:
        at = database_now() - timedelta(hours=hours)
        return log(kept.piece(policy), by=ENGLISH, at=at)

    return ask


def happened(number: str, kind: str, **values) -> None:
    """Let a colleague record what happened elsewhere."""
    case, now = Case.objects.get(number=number), database_now()
    by = Person.objects.get(username=ENGLISH)
    fact = NewFact(kind=kind, at=now, values=values)
    record_fact(case_id=case.pk, fact=fact, by=by, now=now, key=f"{kind} {now.timestamp()}")


def send(window, button: str, **said) -> None:
    """Fill in the form that has this button, and press it."""
    form = window.page.locator("form", has=window.page.get_by_role("button", name=button))
    for name, value in said.items():
        field = form.locator(f"[name={name}]")
        if field.first.get_attribute("type") == "radio":
            form.locator(f"[name={name}][value={value}]").check(force=True)
        elif field.evaluate("f => f.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)
    with window.page.expect_navigation():
        form.get_by_role("button", name=button).click()
    window.wait_until_live()


def accept(page, **said: str) -> None:
    """Accept what a link shows, in whatever language the customer reads."""
    page.locator("[name=outcome][value=accepted]").check(force=True)
    for name, value in said.items():
        page.fill(f"[name={name}]", value)
    with page.expect_navigation():
        page.locator("form:has([name=outcome]) button.go").click()


def asked_now(page, name: str):
    """Return what the policy asks now under this name."""
    return page.locator(".asks .point", has=page.locator("b", has_text=name))


def test_S0_2_4b_S0_2_4c_a_quotation_is_accepted_and_the_work_begins(windows, asked):
    number = asked("S0", 1)
    happened(number, "cause.found", cause="improper_use", finding="final")
    desk = windows(ENGLISH)
    begin = f"/cases/{number}/facts/new/?kind=repair.started"
    page = desk.open(begin)
    page.get_by_role("button", name="Record it").click()
    held = page.locator("#changes .rule-line", has_text="The price first")
    held.get_by_text("S0-2.4c").wait_for()

    page = desk.open(f"/cases/{number}/charges/")
    row = page.locator("tr", has=page.get_by_role("rowheader", name="labour", exact=True))
    assert row.locator(".cl").first.inner_text() == "S0-2.4b"
    send(desk, "Begin a quote")
    page.get_by_text("Something that is in no list").click()
    send(desk, "Add it", component="labour", name="Two hours", amount="300", why="as told")
    line = page.locator("tr", has_text="Two hours")
    assert "S0-2.4b" in line.inner_text()
    until = f"{database_now() + timedelta(days=9):%Y-%m-%d}"
    send(desk, "Send the quote", until=until)
    code = re.search(r"The code to read out: (\S+)", page.locator("#main").inner_text())[1]

    link = QuoteLink.objects.get(version__quote__case__number=number)
    customer = windows()
    customer.open(f"/q/{token(QUOTE_LINK, link.seed)}/")
    accept(customer.page, name="Li Hua", code=code)
    customer.page.locator(".notice .st.met").wait_for()

    desk.open(begin)
    send(desk, "Record it")
    assert page.url.endswith(f"/cases/{number}/")


def test_S2_4a_S2_4b_others_are_called_in_and_we_pay_them(windows, asked):
    number = asked("S2", 2)
    desk, boss, books = windows(ENGLISH), windows(MANAGER), windows(BOOKS)
    page = desk.open(f"/cases/{number}/")
    right = asked_now(page, "Call in a third party")
    assert "S2-4a" in right.locator(".cl").all_inner_texts()
    with page.expect_navigation():
        right.get_by_role("link", name=re.compile("Record: ")).first.click()
    send(desk, "Record it")

    boss.open(f"/cases/{number}/bill/")
    bill = {"firm": "Quick Repairs", "number": f"Q-{number}", "text": "Fan", "amount": "880.50"}
    send(boss, "Write it down", dated_on=f"{database_now():%Y-%m-%d}", **bill)
    with boss.page.expect_navigation():
        boss.page.get_by_role("link", name=f"Q-{number}").click()
    send(boss, "Decide", reason="looked at")

    ledger = books.open("/losses/").locator("tr", has_text="S2-4b")
    assert "CNY 880.50" in ledger.first.inner_text()


def test_S1_2_2_S1_2_3_what_fails_after_a_repair_is_given_back(windows, asked):
    number = asked("S1", 1)
    happened(number, "cause.found", cause="quality", finding="final")
    desk = windows(ENGLISH)
    page = desk.open(f"/cases/{number}/")
    assert asked_now(page, "After a repair that failed").count() == 0
    happened(number, "repair.closed", result="failed")

    page = desk.open(f"/cases/{number}/")
    right = asked_now(page, "After a repair that failed")
    assert {"S1-2.2", "S1-2.3"} <= set(right.locator(".cl").all_inner_texts())
    with page.expect_navigation():
        right.get_by_role("link", name=re.compile("Record: ")).first.click()
    send(desk, "Record it", a_option="return")

    page.locator("#tab-promises").click()
    title = page.locator("b", has_text="After a repair that failed")
    chosen = page.locator("#promises .point", has=title)
    assert "The customer chose “give it back”" in chosen.inner_text()
