"""S4d: a solution at once, one year free, service for the life of the product, parts at cost."""

import pytest

from kept.rules.assess import ClockState, TermState, assess
from kept.rules.policy.model import CellState, ClauseState, Strength
from tests.rules.library.shipped import (
    case,
    cited,
    fact,
    judged,
    possible_payers,
    price,
    request,
    shipped,
    when,
    who_pays,
)

AT = "2026-03-02 10:00"
LATER = "2026-03-02 10:10"
IN_WARRANTY = {"equipment__accepted": when("2025-06-01 00:00")}
EXPIRED = {"equipment__accepted": when("2021-06-01 00:00")}
ITEMS = ("parts", "labour", "travel")


def term(key, **about):
    """A term of a piece of equipment."""
    terms = judged("S4d", case(request(AT), **about), LATER).terms
    return {line.rule: line for line in terms}[key]


def found(cause, **about):
    """What follows once the cause is known."""
    finding = fact("cause.found", "2026-03-02 12:00", cause=cause)
    return judged("S4d", case(request(AT), finding, **about), "2026-03-02 13:00")


def test_S4d_1_3():
    """Training has no length: its owner is told to set it."""
    clause = shipped("S4d").clauses["S4d-1.3"]

    assert (clause.state, clause.form) == (ClauseState.UNSET, "training")
    assert "how long" in clause.note["en"]


@pytest.mark.parametrize("at", ["2026-03-01 03:00", "2026-02-17 22:30"])
def test_S4d_1_4(at):
    """A question on a Sunday night or at the Spring Festival is taken; its time is measured."""
    asked = request(at, case_type="consultation")
    line = judged("S4d", case(asked), "2026-03-02 10:00").clock("advice")

    assert line.started_at == when(at)
    assert line.state is ClockState.UNSET
    assert line.calendar == "any_time"
    assert line.spent_seconds == (when("2026-03-02 10:00") - when(at)).total_seconds()
    assert "S4d-1.4" in line.reason.clauses


def test_S4d_1_5():
    """Minutes until the first proposal; what counts as "at once" is the owner's number."""
    proposed = fact("solution.proposed", "2026-03-02 10:12")
    result = judged("S4d", case(request(AT), proposed), "2026-03-02 11:00")

    line = result.clock("solution")
    assert line.state is ClockState.MET
    assert line.spent_seconds == 12 * 60
    assert line.promises[-1].cell is CellState.IMMEDIATELY
    assert line.due_at == when("2026-03-02 10:30")
    assert line.strength is Strength.TARGET
    assert line.assumed["limit"] == "R-at-once"


def test_S4d_1_5_follows_the_number_that_its_owner_sets():
    owned = shipped("S4d", ("tolerance: 30 min", "tolerance: 5 min"))
    line = assess(owned, case(request(AT)), when(LATER)).clock("solution")

    assert line.due_at == when("2026-03-02 10:05")
    assert line.state is ClockState.BROKEN


@pytest.mark.parametrize("clause", ["S4d-2.1", "S4d-2.2b"])
def test_S4d_2_1(clause):
    """Service has no end before the product is retired."""
    old = {"equipment__delivered": when("1999-01-01 00:00")}

    line = term("service", **old)
    assert (line.state, line.end, line.length) == (TermState.ACTIVE, None, "life")
    assert clause in line.reason.clauses

    retired = term("service", equipment__retired=when("2026-01-01 00:00"), **old)
    assert (retired.state, retired.end) == (TermState.ENDED, when("2026-01-01 00:00"))


def test_S4d_2_2a():
    """Start and one year; service and free warranty are two terms (C56)."""
    line = term("free", **IN_WARRANTY)

    assert line.end == when("2026-06-01 00:00")
    assert "S4d-2.2a" in line.reason.clauses
    assert term("free", **EXPIRED).state is TermState.ENDED
    assert term("service", **EXPIRED).state is TermState.ACTIVE


def test_S4d_2_2a_gives_way_to_the_contract():
    line = term("free", contract__warranty="3 years", **IN_WARRANTY)

    assert line.end == when("2028-06-01 00:00")
    assert line.length_source == "contract.warranty"


def test_S4d_2_2b():
    """Maintenance for life is the same term."""
    assert "S4d-2.2b" in term("service", **EXPIRED).reason.clauses


@pytest.mark.parametrize("cause", ["quality", "material", "supplied_defect"])
def test_S4d_3_1a(cause):
    """Zero charge."""
    result = found(cause, **IN_WARRANTY)

    for component in ITEMS:
        assert (who_pays(result, component), price(result, component)) == ("provider", "free")
        assert cited(result, component) == ("S4d-3.1a",)


@pytest.mark.parametrize(
    ("cause", "payer", "basis"),
    [
        ("man_made", "customer", "at_cost"),
        ("improper_operation", "customer", "at_cost"),
        ("natural_disaster", "customer", "at_cost"),
        ("lightning", "customer", "at_cost"),
        ("our_staff", "provider", "free"),
    ],
)
def test_S4d_3_1b(cause, payer, basis):
    """Damage by our staff stays free; by others, or by nature, it is at cost."""
    result = found(cause, **IN_WARRANTY)

    for component in ITEMS:
        assert (who_pays(result, component), price(result, component)) == (payer, basis)
        assert cited(result, component) == ("S4d-3.1b",)


def test_S4d_3_1b_damage_by_our_staff_stays_free_after_the_warranty():
    result = found("our_staff", **EXPIRED)

    assert who_pays(result, "parts") == "provider"


def test_S4d_3_1b_waits_for_the_cause():
    result = judged("S4d", case(request(AT), **IN_WARRANTY), LATER)

    assert who_pays(result, "parts") is None
    assert possible_payers(result, "parts") == {"customer", "provider"}


def test_S4d_3_2a():
    """Parts at cost; about travel the paper says nothing."""
    for result in (found("wear", **EXPIRED), judged("S4d", case(request(AT), **EXPIRED), LATER)):
        assert (who_pays(result, "parts"), price(result, "parts")) == ("customer", "at_cost")
        assert cited(result, "parts") == ("S4d-3.2a",)
        assert result.cost("travel").payers == ()


def test_S4d_3_2b():
    """Labour zero."""
    result = found("wear", **EXPIRED)

    assert (who_pays(result, "labour"), price(result, "labour")) == ("provider", "free")
    assert cited(result, "labour") == ("S4d-3.2b",)
