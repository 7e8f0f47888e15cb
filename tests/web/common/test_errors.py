import pytest
from django.db import connection
from django.template import loader
from django.test import RequestFactory
from django.utils import translation

from kept.config import errors

CASES = [
    (400, "We could not read that request"),
    (403, "You may not open this"),
    (404, "There is nothing here"),
    (429, "That was too often"),
    (500, "Something went wrong on our side"),
    (503, "Kept is catching its breath"),
]


@pytest.mark.parametrize(("status", "title"), CASES)
def test_each_page_for_what_went_wrong_comes_out_without_a_database(status, title):
    request = RequestFactory().get("/somewhere")  # no session, no person
    request.META["kept.request_number"] = "12ab"

    answer = errors.page(request, status, "")

    page = answer.content.decode()
    assert answer.status_code == status
    assert f"<h1>{title}</h1>" in page
    assert "12ab" in page
    assert "<script" not in page
    assert connection.connection is None or not connection.in_atomic_block


@pytest.mark.parametrize("status", [status for status, _ in CASES])
def test_they_speak_chinese(status):
    with translation.override("zh-hant"):
        page = loader.get_template(f"{status}.html").render({"number": ""})

    assert '<html lang="zh-Hant">' in page
    assert "回到首頁" in page or "重新載入" in page


def test_an_unknown_address_is_answered_with_our_page(client, db):
    answer = client.get("/no/such/thing")

    assert answer.status_code == 404
    assert "There is nothing here" in answer.content.decode()


def test_WF_05_a_mistake_of_ours_tells_nothing_of_the_inside(client, samples, db):
    client.raise_request_exception = False

    answer = client.get("/samples/broken/")

    page = answer.content.decode()
    assert answer.status_code == 500
    assert "Something went wrong on our side" in page
    for secret in ("RuntimeError", "secret", "Traceback", "tests/web", "/src/"):
        assert secret not in page


def test_a_form_that_came_too_late_is_told_so(db):
    from django.test import Client

    answer = Client(enforce_csrf_checks=True).post("/preferences/language/", {"language": "en"})

    assert answer.status_code == 403
    assert "This form is too old" in answer.content.decode()
