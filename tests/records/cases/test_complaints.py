"""Complaints: cases of their own, out of the hands of whom they are about, counted for ever."""

import pytest
from django.db import DatabaseError, transaction

from kept.records.cases.asking import NewFact
from kept.records.cases.concerned import concerned
from kept.records.cases.models import Concern, LinkKind
from kept.records.cases.queries import case_card, complaint_counts, complaints, things
from kept.records.cases.services import (
    Closing,
    ConcernsThem,
    ConcernsYou,
    Grading,
    Grievance,
    Linking,
    Word,
    assign_case,
    close_case,
    correct_fact,
    grade_case,
    link_cases,
    open_complaint,
    pass_on_ownerless,
    record_fact,
)
from kept.records.cases.services.linking import OnlyComplaints, StaysLinked, undo_link
from kept.records.ledger.queries import entries
from kept.records.roster.services import Planned, note_leave, plan_shift
from tests.desk import at, case, clock


def complain(desk, about, *, person=None, responsible=None, by=None, key="complaint"):
    grievance = Grievance(
        text="Nobody called back",
        at=at("13:00"),
        channel="telephone",
        responsible_id=(responsible or desk.manager).pk,
        person_id=person.pk if person else None,
    )
    return open_complaint(
        about_id=about.case_id,
        grievance=grievance,
        by=by or desk.dispatcher,
        now=at("13:05"),
        key=key,
    )


def on_duty(desk, person, ends):
    planned = Planned(
        office_id=desk.office.pk,
        duty="hotline",
        person_id=person.pk,
        starts_at=at("08:00"),
        ends_at=at(ends),
    )
    plan_shift(planned=planned, by=desk.manager, now=at("07:00"))


@pytest.fixture
def fault(desk):
    """A case of the hotline's."""
    return desk.log()


class TestOpenComplaint:
    def test_it_is_a_case_of_its_own_with_clocks_from_when_it_was_made(self, desk, fault):
        complaint = complain(desk, fault)

        assert case(complaint).case_type == "complaint"
        assert clock(complaint, "answer").due_at == at("14:00")
        assert clock(fault, "answer").due_at == at("11:00")
        assert [e.verb for e in entries(f"case:{fault.number}")][-1] == "case.linked"

    def test_sent_twice_it_is_one(self, desk, fault):
        first, again = complain(desk, fault), complain(desk, fault)

        assert (again.case_id, again.repeated) == (first.case_id, True)

    def test_whose_case_it_is_about_cannot_be_responsible(self, desk, fault):
        with pytest.raises(ConcernsThem):
            complain(desk, fault, responsible=desk.hotline)

    def test_nor_who_was_named(self, desk, fault):
        with pytest.raises(ConcernsThem):
            complain(desk, fault, person=desk.dispatcher, responsible=desk.dispatcher)


