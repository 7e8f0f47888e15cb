"""One macro is one transaction: all of its steps, once, or none of them."""

from __future__ import annotations

import uuid

import pytest
from django.db import DatabaseError, transaction

from kept.records.cases.models import Case, CaseFact
from kept.records.cases.services import (
    AlreadyWaiting,
    CaseNotFound,
    HeldBack,
    KeyReused,
    Opened,
    Waiting,
    begin_waiting,
)
from kept.records.checklists.models import ChecklistRun
from kept.records.ledger.models import Entry
from kept.records.ledger.queries import verify_all
from kept.records.macros.models import MacroRun
from kept.records.macros.queries import runs_of
from kept.records.macros.services import (
    MacroChanged,
    MacroNotFound,
    MacroUnfit,
    Ran,
    rehearse_macro,
    retire_macro,
    run_macro,
)
from kept.records.macros.steps import Step, StepKind
from kept.records.macros.taking import NobodyOnDuty, NotYourStep, WordsGone
from tests.asked import CHECKLIST, MACRO, make_macro
from tests.desk import POLICY, Desk, at, clock
from tests.records.macros.conftest import open_asked_desk

ANSWER = Step(kind=StepKind.FACT, what="response.given")
WAIT = Step(kind=StepKind.WAIT, what="customer", text="for {contact}")
TAKE_OVER = Step(kind=StepKind.ASSIGN, what="me")


def run(desk: Desk, case: Opened, *, macro=MACRO, by=None, key="", version=1, now="11:00") -> Ran:
    return run_macro(
        case_id=case.case_id,
        macro=macro,
        version=version,
        by=by or desk.hotline,
        now=at(now),
        key=key or uuid.uuid4().hex,
    )


def kinds(case: Opened) -> list[str]:
    rows = CaseFact.objects.filter(case_id=case.case_id).order_by("seq")
    return list(rows.values_list("kind", flat=True))


def everything(case: Opened) -> list[object]:
    """Return all that a macro could change about a case."""
    return [
        kinds(case),
        Case.objects.filter(pk=case.case_id).values_list("responsible", "change", "state").get(),
        ChecklistRun.objects.filter(case_id=case.case_id).count(),
        MacroRun.objects.count(),
        list(Entry.objects.filter(stream=f"case:{case.number}").values_list("seq", "verb")),
    ]


class TestRunning:
    def test_every_step_is_taken_and_one_entry_names_the_macro(self, desk, case):
        before = len(kinds(case))
        done = run(desk, case)

        told = CaseFact.objects.filter(seq__in=done.facts, case_id=case.case_id).order_by("seq")
        assert [fact.kind for fact in told] == ["response.given", "note.added"]
        assert told[0].values["text"] == f"by {desk.hotline.display_name}"
        assert case.number in told[1].values["text"]  # the ready words, filled
        assert {fact.source for fact in told} == {f"macro:{MACRO}"}
        assert len(kinds(case)) == before + 2
        assert ChecklistRun.objects.get().checklist.key == CHECKLIST
        [entry] = Entry.objects.filter(verb="macro.run")
        assert (entry.stream, entry.data["macro"]) == (f"case:{case.number}", MACRO)
        assert [step["fact"] for step in entry.data["steps"]] == [*done.facts, None]
        assert [line.key for line in runs_of(case.case_id)] == [MACRO]
        assert list(verify_all()) == []

    def test_what_follows_is_the_same_as_by_hand(self, desk, case):
        run(desk, case)
        by_hand = desk.log()
        desk.record(by_hand, "response.given", "11:00")

        assert clock(case, "answer").done_at == clock(by_hand, "answer").done_at

    def test_the_same_key_runs_it_once(self, desk, case):
        first = run(desk, case, key="k")
        before = everything(case)

        again = run(desk, case, key="k", now="11:20")

        assert (again.run_id, again.repeated) == (first.run_id, True)
        assert everything(case)[0] == before[0]
        assert everything(case)[4] == before[4]

    def test_the_same_key_of_somebody_else_or_for_another_macro_is_refused(self, desk, case):
        make_macro(desk.manager, ANSWER, key="other")
        run(desk, case, key="k")

        with pytest.raises(KeyReused):
            run(desk, case, key="k", by=desk.dispatcher)
        with pytest.raises(KeyReused):
            run(desk, case, key="k", macro="other")

    def test_waiting_and_handing_over(self, desk, case):
        make_macro(desk.manager, WAIT, TAKE_OVER, key="both")
        run(desk, case, macro="both", by=desk.dispatcher)

        fact = CaseFact.objects.get(kind="waiting.began")
        assert fact.values["waiting_for"] == "customer"
        assert Case.objects.get().responsible_id == desk.dispatcher.pk

        make_macro(desk.manager, Step(kind=StepKind.RESUME, text="they called"), key="go-on")
        run(desk, case, macro="go-on", now="12:00")
        assert CaseFact.objects.get(kind="waiting.ended").values["text"] == "they called"

    def test_a_run_cannot_be_changed_in_the_database(self, desk, case):
        run(desk, case)

        with pytest.raises(DatabaseError), transaction.atomic():
            MacroRun.objects.update(key="other")


