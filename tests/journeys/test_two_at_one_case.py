"""Two people at one case: each sees the other, what they do, and what has changed meanwhile."""

from uuid import uuid4

import pytest

from kept.records.cases.asking import NewFact
from kept.records.cases.models import Case
from kept.records.cases.services import record_fact
from kept.records.people.models import Person
from kept.workers.clock import database_now
from tests.journeys.conftest import ENGLISH, SIMPLIFIED
from tests.journeys.running import log

LOOK = "document.dispatchEvent(new Event('kept:look'))"  # what pages do every few seconds


@pytest.fixture
def number(kept) -> str:
    return log(kept.piece("S2"), by=ENGLISH)


def mark(page, number: str):
    return page.locator(f"main [data-mark='{number}'], #here [data-mark='{number}']").first


def test_who_looks_and_who_writes_is_seen_without_loading_anew(windows, number):
    emma, zhou = windows(ENGLISH), windows(SIMPLIFIED)
    mine = emma.open(f"/cases/{number}/")
    assert mark(mine, number).inner_text() == ""

    theirs = zhou.open(f"/cases/{number}/")
    mine.evaluate(LOOK)
    mark(mine, number).get_by_text("looking: 周敏").wait_for()
    assert "Emma Clarke" in mark(theirs, number).inner_text()

    theirs.keyboard.press("x")
    theirs.keyboard.type("on it")
    with theirs.expect_response("**/version/?**doing=writes**"):
        theirs.evaluate(LOOK)
    mine.evaluate(LOOK)
    mark(mine, number).get_by_text("writing: 周敏").wait_for()
    assert theirs.input_value("#id_note") == "on it"


def test_what_is_written_stays_and_the_form_says_that_the_case_has_changed(windows, number):
    window = windows(ENGLISH)
    page = window.open(f"/cases/{number}/facts/new/?kind=cause.found")
    page.keyboard.press("Tab")
    assert not page.locator("[data-changed]").is_visible()

    now = database_now()
    record_fact(
        case_id=Case.objects.get(number=number).pk,
        fact=NewFact(kind="response.given", at=now),
        by=Person.objects.get(username=SIMPLIFIED),
        now=now,
        key=uuid4().hex,
    )
    page.evaluate(LOOK)

    page.locator("[data-changed]", has_text="This case has changed").wait_for()
