"""What was typed is not lost, and is nobody else's."""

import pytest

from tests.journeys.conftest import ENGLISH, SIMPLIFIED
from tests.journeys.running import log

KEPT = "Object.keys(localStorage).filter(key => key.startsWith('draft:'))"
NOTE = "the drive smells of burning"


@pytest.fixture
def path(kept) -> str:
    return f"/cases/{log(kept.piece('S2'), by=ENGLISH)}/"


@pytest.fixture
def window(windows, path):
    """Somebody who has typed a note and not sent it."""
    opened = windows(ENGLISH)
    page = opened.open(path)
    page.fill("#id_note", NOTE)
    page.locator(".next [data-draft-state]", has_text="draft kept").wait_for()
    return opened


def afresh(window, path):
    """Open a page as after a crash: the old one is gone, with all that was only in it."""
    old, window.page = window.page, window.context.new_page()
    old.close()
    return window.open(path)


def test_a_note_survives_a_crash_until_it_is_sent(window, path):
    page = afresh(window, path)
    assert page.input_value("#id_note") == NOTE

    told = page.locator("button[value='response.given'] kbd").inner_text()
    page.locator("#main").focus()
    with page.expect_navigation():
        page.keyboard.press(told)

    window.wait_until_live()
    assert page.input_value("#id_note") == ""
    assert page.evaluate(KEPT) == []


def test_a_draft_belongs_to_its_case(window, kept):
    other = log(kept.piece("S2"), by=ENGLISH)

    assert window.open(f"/cases/{other}/").input_value("#id_note") == ""


def test_a_lost_session_loses_no_words(window, path):
    window.context.clear_cookies()
    window.open("/accounts/login/")
    window.sign_in_as(ENGLISH)

    assert window.open(path).input_value("#id_note") == NOTE


def test_who_signs_in_next_neither_sees_nor_finds_them(window, path):
    window.context.clear_cookies()
    window.sign_in_as(SIMPLIFIED)
    page = window.open(path)

    assert page.input_value("#id_note") == ""
    assert page.evaluate(KEPT) == []


def test_signing_out_forgets_them(window):
    page = window.page
    with page.expect_navigation():
        page.locator("form[data-sign-out]").evaluate("form => form.requestSubmit()")

    assert page.evaluate(KEPT) == []


def test_a_complaint_half_written_survives_a_crash_and_is_sent_by_keyboard(window, path):
    page = window.open(f"{path}complaint/")
    page.fill("#id_text", NOTE)
    page.locator("[data-draft-state]", has_text="draft kept").wait_for()

    page = afresh(window, f"{path}complaint/")
    assert page.input_value("#id_text") == NOTE
    page.select_option("#id_responsible", index=1)
    page.focus("#id_text")
    with page.expect_navigation():
        page.keyboard.press("Control+Enter")

    assert NOTE in page.locator("h1").inner_text()
