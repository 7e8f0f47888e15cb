"""What customers open without an account, by the keyboard alone: asking, contesting, reading."""

from __future__ import annotations

import re
from pathlib import Path
from uuid import uuid4

import pytest
from playwright.sync_api import Page

from kept.records.cases.models import Case, CaseFact
from kept.records.mail.models import Letter, Outcome, WebRequest
from kept.records.mail.services import Asked, take_web_request
from kept.records.people.models import Person
from kept.workers.clock import database_now
from tests.journeys.conftest import ENGLISH
from tests.journeys.running import log
from tests.web.edges import beyond_the_edge

MOST_TABS = 60
AXE = Path("src/kept/web/common/assets/node_modules/axe-core/axe.min.js")
RUN = "axe.run().then(r => r.violations.map(v => v.id + ' ' + v.nodes.map(n => n.target)))"


@pytest.fixture
def phone(windows):
    """A telephone's browser with a keyboard; nobody is signed in."""
    return windows(width=390, bypass_csp=True)


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the focus is there."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if page.evaluate("wanted => document.activeElement.matches(wanted)", selector):
            return
    pytest.fail(f"Tab does not lead to {selector}")


def enter(page: Page) -> None:
    with page.expect_navigation():
        page.keyboard.press("Enter")


def fits(page: Page) -> None:
    """Nothing is wider than the page, and axe finds nothing."""
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert beyond_the_edge(page) == []
    page.add_script_tag(path=AXE)
    assert page.evaluate(RUN) == []


def private_page(kept) -> tuple[str, str]:
    """Return the private page of a request that became a case, and the number of the case."""
    number, word = log(kept.piece("S0"), by=ENGLISH), uuid4().hex
    asked = Asked(key=word, subject=word, text=word, name="Li Na", email="li@heron.example")
    taken = take_web_request(asked=asked, now=database_now())
    case = Case.objects.get(number=number)
    Letter.objects.filter(pk=taken.letter_id).update(
        case=case,
        outcome=Outcome.ADDED,
        next_try_at=None,
        sender_name="Li Na",
        decided_at=database_now(),
        decided_by=Person.objects.get(username=ENGLISH),
    )
    return f"/request/{taken.secret}/", number


def test_a_request_is_written_and_its_page_read(kept, phone):
    page = phone.open("/request/")
    fits(page)

    tab_to(page, "#id_description")
    page.keyboard.type("Smoke from the fan")
    tab_to(page, "#id_name")
    page.keyboard.type("Li Na")
    tab_to(page, "#id_email")
    page.keyboard.type("li@heron.example")
    tab_to(page, "form.form button.btn")
    enter(page)

    assert re.search(r"/request/[0-9a-f]{40}/$", page.url)
    fits(page)
    tab_to(page, "#id_text")
    page.keyboard.type("It smells, too")
    tab_to(page, "form.form button.btn")
    enter(page)
    asked = WebRequest.objects.filter(first=None).latest("pk")
    assert WebRequest.objects.filter(first=asked).count() == 1


def test_a_level_is_contested_on_the_private_page(kept, phone):
    address, number = private_page(kept)
    page = phone.open(address)
    fits(page)

    tab_to(page, "a[href$='/contest/']")
    enter(page)
    fits(page)
    tab_to(page, "#id_asked")
    wanted = page.locator("#id_asked option").last.inner_text()
    page.keyboard.press("End")
    assert page.evaluate("document.activeElement.selectedOptions[0].text") == wanted
    tab_to(page, "#id_text")
    page.keyboard.type("Nobody here can work")
    tab_to(page, "form.form button.btn")
    enter(page)

    assert page.url.endswith(address)
    said = CaseFact.objects.filter(case__number=number, values__text="Nobody here can work")
    assert said.exists()


def test_an_article_is_found_and_read(phone):
    page = phone.open("/help/")
    fits(page)

    tab_to(page, "main a[href^='/help/'], .panel a[href^='/help/']")
    enter(page)

    assert re.search(r"/help/[^/]+/", page.url)
    fits(page)
