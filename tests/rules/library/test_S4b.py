"""S4b: an answer in one hour, two years of warranty, and labour that costs nothing after it."""

import pytest

from kept.rules.assess import ClockState, TermState
from kept.rules.policy.model import CellState, ClauseState
from tests.rules.library.shipped import (
    case,
    cited,
    fact,
    judged,
    price,
    request,
    shipped,
    when,
    who_pays,
)

AT = "2026-03-02 10:00"
LATER = "2026-03-02 10:30"
IN_WARRANTY = {"equipment__accepted": when("2025-06-01 00:00")}
EXPIRED = {"equipment__accepted": when("2021-06-01 00:00")}


def term(**about):
    """The warranty line of a piece of equipment."""
    (line,) = judged("S4b", case(request(AT), **about), LATER).terms
    return line


@pytest.mark.parametrize("component", ["installation", "labour", "travel"])
def test_S4b_1_1a(component):
    """An installation order without charge, on whatever equipment."""
    for about in (IN_WARRANTY, EXPIRED, {}):
        order = request(AT, case_type="installation")
        result = judged("S4b", case(order, **about), LATER)

        assert (who_pays(result, component), price(result, component)) == ("provider", "free")
        assert cited(result, component) == ("S4b-1.1a",)


def test_S4b_1_2():
    """An upgrade of embedded software is free, also when the warranty is long over."""
    order = request(AT, case_type="software_upgrade")
    result = judged("S4b", case(order, **EXPIRED), LATER)

    assert {line.payer for line in result.costs} == {"provider"}
    assert {price(result, line.component) for line in result.costs} == {"free"}
    assert cited(result, "parts") == ("S4b-1.2",)


def test_S4b_1_4():
    """The acceptance date sets the start; without it no warranty is known."""
    line = term(**IN_WARRANTY)

    assert line.start == when("2025-06-01 00:00")
    assert "S4b-1.4" in line.reason.clauses
    assert term().state is TermState.UNKNOWN


def test_S4b_1_5a():
    """Acceptance and two years; a contract or a special requirement goes first (C44)."""
    line = term(**IN_WARRANTY)

    assert line.end == when("2027-06-01 00:00")
    assert "S4b-1.5a" in line.reason.clauses
    assert line.reason.readings == ("C44",)
    assert term(contract__special_warranty="1 year", **IN_WARRANTY).end == when("2026-06-01 00:00")
    both = {"contract__special_warranty": "1 year", "contract__warranty": "5 years"}
    assert term(**both, **IN_WARRANTY).end == when("2030-06-01 00:00")


def test_S4b_1_5b():
    """The faulty part at cost, and nothing else."""
    found = fact("cause.found", "2026-03-02 12:00", cause="wear")
    result = judged("S4b", case(request(AT), found, **EXPIRED), "2026-03-02 13:00")

    assert (who_pays(result, "parts"), price(result, "parts")) == ("customer", "at_cost")
    assert cited(result, "parts") == ("S4b-1.5b",)
    for component in ("travel", "diagnosis"):
        assert (who_pays(result, component), price(result, component)) == ("provider", "free")


@pytest.mark.parametrize("component", ["parts", "labour", "travel", "diagnosis"])
def test_S4b_1_5b_charges_nothing_within_the_warranty(component):
    """The paper excludes no cause: nobody has to wait until it is found."""
    result = judged("S4b", case(request(AT), **IN_WARRANTY), LATER)

    assert (who_pays(result, component), price(result, component)) == ("provider", "free")


def test_S4b_1_5c():
    """Labour zero."""
    result = judged("S4b", case(request(AT), **EXPIRED), LATER)

    assert (who_pays(result, "labour"), price(result, "labour")) == ("provider", "free")
    assert cited(result, "labour") == ("S4b-1.5c",)


