"""S0: what each clause says about time, warranty and price, played through."""

import pytest

from kept.rules.assess import ClockState, TermState
from kept.rules.facts.values import Truth
from kept.rules.policy.model import CellState, Strength
from tests.rules.library.shipped import (
    case,
    cited,
    covered,
    fact,
    judged,
    possible_payers,
    price,
    request,
    shipped,
    when,
    who_pays,
)

AT = "2026-03-02 11:00"
ACCEPTED = when("2025-06-01 00:00")
IN_WARRANTY = {"equipment__accepted": ACCEPTED, "contract__warranty": "24 months"}
EXPIRED = {"equipment__accepted": when("2021-06-01 00:00"), "contract__warranty": "24 months"}


def test_S0_2_1a():
    """A request for planned work without any fault is taken, and starts no fault clock."""
    result = judged(
        "S0", case(request("2026-03-02 10:00", case_type="planned_work")), "2026-03-02 11:00"
    )

    assert shipped("S0").case_types["planned_work"].source == ("S0-2.1a",)
    assert result.clocks == ()


def test_S0_2_2a():
    """A fault that is no emergency is timed until somebody arrives, without a limit."""
    facts = [request("2026-03-02 10:00", emergency=False, service_down=False)]

    line = judged("S0", case(*facts), "2026-03-20 10:00").clock("arrival")
    assert line.state is ClockState.UNSET
    assert line.due_at is None
    assert line.broken_at is None
    assert line.promises[-1].clauses == ("S0-2.2a",)

    facts.append(fact("service.restored", "2026-03-03 10:00"))  # removed without a visit
    assert judged("S0", case(*facts), "2026-03-20 10:00").clock("arrival").state is ClockState.ENDED


def test_S0_2_2b():
    """Report at 22:00: broken at 02:00 without a response, kept by one at 01:59."""
    report = request("2026-03-02 22:00")

    late = judged("S0", case(report), "2026-03-03 02:00").clock("answer")
    assert late.due_at == when("2026-03-03 02:00")
    assert late.state is ClockState.BROKEN

    kept = judged(
        "S0", case(report, fact("response.given", "2026-03-03 01:59")), "2026-03-03 02:00"
    )
    assert kept.clock("answer").state is ClockState.MET


def test_S0_2_2c():
    """An emergency at a domestic site has 24 hours; the same case abroad has no such time."""
    facts = [request("2026-03-02 10:00", emergency=True, service_down=False)]

    home = judged("S0", case(*facts), "2026-03-02 11:00").clock("arrival")
    assert home.due_at == when("2026-03-03 10:00")
    assert home.promises[-1].clauses == ("S0-2.2c",)
    assert home.certain

    abroad = judged("S0", case(*facts, site__country="DE"), "2026-03-02 11:00").clock("arrival")
    assert abroad.due_at is None
    assert abroad.promises[-1].cell is CellState.NEGOTIATED

    agreed = case(*facts, site__country="DE", contract__arrival_abroad="72 h")
    assert judged("S0", agreed, "2026-03-02 11:00").clock("arrival").due_at == when(
        "2026-03-05 10:00"
    )


def test_S0_2_2c_until_the_caller_is_asked_an_emergency_is_possible():
    line = judged("S0", case(request("2026-03-02 10:00")), "2026-03-02 11:00").clock("arrival")

    assert line.due_at == when("2026-03-03 10:00")
    assert not line.certain


def test_S0_2_2c_a_declared_emergency_can_be_refused_with_a_reason():
    """C03: what the customer declares counts until somebody refuses it and says why."""
    report = request("2026-03-02 10:00", emergency=True, service_down=False)
    refused = fact("emergency.refused", "2026-03-02 10:20")
    graded = fact(
        "case.graded", "2026-03-02 10:20", level="urgency", grade="normal", reason="runs on spare"
    )

    line = judged("S0", case(report, refused, graded), "2026-03-02 11:00").clock("arrival")

    assert line.due_at == when("2026-03-03 10:00")  # nobody signed for it: it stands


