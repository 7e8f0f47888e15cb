"""Going on to a later way of helping: with a reason that stays, or with how the one before went."""

import pytest

from kept.records.cases.asking import NewFact
from kept.records.cases.models import CaseFact
from kept.records.cases.services import HeldBack, ReasonMissing, record_fact
from kept.records.cases.vocabulary import UnknownValue
from tests.desk import POLICY, at, case, clock, open_desk

pytestmark = pytest.mark.django_db
LADDER = (
    POLICY
    + """
  ways:
    form: ladder
    name: {en: How we help}
    source: D-7
    steps:
      telephone: {name: {en: by telephone}, tried: {event: remote.attempted, where: {mode: phone}}}
      site: {name: {en: on site}, tried: [engineer.sent, visit.arrived]}
    solved: service.restored
  spare:
    form: clock
    name: {en: Spare}
    source: D-7
    when: {quickly_repairable: no}
    start: spare.needed
    stop: spare.received
    limit: 4 h
    calendar: elapsed
"""
)


@pytest.fixture
def desk(db):
    return open_desk(LADDER)


@pytest.fixture
def opened(desk):
    return desk.log()


def record(desk, opened, kind, happened, *, despite="", **values):
    fact = NewFact(kind=kind, at=at(happened), values=values, despite=despite)
    return record_fact(
        case_id=opened.case_id,
        fact=fact,
        by=desk.hotline,
        now=at(happened),
        key=f"{kind} {happened}",
    )


def test_a_later_way_before_the_one_whose_turn_it_is_needs_a_reason(desk, opened):
    with pytest.raises(HeldBack) as refused:
        record(desk, opened, "engineer.sent", "10:20")

    assert "by telephone" in str(refused.value)
    assert not CaseFact.objects.filter(kind="engineer.sent").exists()


def test_the_reason_stays_with_the_name_and_the_clause(desk, opened):
    record(desk, opened, "engineer.sent", "10:20", despite="the customer cannot be reached")

    fact = CaseFact.objects.get(kind="engineer.sent")
    assert (fact.despite, fact.by) == ("the customer cannot be reached", desk.hotline)
    assert fact.against == [{"rule": "ways", "clauses": ["D-7"]}]


def test_once_on_the_way_nobody_is_asked_again(desk, opened):
    record(desk, opened, "engineer.sent", "10:20", despite="the customer cannot be reached")
    record(desk, opened, "visit.arrived", "11:20")

    assert CaseFact.objects.get(kind="visit.arrived").against == []


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        ("remote.attempted", {"mode": "phone", "result": "failed"}),
        ("remote.attempted", {"mode": "phone", "result": "waived", "reason": "no line"}),
        ("step.ended", {"step": "telephone", "result": "failed"}),
        ("step.ended", {"step": "telephone", "result": "waived", "reason": "no line"}),
    ],
)
def test_what_failed_or_was_left_out_with_a_reason_is_over(desk, opened, kind, values):
    record(desk, opened, kind, "10:10", **values)
    record(desk, opened, "engineer.sent", "10:20")

    assert CaseFact.objects.get(kind="engineer.sent").against == []


def test_an_attempt_of_which_nobody_said_how_it_went_is_not_over(desk, opened):
    record(desk, opened, "remote.attempted", "10:10", mode="phone")

    with pytest.raises(HeldBack):
        record(desk, opened, "engineer.sent", "10:20")


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        ("step.ended", {"step": "telephone", "result": "waived"}),
        ("step.ended", {"step": "telephone", "result": "waived", "reason": "  "}),
        ("remote.attempted", {"mode": "phone", "result": "waived"}),
        ("repair.judged", {"quickly_repairable": False}),
        ("spare.needed", {"quickly_repairable": False}),
        ("escalation.passed_on", {"to_role": "sales"}),
        ("miss.predicted", {}),
    ],
)
def test_leaving_out_judging_and_passing_on_need_a_reason(desk, opened, kind, values):
    with pytest.raises(ReasonMissing):
        record(desk, opened, kind, "10:10", **values)


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        ("step.ended", {"step": "stairs", "result": "failed"}),
        ("escalation.passed_on", {"to_role": "the moon", "reason": "far away"}),
    ],
)
def test_what_the_policy_does_not_have_is_refused(desk, opened, kind, values):
    with pytest.raises(UnknownValue):
        record(desk, opened, kind, "10:10", **values)


def test_a_judgement_that_it_takes_long_lets_the_spare_run(desk, opened):
    record(desk, opened, "spare.needed", "10:10")
    judged = {"quickly_repairable": False, "reason": "the board is burnt"}
    record(desk, opened, "repair.judged", "10:15", **judged)

    fact = CaseFact.objects.get(kind="repair.judged")
    assert (fact.by_name, fact.values["reason"]) == ("周敏", "the board is burnt")
    assert clock(opened, "spare").due_at == at("14:10")
    assert case(opened).state == "open"
