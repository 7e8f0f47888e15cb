"""Macros at the same time, and macros that break off: on a real database with real commits."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator

import pytest
from django.db import DatabaseError, connection

from kept.records.cases.models import Case, CaseFact
from kept.records.cases.services import AlreadyWaiting
from kept.records.checklists.models import ChecklistRun
from kept.records.ledger.models import Entry
from kept.records.ledger.queries import verify_all
from kept.records.macros.models import MacroRun
from kept.records.macros.services import Ran
from kept.records.macros.steps import Step, StepKind
from tests.asked import make_macro
from tests.desk import Desk
from tests.records.macros.conftest import open_asked_desk
from tests.records.macros.test_running import ANSWER, WAIT, everything, run
from tests.records.together import together


@pytest.fixture
def desk(transactional_db: None) -> Desk:
    return open_asked_desk()


def test_the_same_press_in_parallel_runs_it_once(desk):
    case = desk.log()

    outcomes = together(lambda _: run(desk, case, key="one press"), workers=5)

    assert sorted(outcome.repeated for outcome in outcomes) == [False] + [True] * 4
    assert CaseFact.objects.filter(kind="response.given").count() == 1
    assert Entry.objects.filter(verb="macro.run").count() == 1
    assert list(verify_all()) == []


def test_two_people_running_it_at_once_take_turns(desk):
    make_macro(desk.manager, ANSWER, WAIT, key="wait")
    case = desk.log()
    people = [desk.hotline, desk.dispatcher]

    outcomes = together(lambda place: run(desk, case, macro="wait", by=people[place]), workers=2)

    ran = [outcome for outcome in outcomes if isinstance(outcome, Ran)]
    assert [type(o) for o in outcomes if o not in ran] == [AlreadyWaiting]
    assert len(ran) == MacroRun.objects.count() == 1
    kinds = CaseFact.objects.filter(case_id=case.case_id).values_list("kind", flat=True)
    assert sorted(kinds)[-2:] == ["response.given", "waiting.began"]
    assert list(verify_all()) == []


@pytest.fixture
def pull_the_plug(desk: Desk) -> Iterator[Callable[[], None]]:
    """Whoever starts a checklist loses their connection in the middle of it, until it is mended."""
    with connection.cursor() as cursor:
        cursor.execute(PLUG)

    def mend() -> None:
        connection.close()
        with connection.cursor() as cursor:
            cursor.execute("DROP FUNCTION IF EXISTS pull_the_plug CASCADE")

    yield mend
    mend()


PLUG = """
    CREATE FUNCTION pull_the_plug() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NEW; END $$;
    CREATE TRIGGER pull_the_plug BEFORE INSERT ON checklists_checklistrun
        FOR EACH ROW EXECUTE FUNCTION pull_the_plug()
"""


def test_a_crash_between_two_steps_leaves_nothing(desk, pull_the_plug):
    mend = pull_the_plug
    case = desk.log()
    before = everything(case)

    with pytest.raises(DatabaseError):
        run(desk, case, key="k")
    mend()

    assert everything(case) == before
    assert not run(desk, case, key="k").repeated
    assert ChecklistRun.objects.count() == 1


def test_one_macro_in_many_cases_at_once(desk):
    take_over = Step(kind=StepKind.ASSIGN, what="me")
    make_macro(desk.manager, ANSWER, take_over, key="mine")
    cases = [desk.log(key=uuid.uuid4().hex) for _ in range(4)]

    outcomes = together(
        lambda place: run(desk, cases[place], macro="mine", by=desk.dispatcher), workers=4
    )

    assert all(isinstance(outcome, Ran) for outcome in outcomes), outcomes
    assert Case.objects.filter(responsible=desk.dispatcher).count() == 4
    assert list(verify_all()) == []
