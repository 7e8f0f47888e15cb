"""The queue while others work: it follows by itself, and never jumps under a hand."""

import re
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import pytest

from kept.records.cases.asking import NewFact
from kept.records.cases.models import Case
from kept.records.cases.services import record_fact
from kept.records.people.models import Person
from kept.workers.clock import database_now
from tests.journeys.conftest import ENGLISH, SIMPLIFIED
from tests.journeys.running import log


@pytest.fixture
def word() -> str:
    """A word that only the cases of this journey hold."""
    return f"Z{uuid4().hex[:8]}"


@pytest.fixture
def numbers(kept, word) -> list[str]:
    """Three cases whose answers are due in ten, twenty and thirty minutes."""
    now, piece = database_now(), kept.piece("S2", on_site=timedelta(hours=3))
    return [
        log(piece, by=ENGLISH, at=now - timedelta(minutes=ago), words=f"{word} {ago}")
        for ago in (50, 40, 30)
    ]


@pytest.fixture
def page(windows, word, numbers):
    window = windows(ENGLISH)
    window.page.clock.install()
    opened = window.open(f"/queue/?of=all&q={word}")
    opened.mouse.move(900, 30)  # away from the list
    # From now on time stands still but for `look`: on a busy machine the page would else ask by
    # itself between what a test does and what it waits for.
    opened.clock.pause_at(opened.evaluate("Date.now()") / 1000 + 1)
    return opened


def answer(number: str) -> None:
    """Let a colleague answer the customer, at another desk."""
    now = database_now()
    record_fact(
        case_id=Case.objects.get(number=number).pk,
        fact=NewFact(kind="response.given", at=now),
        by=Person.objects.get(username=SIMPLIFIED),
        now=now,
        key=uuid4().hex,
    )


def look(page) -> None:
    """Let the page ask whether there is anything new, as it does every few seconds."""
    with page.expect_response(re.compile(r"/queue/\?")):
        page.clock.fast_forward(6000)


def order(page) -> list[str]:
    rows = page.evaluate("[...document.querySelectorAll('[data-list] > [id^=row]')].map(r => r.id)")
    return [row.removeprefix("row-") for row in rows]


def test_what_others_do_comes_in_by_itself(page, numbers):
    first, second, third = numbers
    assert order(page) == [first, second, third]

    answer(first)
    look(page)

    page.locator(f"#row-{first}", has_text="Engineer on site").wait_for()
    assert order(page) == [second, third, first]


def test_rows_stay_under_the_pointer_until_it_leaves(page, numbers):
    first, second, third = numbers
    page.hover(f"#row-{second}")

    answer(first)
    look(page)

    page.locator(f"#row-{first}", has_text="Engineer on site").wait_for()
    assert order(page) == [first, second, third]
    assert page.locator("[data-news]").is_visible()
    page.mouse.move(900, 30)
    page.clock.run_for(10)
    assert order(page) == [second, third, first]
    assert not page.locator("[data-news]").is_visible()


def test_rows_stay_under_the_focus_until_it_is_asked_for(page, numbers):
    first, second, third = numbers
    for key in ("j", "j"):
        page.keyboard.press(key)

    answer(first)
    look(page)

    page.locator("[data-news]").wait_for()
    assert order(page) == [first, second, third]
    page.keyboard.press("u")
    assert order(page) == [second, third, first]


def test_what_was_unfolded_stays_so_while_the_case_changes(windows, numbers):
    window = windows(ENGLISH)
    window.page.clock.install()
    page = window.open(f"/cases/{numbers[0]}/")
    page.locator("#clock-why-on_site .whyb").click()
    page.locator("#why-on_site summary").click()

    answer(numbers[0])
    with page.expect_response(re.compile(rf"/cases/{numbers[0]}/$")):
        page.clock.fast_forward(6000)

    page.locator(".tl", has_text="Responded").wait_for()
    assert page.locator("#why-on_site details p").first.is_visible()


def test_filters_stay_in_the_address_and_the_way_back_leads_there(windows, numbers, word):
    window = windows(ENGLISH)
    page = window.open("/queue/")
    page.get_by_role("link", name=re.compile("^All ")).click()
    page.get_by_role("link", name="Narrow…").click()
    page.locator("#narrow_q").fill(word)
    page.locator("#narrow_policy").select_option("S2")
    with page.expect_navigation():
        page.locator("form.narrow button").click()
    window.wait_until_live()

    asked = parse_qs(urlsplit(page.url).query)
    assert (asked["of"], asked["q"], asked["policy"]) == (["all"], [word], ["S2"])
    assert order(page) == numbers

    with page.expect_navigation():
        page.locator(f"#row-{numbers[1]} a[data-row]").click()
    window.wait_until_live()
    assert order(page) == numbers  # the same queue beside the case
    page.go_back()
    window.wait_until_live()
    assert parse_qs(urlsplit(page.url).query) == asked
    assert order(page) == numbers
