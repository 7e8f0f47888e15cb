"""Earlier cases of the same equipment, where the policy looks at them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kept.records.cases.earlier import earlier_facts, kinds_looked_at
from kept.records.cases.queries import case_card, preview
from kept.records.cases.services import differences, rebuild, sweep, withdraw_fact
from kept.records.cases.services.rebuilding import look_over
from kept.rules.policy import load
from tests.desk import POLICY, at, clock, open_desk

COUNTING = POLICY.replace(
    "rules:\n",
    """rules:
  repairs:
    form: counter
    name: {en: Repairs}
    source: D-5
    counts: repair.closed
    reach: 2
  expert:
    form: clock
    name: {en: Expert}
    source: D-6
    when: {counter.repairs: reached}
    start: request.received
    stop: visit.arrived
    limit: 5 h
    calendar: elapsed
""",
    1,
)

EVER = POLICY.replace(
    "facts:\n",
    """events:
  machine.opened: {name: {en: opened by others}, undone_by: machine.sealed}
  machine.sealed: {name: {en: looked over and sealed}}
facts:
""",
    1,
).replace(
    "rules:\n",
    """rules:
  expert:
    form: clock
    name: {en: Expert}
    source: D-6
    when: {happened_to_equipment: machine.opened}
    start: request.received
    stop: visit.arrived
    limit: 5 h
    calendar: elapsed
""",
    1,
)


@pytest.fixture
def desk(db):
    return open_desk(COUNTING)


def counted(desk, opened, now):
    card = case_card(opened.number, viewer=desk.hotline, at=at(now))
    return card.assessment.counters[0].count


def test_what_happened_in_earlier_cases_counts_from_the_first_moment_on(desk):
    first = desk.log("10:02")
    for moment in ("10:30", "10:40"):
        desk.record(first, "repair.closed", moment, result="failed")
    second = desk.log("11:02", requested_at=at("11:00"))

    assert counted(desk, second, "11:03") == 2
    assert clock(second, "expert").due_at == at("16:00")
    assert preview(request=desk.request(requested_at=at("11:30")), at=at("11:30")).facts.history


def test_what_is_said_later_of_an_earlier_case_reaches_the_later_one(desk):
    first, second = desk.log("10:02"), desk.log("11:02", requested_at=at("11:00"))
    for moment in ("11:30", "11:40"):
        desk.record(first, "repair.closed", moment, result="failed")

    sweep(now=at("11:45"))

    assert clock(second, "expert").due_at == at("16:00")
    for opened in (first, second):
        assert differences(case_id=opened.case_id, now=at("11:45")) == []
        rebuild(case_id=opened.case_id, now=at("11:45"))
        assert differences(case_id=opened.case_id, now=at("11:45")) == []
    assert counted(desk, first, "11:45") == 2


def test_a_later_case_tells_an_earlier_one_nothing(desk):
    first, second = desk.log("10:02"), desk.log("11:02", requested_at=at("11:00"))
    desk.record(second, "repair.closed", "11:30", result="failed")

    assert counted(desk, first, "11:45") == 0


def test_a_corrected_fact_of_an_earlier_case_counts_once(desk):
    first = desk.log("10:02")
    told = desk.record(first, "repair.closed", "10:30", result="failed")
    second = desk.log("11:02", requested_at=at("11:00"))
    assert counted(desk, second, "11:03") == 1

    withdraw_fact(
        case_id=first.case_id, seq=told.seq, reason="no", by=desk.hotline, now=at("11:10"), key="w"
    )
    assert counted(desk, second, "11:15") == 0


def test_nothing_is_read_for_a_policy_that_looks_at_the_case_alone(desk):
    plain = load(POLICY, file="plain")
    assert kinds_looked_at(plain) == frozenset()

    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert earlier_facts(plain, desk.equipment.pk) == ()
    assert len(asked) == 0


def test_the_past_of_many_cases_is_read_at_once(desk):
    logged = [desk.log(f"1{hour}:02", requested_at=at(f"1{hour}:00")) for hour in range(4)]
    for hour, opened in enumerate(logged[:3]):
        desk.record(opened, "repair.closed", f"1{hour}:30", result="failed")
    keys = [opened.case_id for opened in logged]

    def asked(*some):
        with CaptureQueriesContext(connection) as statements:
            found, later = look_over(some, now=at("13:03"))
        assert (found.failed, later) == ({}, [])
        return len(statements)

    assert counted(desk, logged[3], "13:03") == 3
    assert asked(*keys) == asked(*keys[2:])


def test_what_a_case_between_undid_has_not_happened_to_the_machine(db):
    desk = open_desk(EVER)
    first = desk.log("10:02")
    desk.record(first, "machine.opened", "10:10")
    between = desk.log("10:32", requested_at=at("10:30"))
    assert clock(between, "expert").state == "running"
    desk.record(between, "machine.sealed", "10:40")

    later = desk.log("11:02", requested_at=at("11:00"))

    card = case_card(later.number, viewer=desk.hotline, at=at("11:03"))
    assert "expert" not in {line.rule for line in card.assessment.clocks}
