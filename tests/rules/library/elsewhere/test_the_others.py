"""Levels and levels by breach, who pays, what is owed, and phases of the policies that remain."""

import pytest

from kept.rules.assess import ClockState, TermState
from kept.rules.facts import Truth
from tests.rules.library.elsewhere.cases import Desk, line, shown


def owed(result):
    """Return the duties that are owed."""
    return {duty.rule for duty in result.duties if duty.state.value == "owed"}


def called(result):
    """Return the clauses by which somebody is surely called in."""
    return shown([step for step in result.escalations if step.truth is Truth.YES])


def closed(result):
    """Return the gates that are closed."""
    return {gate.rule for gate in result.gates if gate.state.value == "closed"}


@pytest.mark.parametrize(
    ("who", "urgency", "priority", "due"),
    [
        ("one", "low", "low", "2026-03-04 00:00"),
        ("group", "high", "high", "2026-03-02 10:30"),
        ("classroom", "high", "emergency", "2026-03-02 10:15"),
        ("university", "low", "medium", "2026-03-02 14:00"),
    ],
)
def test_slu_impact_urgency_the_matrix(who, urgency, priority, due):
    desk = Desk("slu-impact-urgency")
    request = desk.fact("request.received", "2026-03-02 10:00", affected=who, urgency_said=urgency)
    result = desk.judged("2026-03-02 10:01", request)

    assert {g.scale: g.value for g in result.grades}["level.priority"] == priority
    assert result.clock("answer").due_at == desk.when(due)


def test_dell_dsp_escalation_by_noon_and_after_arrival():
    desk = Desk("dell-dsp-escalation")
    request = desk.fact("request.received", "2026-03-02 09:00")
    arrived = desk.fact("visit.arrived", "2026-03-02 13:00")
    reached = desk.fact("customer.reached", "2026-03-02 11:00")

    assert called(desk.judged("2026-03-02 11:59", request)) == set()
    assert called(desk.judged("2026-03-02 12:01", request)) == {"02"}
    two = desk.judged("2026-03-02 15:01", request, reached, arrived)
    assert called(two) == {"07"}
    four = desk.judged("2026-03-02 17:01", request, reached, arrived)
    assert called(four) == {"07", "11"}


def test_dell_dsp_escalation_the_customer_asks():
    desk = Desk("dell-dsp-escalation")
    asked = desk.fact("escalation.asked", "2026-03-02 09:30")

    assert called(desk.judged("2026-03-02 10:00", asked)) == {"12"}


def test_sma_warranty_two_guarantors_and_the_type():
    desk = Desk("sma-warranty")
    about = {"equipment__purchased": "2026-01-01", "equipment__delivered": "2026-02-01"}
    usual = desk.judged("2026-03-01 00:00", **about, equipment__type="large")
    compact = desk.judged("2026-03-01 00:00", **about, equipment__type="compact")

    assert line(usual.terms, "seller").end == desk.when("2028-02-01 00:00")
    assert line(usual.terms, "seller").guarantor == "supplier"
    assert line(usual.terms, "factory").end == desk.when("2031-01-01 00:00")
    assert line(compact.terms, "factory").end == desk.when("2028-01-01 00:00")
    assert "H-sma-warranty-03" in line(compact.terms, "factory").reason.clauses


def test_sma_warranty_the_customer_has_five_business_days():
    desk = Desk("sma-warranty")
    told = desk.fact("replacement.announced", "2026-03-02 10:00")
    clock = desk.judged("2026-03-10 10:00", told).clock("ready")

    assert (clock.actor, clock.due_at) == ("customer", desk.when("2026-03-09 17:00"))
    assert clock.state is ClockState.BROKEN


def test_jp_rocky_ichimaru_never_beyond_18_months_and_not_abroad():
    desk = Desk("jp-rocky-ichimaru")
    about = {"equipment__first_used": "2026-01-01", "equipment__shipped": "2025-01-01"}
    request = desk.fact("request.received", "2026-03-01 00:00")
    home = desk.judged("2026-03-01 00:01", request, **about, site__country="JP")
    abroad = desk.judged("2026-03-01 00:01", request, **about, site__country="CN")

    assert line(home.terms, "warranty").end == desk.when("2026-07-01 00:00")
    assert line(home.terms, "warranty").state is TermState.ACTIVE
    assert line(abroad.terms, "warranty").state is TermState.ENDED


