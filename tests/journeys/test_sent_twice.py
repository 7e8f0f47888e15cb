"""One press is one case, however often it reaches the server."""

import pytest

from kept.records.cases.models import Case
from tests.journeys.conftest import ENGLISH, SIMPLIFIED

SEND_TWICE = """async () => {
    const form = document.querySelector("form.left-form");
    const body = new URLSearchParams(new FormData(form));
    const send = () => fetch(location.href, {method: "POST", body}).then(answer => answer.url);
    return Promise.all([send(), send()]);
}"""


@pytest.fixture
def window(kept, windows):
    """Somebody who has typed a request and not sent it yet."""
    opened = windows(ENGLISH)
    page = opened.open(f"/log/?equipment={kept.piece('S2').pk}")
    page.fill("#id_description", "Smell of burning")
    return opened


def test_two_windows_that_send_the_same_form_at_once_make_one_case(window):
    before = Case.objects.count()

    first, second = window.page.evaluate(SEND_TWICE)

    assert first == second
    assert "/cases/K-" in first
    assert Case.objects.count() == before + 1


def test_a_colleague_who_logs_the_same_sees_the_case_that_is_there(window, windows):
    """Two forms are two requests: only a person can tell, so the page says what is open."""
    address = window.page.url
    number = window.log()

    other = windows(SIMPLIFIED)
    page = other.open(address.removeprefix(other.server))

    assert number in page.locator("form .foot").inner_text()
