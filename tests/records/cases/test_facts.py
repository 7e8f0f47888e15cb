"""Recording facts, correcting them, taking them back."""

import uuid
from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from kept.records.cases.asking import NewFact
from kept.records.cases.models import CaseFact, Flip
from kept.records.cases.queries import case_card
from kept.records.cases.services import (
    AnotherKind,
    CaseNotFound,
    FactGone,
    KeyReused,
    NeedsItsOwnForm,
    ReasonMissing,
    RequestStays,
    correct_fact,
    record_fact,
    withdraw_fact,
)
from kept.records.cases.vocabulary import (
    BeforeTheRequest,
    InTheFuture,
    UnknownAttribute,
    UnknownKind,
    UnknownValue,
    ValueMissing,
)
from kept.records.ledger.queries import entries, verify_stream
from tests.desk import at, case, clock, flips


@pytest.fixture
def opened(desk):
    return desk.log(answers={"visit_demanded": True})


class TestRecordFact:
    def test_stops_the_clock_it_stops_and_leaves_the_others_running(self, desk, opened):
        desk.record(opened, "response.given", "10:40")

        assert clock(opened, "answer").state == "met"
        assert clock(opened, "answer").done_at == at("10:40")
        assert clock(opened, "on_site").state == "running"
        assert case(opened).next_clock == "on_site"
        assert flips(opened, "answer") == [("met", "10:40")]

    def test_a_late_fact_undoes_a_breach_and_both_answers_are_kept(self, desk, opened):
        desk.record(opened, "visit.arrived", "12:50", now="14:10")

        assert clock(opened, "on_site").state == "met"
        assert clock(opened, "on_site").broken_at is None
        assert flips(opened, "on_site") == [
            ("warned", "12:45"),
            ("broken", "13:00"),
            ("undone", "12:50"),
            ("met", "12:50"),
        ]

    def test_done_after_its_due_is_late_and_stays_broken(self, desk, opened):
        desk.record(opened, "visit.arrived", "13:20")

        assert clock(opened, "on_site").state == "late"
        assert flips(opened, "on_site")[1:] == [("broken", "13:00"), ("late", "13:20")]

    def test_done_at_the_due_itself_is_kept(self, desk, opened):
        desk.record(opened, "visit.arrived", "13:00", now="13:30")

        assert clock(opened, "on_site").state == "met"

    def test_answers_with_what_follows(self, desk, opened):
        recorded = desk.record(opened, "response.given", "10:40")

        assert recorded.assessment.clock("answer").done_at == at("10:40")

    def test_the_breach_of_one_clock_starts_another(self, desk, opened):
        assert not case(opened).clocks.filter(key="explain").exists()

        desk.record(opened, "response.given", "11:30")

        assert clock(opened, "explain").due_at == at("13:00")

    @pytest.mark.parametrize(
        ("told", "values", "refusal"),
        [
            (("visit.flown", "10:30"), {}, UnknownKind),
            (("visit.arrived", "10:30", "10:20"), {}, InTheFuture),
            (("visit.arrived", "09:50", "10:20"), {}, BeforeTheRequest),
            (("visit.arrived", "10:30"), {"colour": "red"}, UnknownAttribute),
            (("cause.found", "10:30"), {}, ValueMissing),
            (("cause.found", "10:30"), {"cause": "ghosts"}, UnknownValue),
            (("case.closed", "10:30"), {}, NeedsItsOwnForm),
            (("fact.withdrawn", "10:30"), {}, NeedsItsOwnForm),
        ],
    )
    def test_refuses_what_cannot_be(self, desk, opened, told, values, refusal):
        with pytest.raises(refusal):
            desk.record(opened, *told, **values)

        assert CaseFact.objects.filter(case_id=opened.case_id).count() == 2

    def test_a_case_that_is_not_there_is_refused(self, desk, opened):
        fact = NewFact(kind="note.added", at=at("10:30"), values={"text": "x"})

        with pytest.raises(CaseNotFound):
            record_fact(case_id=0, fact=fact, by=desk.hotline, now=at("10:30"), key="a")

    def test_keeps_all_three_times(self, desk, opened):
        fact = NewFact(
            kind="visit.arrived", at=at("12:50"), recorded_at=at("12:52"), source="phone:7"
        )
        record_fact(
            case_id=opened.case_id, fact=fact, by=desk.engineer, now=at("14:10"), key="op-1"
        )

        row = CaseFact.objects.get(case_id=opened.case_id, key="op-1")
        assert (row.at, row.recorded_at, row.received_at) == (at("12:50"), at("12:52"), at("14:10"))
        assert (row.by_name, row.source) == ("高磊", "phone:7")


class TestRepeats:
    FACT = NewFact(kind="visit.arrived", at=at("11:40"))

    def test_ID_01_a_phone_that_sends_twice_is_heard_once(self, desk, opened):
        told = {"case_id": opened.case_id, "fact": self.FACT, "by": desk.engineer, "key": "op-1"}
        first = record_fact(**told, now=at("11:41"))
        again = record_fact(**told, now=at("13:05"))

        assert (again.seq, again.repeated) == (first.seq, True)
        assert flips(opened, "on_site") == [("met", "11:40")]

    def test_ID_02_the_same_key_for_something_else_is_refused(self, desk, opened):
        told = {"case_id": opened.case_id, "by": desk.engineer, "now": at("11:41"), "key": "op-1"}
        record_fact(**told, fact=self.FACT)

        with pytest.raises(KeyReused):
            record_fact(**told, fact=NewFact(kind="visit.arrived", at=at("11:20")))

    def test_ID_02_the_key_of_somebody_else_is_refused(self, desk, opened):
        """What one recorded never passes for what another did."""
        told = {"case_id": opened.case_id, "now": at("11:41"), "key": "op-1", "fact": self.FACT}
        record_fact(**told, by=desk.engineer)

        with pytest.raises(KeyReused):
            record_fact(**told, by=desk.hotline)

    def test_ID_01_of_two_of_now_the_later_may_be_first(self, desk, opened):
        """A form without a time, sent twice at once: the second to begin was the first to hold."""
        told = {"case_id": opened.case_id, "by": desk.engineer, "key": "op-1"}
        later, sooner = at("11:40") + timedelta(milliseconds=3), at("11:40")
        first = record_fact(**told, fact=NewFact(kind="visit.arrived", at=later), now=later)

        again = record_fact(**told, fact=NewFact(kind="visit.arrived", at=sooner), now=sooner)

        assert (again.seq, again.repeated) == (first.seq, True)