@pytest.mark.parametrize(
    ("emergency", "city", "due"),
    [(True, "B", "12:00"), (False, "A", "14:00"), (False, "B", "18:00")],
)
def test_weak_current_5y_place_and_emergency(emergency, city, due):
    desk = Desk("weak-current-5y")
    request = desk.fact("request.received", "2026-03-02 10:00", emergency=emergency)
    result = desk.judged("2026-03-02 10:01", request, site__city=city, office__city="A")

    assert result.clock("on_site").due_at == desk.when(f"2026-03-02 {due}")


def test_weak_current_5y_three_months_and_then_quarters():
    desk = Desk("weak-current-5y")
    about = {"equipment__accepted": "2026-02-01", "equipment__in_use_since": "2026-01-01"}
    request = desk.fact("request.received", "2026-01-02 00:00")
    result = desk.judged("2026-12-01 00:00", request, **about)
    due = [period.due_at for period in line(result.schedules, "maintenance").periods]

    assert line(result.terms, "warranty").end == desk.when("2031-01-01 00:00")
    assert [f"{d:%m-%d}" for d in due[:4]] == ["02-02", "03-02", "04-02", "07-02"]


def test_sncom_de_wait_or_pay():
    desk = Desk("sncom-de")
    late = desk.fact("request.received", "2026-03-02 18:00")
    result = desk.judged("2026-03-02 18:01", late, contract__service_tier="premium")

    assert result.clock("afar").due_at == desk.when("2026-03-03 10:00")
    assert line(result.remedies, "wait_or_pay").chooser == "customer"


def test_elevator_taichung_a_record_and_a_right():
    desk = Desk("elevator-taichung")
    cared = desk.fact("maintenance.ended", "2026-03-02 10:00")
    filed = desk.fact("record.filed", "2026-03-02 11:00", checklist="seven")
    late = desk.fact("request.received", "2026-03-02 10:00")

    assert owed(desk.judged("2026-03-02 12:00", cared, filed)) == {"record"}  # no licence number
    result = desk.judged("2026-03-02 12:01", late)
    assert line(result.remedies, "deduction").chooser == "customer"


@pytest.mark.parametrize(
    ("told", "state"), [("2025-12-31", ClockState.MET), ("2026-02-01", ClockState.LATE)]
)
def test_abb_lifecycle_twelve_months_ahead(told, state):
    desk = Desk("abb-lifecycle")
    facts = [
        desk.fact("request.received", "2025-06-01 00:00", form_fit=False),
        desk.fact("last_buy.announced", f"{told} 00:00"),
    ]
    result = desk.judged("2026-03-01 00:00", *facts, equipment__manufacture_ends="2027-01-01")

    assert result.clock("last_buy").state is state


def test_abb_lifecycle_nothing_goes_before_a_replacement():
    desk = Desk("abb-lifecycle")
    request = desk.fact("request.received", "2026-01-01 00:00", replacement_exists=False)

    assert "replacement_first" in closed(desk.judged("2026-01-02 00:00", request))


def test_digital_watchdog_rma_credit_and_least_charge():
    desk = Desk("digital-watchdog-rma")
    about = {"equipment__purchased": "2026-01-01", "equipment__price": 500}
    chosen = desk.fact("remedy.chosen", "2026-03-01 00:00", remedy="return", option="credit")
    request = desk.fact("request.received", "2026-02-01 00:00")
    result = desk.judged("2026-03-02 00:00", request, chosen, **about)

    assert line(result.amounts, "credit").value == 400
    late = desk.fact("request.received", "2029-02-01 00:00", damaged=False)
    old = desk.judged("2029-02-02 00:00", late, **about, equipment__card_warranty="2 years")
    assert old.cost("labour").prices[-1].charge.at_least == 95


def test_instrument_tender_counties_and_no_leaving():
    desk = Desk("instrument-tender")
    request = desk.fact("request.received", "2026-03-02 10:00")
    result = desk.judged("2026-03-02 10:01", request, site__county=True)

    assert result.clock("on_site").due_at == desk.when("2026-03-05 00:00")
    assert closed(result) == {"until_solved"}


@pytest.mark.parametrize(
    ("use", "at", "labour"),
    [
        ("residential", "2026-06-01", "provider"),
        ("residential", "2027-06-01", "customer"),
        ("commercial", "2027-06-01", "customer"),
    ],
)
def test_orec_us_the_second_year(use, at, labour):
    desk = Desk("orec-us")
    found = desk.fact("request.received", f"{at} 00:00", cause="quality", part_kind="other_part")
    about = {"equipment__purchased": "2026-01-01", "customer__use": use}
    result = desk.judged(f"{at} 01:00", found, **about)

    parts = "customer" if use == "commercial" else "provider"
    assert (result.cost("parts").payer, result.cost("labour").payer) == (parts, labour)
