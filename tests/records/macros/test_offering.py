"""A macro is offered only where every step is allowed: by the person, the case and its policy."""

from __future__ import annotations

import pytest

from kept.records.cases.models import Concern
from kept.records.cases.queries import case_card
from kept.records.cases.services import Grievance, open_complaint
from kept.records.checklists.queries import published
from kept.records.checklists.services import retire_checklist
from kept.records.knowledge.queries import ready_texts
from kept.records.macros.queries import offered
from kept.records.macros.services import rehearse_macro
from kept.records.macros.steps import Step, StepKind
from tests.asked import CHECKLIST, MACRO, make_macro
from tests.desk import at
from tests.records.macros.conftest import open_asked_desk
from tests.records.macros.test_running import ANSWER, GATED, TAKE_OVER, WAIT

RESUME = Step(kind=StepKind.RESUME)
RESTORED = Step(kind=StepKind.FACT, what="service.restored")


def keys(desk, case, *, by=None, family="") -> set[str]:
    by = by or desk.hotline
    card = case_card(case.number, viewer=by, at=at("11:00"))
    there = {"ready": ready_texts(), "checklists": [one.key for one in published()]}
    found = offered(card, family, by=by, now=at("11:00"), **there)
    for one in found:
        told = {"case_id": case.case_id, "by": by, "now": at("11:00")}
        assert rehearse_macro(macro=one.key, version=one.number, **told).refused == ""
    return {one.key for one in found}


def test_the_usual_one_is(desk, case):
    assert keys(desk, case) == {MACRO}


def test_not_to_whom_a_step_is_not_allowed(desk, case):
    make_macro(desk.manager, ANSWER, TAKE_OVER, key="mine")

    assert keys(desk, case) == {MACRO, "mine"}
    assert keys(desk, case, by=desk.engineer) == {MACRO}


@pytest.mark.parametrize(
    ("steps", "is_offered"),
    [
        ([Step(kind=StepKind.FACT, what="unheard.of")], False),  # not of this policy
        ([Step(kind=StepKind.FACT, what="step.ended")], False),  # must say more
        ([Step(kind=StepKind.FACT, what="remote.attempted", values={"result": "odd"})], False),
        ([Step(kind=StepKind.FACT, what="remote.attempted", values={"result": "failed"})], True),
        ([WAIT], True),
        ([WAIT, RESUME], True),
        ([WAIT, WAIT], False),
        ([RESUME], False),
        ([Step(kind=StepKind.WAIT, what="us")], False),
        ([Step(kind=StepKind.WAIT, what="weather")], False),
        ([Step(kind=StepKind.ASSIGN, what="duty")], False),  # nobody is
    ],
)
def test_only_if_the_policy_and_the_case_allow_every_step(desk, case, steps, is_offered):
    make_macro(desk.manager, ANSWER, *steps, key="tried")

    assert ("tried" in keys(desk, case)) is is_offered


def test_what_a_gate_holds_back_is_not_offered_unless_the_steps_open_it(db):
    desk = open_asked_desk(GATED)
    make_macro(desk.manager, RESTORED, key="alone")
    make_macro(desk.manager, ANSWER, RESTORED, key="in-order")

    assert keys(desk, desk.log()) == {MACRO, "in-order"}


def test_only_for_its_types_of_cases_and_families(desk, case):
    make_macro(desk.manager, ANSWER, key="training", case_types=("training",))
    make_macro(desk.manager, ANSWER, key="pumps", families=("pump",))

    assert keys(desk, case) == {MACRO}


def test_not_once_its_checklist_is_offered_no_more(desk, case):
    retire_checklist(key=CHECKLIST, by=desk.manager, now=at("10:30"))

    assert keys(desk, case) == set()


def test_not_to_whom_a_complaint_is_about(desk, case):
    make_macro(desk.manager, TAKE_OVER, key="mine")
    said = Grievance(
        text="He was rude",
        channel="telephone",
        at=at("10:30"),
        person_id=desk.hotline.pk,
        responsible_id=desk.manager.pk,
    )
    complaint = open_complaint(
        about_id=case.case_id, grievance=said, by=desk.dispatcher, now=at("10:31"), key="c"
    )
    assert Concern.objects.exists()

    assert "mine" not in keys(desk, complaint)
    assert "mine" in keys(desk, complaint, by=desk.dispatcher)
