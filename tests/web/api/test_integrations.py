"""Where administrators let other programs in, give them new tokens and shut them out."""

from __future__ import annotations

import re

import pytest
import time_machine
from django.test import Client

from kept.records.alerts.models import Integration
from kept.records.alerts.services.integrations import hash_of
from kept.records.ledger.queries import entries
from tests.security.company import NOW, open_world

TOKEN = re.compile(r"kept_[A-Za-z0-9_-]{43}")


@pytest.fixture
def world(db):
    with time_machine.travel(NOW, tick=False):
        yield open_world()


@pytest.fixture
def admin(world) -> Client:
    browser = Client()
    browser.force_login(world.people["administrator"])
    return browser


def let_in(browser: Client, **said):
    return browser.post(
        "/integrations/new/", {"name": "Line 4", "may": ["alerts.tell"], "place": ""} | said
    )


def token_of(answer) -> str:
    [token] = set(TOKEN.findall(answer.content.decode()))
    return token


def test_a_program_is_let_in_and_its_token_is_shown_this_once(admin, world):
    token = token_of(let_in(admin))

    row = Integration.objects.get()
    assert row.token_hash == hash_of(token)
    page = admin.get("/integrations/").content.decode()
    assert "Line 4" in page
    assert token not in page
    [entry] = entries(row.stream)
    assert (entry.verb, entry.name) == ("integration.opened", row.opened_by.display_name)


@pytest.mark.parametrize(("place", "site"), [("CANARYAAA name", False), ("CANARYAAA site", True)])
def test_it_is_for_the_machines_of_one_place(admin, world, place, site):
    answer = let_in(admin, place=place)

    row = Integration.objects.get()
    assert answer.status_code == 200
    assert (row.customer, row.site) == (world.a.customer, world.a.site if site else None)


@pytest.mark.parametrize("place", ["nobody at all", "CANARY"])
def test_a_place_that_is_none_or_several_is_asked_for_again(admin, place):
    assert let_in(admin, place=place).status_code == 422
    assert not Integration.objects.exists()


def test_two_of_one_name_are_not_let_in(admin):
    let_in(admin)

    answer = let_in(admin, name="LINE  4")

    assert answer.status_code == 422
    assert "already" in answer.content.decode()


def test_a_new_token_is_shown_and_the_old_one_ends_when_it_was_said(admin):
    first, address = token_of(let_in(admin)), f"/integrations/{Integration.objects.get().pk}/token/"

    second = token_of(admin.post(address, {}))
    assert Integration.objects.get().old_token_hash == hash_of(first)
    third = token_of(admin.post(address, {"at_once": "on"}))

    assert Integration.objects.get().old_until is None
    assert len({first, second, third}) == 3


def test_what_was_ended_stays_to_be_seen_and_is_renewed_no_more(admin):
    let_in(admin)
    pk = Integration.objects.get().pk

    assert admin.get(f"/integrations/{pk}/end/").status_code == 200
    assert Integration.objects.get().ended_at is None
    admin.post(f"/integrations/{pk}/end/")

    assert "ended" in admin.get("/integrations/").content.decode()
    assert admin.post(f"/integrations/{pk}/token/", {}).status_code == 404


def test_AZ_10_nobody_else_lets_programs_in(world):
    for name, person in world.people.items():
        browser = Client()
        browser.force_login(person)
        if name != "administrator":
            assert let_in(browser).status_code in (302, 403, 404), name
    assert not Integration.objects.exists()
