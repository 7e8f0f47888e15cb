"""A case's page on real records."""

import pytest

from tests.desk import Desk, at


@pytest.fixture
def opened(desk: Desk):
    return desk.log("10:02")


def page_of(client, opened, more=""):
    response = client.get(f"/cases/{opened.number}/{more}")
    assert response.status_code == 200
    return response.context["page"]


def clock(page, key):
    return {clock.key: clock for clock in page.clocks}[key]


def test_a_case_shows_its_clocks_with_the_next_due_first(client, opened):
    page = page_of(client, opened)

    assert [c.key for c in page.clocks][:2] == ["answer", "repair"]
    assert clock(page, "answer").due_at == at("11:00")
    assert clock(page, "answer").clause.label == "D-3"
