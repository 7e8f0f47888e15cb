"""A whole call without the mouse: from the queue to the record of what happened."""

import re
from datetime import timedelta

import pytest

from kept.records.cases.models import CaseFact
from tests.journeys.conftest import ENGLISH
from tests.journeys.running import log


@pytest.fixture
def window(windows):
    return windows(ENGLISH)


def focused(page) -> str:
    """Return the id of the row in which the focus is."""
    return page.evaluate("document.activeElement.closest('[id^=row]')?.id ?? ''")


def rows(page) -> list[str]:
    return page.evaluate("[...document.querySelectorAll('[data-list] > [id^=row]')].map(r => r.id)")


def test_from_the_queue_to_a_case_and_on_to_the_next(window):
    page = window.open("/queue/?of=all")
    first, second, *_ = rows(page)

    for key in ("j", "j", "k", "j"):
        page.keyboard.press(key)
    assert focused(page) == second
    with page.expect_navigation():
        page.keyboard.press("Enter")

    window.wait_until_live()
    assert window.number == second.removeprefix("row-")
    assert page.locator("[aria-current=true][data-row]").count() == 1
    page.keyboard.press("k")
    assert focused(page) == first


def test_a_call_is_taken_down_and_answered_without_the_mouse(kept, window):
    piece = kept.piece("S2", on_site=timedelta(hours=3))
    page = window.open("/queue/")

    with page.expect_navigation():
        page.keyboard.press("n")
    window.wait_until_live()
    assert page.evaluate("document.activeElement.id") == "id_find"
    page.keyboard.type(piece.serial_number)
    page.locator("#candidates a").first.wait_for()
    page.keyboard.press("Tab")
    with page.expect_navigation():
        page.keyboard.press("Enter")

    window.wait_until_live()
    assert page.evaluate("document.activeElement.id") == "id_description"
    page.keyboard.type("Display dark, 1 n ? jk")  # none of these keys acts while one types
    assert page.input_value("#id_description") == "Display dark, 1 n ? jk"
    number = window.log()

    answered = page.locator("button[value='response.given'] kbd").inner_text()
    with page.expect_navigation():
        page.keyboard.press(answered)
    window.wait_until_live()

    assert "Responded" in page.locator(".tl").inner_text()
    facts = CaseFact.objects.filter(case__number=number).order_by("seq")
    assert [fact.kind for fact in facts][-1] == "response.given"


@pytest.fixture
def number(kept) -> str:
    """A case of a moment ago."""
    return log(kept.piece("S2"), by=ENGLISH)


def test_a_time_and_a_note_come_before_the_digit(window, number):
    page = window.open(f"/cases/{number}/")

    page.keyboard.press("t")
    page.keyboard.type("now")
    page.keyboard.press("Tab")
    page.keyboard.type("told by phone, 2 of 3")
    page.keyboard.press("Tab")
    told = page.locator("button[value='response.given'] kbd").inner_text()
    with page.expect_navigation():
        page.keyboard.press(told)

    fact = CaseFact.objects.filter(case__number=number).latest("seq")
    assert (fact.kind, fact.values["text"]) == ("response.given", "told by phone, 2 of 3")


def test_what_needs_more_words_begins_where_one_must_say_something(window, number):
    page = window.open(f"/cases/{number}/")

    key = page.locator("a[href*='kind=cause.found'] kbd").inner_text()
    with page.expect_navigation():
        page.keyboard.press(key)
    window.wait_until_live()
    page.keyboard.type("normal w")

    chosen = "document.activeElement.selectedOptions[0].text"
    assert page.evaluate(chosen) == "normal wear"


def test_the_sheet_names_every_key_of_the_page_and_escape_closes_it(window, number):
    page = window.open(f"/cases/{number}/")

    page.keyboard.press("?")
    sheet = page.locator("#keys").inner_text()
    for words in ("What happened?", "Log a request", "Next row", "This case", "Search or do"):
        assert words in sheet
    page.keyboard.press("Escape")

    assert not page.locator("#keys").is_visible()


def test_anything_is_found_by_the_initials_of_its_pinyin(window):
    page = window.open("/queue/")

    page.keyboard.press("Control+k")
    page.keyboard.type("ylbsq")
    found = page.locator("#found-list [role=option]", has_text="Pressure transmitter")
    found.first.wait_for()
    with page.expect_navigation():
        page.keyboard.press("Enter")

    assert re.search(r"/archive/equipment/\d+/$", page.url)
    assert "Pressure transmitter" in page.locator("h1").first.inner_text()


def test_the_why_opens_by_focus_and_closes_by_escape(window, number):
    page = window.open(f"/cases/{number}/")

    page.locator(".clk a.cl").first.focus()
    page.keyboard.press("Tab")
    assert page.locator(".why").first.is_visible()
    page.keyboard.press("Escape")
    assert not page.locator(".why").first.is_visible()


def test_keys_can_be_turned_off_by_whom_they_disturb(windows):
    window = windows("he.jing")
    page = window.open("/preferences/")
    page.uncheck("#id_shortcuts")
    with page.expect_navigation():
        page.press("#id_shortcuts", "Enter")

    page = window.open("/queue/?of=all")
    for key in ("j", "n", "?"):
        page.keyboard.press(key)

    assert page.url.endswith("/queue/?of=all")
    assert focused(page) == ""
    assert not page.locator("#keys").is_visible()
    assert page.locator("kbd:visible").all_inner_texts() == ["Ctrl K"]  # that never disturbs
