"""Cases that belong together: duplicates, parts, followers. Nothing becomes younger by it."""

import pytest
from django.db import IntegrityError, connection, transaction

from kept.records.cases.models import CaseLink
from kept.records.cases.queries import case_links
from kept.records.cases.services import (
    Linking,
    Part,
    ReasonMissing,
    link_cases,
    split_case,
    sweep,
    undo_link,
    withdraw_fact,
)
from kept.records.cases.services.linking import (
    CameFirst,
    DuplicateAlready,
    NoSuchOther,
    OnlyComplaints,
)
from kept.records.ledger.queries import entries
from tests.desk import at, case, clock, flips


def link(desk, one, other, kind="duplicate_of", now="11:00"):
    linking = Linking(kind=kind, number=other.number, reason="Same fault")
    return link_cases(case_id=one.case_id, linking=linking, by=desk.dispatcher, now=at(now))


def undo(desk, one, reason="Another machine after all"):
    found = CaseLink.objects.get(case_id=one.case_id)
    said = {"link_id": found.pk, "case_id": one.case_id, "reason": reason}
    return undo_link(**said, by=desk.dispatcher, now=at("12:00"))


@pytest.fixture
def first(desk):
    return desk.log()


@pytest.fixture
def second(desk):
    return desk.log(now="10:30", requested_at=at("10:20"))


class TestDuplicates:
    def test_BL_01_what_was_asked_first_leads(self, desk, first, second):
        with pytest.raises(CameFirst):
            link(desk, first, second)

    def test_BL_01_the_clocks_of_both_stay_as_they_were(self, desk, first, second):
        link(desk, second, first)

        assert clock(first, "answer").due_at == at("11:00")
        assert clock(second, "answer").due_at == at("11:20")

    def test_BL_01_a_breach_is_not_taken_back_by_it(self, desk, first, second):
        sweep(now=at("11:30"))
        desk.record(first, "response.given", "10:40", "11:31")
        link(desk, second, first, now="11:40")

        assert ("broken", "11:20") in flips(second, "answer")
        assert clock(second, "answer").broken_at == at("11:20")

    def test_what_happens_in_the_first_happens_in_both(self, desk, first, second):
        link(desk, second, first, now="10:35")

        desk.record(first, "response.given", "10:50")

        assert clock(first, "answer").done_at == at("10:50")
        assert clock(second, "answer").done_at == at("10:50")

    def test_and_is_taken_back_in_both(self, desk, first, second):
        link(desk, second, first, now="10:35")
        told = desk.record(first, "response.given", "10:50")

        withdraw_fact(
            case_id=first.case_id,
            seq=told.seq,
            reason="Wrong number",
            by=desk.hotline,
            now=at("10:55"),
            key="w",
        )

        assert clock(second, "answer").done_at is None

    def test_what_was_before_its_own_request_does_not_count_for_it(self, desk, first, second):
        link(desk, second, first, now="10:35")

        desk.record(first, "response.given", "10:10", "10:40")

        assert clock(first, "answer").done_at == at("10:10")
        assert clock(second, "answer").done_at is None

    def test_undone_they_go_their_own_ways_again(self, desk, first, second):
        link(desk, second, first, now="10:35")
        undo(desk, second)

        desk.record(first, "response.given", "12:10")

        assert clock(second, "answer").done_at is None

    def test_undoing_needs_a_reason_and_stays_readable(self, desk, first, second):
        link(desk, second, first)
        with pytest.raises(ReasonMissing):
            undo(desk, second, reason=" ")

        assert undo(desk, second)
        assert not undo(desk, second)

        [line] = case_links(first.case_id, viewer=desk.hotline)
        assert (line.stands, line.undone_because) == (False, "Another machine after all")

    def test_saying_it_twice_says_it_once(self, desk, first, second):
        assert link(desk, second, first)
        assert not link(desk, second, first)

        assert [e.verb for e in entries(f"case:{second.number}")].count("case.linked") == 1
        assert [e.verb for e in entries(f"case:{first.number}")].count("case.linked") == 1

    def test_there_are_no_chains(self, desk, first, second):
        third = desk.log(now="10:45", requested_at=at("10:40"))
        link(desk, second, first)

        with pytest.raises(DuplicateAlready):
            link(desk, third, second)

    def test_AZ_09_cases_of_two_customers_are_not_put_together(self, desk, first, stranger):
        with pytest.raises(NoSuchOther):
            link(desk, first, stranger)

    def test_AZ_09_the_database_refuses_it_too(self, desk, first, stranger):
        CaseLink.objects.create(
            case_id=first.case_id,
            other_id=stranger.case_id,
            customer_id=desk.customer.pk,
            kind="follows_from",
            linked_at=at("11:00"),
            linked_by=desk.dispatcher,
        )

        with pytest.raises(IntegrityError):
            connection.check_constraints(["cases_caselink"])
        transaction.set_rollback(True)

    def test_only_a_complaint_is_about_a_case(self, desk, first, second):
        with pytest.raises(OnlyComplaints):
            link(desk, second, first, kind="complaint_about")

    def test_both_cases_show_it(self, desk, first, second):
        link(desk, second, first, kind="follows_from")

        [out] = case_links(second.case_id, viewer=desk.hotline)
        [back] = case_links(first.case_id, viewer=desk.hotline)

        assert (out.number, out.is_outgoing) == (first.number, True)
        assert (back.number, back.is_outgoing) == (second.number, False)
        assert any(one.due_at == at("11:20") for one in back.clocks)


class TestSplitCase:
    def split(self, desk, opened):
        part = Part(text="The fan is loud as well", case_type="consultation")
        return split_case(
            case_id=opened.case_id, part=part, by=desk.hotline, now=at("12:00"), key="part"
        )

    def test_BL_01_a_part_was_asked_when_the_whole_was(self, desk, first):
        part = self.split(desk, first)

        assert case(part).requested_at == at("10:00")
        assert case(part).version_id == case(first).version_id
        assert clock(part, "answer").broken_at == at("11:00")

    def test_it_is_one_however_often_it_is_sent(self, desk, first):
        assert self.split(desk, first).case_id == self.split(desk, first).case_id
        assert [line.kind for line in case_links(first.case_id, viewer=desk.hotline)] == [
            "split_from"
        ]
