"""Where people can go: what they use most stands in the bar, all of it is one pair of keys away."""

import pytest

from kept.records.people.models import Role
from kept.web.common.navigation import entries, links

STAFF = [role for role in Role if role != Role.CUSTOMER]
MOST_IN_THE_BAR = 5


@pytest.mark.parametrize("role", STAFF)
def test_the_bar_holds_few_pages_and_each_role_has_some(db, role):
    often = [link for link in links([role], path="/queue/") if link.is_often]

    assert 0 < len(often) <= MOST_IN_THE_BAR


def test_every_page_has_a_key_of_its_own():
    keys = [entry.key for entry in entries()]

    assert "" not in keys
    # Of the frame itself: notices, preferences, all pages.
    assert sorted({*keys, *"npg"}) == sorted([*keys, *"npg"])


def test_a_page_is_often_for_those_only_who_may_open_it():
    assert [entry.url_name for entry in entries() if not entry.often <= entry.roles] == []


def test_the_menu_is_opened_and_walked_with_keys_alone(visit):
    page = visit.open("/queue/")
    page.wait_for_function("document.documentElement.dataset.live === ''")
    assert not page.get_by_role("link", name="Complaints").is_visible()

    page.keyboard.press("g")
    page.keyboard.press("g")
    page.keyboard.press("ArrowDown")
    assert "Complaints" in page.evaluate("document.activeElement.textContent")
    page.keyboard.press("Escape")
    assert not page.get_by_role("link", name="Complaints").is_visible()

    page.keyboard.press("g")
    page.keyboard.press("i")
    page.wait_for_url("**/complaints/")
    assert page.locator(".menu.more > summary").inner_text() == "Complaints"


def test_with_little_room_the_menu_holds_every_page(visits, person):
    window = visits(width=390)
    window.sign_in(person)
    page = window.open("/queue/")
    page.locator(".menu.more > summary").click()

    for name in ("Calls", "Mail", "Knowledge", "Complaints"):
        assert page.locator(".menu.more").get_by_role("link", name=name).is_visible()


def test_with_little_room_the_list_stands_above_what_can_be_done_with_it(visits, person):
    window = visits(width=390)
    window.sign_in(person)
    page = window.open("/samples/queue/")

    last = page.locator("[data-list] > li").last.bounding_box()
    foot = page.locator(".queue .qf").bounding_box()
    assert last["y"] + last["height"] <= foot["y"]
