"""One field for every record and every action."""

import re

import pytest
from django.apps import apps
from django.http import HttpResponse
from django.urls import path
from django.utils.html import format_html, format_html_join

from tests.web.hotline import urls

RECORDS = [
    ("/preferences/?of=1", "Equipment", "VX-90 drive, 90-2312-4471", "澄江自来水"),
    ("/preferences/?of=2", "Case", "K-2481 UPS on bypass", "东岸数据中心"),
    ("/preferences/?of=3", "Contact", "<b>Shen Li</b>", "+86 512"),
]


def found(request):
    words = request.GET["q"].lower()
    matching = [record for record in RECORDS if words in record[2].lower()]
    rows = format_html_join(
        "", '<li><a href="{}" data-kind="{}">{} <small>{}</small></a></li>', matching
    )
    return HttpResponse(format_html('<main><ul id="found">{}</ul></main>', rows))


@pytest.fixture
def page(visit, monkeypatch):
    monkeypatch.setattr(urls, "urlpatterns", [path("find/", found, name="find"), *urls.urlpatterns])
    config = apps.get_app_config("web_hotline")
    monkeypatch.setattr(config, "search_url_name", "find", raising=False)
    opened = visit.open("/samples/case/")
    opened.wait_for_function("document.documentElement.dataset.live === ''")
    return opened


def offered(page):
    return page.locator("#found-list [role=option]").all_inner_texts()


def test_ctrl_k_goes_to_the_field_and_offers_what_can_be_done_here(page):
    page.keyboard.press("Control+k")

    assert page.evaluate("document.activeElement.id") == "find"
    assert any("Log a request" in option for option in offered(page))


def test_a_record_is_found_while_typing_and_enter_opens_it(page):
    page.keyboard.press("Control+k")
    page.keyboard.type("vx-90")
    page.locator("#found-list >> text=VX-90 drive").wait_for()
    assert "Equipment" in offered(page)[0]
    assert page.locator("#found-list small span[lang=zh-Hans]").count() == 0  # as the server wrote

    with page.expect_navigation():
        page.keyboard.press("Enter")

    assert page.url.endswith("/preferences/?of=1")


def test_arrows_choose_and_the_reader_is_told(page):
    page.keyboard.press("Control+k")
    page.keyboard.type("-")
    page.locator("#found-list >> text=VX-90 drive").wait_for()
    page.keyboard.press("ArrowDown")

    chosen = page.locator("#found-list [aria-selected=true]")
    assert "K-2481" in chosen.inner_text()
    assert page.get_attribute("#find", "aria-activedescendant") == chosen.get_attribute("id")
    assert page.get_attribute("#find", "aria-expanded") == "true"


def test_an_action_is_done_from_the_field(page):
    page.keyboard.press("Control+k")
    page.keyboard.type("keyboard")
    page.locator("#found-list >> text=Keyboard shortcuts").click()

    assert page.locator("#keys").is_visible()


def test_nothing_found_says_what_to_try(page):
    page.keyboard.press("Control+k")
    page.keyboard.type("zzzz")

    page.locator("text=Nothing found. Try part of a name").wait_for()


def test_escape_closes_and_keeps_the_page(page):
    page.keyboard.press("Control+k")
    page.keyboard.type("vx")
    page.locator("#found-list").wait_for()

    page.keyboard.press("Escape")

    assert not page.locator("#found-list").is_visible()
    assert page.url.endswith("/samples/case/")


def test_what_is_found_stays_text(page):
    page.keyboard.press("Control+k")
    page.keyboard.type("shen")
    page.locator("#found-list >> text=<b>Shen Li</b>").wait_for()

    assert page.locator("#found-list b").count() == 0


def test_without_scripts_it_is_a_search_form(visits, person, monkeypatch):
    monkeypatch.setattr(urls, "urlpatterns", [path("find/", found, name="find"), *urls.urlpatterns])
    config = apps.get_app_config("web_hotline")
    monkeypatch.setattr(config, "search_url_name", "find", raising=False)
    window = visits(java_script_enabled=False)
    window.sign_in(person)
    page = window.open("/samples/case/")
    page.fill("#find", "vx-90")
    page.press("#find", "Enter")

    page.wait_for_url(re.compile(r"/find/\?q=vx-90"))
    assert "VX-90 drive" in page.inner_text("#found")
