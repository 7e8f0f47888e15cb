"""What managers are shown of levels, times and pauses: who, where, and in which cases."""

from datetime import timedelta

import pytest

from kept.records.cases.queries import By, Mark, marks
from kept.records.cases.queries.queue import QueueFilter, queue
from kept.records.cases.services import (
    Closing,
    Waiting,
    begin_waiting,
    close_case,
    end_waiting,
    withdraw_fact,
)
from tests.desk import POLICY, at, open_desk
from tests.records.cases.test_causes import dispute, find
from tests.records.cases.test_contests import contest, grade


@pytest.fixture
def desk(db):
    return open_desk(POLICY.replace("grader: customer", "grader: provider"))


def seen(desk, by=By.PERSON, since="08:00", until="23:00", viewer=None):
    viewer = viewer or desk.manager
    return marks(by=by, since=at(since), until=at(until), viewer=viewer)


def counted(desk, by=By.PERSON, **asked):
    found = seen(desk, by, **asked)
    return {one.names["en"]: {m: n for m, n in one.counts.items() if n} for one in found.counts}


def test_BL_01_a_milder_level_counts_for_who_set_it_and_a_stricter_one_does_not(desk):
    opened = desk.log(answers={"down": True})
    grade(desk, opened, "2", "11:00", word="provider", by=desk.hotline)
    grade(desk, opened, "1", "11:10", word="provider", by=desk.dispatcher)

    assert counted(desk) == {"周敏": {Mark.MILDER: 1}}
    [line] = seen(desk).lines
    assert (line.number, line.said) == (opened.number, "Seen")


def test_BL_01_a_contest_counts_for_whose_level_or_finding_it_is_about(desk):
    opened = desk.log(answers={"down": False})
    grade(desk, opened, "1", "10:30", word="provider", by=desk.dispatcher)
    contest(desk, opened, asked="2")
    find(desk, opened, "11:10")
    dispute(desk, opened, "11:20")

    assert counted(desk) == {"Dana Li": {Mark.CONTESTED: 1}, "高磊": {Mark.CONTESTED: 1}}


def test_BL_01_a_level_nobody_set_counts_for_who_answers_for_the_case(desk):
    contest(desk, desk.log(answers={"down": False}))

    assert counted(desk) == {"周敏": {Mark.CONTESTED: 1}}


def test_BL_01_pauses_are_counted_with_how_long_they_lasted_and_their_share(desk):
    opened, _other = desk.log(), desk.log()
    waiting = Waiting(waiting_for="customer", at=at("11:00"))
    told = {"case_id": opened.case_id, "by": desk.hotline}
    begin_waiting(waiting=waiting, now=at("11:00"), key="b", **told)
    end_waiting(at=at("12:30"), now=at("12:30"), key="e", **told)

    [one] = seen(desk).counts
    assert (one.counts[Mark.PAUSED], one.waited) == (1, timedelta(minutes=90))
    assert (one.paused_cases, one.cases, one.share_paused) == (1, 2, 0.5)


def test_BL_01_what_is_dated_back_or_taken_back_counts(desk):
    opened = desk.log()
    desk.record(opened, "visit.arrived", "10:30", "12:00")
    taken = desk.record(opened, "response.given", "12:10")
    withdraw_fact(
        case_id=opened.case_id,
        seq=taken.seq,
        reason="Wrong case",
        by=desk.manager,
        now=at("12:20"),
        key="w",
    )

    assert counted(desk) == {"周敏": {Mark.LATE: 1}, "Marta Stein": {Mark.CHANGED: 1}}
    late = next(line for line in seen(desk).lines if line.mark is Mark.LATE)
    assert late.lasting == timedelta(minutes=90)


def test_they_are_counted_by_customer_and_office_too(desk):
    contest(desk, desk.log(answers={"down": False}))

    assert list(counted(desk, By.CUSTOMER)) == ["Eastbank Data Centre"]
    assert list(counted(desk, By.OFFICE)) == ["Shanghai"]


def test_only_what_was_entered_in_that_time_counts(desk):
    contest(desk, desk.log(answers={"down": False}))

    assert counted(desk, since="11:01") == {}
    assert counted(desk, until="11:00") == {}


def test_AZ_02_nobody_sees_marks_of_cases_they_may_not_see(desk):
    contest(desk, desk.log(answers={"down": False}))
    desk.engineer.roles = ["customer"]

    assert counted(desk, viewer=desk.engineer) == {}


def test_the_queue_shows_what_is_contested_the_oldest_first_and_closed_ones_too(desk):
    first, second, _plain = (desk.log(answers={"down": False}) for _ in range(3))
    contest(desk, second, "11:30")
    contest(desk, first, "11:00")
    closing = {"closing": Closing(at=at("12:00")), "by": desk.manager, "now": at("12:00")}
    close_case(case_id=first.case_id, key="c", **closing)

    rows = queue(QueueFilter(contested=True), viewer=desk.hotline, at=at("12:30")).rows

    assert [row.number for row in rows] == [first.number, second.number]
