"""Follow-up calls by the rhythm of a policy: due, made, due again."""

import pytest

from kept.records.cases.services import differences, sweep
from kept.records.followups.queries import due_by_rhythm
from tests.desk import POLICY, at, case, open_desk
from tests.records.followups.test_followups import call, close

RHYTHM = POLICY.replace(
    "rules:\n",
    """rules:
  rhythm:
    form: schedule
    name: {en: Follow-up calls}
    source: D-5
    what: {en: a call that asks how it runs}
    every: 1 day
    from: service.restored
    done: follow_up.made
""",
    1,
)


@pytest.fixture
def desk(db):
    return open_desk(RHYTHM)


def due(desk, until):
    rows = due_by_rhythm(viewer=desk.hotline, until=at(until))
    return [(row.number, row.due_at) for row in rows]


def test_nothing_is_due_before_the_rhythm_begins(desk):
    desk.log()

    assert due(desk, "30 23:00") == []


def test_a_call_is_due_until_it_is_made_and_then_again(desk):
    opened = desk.log()
    desk.record(opened, "service.restored", "10:30")
    close(desk, opened, "11:00")
    [(number, first)] = due(desk, "27 23:59")
    assert number == case(opened).number

    call(desk, opened, "12:00")
    sweep(now=at("25 12:00"))

    [(_number, second)] = due(desk, "28 23:59")
    assert second > first
    assert differences(case_id=opened.case_id, now=at("25 12:00")) == []


def test_what_was_missed_stays_due_until_the_next_begins(desk):
    opened = desk.log()
    desk.record(opened, "service.restored", "10:30")
    before = due(desk, "30 23:59")
    for hour in range(0, 72, 6):
        sweep(now=at(f"{25 + hour // 24} {hour % 24:02}:00"))

    assert due(desk, "30 23:59") > before
    assert differences(case_id=opened.case_id, now=at("27 18:00")) == []


def test_a_policy_without_such_a_rhythm_wants_no_call(db):
    desk = open_desk()
    opened = desk.log()
    desk.record(opened, "service.restored", "10:30")

    assert due(desk, "30 23:59") == []
