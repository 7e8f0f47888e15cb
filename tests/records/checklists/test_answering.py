"""A checklist runs in a case: answered by somebody, corrected by a further answer, never lost."""

from __future__ import annotations

import uuid

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from kept.records.cases.models import CaseFact
from kept.records.cases.queries import CaseCard, case_card
from kept.records.cases.services import CaseNotFound, KeyReused, Opened, ReasonMissing
from kept.records.checklists.items import Outcome
from kept.records.checklists.models import ChecklistAnswer, ChecklistRun
from kept.records.checklists.queries import RunCard, fitting, published, runs_of
from kept.records.checklists.services import (
    Answered,
    AnsweredMeanwhile,
    AnswerImpossible,
    ChecklistNotFound,
    Filled,
    PhotoMissing,
    Said,
    SetAside,
    answer_checklist,
    retire_checklist,
    set_aside_checklist,
    start_checklist,
)
from kept.records.files.models import Attachment
from kept.records.files.services import (
    NewFile,
    attach_file,
    ready_file,
    withdraw_attachment,
)
from kept.records.ledger.models import Entry
from tests.asked import CHECKLIST, CHOICE, PHOTO, TICK, VALUE, make_checklist
from tests.desk import POLICY, Desk, at, open_desk
from tests.photos import jpeg

ALL = (Said(item=TICK, said="yes"), Said(item=VALUE, said="229,9"), Said(item=CHOICE, said="2"))


def card_of(opened: Opened, desk: Desk, now: str = "12:00") -> CaseCard:
    card = case_card(opened.number, viewer=desk.manager, at=at(now))
    assert card is not None
    return card


@pytest.fixture
def run_id(case, desk) -> int:
    return start_checklist(
        case_id=case.case_id, key=CHECKLIST, by=desk.engineer, now=at("11:00")
    ).run_id


def answer(desk, case, run_id, *answers, seen=0, by=None, now="11:10", key="") -> Answered:
    return answer_checklist(
        case_id=case.case_id,
        filled=Filled(run_id=run_id, answers=answers, seen=seen),
        by=by or desk.engineer,
        now=at(now),
        key=key or uuid.uuid4().hex,
    )


def only(case) -> RunCard:
    [run] = runs_of(case.case_id)
    return run


class TestStarting:
    def test_it_runs_once_and_is_proposed_no_more(self, desk, case, run_id):
        told = {"case_id": case.case_id, "key": CHECKLIST, "by": desk.hotline}
        again = start_checklist(**told, now=at("11:05"))

        assert (again.run_id, again.repeated) == (run_id, True)
        assert (
            fitting(card_of(case, desk), "", running=runs_of(case.case_id), among=published()) == []
        )
        [entry] = Entry.objects.filter(stream=f"case:{case.number}", verb="checklist.started")
        assert (entry.data["checklist"], entry.data["version"]) == (CHECKLIST, 1)

    def test_a_case_keeps_the_version_it_started_with(self, desk, case, run_id):
        from tests.records.checklists.test_keeping import publish_checklist, write

        write(desk, after=1, names={"en": "Longer look"}, now="11:30")
        publish_checklist(key=CHECKLIST, number=2, by=desk.manager, now=at("11:31"))

        assert (only(case).number, only(case).name("en")) == (1, "First look")
        later = desk.log()
        start_checklist(case_id=later.case_id, key=CHECKLIST, by=desk.engineer, now=at("11:40"))
        assert only(later).number == 2

    def test_nothing_that_is_not_offered_is_started(self, desk, case):
        retire_checklist(key=CHECKLIST, by=desk.manager, now=at("10:30"))
        told = {"by": desk.engineer, "now": at("11:00")}

        for key in (CHECKLIST, "none"):
            with pytest.raises(ChecklistNotFound):
                start_checklist(case_id=case.case_id, key=key, **told)
        with pytest.raises(CaseNotFound):
            start_checklist(case_id=0, key=CHECKLIST, **told)

    def test_what_was_set_aside_for_a_reason_takes_no_answer_and_can_begin_again(
        self, desk, case, run_id
    ):
        told = {"case_id": case.case_id, "run_id": run_id, "by": desk.engineer, "now": at("11:20")}
        with pytest.raises(ReasonMissing):
            set_aside_checklist(**told, reason=" ")
        assert set_aside_checklist(**told, reason="Another machine")
        assert not set_aside_checklist(**told, reason="Another machine")

        with pytest.raises(SetAside):
            answer(desk, case, run_id, *ALL)
        again = start_checklist(
            case_id=case.case_id, key=CHECKLIST, by=desk.engineer, now=at("11:30")
        )
        assert again.run_id != run_id
        assert [run.aside_why for run in runs_of(case.case_id)] == ["Another machine", ""]
        assert [len(run.open_required) for run in runs_of(case.case_id)] == [0, 3]


