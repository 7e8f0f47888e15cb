"""Working through a view case by case: nobody gets what another has open, nothing is lost."""

import re

import pytest
from django.test import Client

from tests.desk import Desk, at
from tests.web.hotline.conftest import browser_of

URL = "/play/?of=all"


@pytest.fixture
def numbers(desk: Desk) -> list[str]:
    return [desk.log(moment).number for moment in ("10:02", "10:05", "10:08")]


def step(client: Client, name: str) -> str:
    """Take a step; return the number of the case it leads to, or where else."""
    to = client.post(URL, {"step": name}).url
    found = re.search(r"/cases/([\w-]+)/", to)
    return found[1] if found else to


def line(client: Client, number: str) -> str:
    page = client.get(f"/cases/{number}/").context["play"]
    return page.place if page else ""


def test_the_view_is_worked_through_from_its_first_case(client, numbers):
    assert [step(client, "next") for _ in range(3)] == numbers
    assert line(client, numbers[2]) == "3 of 3"
    assert step(client, "next") == "/queue/?of=all"
    assert "You are through" in client.get("/queue/?of=all").content.decode()
    assert line(client, numbers[0]) == ""


def test_back_and_forward_again(client, numbers):
    step(client, "next"), step(client, "next")

    assert step(client, "previous") == numbers[0]
    assert step(client, "previous") == numbers[0]
    assert [step(client, "next"), step(client, "next")] == numbers[1:]


def test_what_is_skipped_comes_again_at_the_end(client, numbers):
    first = step(client, "next")

    assert step(client, "skip") == numbers[1]
    assert line(client, numbers[1]) == "2 of 3, 1 skipped"
    assert step(client, "next") == numbers[2]
    assert step(client, "next") == first
    assert line(client, first) == "3 of 3"
    assert step(client, "next") == "/queue/?of=all"


def test_skipping_the_last_one_twice_ends_and_names_it(client, desk):
    number = desk.log("10:02").number
    step(client, "next")

    assert step(client, "skip") == "/queue/?of=all"
    assert f"but for what you skipped: {number}" in client.get("/queue/").content.decode()


def test_what_another_has_open_is_passed_over_and_comes_when_it_is_free(client, desk, numbers, now):
    colleague = browser_of(desk.dispatcher)
    assert step(colleague, "next") == numbers[0]

    assert step(client, "next") == numbers[1]
    now.shift(60)
    assert step(client, "next") == numbers[0]


def test_two_who_press_at_once_get_two_cases(client, desk, numbers):
    colleague = browser_of(desk.dispatcher)

    assert {step(client, "next"), step(colleague, "next")} == set(numbers[:2])


def test_what_became_urgent_meanwhile_comes_first(client, desk, numbers):
    step(client, "next")
    urgent = desk.log("10:20", requested_at=at("09:40")).number

    assert step(client, "next") == urgent


def test_what_is_closed_meanwhile_does_not_come(client, desk, numbers):
    step(client, "next")
    data = {"key": "k", "kind": "case.closed", "full": "y"}
    browser_of(desk.dispatcher).post(f"/cases/{numbers[1]}/facts/", data)

    assert step(client, "next") == numbers[2]


def test_it_stops_when_told(client, numbers):
    step(client, "next")

    assert step(client, "stop") == "/queue/?of=all"
    assert line(client, numbers[0]) == ""


def test_another_view_begins_anew(client, numbers):
    step(client, "next")

    to = client.post("/play/?of=mine", {"step": "next"}).url

    assert numbers[0] in to
    assert line(client, numbers[0]) == "1 of 3"


def test_a_step_that_is_none_leads_nowhere(client, numbers):
    assert step(client, "sideways") == "/queue/?of=all"
    assert client.post(URL, {"step": "next", "case": "K-1"}).status_code == 400