def test_S4b_1_6a():
    """One hour until the answer."""
    line = judged("S4b", case(request(AT)), LATER).clock("answer")

    assert line.due_at == when("2026-03-02 11:00")
    assert line.state is ClockState.RUNNING
    assert judged("S4b", case(request(AT)), "2026-03-02 11:00").clock("answer").state is (
        ClockState.BROKEN
    )


@pytest.mark.parametrize("first", ["response.given", "support.started"])
def test_S4b_1_6a_is_met_by_the_first_contact(first):
    """C61: the stages after it have no time of their own."""
    contact = fact(first, "2026-03-02 10:40")
    tried = fact("remote.attempted", "2026-03-02 11:30", result="failed")
    result = judged("S4b", case(request(AT), contact, tried), "2026-03-02 12:00")

    assert result.clock("answer").state is ClockState.MET
    assert result.clock("answer").done_at == when("2026-03-02 10:40")


def test_S4b_1_7():
    """A case type of its own, without charge."""
    asked = request(AT, case_type="upgrade_advice")
    result = judged("S4b", case(asked, **EXPIRED), LATER)

    assert shipped("S4b").case_types["upgrade_advice"].name["en"] == "advice on an upgrade"
    assert who_pays(result, "consultation") == "provider"
    assert price(result, "consultation") == "free"
    assert cited(result, "consultation") == ("S4b-1.7",)


@pytest.mark.parametrize("mode", ["telephone", "remote", "on_site"])
def test_S4b_2_1(mode):
    """Every intervention has one of three ways; there is no fourth."""
    tried = fact("remote.attempted", "2026-03-02 10:10", mode=mode)
    result = judged("S4b", case(request(AT), tried), LATER)

    assert [choice.key for choice in shipped("S4b").attributes["mode"].choices] == [
        "telephone",
        "remote",
        "on_site",
    ]
    (way,) = result.cover
    assert way.inside
    assert way.reason.clauses == ("S4b-2.1",)
    assert mode in dict(value for b in way.reason.because for value in b.values).values()


def test_S4b_2_1_says_nothing_before_an_intervention():
    assert judged("S4b", case(request(AT)), LATER).cover == ()


@pytest.mark.parametrize("at", ["2026-03-01 03:00", "2026-02-17 22:30"])
def test_S4b_2_2(at):
    """A Sunday at 03:00 and the night of the Spring Festival: taken, and the hour runs."""
    policy = shipped("S4b")
    line = judged("S4b", case(request(at, channel="telephone")), at).clock("answer")

    assert policy.channels["telephone"].calendar == "any_time"
    assert policy.calendars["any_time"].source == ("S4b-2.2",)
    assert line.calendar == "any_time"
    assert (line.due_at - line.started_at).total_seconds() == 3600


def test_S4b_2_3g():
    """The clock is there, its limit is empty, and it never breaks (C57)."""
    sent = fact("engineer.sent", "2026-03-02 11:00")

    waiting = judged("S4b", case(request(AT)), LATER).clock("on_site")
    assert waiting.state is ClockState.NOT_STARTED

    line = judged("S4b", case(request(AT), sent), "2026-04-02 11:00").clock("on_site")
    assert line.state is ClockState.UNSET
    assert (line.due_at, line.broken_at) == (None, None)
    assert line.promises[-1].cell is CellState.UNSET
    assert line.promises[-1].clauses == ("S4b-2.3g",)

    arrived = fact("visit.arrived", "2026-03-02 13:30")
    line = judged("S4b", case(request(AT), sent, arrived), "2026-03-02 14:00").clock("on_site")
    assert line.spent_seconds == 9000


@pytest.mark.parametrize("clause", ["S4b-1.8", "S4b-1.9a", "S4b-3.1a"])
def test_S4b_1_8_and_other_schedules_wait_for_their_owner(clause):
    found = shipped("S4b").clauses[clause]

    assert (found.state, found.form) == (ClauseState.UNSET, "schedule")
    assert {"en", "zh-Hans"} <= set(found.note)
    assert clause in judged("S4b", case(request(AT)), LATER).unset
