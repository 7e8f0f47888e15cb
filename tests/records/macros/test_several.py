"""A macro in several cases: each is done or refused by itself, and told so."""

from __future__ import annotations

import uuid

import pytest

from kept.records.cases.models import CaseFact
from kept.records.cases.services import Opened, Waiting, begin_waiting
from kept.records.ledger.models import Entry
from kept.records.ledger.queries import verify_all
from kept.records.macros.models import MacroRun
from kept.records.macros.queries import macros_for, marked_cases
from kept.records.macros.services import InCase, rehearse_in_cases, run_in_cases
from kept.records.macros.steps import Step, StepKind
from tests.asked import MACRO, make_macro
from tests.desk import Desk, at
from tests.records.macros.conftest import open_asked_desk
from tests.records.macros.test_running import ANSWER, GATED, TAKE_OVER, WAIT
from tests.records.together import together

RESTORED = Step(kind=StepKind.FACT, what="service.restored")


def several(desk: Desk, count: int = 3) -> list[Opened]:
    return [desk.log(key=uuid.uuid4().hex) for _ in range(count)]


def run(desk: Desk, numbers: list[str], *, macro=MACRO, by=None, key="press", version=1):
    return run_in_cases(
        numbers=numbers,
        macro=macro,
        version=version,
        by=by or desk.hotline,
        now=at("11:00"),
        key=key,
    )


def waits(desk: Desk, case: Opened) -> None:
    begin_waiting(
        case_id=case.case_id,
        waiting=Waiting(waiting_for="customer", at=at("10:30")),
        by=desk.hotline,
        now=at("10:30"),
        key="waits",
    )


def test_each_case_has_its_run_and_its_entry_in_the_ledger(desk):
    cases = several(desk)

    done = run(desk, [case.number for case in cases])

    assert done == [InCase(number=case.number) for case in cases]
    assert MacroRun.objects.count() == 3
    for case in cases:
        stream = Entry.objects.filter(stream=f"case:{case.number}", verb="macro.run")
        assert stream.count() == 1
    assert list(verify_all()) == []


def test_a_case_that_refuses_says_why_and_leaves_the_others_done(desk):
    make_macro(desk.manager, ANSWER, WAIT, key="wait")
    first, waiting, last = several(desk)
    waits(desk, waiting)
    before = CaseFact.objects.filter(case_id=waiting.case_id).count()

    done = run(desk, [first.number, waiting.number, last.number], macro="wait")

    assert [line.is_done for line in done] == [True, False, True]
    assert "waiting already" in done[1].refused
    assert CaseFact.objects.filter(case_id=waiting.case_id).count() == before
    assert MacroRun.objects.count() == 2


def test_the_gates_of_a_policy_hold_for_each_case_by_itself(db):
    desk = open_asked_desk(GATED)
    make_macro(desk.manager, RESTORED, key="restored")
    answered, silent = several(desk, 2)
    make_macro(desk.manager, ANSWER, key="answer")
    run(desk, [answered.number], macro="answer", key="before")

    would = rehearse_in_cases(
        numbers=[answered.number, silent.number],
        macro="restored",
        version=1,
        by=desk.hotline,
        now=at("11:00"),
    )
    done = run(desk, [answered.number, silent.number], macro="restored")

    assert [line.is_done for line in done] == [True, False]
    assert would[silent.number].refused == done[1].refused != ""
    assert not would[answered.number].refused


def test_what_was_looked_at_changed_nothing(desk):
    cases = several(desk, 2)
    facts, entries = CaseFact.objects.count(), Entry.objects.count()

    found = rehearse_in_cases(
        numbers=[case.number for case in cases],
        macro=MACRO,
        version=1,
        by=desk.hotline,
        now=at("11:00"),
    )

    assert all(len(found[case.number].facts) == 2 for case in cases)
    assert (CaseFact.objects.count(), Entry.objects.count()) == (facts, entries)


def test_the_same_press_twice_changes_nothing_twice(desk):
    cases = several(desk)
    numbers = [case.number for case in cases]
    run(desk, numbers)
    facts = CaseFact.objects.count()

    again = run(desk, [*numbers, *numbers])

    assert [line.repeated for line in again] == [True] * 3
    assert CaseFact.objects.count() == facts
    assert MacroRun.objects.count() == 3


@pytest.mark.parametrize("number", ["K-999999", "K-1", "", "' OR 1=1"])
def test_a_number_that_is_not_there_is_refused_alone(desk, number):
    [case] = several(desk, 1)

    done = run(desk, [number, case.number])

    assert [line.is_done for line in done] == [False, True]
    assert done[0].refused == "There is no such case."


def test_a_macro_that_was_changed_meanwhile_is_run_nowhere(desk):
    cases = several(desk, 2)

    done = run(desk, [case.number for case in cases], version=2)

    assert all("was changed meanwhile" in line.refused for line in done)
    assert not MacroRun.objects.exists()


def test_it_does_for_nobody_what_they_could_not_do_by_hand(desk):
    make_macro(desk.manager, TAKE_OVER, key="mine")
    [case] = several(desk, 1)

    [line] = run(desk, [case.number], macro="mine", by=desk.engineer)

    assert not line.is_done
    assert {one.key for one in macros_for(marked([case], desk), by=desk.engineer)} == {MACRO}
    assert {one.key for one in macros_for(marked([case], desk), by=desk.hotline)} == {MACRO, "mine"}


def marked(cases: list[Opened], desk: Desk):
    return marked_cases([case.number for case in cases], viewer=desk.hotline)


def test_a_macro_says_for_how_many_of_them_it_is(desk):
    make_macro(desk.manager, ANSWER, key="training", case_types=("training",))
    cases = several(desk, 2)

    [only] = macros_for(marked(cases, desk), by=desk.hotline)

    assert (only.key, only.fitting, only.steps) == (MACRO, 2, 3)


@pytest.mark.django_db(transaction=True)
def test_the_same_press_in_parallel_runs_it_once_in_each(transactional_db):
    desk = open_asked_desk()
    numbers = [case.number for case in several(desk)]

    outcomes = together(lambda _: run(desk, numbers), workers=3)

    assert all(line.is_done for done in outcomes for line in done)
    assert sum(not line.repeated for done in outcomes for line in done) == 3
    assert MacroRun.objects.count() == 3
    assert list(verify_all()) == []