class TestCorrections:
    def correct(self, desk, opened, seq, happened, *, kind="visit.arrived", now="14:00"):
        return correct_fact(
            case_id=opened.case_id,
            seq=seq,
            fact=NewFact(kind=kind, at=at(happened)),
            by=desk.hotline,
            now=at(now),
            key=uuid.uuid4().hex,
        )

    def withdraw(self, desk, opened, seq, reason="Wrong case", now="14:00"):
        return withdraw_fact(
            case_id=opened.case_id,
            seq=seq,
            reason=reason,
            by=desk.hotline,
            now=at(now),
            key=uuid.uuid4().hex,
        )

    def test_a_corrected_arrival_counts_and_the_old_one_stays_on_record(self, desk, opened):
        recorded = desk.record(opened, "visit.arrived", "13:20")

        self.correct(desk, opened, recorded.seq, "12:20")

        assert clock(opened, "on_site").state == "met"
        kinds = [kind for kind, _ in flips(opened, "on_site")]
        assert kinds == ["warned", "broken", "late", "undone", "met"]
        assert CaseFact.objects.get(case_id=opened.case_id, seq=recorded.seq).at == at("13:20")

    def test_a_withdrawn_arrival_lets_the_clock_run_again(self, desk, opened):
        recorded = desk.record(opened, "visit.arrived", "12:20")

        self.withdraw(desk, opened, recorded.seq, now="12:30")

        assert clock(opened, "on_site").state == "running"
        assert flips(opened, "on_site") == [("met", "12:20"), ("reopened", "12:30")]

    def test_a_second_correction_must_look_at_the_first(self, desk, opened):
        recorded = desk.record(opened, "visit.arrived", "12:20")
        self.correct(desk, opened, recorded.seq, "12:25")

        with pytest.raises(FactGone):
            self.correct(desk, opened, recorded.seq, "12:30")

    def test_a_breach_that_comes_back_is_noted_again(self, desk, opened):
        recorded = desk.record(opened, "visit.arrived", "12:50", now="14:10")

        self.withdraw(desk, opened, recorded.seq, now="14:20")

        assert clock(opened, "on_site").state == "broken"
        broken = Flip.objects.filter(case_id=opened.case_id, clock="on_site", kind="broken")
        assert sorted(broken.values_list("nth", flat=True)) == [1, 2]

    def test_a_correction_does_not_turn_a_fact_into_another(self, desk, opened):
        recorded = desk.record(opened, "visit.arrived", "12:20")

        with pytest.raises(AnotherKind):
            self.correct(desk, opened, recorded.seq, "12:20", kind="response.given")

    def test_a_withdrawal_needs_a_reason(self, desk, opened):
        recorded = desk.record(opened, "visit.arrived", "12:20")

        with pytest.raises(ReasonMissing):
            self.withdraw(desk, opened, recorded.seq, reason="  ")

    def test_the_request_itself_stays(self, desk, opened):
        with pytest.raises(RequestStays):
            self.withdraw(desk, opened, 1)

    def test_a_corrected_request_moves_every_promise_that_starts_with_it(self, desk, opened):
        request = NewFact(
            kind="request.received",
            at=at("09:40"),
            values={"channel": "email", "case_type": "fault"},
        )
        correct_fact(
            case_id=opened.case_id, seq=1, fact=request, by=desk.hotline, now=at("10:20"), key="a"
        )

        assert clock(opened, "answer").due_at == at("10:40")
        assert (case(opened).requested_at, case(opened).channel) == (at("09:40"), "email")
        assert ("moved", "10:20") in flips(opened, "answer")


class TestBL01GamingTheClock:
    def test_BL_01_a_back_dated_arrival_shows_when_and_by_whom_it_was_entered(self, desk, opened):
        desk.record(opened, "visit.arrived", "12:50", now="14:10")

        card = case_card(opened.number, viewer=desk.manager, at=at("14:11"))
        [line] = [line for line in card.timeline if line.kind == "visit.arrived"]
        assert line.entered_late
        assert line.by == "周敏"
        assert card.hindsights[0].fact == line
        entry = next(e for e in entries(f"case:{opened.number}") if e.data.get("seq") == line.seq)
        assert (entry.name, entry.at) == ("周敏", at("14:10"))

    def test_BL_01_facts_and_history_cannot_be_changed_or_deleted(self, desk, opened):
        desk.record(opened, "visit.arrived", "13:20")
        for rows in (CaseFact.objects.all(), Flip.objects.all()):
            with pytest.raises(DatabaseError), transaction.atomic():
                rows.update(at=at("09:00"))
            with pytest.raises(DatabaseError), transaction.atomic():
                rows._raw_delete(rows.db)

    def test_BL_01_the_chain_holds_after_all_of_it(self, desk, opened):
        recorded = desk.record(opened, "visit.arrived", "12:50", now="14:10")
        TestCorrections().correct(desk, opened, recorded.seq, "12:40", now="14:20")

        assert verify_stream(f"case:{opened.number}") is None