def test_S0_2_2d():
    """Cause "material" under warranty costs nothing; turned into misuse it is chargeable."""
    found = fact("cause.found", "2026-03-02 12:00", cause="material")
    free = judged("S0", case(request("2026-03-02 10:00"), found, **IN_WARRANTY), "2026-03-02 13:00")
    for component in ("parts", "labour", "travel"):
        assert who_pays(free, component) == "provider"
        assert price(free, component) == "free"
    assert cited(free, "parts") == ("S0-2.2d",)

    changed = fact("cause.found", "2026-03-02 14:00", cause="improper_use")
    paid = judged(
        "S0", case(request("2026-03-02 10:00"), found, changed, **IN_WARRANTY), "2026-03-02 15:00"
    )
    assert who_pays(paid, "parts") == "customer"
    assert price(paid, "parts") == "quote"


@pytest.mark.parametrize("cause", ["our_staff", "our_guidance"])
def test_S0_2_2d_what_our_own_people_did_is_not_quoted_under_warranty(cause):
    """R-cause: the paper says nothing about it, so somebody has to be asked."""
    found = fact("cause.found", "2026-03-02 12:00", cause=cause)
    result = judged(
        "S0", case(request("2026-03-02 10:00"), found, **IN_WARRANTY), "2026-03-02 13:00"
    )

    assert possible_payers(result, "parts") == set()


@pytest.mark.parametrize("kind", ["planned_work", "consultation"])
@pytest.mark.parametrize("about", [IN_WARRANTY, EXPIRED])
def test_S0_2_1a_about_the_cost_of_a_visit_without_a_fault_or_of_advice_the_paper_is_silent(
    kind, about
):
    result = judged("S0", case(request("2026-03-02 10:00", case_type=kind), **about), AT)

    assert {possible_payers(result, c) == set() for c in ("parts", "labour", "travel")} == {True}


def test_S0_2_2e():
    """A contract of 36 months decides the warranty, and the line says where it comes from."""
    about = {"equipment__accepted": ACCEPTED, "contract__warranty": "36 months"}
    result = judged("S0", case(request("2026-03-02 10:00"), **about), "2026-03-02 11:00")

    (line,) = result.terms
    assert line.end == when("2028-06-01 00:00")
    assert line.length_source == "contract.warranty"
    assert "S0-2.2e" in line.reason.clauses

    open_end = judged(
        "S0", case(request("2026-03-02 10:00"), equipment__accepted=ACCEPTED), "2026-03-02 11:00"
    )
    assert open_end.terms[0].end is None
    assert open_end.terms[0].length == "unset"


def test_S0_2_4a():
    """A case on an expired unit is taken, and is chargeable."""
    result = judged("S0", case(request("2026-03-02 10:00"), **EXPIRED), "2026-03-02 11:00")

    assert result.terms[0].state is TermState.ENDED
    assert covered(result, "S0-2.4a") is True
    assert result.clock("answer").due_at == when("2026-03-02 14:00")
    assert who_pays(result, "labour") == "customer"


def test_S0_2_4b():
    """After the warranty parts and travel are lines of their own, each by quotation."""
    result = judged("S0", case(request("2026-03-02 10:00"), **EXPIRED), "2026-03-02 11:00")

    for component in ("parts", "travel"):
        assert who_pays(result, component) == "customer"
        assert price(result, component) == "quote"
        assert cited(result, component) == ("S0-2.4b",)


def test_S0_2_8a():
    """A question by phone is a consultation with a target of 4 hours (C02)."""
    asked = request("2026-03-02 10:00", case_type="consultation", channel="telephone")

    line = judged("S0", case(asked), "2026-03-02 11:00").clock("phone_support")
    assert line.due_at == when("2026-03-02 14:00")
    assert line.strength is Strength.TARGET

    told = fact("answer.given", "2026-03-02 10:10")
    assert (
        judged("S0", case(asked, told), "2026-03-02 11:00").clock("phone_support").state
        is ClockState.MET
    )


def test_S0_2_9():
    """The repeated promise is one rule with both numbers (C01)."""
    asked = request("2026-03-02 10:00", case_type="consultation")
    lines = [
        c
        for c in judged("S0", case(asked), "2026-03-02 11:00").clocks
        if "S0-2.9" in c.reason.clauses
    ]

    assert [line.rule for line in lines] == ["phone_support"]
    assert "S0-2.8a" in lines[0].reason.clauses


def test_S0_while_the_cause_is_unknown_both_outcomes_stand():
    result = judged("S0", case(request("2026-03-02 10:00"), **IN_WARRANTY), "2026-03-02 11:00")

    assert who_pays(result, "parts") is None
    assert {(o.value, o.truth) for o in result.cost("parts").payers} == {
        ("provider", Truth.UNKNOWN),
        ("customer", Truth.UNKNOWN),
    }