GATED = f"""{POLICY}
  first_report:
    form: gate
    name: {{en: Repair only after the answer}}
    source: D-3
    step: service.restored
    needs:
      - {{name: {{en: an answer}}, when: {{happened: response.given}}}}
"""


class TestRefused:
    def refused(self, desk, case, refusal, **told) -> str:
        before = everything(case)
        with pytest.raises(refusal) as found:
            run(desk, case, **told)
        assert everything(case) == before
        return str(found.value)

    def test_the_last_step_refuses_all_with_its_own_sentence(self, desk, case):
        make_macro(desk.manager, ANSWER, WAIT, WAIT, key="twice")

        said = self.refused(desk, case, AlreadyWaiting, macro="twice")

        assert said == str(AlreadyWaiting())

    def test_a_gate_holds_a_macro_back_as_it_holds_a_press_back(self, db):
        desk = open_asked_desk(GATED)
        case = desk.log()
        restored = Step(kind=StepKind.FACT, what="service.restored")
        make_macro(desk.manager, restored, key="alone")
        make_macro(desk.manager, ANSWER, restored, key="in-order")

        assert "an answer" in self.refused(desk, case, HeldBack, macro="alone")
        run(desk, case, macro="in-order")
        assert kinds(case)[-2:] == ["response.given", "service.restored"]

    def test_what_a_person_may_not_do_by_hand_no_macro_does_for_them(self, desk, case):
        make_macro(desk.manager, ANSWER, TAKE_OVER, key="mine")

        self.refused(desk, case, NotYourStep, macro="mine", by=desk.engineer)

    def test_a_macro_that_is_gone_or_changed_is_not_run(self, desk, case):
        self.refused(desk, case, MacroNotFound, macro="none")
        self.refused(desk, case, MacroChanged, version=2)
        retire_macro(key=MACRO, by=desk.manager, now=at("10:30"))
        self.refused(desk, case, MacroNotFound)

    def test_words_that_are_gone_and_a_macro_for_other_cases(self, desk, case):
        from kept.records.knowledge.services import retire_ready_text
        from tests.known import WORDS

        make_macro(desk.manager, ANSWER, key="training", case_types=("training",))
        self.refused(desk, case, MacroUnfit, macro="training")
        retire_ready_text(key=WORDS, by=desk.manager, now=at("10:30"))
        self.refused(desk, case, WordsGone)

    def test_nobody_on_duty_takes_nothing_over(self, desk, case):
        make_macro(desk.manager, ANSWER, Step(kind=StepKind.ASSIGN, what="duty"), key="on-duty")

        self.refused(desk, case, NobodyOnDuty, macro="on-duty")

    def test_a_case_that_is_not_there(self, desk, case):
        with pytest.raises(CaseNotFound):
            run_macro(case_id=0, macro=MACRO, version=1, by=desk.hotline, now=at("11:00"), key="k")


class TestRehearsal:
    def rehearse(self, desk, case, macro=MACRO, by=None):
        return rehearse_macro(
            case_id=case.case_id, macro=macro, version=1, by=by or desk.hotline, now=at("11:00")
        )

    def test_it_says_what_would_come_and_leaves_nothing(self, desk, case):
        before = everything(case)

        found = self.rehearse(desk, case)

        assert [fact.kind for fact in found.facts] == ["response.given", "note.added"]
        assert found.refused == ""
        assert everything(case) == before

    def test_it_says_which_step_is_refused_and_why(self, desk, case):
        make_macro(desk.manager, ANSWER, WAIT, key="wait")
        told = {"case_id": case.case_id, "by": desk.hotline, "now": at("10:30")}
        waiting = Waiting(waiting_for="customer", at=at("10:30"))
        begin_waiting(waiting=waiting, key="w", **told)

        found = self.rehearse(desk, case, "wait")

        assert (found.refused, found.refused_at) == (str(AlreadyWaiting()), 2)

    def test_a_macro_for_other_cases_is_refused_before_its_steps(self, desk, case):
        make_macro(desk.manager, ANSWER, key="training", case_types=("training",))

        assert self.rehearse(desk, case, "training").refused_at == 0
