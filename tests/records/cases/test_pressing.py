"""What presses: reminders of the customer, and people who are called in."""

import pytest

from kept.records.archive.services import name_holder
from kept.records.cases.models import News
from kept.records.cases.services import assign_case, differences, sweep
from kept.records.ledger.queries import entries
from kept.records.notices.models import Notice
from kept.records.notices.services import tell
from tests.desk import POLICY, at, case, open_desk

CALLS = (
    POLICY
    + """
  reminded:
    form: counter
    name: {en: Reminders}
    source: D-7
    counts: reminder.received
    reach: 2
  chain:
    form: escalation
    name: {en: Escalation}
    source: D-7
    steps:
      - {when: {used: {clock: answer, at_least: 75%}}, to: expert, name: {en: nearly over}}
      - {when: {clock.answer: broken}, to: manager, name: {en: promise broken}, source: D-6}
      - {when: {counter.reminded: reached}, to: sales, name: {en: the customer presses}}
      - {when: {happened: miss.predicted}, to: board, name: {en: will be late}}
roles:
  board: {name: {en: the board}}
"""
)


@pytest.fixture
def desk(db):
    made = open_desk(CALLS)
    for role, person in (("expert", made.engineer), ("sales", made.dispatcher)):
        name_holder(role=role, person_id=person.pk, by=made.manager, now=at("08:30"))
    return made


@pytest.fixture
def opened(desk):
    return desk.log()


def called(opened):
    return [(one["step"], one["to"]) for one in case(opened).called_in]


def give(desk, opened, person):
    assign_case(case_id=opened.case_id, person_id=person.pk, by=desk.manager, now=at("10:25"))


def told(kind):
    return {n.receiver for n in Notice.objects.filter(kind=kind, channel="in_app")}


def test_reminders_are_counted_and_who_is_responsible_is_told(desk, opened):
    desk.record(opened, "reminder.received", "10:20")
    give(desk, opened, desk.engineer)
    desk.record(opened, "reminder.received", "10:30")
    tell(now=at("10:31"))

    assert case(opened).reminders == 2
    # who wrote the first one down is responsible and knows of it
    [notice] = Notice.objects.filter(kind="reminded", channel="in_app")
    assert (notice.receiver, notice.data["count"]) == (desk.engineer, 2)
    assert differences(case_id=opened.case_id, now=at("10:31")) == []


def test_the_policy_may_call_somebody_in_after_the_second(desk, opened):
    desk.record(opened, "reminder.received", "10:20")
    assert called(opened) == []
    desk.record(opened, "reminder.received", "10:30")
    assert called(opened) == [(3, ["sales"])]
    tell(now=at("10:31"))

    assert told("called_in") == {desk.dispatcher}


def test_time_alone_calls_somebody_in_before_the_breach_and_after_it(desk, opened):
    sweep(now=at("10:44"))
    assert called(opened) == []
    sweep(now=at("10:45"))
    assert called(opened) == [(1, ["expert"])]
    sweep(now=at("11:00"))
    tell(now=at("11:01"))

    assert called(opened) == [(1, ["expert"]), (2, ["manager"])]
    assert told("called_in") == {desk.engineer, desk.manager}
    assert differences(case_id=opened.case_id, now=at("11:01")) == []


def test_a_breach_that_comes_before_anything_else_is_assessed_then(db):
    """Without shares of a clock, the breach itself calls somebody in."""
    desk = open_desk(CALLS.replace("{used: {clock: answer, at_least: 75%}}", "{channel: mail}"))
    opened = desk.log()
    sweep(now=at("11:00"))

    assert called(opened) == [(2, ["manager"])]


def test_everybody_is_told_once_however_often_the_case_changes(desk, opened):
    sweep(now=at("11:00"))
    for minute in ("11:05", "11:06", "11:07"):
        desk.record(opened, "note.added", minute, text="still looking")
    tell(now=at("11:10"))

    assert Notice.objects.filter(kind="called_in", receiver=desk.manager).count() == 2  # and mail
    verbs = [e.verb for e in entries(case(opened).stream)]
    assert verbs.count("case.called_in") == 2  # the expert and the manager


def test_to_whom_it_is_passed_on_is_told_too(desk, opened):
    sweep(now=at("11:00"))
    desk.record(
        opened, "escalation.passed_on", "11:05", role="manager", to_role="sales", reason="price"
    )
    tell(now=at("11:06"))

    assert (2, ["sales"]) in called(opened)
    assert desk.dispatcher in told("called_in")


def test_who_takes_it_on_is_called_in_no_longer(desk, opened):
    sweep(now=at("11:00"))
    desk.record(opened, "escalation.accepted", "11:05", role="manager")

    assert called(opened) == [(1, ["expert"])]


def test_where_nobody_is_named_those_who_answer_for_the_office_are_told(desk, opened):
    desk.record(opened, "miss.predicted", "10:10", reason="the part comes tomorrow")
    tell(now=at("10:11"))

    assert called(opened) == [(4, ["board"])]
    assert told("called_in") == {desk.dispatcher, desk.manager}


def test_in_a_closed_case_nobody_is_called_in(desk, opened):
    sweep(now=at("11:00"))
    desk.close(opened)

    assert called(opened) == []
    assert not News.objects.filter(kind="reminded").exists()
