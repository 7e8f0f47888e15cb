"""Waiting for somebody else."""

import uuid

import pytest

from kept.records.cases.services import (
    AlreadyWaiting,
    NotWaiting,
    OurOwnWaiting,
    Waiting,
    begin_waiting,
    end_waiting,
    sweep,
)
from kept.records.cases.vocabulary import UnknownValue
from tests.desk import at, case, clock, flips


def begin(desk, opened, now, waiting_for="customer_access"):
    return begin_waiting(
        case_id=opened.case_id,
        waiting=Waiting(waiting_for=waiting_for, at=at(now)),
        by=desk.hotline,
        now=at(now),
        key=uuid.uuid4().hex,
    )


def end(desk, opened, now):
    return end_waiting(
        case_id=opened.case_id, at=at(now), by=desk.hotline, now=at(now), key=uuid.uuid4().hex
    )


@pytest.fixture
def opened(desk):
    return desk.log(answers={"down": True, "visit_demanded": True})


def test_stops_only_the_clocks_the_policy_lets_stand_still(desk, opened):
    begin(desk, opened, "12:00")

    assert clock(opened, "repair").state == "paused"
    assert clock(opened, "repair").due_at is None
    assert clock(opened, "on_site").state == "running"


def test_the_due_moves_by_the_time_waited(desk, opened):
    begin(desk, opened, "12:00")
    end(desk, opened, "13:30")

    assert clock(opened, "repair").due_at == at("19:30")
    moved = [flip for flip in flips(opened, "repair") if flip[0] == "moved"]
    assert moved == [("moved", "12:00"), ("moved", "13:30")]


def test_a_clock_that_stands_still_neither_warns_nor_breaks(desk, opened):
    begin(desk, opened, "12:00")
    sweep(now=at("20:00"))

    assert clock(opened, "repair").state == "paused"
    assert [kind for kind, _ in flips(opened, "repair")] == ["moved"]


def test_a_warning_that_was_given_is_not_given_again_when_the_due_moves(desk, opened):
    sweep(now=at("16:30"))
    begin(desk, opened, "16:31")
    end(desk, opened, "17:31")
    sweep(now=at("18:00"))

    assert flips(opened, "repair").count(("warned", "16:00")) == 1
    assert [kind for kind, _ in flips(opened, "repair")].count("warned") == 1


def test_a_case_where_all_stands_still_waits_at_the_queues_end(desk):
    opened = desk.log(answers={"down": True})
    desk.record(opened, "response.given", "10:10")
    begin(desk, opened, "12:00")

    assert case(opened).next_due_at is None
    assert case(opened).queue_at.year == 9999


def test_BL_01_waiting_for_ourselves_is_refused(desk, opened):
    with pytest.raises(OurOwnWaiting):
        begin(desk, opened, "12:00", waiting_for="us")


def test_a_reason_nobody_knows_is_refused(desk, opened):
    with pytest.raises(UnknownValue):
        begin(desk, opened, "12:00", waiting_for="Godot")


def test_one_waiting_at_a_time(desk, opened):
    begin(desk, opened, "12:00")

    with pytest.raises(AlreadyWaiting):
        begin(desk, opened, "12:10")


def test_only_a_waiting_that_began_can_end(desk, opened):
    with pytest.raises(NotWaiting):
        end(desk, opened, "12:10")
