"""The service report says what was found with checklists."""

from __future__ import annotations

import pytest

from kept.records.checklists.items import Outcome
from kept.records.checklists.services import (
    Filled,
    Said,
    answer_checklist,
    set_aside_checklist,
    start_checklist,
)
from tests.asked import CHECKLIST, CHOICE, TICK, VALUE, make_checklist
from tests.desk import at
from tests.papers import FOUND, begin, issue, issued, write
from tests.records.documents.test_issuing import words

BOTH = {key: {**said, "zh-hans": "已更换轴承。"} for key, said in FOUND.items()}


@pytest.fixture
def run(desk, opened) -> int:
    make_checklist(desk.manager)
    told = {"case_id": opened.case_id, "by": desk.engineer}
    started = start_checklist(key=CHECKLIST, now=at("10:40"), **told)
    said = (
        Said(item=TICK, outcome=Outcome.NOT_APPLICABLE, text="an inner remark"),
        Said(item=VALUE, said="250"),
        Said(item=CHOICE, said="2"),
    )
    filled = Filled(run_id=started.run_id, answers=said, seen=0)
    answer_checklist(filled=filled, now=at("10:50"), key="first", **told)
    return started.run_id


def looked_at(version, column=0):
    """Return the section of the checklist; None if there is none."""
    sections = version.data["columns"][column]["sections"]
    return next((one for one in sections if "First look" in one["title"]), None)


def test_each_answer_stands_there_with_who_and_when(desk, opened, run):
    version = issued(desk, opened)

    found = looked_at(version)
    assert found["table"]["columns"] == ["What was looked at", "Found", "By", "When"]
    assert [row[:3] for row in found["table"]["rows"]] == [
        ["Cover closed", "not applicable", "高磊"],
        ["Voltage", "250 V (outside the allowed range)", "高磊"],
        ["Fan", "loud", "高磊"],
    ]
    assert all("10:50" in row[3] for row in found["table"]["rows"])
    assert "Voltage" in words(version)


def test_remarks_stay_inside(desk, opened, run):
    assert "inner remark" not in words(issued(desk, opened))


def test_a_report_in_two_languages_says_it_in_both(desk, opened, run):
    document = begin(desk, opened, languages=["en", "zh-hans"])
    version = issue(write(desk, document, BOTH), desk.engineer)

    assert looked_at(version)["table"]["rows"][0][1] == "not applicable"
    assert looked_at(version, 1)["table"]["rows"][0][1] == "不适用"
    assert looked_at(version, 1)["table"]["columns"][0] != "What was looked at"
    assert "不适用" in words(version)


def test_what_was_set_aside_or_not_begun_is_not_in_it(desk, opened, run):
    set_aside_checklist(
        case_id=opened.case_id,
        run_id=run,
        reason="another machine",
        by=desk.engineer,
        now=at("10:55"),
    )
    start_checklist(case_id=opened.case_id, key=CHECKLIST, by=desk.engineer, now=at("10:56"))

    assert looked_at(issued(desk, opened)) is None