class TestAnswering:
    def test_the_last_answer_counts_and_the_others_stay(self, desk, case, run_id):
        answer(desk, case, run_id, Said(item=VALUE, said="300"), now="11:10")
        first = only(case)
        answer(desk, case, run_id, Said(item=VALUE, said="230"), seen=first.seen, now="11:20")

        line = only(case).lines[VALUE - 1]
        assert (first.outside, only(case).outside) == (1, 0)
        assert [(one.said, one.is_outside) for one in line.answers] == [
            ("230", False),
            ("300", True),
        ]

    def test_required_items_are_open_until_they_are_answered(self, desk, case, run_id):
        assert [line.place for line in only(case).open_required] == [TICK, VALUE, CHOICE]

        done = answer(desk, case, run_id, *ALL)

        assert (done.new, done.is_complete) == (3, True)
        assert (only(case).answered, only(case).open_required) == (3, ())
        assert only(case).lines[VALUE - 1].last.said == "229.9"

    def test_not_applicable_needs_a_reason_and_open_again_opens_it(self, desk, case, run_id):
        gone = Said(item=VALUE, outcome=Outcome.NOT_APPLICABLE)
        with pytest.raises(ReasonMissing):
            answer(desk, case, run_id, gone)
        answer(desk, case, run_id, Said(item=VALUE, outcome=Outcome.NOT_APPLICABLE, text="DC unit"))
        assert VALUE not in [line.place for line in only(case).open_required]

        answer(desk, case, run_id, Said(item=VALUE, outcome=Outcome.OPEN), seen=only(case).seen)
        assert VALUE in [line.place for line in only(case).open_required]

    @pytest.mark.parametrize(
        ("item", "said"),
        [(TICK, "maybe"), (VALUE, "much"), (VALUE, "1e9"), (CHOICE, "3"), (CHOICE, "0"), (9, "x")],
    )
    def test_what_cannot_be_an_answer_is_refused_and_nothing_of_it_stays(
        self, desk, case, run_id, item, said
    ):
        with pytest.raises(AnswerImpossible):
            answer(desk, case, run_id, Said(item=TICK, said="no"), Said(item=item, said=said))

        assert not ChecklistAnswer.objects.exists()

    def test_the_same_key_is_the_same_answer_of_the_same_person(self, desk, case, run_id):
        for _again in range(2):
            answer(desk, case, run_id, *ALL, key="k1")

        assert ChecklistAnswer.objects.count() == 3
        with pytest.raises(KeyReused):
            answer(desk, case, run_id, *ALL, key="k1", by=desk.hotline)

    def test_a_page_that_was_left_open_overwrites_nobody(self, desk, case, run_id):
        answer(desk, case, run_id, Said(item=TICK, said="yes"), by=desk.hotline)

        # The other saw nothing answered: the untouched tick stays, the value is taken.
        untouched = Said(item=TICK, outcome=Outcome.OPEN)
        answer(desk, case, run_id, untouched, Said(item=VALUE, said="230"), seen=0)
        with pytest.raises(AnsweredMeanwhile) as refused:
            answer(desk, case, run_id, Said(item=TICK, said="no"), seen=0)

        assert desk.hotline.display_name in str(refused.value)
        assert [line.last and line.last.said for line in only(case).lines] == [
            "yes",
            "230",
            None,
            None,
        ]

    def test_what_says_the_same_is_no_answer(self, desk, case, run_id):
        answer(desk, case, run_id, *ALL)

        done = answer(desk, case, run_id, *ALL, seen=only(case).seen)

        assert (done.new, done.is_complete) == (0, True)

    def test_each_answer_is_in_the_ledger_and_cannot_be_changed(self, desk, case, run_id):
        answer(desk, case, run_id, *ALL)

        told = Entry.objects.filter(stream=f"case:{case.number}", verb="checklist.answered")
        assert sorted(entry.data["item"] for entry in told) == [TICK, VALUE, CHOICE]
        with pytest.raises(DatabaseError), transaction.atomic():
            ChecklistAnswer.objects.update(said="no")