class TestWhomItIsAbout:
    @pytest.fixture
    def complaint(self, desk, fault):
        return complain(desk, fault, person=desk.engineer)

    @pytest.mark.parametrize("who", ["hotline", "engineer"])
    def test_BL_08_they_cannot_close_it(self, desk, complaint, who):
        with pytest.raises(ConcernsYou):
            close_case(
                case_id=complaint.case_id,
                closing=Closing(at=at("14:00")),
                by=getattr(desk, who),
                now=at("14:00"),
                key="close",
            )

    def test_BL_08_nor_set_its_level(self, desk, complaint):
        word = Word(of="customer", requester="Lin Hao")
        said = {"grade": "2", "at": at("14:00"), "reason": "Not so bad", "word": word}
        grading = Grading(scale="level.fault", **said)
        with pytest.raises(ConcernsYou):
            grade_case(
                case_id=complaint.case_id,
                grading=grading,
                by=desk.hotline,
                now=at("14:00"),
                key="l",
            )

    def test_BL_08_nor_correct_what_it_says(self, desk, complaint):
        said = NewFact(
            kind="request.received",
            at=at("13:00"),
            values={"channel": "telephone", "case_type": "consultation"},
        )
        with pytest.raises(ConcernsYou):
            correct_fact(
                case_id=complaint.case_id,
                seq=1,
                fact=said,
                by=desk.hotline,
                now=at("14:00"),
                key="c",
            )

    def test_BL_08_nor_have_it_or_give_it_away(self, desk, complaint):
        with pytest.raises(ConcernsThem):
            assign_case(
                case_id=complaint.case_id,
                person_id=desk.engineer.pk,
                by=desk.manager,
                now=at("14:00"),
            )
        with pytest.raises(ConcernsYou):
            assign_case(
                case_id=complaint.case_id,
                person_id=desk.dispatcher.pk,
                by=desk.hotline,
                now=at("14:00"),
            )

    def test_BL_08_giving_the_case_away_first_does_not_help(self, desk, fault, complaint):
        assign_case(
            case_id=fault.case_id, person_id=desk.dispatcher.pk, by=desk.hotline, now=at("13:30")
        )

        with pytest.raises(ConcernsYou):
            close_case(
                case_id=complaint.case_id,
                closing=Closing(at=at("14:00")),
                by=desk.hotline,
                now=at("14:00"),
                key="close",
            )

    def test_BL_08_the_page_knows_however_many_cases_were_linked_since(
        self, desk, fault, complaint, monkeypatch
    ):
        monkeypatch.setattr(things, "MOST", 1)
        assign_case(
            case_id=fault.case_id, person_id=desk.dispatcher.pk, by=desk.hotline, now=at("13:30")
        )
        later = desk.log(key="later")
        linking = Linking(kind=LinkKind.FOLLOWS, number=complaint.number)
        link_cases(case_id=later.case_id, linking=linking, by=desk.manager, now=at("13:50"))

        card = case_card(complaint.number, viewer=desk.manager, at=at("14:00"))

        assert [one.number for one in card.belongs] == [later.number]
        assert card.about == concerned(complaint.case_id) >= {desk.hotline.pk, desk.dispatcher.pk}

    def test_they_are_heard(self, desk, complaint):
        note = NewFact(kind="note.added", at=at("14:00"), values={"text": "I did call, at 11:10"})

        said = record_fact(
            case_id=complaint.case_id, fact=note, by=desk.hotline, now=at("14:00"), key="n"
        )

        assert said.seq == 2

    def test_somebody_else_closes_it(self, desk, complaint):
        close_case(
            case_id=complaint.case_id,
            closing=Closing(at=at("14:00")),
            by=desk.dispatcher,
            now=at("14:00"),
            key="close",
        )

        assert case(complaint).state == "closed"

    def test_BL_08_the_roster_does_not_give_it_to_them(self, desk, complaint):
        for person, ends in ((desk.hotline, "20:00"), (desk.dispatcher, "19:00")):
            on_duty(desk, person, ends)
        note_leave(
            person_id=desk.manager.pk,
            starts_at=at("13:30"),
            ends_at=at("25 00:00"),
            reason="ill",
            by=desk.manager,
            now=at("13:30"),
        )

        assert pass_on_ownerless(now=at("14:00")) == 1

        assert case(complaint).responsible_id == desk.dispatcher.pk

    def test_the_database_keeps_whom_it_is_about(self, complaint):
        with pytest.raises(DatabaseError), transaction.atomic():
            Concern.objects.filter(case_id=complaint.case_id).delete()


class TestComplaintCounts:
    def test_BL_08_called_something_else_it_still_counts(self, desk, fault):
        complaint = complain(desk, fault)
        said = NewFact(
            kind="request.received",
            at=at("13:00"),
            values={"channel": "telephone", "case_type": "consultation"},
        )
        correct_fact(
            case_id=complaint.case_id,
            seq=1,
            fact=said,
            by=desk.dispatcher,
            now=at("14:00"),
            key="c",
        )

        counts = complaint_counts(viewer=desk.manager)

        assert (counts.total, counts.open, counts.retyped) == (1, 1, 1)
        assert [line.case_type for line in complaints(viewer=desk.manager)] == ["consultation"]

    def test_BL_08_and_those_it_concerns_stay_out_of_it(self, desk, fault):
        complaint = complain(desk, fault)
        said = NewFact(
            kind="request.received",
            at=at("13:00"),
            values={"channel": "telephone", "case_type": "consultation"},
        )
        correct_fact(
            case_id=complaint.case_id,
            seq=1,
            fact=said,
            by=desk.dispatcher,
            now=at("14:00"),
            key="c",
        )

        with pytest.raises(ConcernsYou):
            close_case(
                case_id=complaint.case_id,
                closing=Closing(at=at("14:10")),
                by=desk.hotline,
                now=at("14:10"),
                key="close",
            )

    def test_BL_08_it_cannot_vanish_in_the_case_it_is_about(self, desk, fault):
        complaint = complain(desk, fault)

        with pytest.raises(OnlyComplaints):
            link_cases(
                case_id=complaint.case_id,
                linking=Linking(kind="duplicate_of", number=fault.number),
                by=desk.dispatcher,
                now=at("14:00"),
            )

    def test_BL_08_nor_be_taken_from_it(self, desk, fault):
        complaint = complain(desk, fault)
        link = case(complaint).links.get()

        with pytest.raises(StaysLinked):
            undo_link(
                link_id=link.pk,
                case_id=complaint.case_id,
                reason="Wrong",
                by=desk.manager,
                now=at("14:00"),
            )

    def test_BL_08_merged_with_another_complaint_both_count(self, desk, fault):
        first, second = complain(desk, fault), complain(desk, fault, key="again")
        link_cases(
            case_id=second.case_id,
            linking=Linking(kind="duplicate_of", number=first.number),
            by=desk.dispatcher,
            now=at("14:00"),
        )

        counts = complaint_counts(viewer=desk.manager)

        assert (counts.total, counts.duplicates) == (2, 1)

    def test_it_shows_what_and_whom_it_is_about(self, desk, fault):
        complain(desk, fault, person=desk.engineer)

        [line] = complaints(viewer=desk.manager)

        assert line.about == (fault.number,)
        assert line.people == ("高磊", "周敏")
