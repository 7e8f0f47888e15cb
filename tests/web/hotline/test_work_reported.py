"""Whoever did the work reports it to the hotline, where a policy wants to hear of it."""

import pytest

from kept.records.cases.models import CaseFact
from tests.desk import POLICY, at, clock, open_desk
from tests.web.hotline.conftest import browser_of

REPORTING = (
    POLICY
    + """
  told_us:
    form: clock
    name: {en: Work reported to the hotline, zh-Hans: 向热线报告完工}
    source: D-7
    start: service.restored
    stop: work.reported
    limit: 2 h
    calendar: elapsed
""".removeprefix("\n")
)


@pytest.fixture
def desk(db, now):
    now.move_to(at("12:00"))
    return open_desk(REPORTING)


def test_the_engineer_is_asked_for_it_and_it_keeps_the_promise(desk):
    opened = desk.log("10:02")
    desk.record(opened, "service.restored", "11:00")
    engineer = browser_of(desk.engineer)
    page = engineer.get(f"/cases/{opened.number}/").context["page"]
    [button] = [fact for fact in page.next_facts if fact.kind == "work.reported"]
    assert button.label == "Reported to the hotline…"

    form = engineer.get(button.url).context["page"].form
    assert {"result", "performer"} <= {name.rpartition("_")[2] for name in form.fields}
    said = {"key": "k", "kind": "work.reported", "full": "1", "when": "11:30"}
    told = {form.add_prefix(name): "" for name in form.fields if name not in said} | said
    result = next(name for name in form.fields if name.endswith("result"))
    answer = engineer.post(f"/cases/{opened.number}/facts/", told | {result: "worked"})

    assert answer.status_code == 302
    fact = CaseFact.objects.get(kind="work.reported")
    assert (fact.at, fact.values["result"]) == (at("11:30"), "worked")
    assert clock(opened, "told_us").state == "met"


def test_it_is_no_button_where_the_policy_does_not_ask(db, now):
    desk = open_desk(POLICY)
    opened = desk.log("10:02")
    page = browser_of(desk.hotline).get(f"/cases/{opened.number}/").context["page"]

    assert "work.reported" not in {fact.kind for fact in page.next_facts}
    other = browser_of(desk.hotline).get(f"/cases/{opened.number}/facts/new/").content.decode()
    assert "kind=work.reported" in other
