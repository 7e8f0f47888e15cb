"""Levels, set by facts, by time and by hand."""

import pytest

from kept.records.cases.services import (
    Grading,
    ReasonMissing,
    UnknownGrade,
    Word,
    grade_case,
    sweep,
)
from kept.records.ledger.queries import entries
from tests.desk import at, case, clock, flips

THEIRS = Word(of="customer", requester="Lin Hao")


def grade(desk, opened, level, now, reason=""):
    said = {"grade": level, "at": at(now), "reason": reason, "word": THEIRS}
    return grade_case(
        case_id=opened.case_id,
        grading=Grading(scale="level.fault", **said),
        by=desk.dispatcher,
        now=at(now),
        key=f"{level}-{now}",
    )


class TestGradeCase:
    def test_a_stricter_level_counts_at_once_from_the_original_start(self, desk):
        opened = desk.log(answers={"down": False})

        grade(desk, opened, "1", "12:00")

        assert case(opened).level == "1"
        assert clock(opened, "repair").due_at == at("18:00")
        assert flips(opened, "repair") == [("changed", "12:00")]

    def test_BL_01_a_looser_level_needs_a_reason_which_stays_with_the_name(self, desk):
        opened = desk.log(answers={"down": True})
        with pytest.raises(ReasonMissing):
            grade(desk, opened, "2", "12:00", reason=" ")

        grade(desk, opened, "2", "12:00", reason="Backup runs")

        assert clock(opened, "repair").due_at == at("25 10:00")
        last = [e for e in entries(f"case:{opened.number}") if e.verb == "fact.recorded"][-1]
        assert (last.name, last.data["values"]["reason"]) == ("Dana Li", "Backup runs")

    @pytest.mark.parametrize("level", ["3", "", "level.fault"])
    def test_a_level_the_policy_does_not_know_is_refused(self, desk, level):
        opened = desk.log()

        with pytest.raises(UnknownGrade):
            grade(desk, opened, level, "12:00")

    def test_loosening_after_a_breach_does_not_take_the_breach_back(self, desk):
        opened = desk.log(answers={"down": True})
        sweep(now=at("18:01"))

        grade(desk, opened, "2", "18:30", reason="Backup ran all the time")

        assert clock(opened, "repair").broken_at == at("18:00")


class TestTimeAlone:
    def test_ten_minutes_of_interruption_raise_the_level_without_a_click(self, desk):
        opened = desk.log(answers={"down": False})
        desk.record(opened, "interruption.began", "10:05")
        assert case(opened).level == "2"
        assert case(opened).reassess_at == at("10:15")

        sweep(now=at("10:15"))

        assert case(opened).level == "1"
        assert clock(opened, "repair").due_at == at("18:00")

    def test_an_interruption_that_ended_in_time_does_not(self, desk):
        opened = desk.log(answers={"down": False})
        desk.record(opened, "interruption.began", "10:05")
        desk.record(opened, "interruption.ended", "10:12")

        sweep(now=at("10:40"))

        assert case(opened).level == "2"
