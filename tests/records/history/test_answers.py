"""What was found with checklists is in the history of the machine, the site and the customer."""

from __future__ import annotations

import pytest

from kept.records.checklists.items import Outcome
from kept.records.checklists.services import Filled, Said, answer_checklist, start_checklist
from kept.records.history.models import Entry
from kept.records.history.services import rebuild_history
from tests.asked import CHECKLIST, CHOICE, TICK, VALUE, make_checklist
from tests.desk import at


@pytest.fixture
def asked(desk):
    make_checklist(desk.manager)
    return desk.log()


@pytest.fixture
def answer(desk, asked):
    run = start_checklist(case_id=asked.case_id, key=CHECKLIST, by=desk.engineer, now=at("11:00"))

    def answer(*said, seen=0, now="11:10", by=None):
        answer_checklist(
            case_id=asked.case_id,
            filled=Filled(run_id=run.run_id, answers=said, seen=seen),
            by=by or desk.engineer,
            now=at(now),
            key=now,
        )

    return answer


LOOSE = Said(item=TICK, outcome=Outcome.NOT_APPLICABLE, text="has no cover")
TOO_HIGH, LOUD = Said(item=VALUE, said="250"), Said(item=CHOICE, said="2")


def answers(page):
    return [entry for entry in page.entries if entry.source == "answers"]


@pytest.mark.parametrize("scope", ["customer", "site", "equipment"])
def test_what_was_answered_at_once_is_one_entry_wherever_one_looks(desk, answer, told, scope):
    answer(LOOSE, TOO_HIGH, LOUD)

    [entry] = answers(told(scope))

    assert (entry.kind, entry.by, entry.at) == ("checklist", "高磊", at("11:10"))
    said = [(one["outcome"], one["said"], one["outside"]) for one in entry.data["answers"]]
    assert said == [("not_applicable", "", False), ("said", "250", True), ("said", "2", False)]


def test_an_answer_that_was_corrected_is_an_entry_of_its_own(answer, told, desk):
    answer(TOO_HIGH)
    answer(Said(item=VALUE, said="230"), seen=1, now="11:40", by=desk.hotline)

    later, first = answers(told())

    assert [one["said"] for one in later.data["answers"]] == ["230"]
    assert later.by == "周敏"
    assert [one["said"] for one in first.data["answers"]] == ["250"]


@pytest.mark.parametrize("words", ["has no cover", "voltage", "loud", "first look", "250"])
def test_it_is_found_by_what_was_asked_and_what_was_said(answer, told, words):
    answer(LOOSE, TOO_HIGH, LOUD)

    assert len(answers(told(text=words))) == 1


def test_it_is_written_anew_as_it_was(answer):
    answer(LOOSE, TOO_HIGH)
    answer(LOUD, seen=2, now="11:40")
    before = list(Entry.objects.filter(source="answers").values("object_id", "title", "data"))

    Entry.objects.filter(source="answers").delete()

    assert rebuild_history() == 2
    assert list(Entry.objects.filter(source="answers").values("object_id", "title", "data")) == (
        before
    )
