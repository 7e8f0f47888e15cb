"""While a request is typed, the promises for it stand beside."""

import pytest

from tests.web.hotline.samples import Desk


@pytest.fixture
def page(visit):
    opened = visit.open("/samples/log/")
    opened.wait_for_function("document.documentElement.dataset.live === ''")
    return opened


def changed(page):
    return page.evaluate("[...document.querySelectorAll('.ten .new')].map(l => l.dataset.line)")


def test_an_input_changes_the_promises_and_changed_lines_say_so(page):
    with page.expect_response("**/samples/log/"):
        page.check("#id_emergency")
    page.locator(".ten .new").first.wait_for()

    assert changed(page) == ["support", "on_site"]
    assert page.locator("[data-line=on_site]").inner_text().startswith("18:17")
    assert page.locator("[data-line=on_site] .changed").is_visible()
    assert page.locator("[data-changes]").inner_text() == "2 lines changed."
    assert page.locator("#announce").inner_text() == "2 lines changed."


def test_typing_is_asked_about_once_it_rests(page):
    with page.expect_response("**/samples/log/"):
        page.type("#id_words", "smoke", delay=20)

    assert len(Desk.current.asked) == 1
    assert Desk.current.asked[0]["words"].startswith("smoke")


def test_the_old_answer_stays_while_the_new_one_is_on_its_way(page):
    Desk.current.may_answer.clear()
    page.check("#id_emergency")
    page.locator("#answer[aria-busy=true]").wait_for()

    assert page.locator("[data-line=on_site]").inner_text().startswith("17:17")

    Desk.current.may_answer.set()
    page.locator("[data-line=support]").wait_for()


def test_an_overtaken_question_never_answers(page):
    Desk.current.may_answer.clear()
    page.check("#id_emergency")
    page.locator("#answer[aria-busy=true]").wait_for()
    with page.expect_event("requestfailed"):
        page.uncheck("#id_emergency")
    Desk.current.may_answer.set()
    page.locator("#answer:not([aria-busy=true])").wait_for()

    assert page.locator("[data-line=support]").count() == 0


def test_without_an_answer_the_page_says_that_it_is_old(page):
    page.route("**/samples/log/", lambda route: route.abort())
    page.check("#id_emergency")

    page.locator("[data-stale]").wait_for(state="visible")
    assert page.locator("[data-line=on_site]").is_visible()


def test_a_draft_survives_a_reload(page):
    page.fill("#id_words", "smoke from the drive")
    page.click("text=2 major")
    page.locator("text=draft kept").wait_for()

    page.reload()
    page.locator("text=This is your draft from before.").wait_for()

    assert page.input_value("#id_words") == "smoke from the drive"
    assert page.is_checked("#id_level_1")


def test_a_sent_form_leaves_no_draft(page):
    page.fill("#id_words", "smoke from the drive")
    page.locator("text=draft kept").wait_for()
    with page.expect_navigation():
        page.keyboard.press("Control+Enter")

    assert page.evaluate("Object.keys(localStorage).filter(k => k.startsWith('draft'))") == []


def test_without_scripts_a_button_asks(visits, person):
    window = visits(java_script_enabled=False)
    window.sign_in(person)
    page = window.open("/samples/log/")
    page.check("#id_emergency")

    page.click("text=Show what we promise")

    assert page.locator("[data-line=support]").is_visible()


def test_the_machine_is_found_while_typing(visit):
    page = visit.open("/samples/log/find/")
    page.type("#id_find", "ylbsq")

    page.locator("#candidates a").first.wait_for()
    assert page.evaluate("document.activeElement.id") == "id_find"
    assert page.input_value("#id_find") == "ylbsq"

    page.fill("#id_find", "nobody")
    page.locator("text=Nothing found").wait_for()
