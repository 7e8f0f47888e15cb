"""Who else has a case open: at its head, in the queue, and on the pages where one writes."""

import pytest
from django.test import Client

from tests.desk import Desk
from tests.web.hotline.conftest import browser_of


@pytest.fixture
def number(desk: Desk) -> str:
    return desk.log("10:02").number


@pytest.fixture
def colleague(desk: Desk) -> Client:
    return browser_of(desk.dispatcher)


def test_who_opened_a_case_is_seen_at_its_head_and_in_the_queue(client, colleague, number):
    colleague.get(f"/cases/{number}/")

    assert "looking: Dana Li" in client.get(f"/cases/{number}/").content.decode()
    assert "looking: Dana Li" in client.get("/queue/").content.decode()


def test_an_open_page_learns_of_marks_without_loading_anew(client, colleague, number):
    have = client.get(f"/cases/{number}/version/")["Kept-Version"]
    same = {"have": have, "marks": ""}
    assert client.get(f"/cases/{number}/version/", same | {"doing": "looks"}).status_code == 204

    colleague.get(f"/cases/{number}/version/", {"doing": "writes"})
    told = client.get(f"/cases/{number}/version/", same)

    assert told.status_code == 200
    assert told["Kept-Version"] == have
    page = told.content.decode()
    assert "writing: Dana Li" in page
    assert "<html" not in page
    token = page.split('data-marks="')[1].split('"')[0]
    assert client.get(f"/cases/{number}/version/", same | {"marks": token}).status_code == 204


def test_the_queue_learns_of_them_too(client, colleague, number):
    have = client.get("/queue/version/")["Kept-Version"]
    colleague.get(f"/cases/{number}/")

    told = client.get("/queue/version/", {"have": have, "marks": ""}).content.decode()

    assert f'data-mark="{number}"' in told
    assert "looking: Dana Li" in told


def test_who_only_asks_for_the_version_is_not_taken_for_somebody_there(client, colleague, number):
    colleague.get(f"/cases/{number}/version/")

    assert "Dana Li" not in client.get("/queue/version/", {"marks": "x"}).content.decode()


@pytest.mark.parametrize("page", ["facts/new/?kind=repair.finished", "finding/", "assign/"])
def test_a_form_says_when_its_case_has_changed_since(client, number, page):
    opened = client.get(f"/cases/{number}/{page}").content.decode()

    version = client.get(f"/cases/{number}/version/")["Kept-Version"]
    assert f'data-version="{version}"' in opened
    assert "This case has changed since you opened this page." in opened
