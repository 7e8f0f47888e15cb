"""Single keys: they act, they never act while someone types, they can be turned off."""

import pytest

from kept.records.people.models import Person
from tests.web.hotline.samples import Desk


@pytest.fixture
def page(visit):
    opened = visit.open("/samples/case/")
    opened.wait_for_function("document.documentElement.dataset.live === ''")
    return opened


def test_a_digit_records_what_happened(page):
    with page.expect_navigation():
        page.keyboard.press("1")

    assert [fact["kind"] for fact in Desk.current.recorded] == ["visit.arrived"]


def test_a_late_fact_takes_two_fields_and_one_digit(page):
    page.keyboard.press("t")
    page.keyboard.type("10:00")
    page.keyboard.press("Tab")
    page.keyboard.type("told by phone")
    page.keyboard.press("Escape")
    page.locator("h1").click()
    with page.expect_navigation():
        page.keyboard.press("1")

    fact = Desk.current.recorded[0]
    assert (fact["kind"], fact["when"], fact["note"]) == ("visit.arrived", "10:00", "told by phone")
    assert fact["key"] == "c9d1"


def test_keys_never_act_while_someone_types(page):
    page.focus("#id_note")
    page.keyboard.type("1 n ? jk")

    assert page.input_value("#id_note") == "1 n ? jk"
    assert Desk.current.recorded == []
    assert not page.locator("#keys").is_visible()


def test_keys_leave_the_browsers_own_combinations_alone(page):
    page.keyboard.press("Control+1")
    page.keyboard.press("Alt+1")

    assert Desk.current.recorded == []


def test_j_and_k_move_in_the_list_and_enter_opens(page):
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")

    assert page.evaluate("document.activeElement.closest('li').id") == "row-K-2476"

    page.keyboard.press("Enter")
    page.wait_for_url("**/hotline/K-2476/")


def test_j_stops_at_the_end_of_the_list(page):
    for _ in range(20):
        page.keyboard.press("j")

    assert page.evaluate("document.activeElement.closest('li').id") == "row-K-2472"


def test_the_sheet_shows_what_this_page_offers_and_closes(page):
    page.keyboard.press("?")
    sheet = page.locator("#keys")

    assert sheet.is_visible()
    text = sheet.inner_text()
    for words in ("What happened?", "Engineer arrived", "Log a request", "Next row", "This case"):
        assert words in text

    page.keyboard.press("1")  # nothing acts behind the sheet
    page.keyboard.press("Escape")

    assert not sheet.is_visible()
    assert Desk.current.recorded == []


def test_a_pair_of_keys_goes_to_a_page(page):
    page.keyboard.press("g")
    page.keyboard.press("p")

    page.wait_for_url("**/preferences/")


def test_an_action_that_waits_says_for_what(page):
    page.evaluate("document.querySelector('[aria-disabled=true]').dataset.key = 'c'")

    page.keyboard.press("c")

    assert "service report, both signatures" in page.locator("#announce").inner_text()


def test_they_can_be_turned_off(visit, person):
    Person.objects.filter(pk=person.pk).update(shortcuts=False)
    page = visit.open("/samples/case/")
    page.wait_for_function("document.documentElement.dataset.live === ''")

    for key in ("1", "?", "j", "n"):
        page.keyboard.press(key)

    assert Desk.current.recorded == []
    assert not page.locator("#keys").is_visible()
    assert page.locator("kbd:visible").all_inner_texts() == ["Ctrl K"]  # no single key
    assert page.url.endswith("/samples/case/")
