"""Other cases of the same machine on a case's page, and what counting them leads to."""

import re

import pytest

from kept.records.cases.services import withdraw_fact
from tests.desk import POLICY, at, open_desk
from tests.records.history.test_history import complain, replace_machine

COUNTING = POLICY.replace(
    "rules:\n",
    """rules:
  failed_repairs:
    form: counter
    name: {en: Failed repairs of one problem}
    source: D-5
    counts: {event: repair.closed, where: {result: failed}}
    per: [serial, problem]
    reach: 3
  new_device:
    form: remedy
    name: {en: A new device}
    source: D-6
    when: {counter.failed_repairs: reached}
    chooser: customer
    options:
      replace: {name: {en: a new device}}
""",
    1,
)


@pytest.fixture
def desk(db):
    return open_desk(COUNTING)


def failed(desk, opened, when, problem="E-47", result="failed"):
    return desk.record(opened, "repair.closed", when, problem=problem, result=result)


def side_of(client, number):
    page = client.get(f"/cases/{number}/").content.decode()
    side = page.split("The same machine", 1)
    return (
        " ".join(re.sub(r"<[^>]+>", " ", side[1].split("</section>")[0]).split())
        if side[1:]
        else ""
    )


def test_the_same_problem_is_marked_and_the_counter_says_what_it_leads_to(desk, client):
    first, other = desk.log("10:02"), desk.log("10:03", description="Door squeaks")
    failed(desk, first, "10:05")
    failed(desk, other, "10:06", problem="DOOR", result="worked")
    third = desk.log("10:10", requested_at=at("10:08"))
    failed(desk, third, "10:12")

    said = side_of(client, third.number)

    assert "Failed repairs of one problem: 2 of 3" in said
    assert "Reached, it opens: A new device D-6" in said
    assert f"{first.number} Transmitter shows E-47 same problem: E-47 repair: failed" in said
    assert f"{other.number} Door squeaks repair: worked" in said


def test_cases_of_the_machine_it_took_the_place_of_are_there_with_their_number(desk, client):
    first = desk.log("10:02")
    failed(desk, first, "10:05")
    newer = replace_machine(desk)
    second = desk.log("10:10", requested_at=at("10:08"), equipment_id=newer.pk)
    failed(desk, second, "10:12")

    said = side_of(client, second.number)
    assert "same problem: E-47 repair: failed 640-2207-0183" in said
    assert "Failed repairs of one problem: 2 of 3" in said
    assert "640-2207-0999" in side_of(client, first.number)


def test_what_was_withdrawn_marks_nothing(desk, client):
    first, second = desk.log("10:02"), desk.log("10:03")
    told = failed(desk, first, "10:05")
    failed(desk, second, "10:06")
    again = {"by": desk.hotline, "now": at("10:10"), "key": "gone"}
    withdraw_fact(case_id=first.case_id, seq=told.seq, reason="Other machine", **again)

    assert "same problem" not in side_of(client, second.number)


def test_a_complaint_is_not_among_them_for_whom_it_is_about(desk, client):
    opened = desk.log("10:02")
    complain(desk, opened)
    second = desk.log("10:10", requested_at=at("10:08"))

    assert "Nobody called back" not in side_of(client, second.number)


def test_alone_there_is_no_such_part(desk, client):
    assert side_of(client, desk.log("10:02").number) == ""


def test_takes_three_statements_more_however_many_there_are(
    desk, client, django_assert_max_num_queries
):
    opened = [desk.log(f"10:{minute:02}") for minute in range(10)]
    for one in opened:
        failed(desk, one, "10:20")

    with django_assert_max_num_queries(60):
        assert "The same machine" in client.get(f"/cases/{opened[-1].number}/").content.decode()