class TestPhotos:
    def attach(self, desk, case, key="p") -> int:
        file = NewFile(name="plate.jpg", content=jpeg(), for_customer=False)
        told = {"case_id": case.case_id, "by": desk.engineer, "now": at("11:05")}
        return attach_file(file=file, key=key, **told).attachment_id

    def test_one_of_the_case_or_a_new_one_answers(self, desk, case, run_id):
        there = self.attach(desk, case)
        answer(desk, case, run_id, Said(item=PHOTO, photo_id=there))
        file = ready_file(NewFile(name="new.jpg", content=jpeg(), for_customer=False))
        seen = only(case).seen
        answer(desk, case, run_id, Said(item=PHOTO, file=file), seen=seen, key="again")
        answer(desk, case, run_id, Said(item=PHOTO, file=file), seen=seen, key="again")

        assert Attachment.objects.count() == 2
        assert [one.photo_id for one in only(case).lines[PHOTO - 1].answers][-1] == there

    def test_one_of_another_case_or_withdrawn_does_not(self, desk, case, run_id):
        other = self.attach(desk, desk.log())
        mine = self.attach(desk, case)
        withdraw_attachment(
            case_id=case.case_id,
            attachment_id=mine,
            reason="Wrong one",
            by=desk.dispatcher,
            now=at("11:06"),
        )

        for photo in (other, mine, None):
            with pytest.raises(PhotoMissing):
                answer(desk, case, run_id, Said(item=PHOTO, photo_id=photo))

    def test_the_database_refuses_one_of_another_case(self, desk, case, run_id):
        answer(desk, case, run_id, Said(item=PHOTO, photo_id=self.attach(desk, case)))
        row = ChecklistAnswer.objects.get()
        other = self.attach(desk, desk.log())
        row.pk, row.seq, row.photo_id, row.key = None, 9, other, "odd"

        with pytest.raises(IntegrityError):
            insert(row)


@transaction.atomic
def insert(row: ChecklistAnswer) -> None:
    """Insert a row, and look at once whether it may be."""
    row.save(force_insert=True)
    transaction.get_connection().check_constraints()


def test_a_run_of_another_case_is_not_there(desk, case, run_id):
    other = desk.log()

    with pytest.raises(ChecklistNotFound):
        answer(desk, other, run_id, *ALL)
    assert ChecklistRun.objects.get().case_id == case.case_id


WAITING = POLICY.replace(
    "clauses:\n",
    """events:
  checklist.completed: {name: {en: checklist complete}}
clauses:
""",
    1,
)


class TestComplete:
    @pytest.fixture
    def desk(self, db, settings, tmp_path) -> Desk:
        settings.FILES = tmp_path / "files"
        return open_desk(WAITING)

    def test_a_policy_that_waits_for_it_is_told_once(self, desk):
        make_checklist(desk.manager, completes="checklist.completed")
        case = desk.log()
        told = {"case_id": case.case_id, "by": desk.engineer}
        run_id = start_checklist(key=CHECKLIST, now=at("11:00"), **told).run_id

        done = answer(desk, case, run_id, *ALL)
        seen = only(case).seen
        answer(desk, case, run_id, Said(item=VALUE, said="231"), seen=seen, now="11:30")

        facts = CaseFact.objects.filter(kind="checklist.completed")
        assert [fact.seq for fact in facts] == [done.fact]
        assert facts[0].source == f"checklist:{CHECKLIST}"

    def test_a_policy_that_does_not_know_it_is_not(self, desk):
        make_checklist(desk.manager, completes="inspection.unheard_of")
        case = desk.log()
        told = {"case_id": case.case_id, "by": desk.engineer}
        run_id = start_checklist(key=CHECKLIST, now=at("11:00"), **told).run_id

        done = answer(desk, case, run_id, *ALL)

        assert (done.is_complete, done.fact) == (True, None)
