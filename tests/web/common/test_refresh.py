"""A list that stays true without jumping."""

from dataclasses import replace

import pytest

from tests.web.hotline import samples
from tests.web.hotline.samples import Desk


@pytest.fixture
def page(visit):
    visit.page.clock.install()
    opened = visit.open("/samples/case/")
    opened.wait_for_function("document.documentElement.dataset.live === ''")
    opened.mouse.move(700, 30)  # away from the list
    return opened


def look(page):
    """Let both parts of the page ask whether there is anything new, and take it."""
    page.clock.fast_forward(6000)
    for part in ("#queue", "#case"):
        page.locator(f"{part}[data-version='{Desk.current.version}']").wait_for(state="attached")


def order(page):
    return page.evaluate("[...document.querySelectorAll('[data-list] > [id^=row]')].map(r => r.id)")


def test_nothing_is_fetched_while_nothing_is_new(page):
    with page.expect_response("**/samples/version/**"):
        page.clock.fast_forward(6000)

    assert set(Desk.current.asked) == {"1"}  # the version that the page has


def test_new_words_come_in_by_themselves(page):
    Desk.current.say("K-2479", "Loom stands still")

    look(page)

    assert "Loom stands still" in page.locator("#row-K-2479").inner_text()


def test_the_same_element_stays_so_that_focus_and_selection_do(page):
    page.focus("#row-K-2470 a")
    page.evaluate("document.querySelector('#row-K-2470 a').before = true")
    Desk.current.say("K-2470", "Cooling line 2 stands")

    look(page)

    assert "Cooling line 2 stands" in page.locator("#row-K-2470").inner_text()
    assert page.evaluate("document.activeElement.closest('li').id") == "row-K-2470"
    assert page.evaluate("document.activeElement.before") is True


def test_what_someone_writes_is_not_overwritten(page):
    page.fill("#id_note", "half a sen")
    page.focus("#id_note")
    page.evaluate("document.querySelector('#id_note').setSelectionRange(2, 4)")
    Desk.current.change(title="UPS on bypass, halls A and B")

    look(page)

    assert page.locator("h1").inner_text() == "UPS on bypass, halls A and B"
    assert page.input_value("#id_note") == "half a sen"
    selection = "[document.activeElement.id, document.activeElement.selectionStart]"
    assert page.evaluate(selection) == ["id_note", 2]


def test_scroll_stays(page):
    many = [
        replace(row, number=f"{row.number}-{copy}") for copy in range(6) for row in samples.rows()
    ]
    Desk.current.change(queue_rows=many)
    look(page)
    page.evaluate("document.querySelector('[data-list]').scrollTop = 300")
    Desk.current.say("K-2479-0", "new words")

    look(page)

    assert page.evaluate("document.querySelector('[data-list]').scrollTop") == 300


def test_rows_move_when_nobody_is_in_the_list(page):
    Desk.current.change(queue_rows=Desk.current.queue_rows[::-1])

    look(page)

    assert order(page)[0] == "row-K-2451"


@pytest.mark.parametrize("way", ["pointer", "focus"])
def test_rows_never_move_while_someone_is_in_the_list(page, way):
    before = order(page)
    if way == "pointer":
        page.hover("#row-K-2476")
    else:
        page.focus("#row-K-2476 a")
    Desk.current.change(queue_rows=Desk.current.queue_rows[::-1])
    Desk.current.say("K-2479", "Loom stands still")

    look(page)

    assert order(page) == before
    assert "Loom stands still" in page.locator("#row-K-2479").inner_text()
    assert page.locator("[data-news]").is_visible()

    if way == "pointer":
        page.mouse.move(700, 30)
    else:
        page.focus("h1 ~ .acts a")
    page.clock.run_for(10)

    assert order(page)[0] == "row-K-2451"
    assert not page.locator("[data-news]").is_visible()


def test_the_bar_brings_the_new_order_at_once(page):
    page.focus("#row-K-2476 a")
    Desk.current.change(queue_rows=Desk.current.queue_rows[::-1])
    look(page)

    page.keyboard.press("u")

    assert order(page)[0] == "row-K-2451"


def test_a_case_that_is_gone_leaves_and_a_new_one_comes(page):
    new = replace(samples.rows()[1], number="K-2500", summary="Smoke in the hall")
    Desk.current.change(queue_rows=[new, *samples.rows()[2:]])

    look(page)

    assert order(page)[:2] == ["row-K-2500", "row-K-2481"]


def test_a_lost_connection_is_said_and_taken_back(page):
    page.route("**/samples/version/**", lambda route: route.abort())
    page.clock.fast_forward(6000)
    page.locator("#queue [data-offline]").wait_for(state="visible")

    page.unroute("**/samples/version/**")
    page.clock.fast_forward(60_000)

    page.locator("#queue [data-offline]").wait_for(state="hidden")


def test_an_open_why_stays_open(page):
    page.click("#clock-why-on_site .whyb")
    Desk.current.change(title="another title")

    look(page)

    assert page.locator("h1").inner_text() == "another title"
    assert page.locator("#why-on_site").is_visible()
    assert page.locator("#fact-5.cited").count() == 1
    assert page.locator("#clock-why-on_site.open").count() == 1


def test_the_chosen_tab_stays_chosen(page):
    page.click("#tab-warranty")
    Desk.current.change(title="another title")

    look(page)

    assert page.locator("#warranty").is_visible()
    assert not page.locator("#equipment").is_visible()
