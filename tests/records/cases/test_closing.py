"""Closing and reopening, assigning, and moving to another policy."""

import uuid

import pytest

from kept.records.archive.services import record_acceptance
from kept.records.cases.models import Flip, News
from kept.records.cases.services import (
    AlreadyClosed,
    AssignedMeanwhile,
    Closing,
    NobodyResponsible,
    NotClosed,
    NotPublished,
    ReasonMissing,
    assign_case,
    close_case,
    move_case_to_policy,
    renew_about,
    reopen_case,
    sweep,
)
from kept.records.ledger.queries import entries, verify_stream
from tests.desk import POLICY, at, case, clock, flips, publish


def close(desk, opened, now, key=""):
    return close_case(
        case_id=opened.case_id,
        closing=Closing(at=at(now)),
        by=desk.hotline,
        now=at(now),
        key=key or uuid.uuid4().hex,
    )


def reopen(desk, opened, now, reason="Fault is back"):
    return reopen_case(
        case_id=opened.case_id,
        closing=Closing(at=at(now), text=reason),
        by=desk.hotline,
        now=at(now),
        key=uuid.uuid4().hex,
    )


class TestClosing:
    def test_a_closed_case_says_when_and_by_whom(self, desk):
        opened = desk.log()
        close(desk, opened, "15:00")

        assert case(opened).state == "closed"
        assert (case(opened).closed_at, case(opened).closed_by) == (at("15:00"), desk.hotline)

    def test_closing_twice_with_one_key_is_once_and_with_another_is_refused(self, desk):
        opened = desk.log()
        close(desk, opened, "15:00", key="a")

        assert close(desk, opened, "15:00", key="a").repeated
        with pytest.raises(AlreadyClosed):
            close(desk, opened, "15:05")

    def test_BL_01_close_and_reopen_does_not_start_the_clock_again(self, desk):
        opened = desk.log(answers={"down": True})
        desk.record(opened, "service.restored", "14:00")
        close(desk, opened, "14:10")
        reopen(desk, opened, "15:00")

        assert case(opened).state == "open"
        assert case(opened).closed_by is None
        assert clock(opened, "repair").started_at == at("10:00")
        assert clock(opened, "repair").due_at == at("19:00")  # solved time is not counted
        assert ("reopened", "15:00") in flips(opened, "repair")

    def test_reopening_needs_a_reason_and_something_closed(self, desk):
        opened = desk.log()
        with pytest.raises(NotClosed):
            reopen(desk, opened, "15:00")
        close(desk, opened, "15:00")
        with pytest.raises(ReasonMissing):
            reopen(desk, opened, "15:10", reason=" ")

    def test_what_is_still_owed_stays_owed(self, desk):
        opened = desk.log()
        close(desk, opened, "10:30")
        sweep(now=at("11:30"))

        assert clock(opened, "answer").state == "broken"


class TestAssigning:
    def test_tells_the_new_owner_once(self, desk):
        opened = desk.log()
        told = {"case_id": opened.case_id, "person_id": desk.engineer.pk, "by": desk.dispatcher}

        assert assign_case(**told, now=at("10:10"))
        assert not assign_case(**told, now=at("10:11"))
        assert case(opened).responsible == desk.engineer
        assert News.objects.filter(case_id=opened.case_id, kind="assigned").count() == 1
        assert entries(f"case:{opened.number}")[-1].data["name"] == "高磊"

    def test_CC_05_who_did_not_see_the_last_change_is_told_before_overwriting_it(self, desk):
        opened = desk.log()
        seen = case(opened).responsible_id
        told = {"case_id": opened.case_id, "seen_id": seen, "now": at("10:10")}
        assign_case(person_id=desk.engineer.pk, by=desk.dispatcher, **told)

        with pytest.raises(AssignedMeanwhile, match="高磊"):
            assign_case(person_id=desk.manager.pk, by=desk.manager, **told)

        assert case(opened).responsible == desk.engineer
        assert not assign_case(person_id=desk.engineer.pk, by=desk.manager, **told)  # as wished
        assert assign_case(
            person_id=desk.manager.pk, by=desk.manager, **told | {"seen_id": desk.engineer.pk}
        )

    def test_a_promise_always_has_an_owner(self, desk):
        opened = desk.log()

        with pytest.raises(NobodyResponsible):
            assign_case(case_id=opened.case_id, person_id=0, by=desk.dispatcher, now=at("10:10"))


class TestMoving:
    def newer(self, desk):
        text = POLICY.replace("limit: 1 h", "limit: 30 min")
        return publish(text, desk.manager, at("10:30"))

    def test_a_running_case_keeps_its_version_when_a_new_one_is_published(self, desk):
        opened = desk.log()
        self.newer(desk)
        desk.record(opened, "note.added", "10:31", text="Called")

        assert clock(opened, "answer").due_at == at("11:00")

    def test_a_person_moves_it_for_a_reason(self, desk):
        opened = desk.log()
        told = {"case_id": opened.case_id, "version_id": self.newer(desk).pk, "by": desk.manager}
        with pytest.raises(ReasonMissing):
            move_case_to_policy(**told, reason="", now=at("10:40"))

        move_case_to_policy(**told, reason="Customer signed the new terms", now=at("10:40"))

        assert clock(opened, "answer").due_at == at("10:30")
        assert clock(opened, "answer").state == "broken"
        moved = [e for e in entries(f"case:{opened.number}") if e.verb == "case.moved"]
        assert moved[0].name == "Marta Stein"

    def test_a_breach_under_the_old_version_stays_on_record(self, desk):
        opened = desk.log()
        sweep(now=at("11:10"))
        later = publish(POLICY.replace("limit: 1 h", "limit: 9 h"), desk.manager, at("11:20"))

        move_case_to_policy(
            case_id=opened.case_id,
            version_id=later.pk,
            reason="Wrong contract",
            by=desk.manager,
            now=at("11:30"),
        )

        kinds = Flip.objects.filter(case_id=opened.case_id, clock="answer").order_by("pk")
        assert list(kinds.values_list("kind", flat=True)) == [
            "warned",
            "broken",
            "changed",
            "undone",
        ]

    def test_only_to_a_published_version(self, desk):
        opened = desk.log()

        with pytest.raises(NotPublished):
            move_case_to_policy(
                case_id=opened.case_id, version_id=0, reason="x", by=desk.manager, now=at("10:40")
            )

    def test_a_corrected_acceptance_reaches_the_case_when_someone_says_so(self, desk):
        opened = desk.log()
        record_acceptance(
            equipment_id=desk.equipment.pk,
            on=at("08:00").date(),
            evidence="AC-2",
            by=desk.manager,
            at=at("10:20"),
        )
        told = {"case_id": opened.case_id, "by": desk.manager}

        assert renew_about(**told, now=at("10:30")) is not None
        assert renew_about(**told, now=at("10:31")) is None
        assert case(opened).about["equipment.accepted"]["moment"].startswith("2026-11-24")
        assert verify_stream(f"case:{opened.number}") is None
