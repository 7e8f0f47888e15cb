"""Uptime and credits, windows and sites, counters and remedies, at exact values."""

import pytest

from kept.rules.assess import AmountState, ClockState, CounterState, RemedyState, TermState
from kept.rules.assess.targets import TargetState
from tests.rules.library.elsewhere.cases import Desk, line


def test_tender_medical_uptime_twenty_days_give_forty():
    desk = Desk("tender-medical-uptime")

    def end(days):
        began, ended = f"2026-03-{1:02} 00:00", f"2026-03-{1 + days:02} 00:00"
        facts = [
            desk.fact("request.received", began),
            desk.fact("stop.began", began),
            desk.fact("stop.ended", ended),
        ]
        result = desk.judged("2026-12-31 00:00", *facts, equipment__accepted="2026-01-01")
        return line(result.terms, "warranty").end

    assert end(20) == desk.when("2031-02-10 00:00")
    assert end(10) == desk.when("2031-01-11 00:00")  # above 95 %: day by day, never twice


def test_tender_medical_uptime_the_longest_of_five():
    desk = Desk("tender-medical-uptime")
    about = {"equipment__accepted": "2026-01-01", "contract__promised_warranty": "6 years"}
    result = desk.judged("2026-02-01 00:00", **about, equipment__maker_warranty="2 years")

    assert line(result.terms, "warranty").end == desk.when("2032-01-01 00:00")
    assert line(result.terms, "warranty").length_source == "contract.promised_warranty"


def test_tender_medical_uptime_a_loaner_after_24_working_hours():
    desk = Desk("tender-medical-uptime")
    facts = [
        desk.fact("request.received", "2026-03-02 08:00"),
        desk.fact("visit.arrived", "2026-03-02 08:00"),
    ]
    before = desk.judged("2026-03-04 17:59", *facts)
    after = desk.judged("2026-03-04 18:01", *facts)

    assert before.clock("solved_on_site").due_at == desk.when("2026-03-04 18:00")
    assert [d.rule for d in before.duties if d.state.value == "owed"] == []
    assert [d.rule for d in after.duties if d.state.value == "owed"] == ["loaner"]


def _cloud(*stops, maintenance=()):
    desk = Desk("cloud-uptime-sla")
    facts = [desk.fact("request.received", "2026-04-01 00:00")]
    for began, ended in stops:
        facts += [desk.fact("interruption.began", began), desk.fact("interruption.ended", ended)]
    for began, ended in maintenance:
        facts.append(desk.fact("maintenance.began", began, announced_ahead="8 days"))
        facts.append(desk.fact("maintenance.ended", ended))
    facts.append(desk.fact("cause.found", "2026-04-20 00:00", cause="quality"))
    return desk.judged("2026-04-30 00:00", *facts, contract__monthly_fee=200)


def test_cloud_uptime_sla_four_minutes_are_none():
    result = _cloud(("2026-04-02 10:00", "2026-04-02 10:04"))

    assert line(result.measures, "uptime").value == 100


def test_cloud_uptime_sla_the_fifth_hour_of_maintenance_counts():
    window = ("2026-04-02 10:00", "2026-04-02 15:00")
    result = _cloud(window, maintenance=[window])

    assert float(line(result.measures, "uptime").value) == pytest.approx(100 - 100 / 720)


@pytest.mark.parametrize(("hours", "credit"), [(1, 20), (12, 50), (23, 50)])
def test_cloud_uptime_sla_bands(hours, credit):
    result = _cloud(("2026-04-02 00:00", f"2026-04-02 {hours:02}:00"))
    amount = line(result.amounts, "credit")

    assert (amount.value, amount.state) == (credit, AmountState.CLAIMABLE)


def test_cloud_uptime_sla_a_plan_shortens_the_answer():
    desk = Desk("cloud-uptime-sla")
    request = desk.fact("request.received", "2026-04-01 10:00", severity="critical")

    def due(plan):
        result = desk.judged("2026-04-01 10:01", request, contract__service_tier=plan)
        return result.clock("answer").due_at

    assert due("standard") == desk.when("2026-04-01 11:00")
    assert due("enterprise") == desk.when("2026-04-01 10:15")


def _line(at, *, by="provider", ahead=None, tier="Standard", claim=None):
    desk = Desk("connectivity-sla")
    facts = [
        desk.fact("request.received", "2026-04-02 00:00"),
        desk.fact("interruption.began", "2026-04-02 00:00", stopped_by=by),
        desk.fact("interruption.ended", "2026-04-02 04:00"),
    ]
    if ahead:
        values = {"announced_ahead": ahead, "emergency": False}
        facts.append(desk.fact("maintenance.began", "2026-04-02 00:00", **values))
        facts.append(desk.fact("maintenance.ended", "2026-04-02 04:00"))
    if claim:
        facts.append(desk.fact("claim.made", claim, claim="credit"))
    about = {"contract__service_tier": tier, "contract__monthly_fee": 1000}
    return desk.judged(at, *facts, **about)


def test_connectivity_sla_four_hours_fail_the_standard():
    result = _line("2026-04-30 00:00")

    uptime = line(result.measures, "uptime")

    assert uptime.target.state is TargetState.BROKEN
    assert "H-connectivity-sla-01" in uptime.reason.clauses
    assert line(result.amounts, "credit").value == 100


@pytest.mark.parametrize("tier", ["Standard", "Enhanced", "Premium"])
def test_connectivity_sla_two_hours_fail_all_but_the_standard(tier):
    """A month of 720 hours: 0.5 % are 3.6 hours, 0.1 % are 43 minutes."""
    desk = Desk("connectivity-sla")
    facts = [
        desk.fact("request.received", "2026-04-02 00:00"),
        desk.fact("interruption.began", "2026-04-02 00:00", stopped_by="provider"),
        desk.fact("interruption.ended", "2026-04-02 02:00"),
    ]
    result = desk.judged("2026-05-01 00:00", *facts, contract__service_tier=tier)
    kept = line(result.measures, "uptime").target.state is TargetState.KEPT

    assert kept is (tier == "Standard")


@pytest.mark.parametrize(
    ("ahead", "state"), [("6 days", TargetState.ON_TRACK), ("4 days", TargetState.BROKEN)]
)
def test_connectivity_sla_a_late_notice_makes_it_downtime(ahead, state):
    result = _line("2026-04-30 00:00", ahead=ahead)

    assert line(result.measures, "uptime").target.state is state


def test_connectivity_sla_what_the_customer_caused_is_none():
    result = _line("2026-04-30 00:00", by="customer")

    assert line(result.measures, "uptime").target.state is TargetState.ON_TRACK


@pytest.mark.parametrize(
    ("claim", "state"),
    [("2026-05-02 23:00", AmountState.CLAIMED), ("2026-05-03 01:00", AmountState.BARRED)],
)
def test_connectivity_sla_day_31_is_too_late(claim, state):
    assert line(_line("2026-05-10 00:00", claim=claim).amounts, "credit").state is state


def test_connectivity_sla_a_missed_news_is_a_miss_of_its_own():
    desk = Desk("connectivity-sla")
    facts = [
        desk.fact("request.received", "2026-04-02 10:00"),
        desk.fact("case.graded", "2026-04-02 10:00", level="priority", grade="P1"),
        desk.fact("customer.told", "2026-04-02 10:25"),
    ]
    result = desk.judged("2026-04-02 11:00", *facts)

    assert result.clock("answer").due_at == desk.when("2026-04-02 10:15")
    assert result.clock("news").state is ClockState.MET
    assert result.clock("news#2").broken_at == desk.when("2026-04-02 10:55")


def _hp(at, *facts, tier, **about):
    desk = Desk("hp-hardware-support")
    made = [desk.fact(kind, moment, **values) for kind, moment, values in facts]
    return desk.judged(at, *made, contract__service_tier=tier, **about)


def test_hp_hardware_support_saturday_is_monday_at_the_site():
    call = [(k, "2026-03-07 10:00", {}) for k in ("request.received", "call.acknowledged")]
    site = {"site__zone": "America/Los_Angeles"}
    result = _hp("2026-03-07 11:00", *call, tier="four_hours_9x5", **site)

    due = Desk("hp-hardware-support").when("2026-03-09 12:00")
    assert result.clock("four_hours_in_window").due_at == due


def test_hp_hardware_support_four_o_clock_goes_on_the_next_day():
    call = [(k, "2026-03-02 16:00", {}) for k in ("request.received", "call.acknowledged")]
    site = {"site__zone": "America/Los_Angeles"}
    result = _hp("2026-03-02 16:30", *call, tier="four_hours_9x5", **site)

    due = Desk("hp-hardware-support").when("2026-03-03 11:00")
    assert result.clock("four_hours_in_window").due_at == due


def test_hp_hardware_support_without_acknowledgement_nothing_runs():
    result = _hp("2026-03-02 16:30", ("request.received", "2026-03-02 10:00", {}), tier="next_day")

    assert result.clock("next_day").state is ClockState.NOT_STARTED


@pytest.mark.parametrize(("km", "day"), [(100, 3), (250, 4), (400, 5), (900, None)])
def test_hp_hardware_support_by_distance(km, day):
    about = {"site__distance_km": km, "site__excluded_area": False}
    about["site__zone"] = "America/Los_Angeles"
    call = [(k, "2026-03-02 10:00", {}) for k in ("request.received", "call.acknowledged")]
    due = _hp("2026-03-02 11:00", *call, tier="by_distance", **about).clock("by_distance").due_at

    assert due == (Desk("hp-hardware-support").when(f"2026-03-0{day} 17:00") if day else None)


def test_pbx_maintenance_zh_night_and_days_off():
    desk = Desk("pbx-maintenance-zh")

    def due(at, **values):
        request = desk.fact("request.received", at, **values)
        place = {"site__city": "A", "office__city": "A"}
        return desk.judged(at, request, **place).clock("repair").due_at

    assert due("2026-03-02 21:00", system_stopped=True) == desk.when("2026-03-03 01:00")
    assert due("2026-03-02 10:00", system_stopped=True) == desk.when("2026-03-02 13:00")
    second = {"system_stopped": False, "lines_failed": 5, "console_fault": True}
    assert due("2026-03-01 10:00", **second) == desk.when("2026-03-01 18:00")


def test_huawei_network_service_next_day_and_approval():
    desk = Desk("huawei-network-service")
    asked = desk.fact("rma.requested", "2026-03-07 10:00")
    nd = desk.judged("2026-03-07 11:00", asked, contract__service_tier="7x9xND")
    late = desk.fact("rma.requested", "2026-03-02 17:40")
    approved = desk.fact("rma.approved", "2026-03-06 16:00")
    nbd = desk.judged("2026-03-06 17:00", approved, contract__service_tier="5x9xNBD")

    assert nd.clock("next_day").due_at == desk.when("2026-03-08 18:00")
    found = desk.judged("2026-03-02 18:00", late)
    assert found.clock("approval").due_at == desk.when("2026-03-03 09:30")
    assert nbd.clock("shipped").due_at == desk.when("2026-03-09 17:30")


@pytest.mark.parametrize(
    ("at", "due"),
    [("2026-03-02 12:00", "2026-03-04 17:00"), ("2026-03-02 12:01", "2026-03-05 17:00")],
)
def test_inducio_it_de_noon_decides(at, due):
    desk = Desk("inducio-it-de")
    values = {"subsystem_down": True, "subsystem_essential": False}
    result = desk.judged(at, desk.fact("request.received", at, **values))

    assert result.clock("begin").due_at == desk.when(due)


@pytest.mark.parametrize(
    ("at", "choices"), [("2026-03-07", 3), ("2026-03-09", 2), ("2026-03-20", 1)]
)
def test_sanbao_cn_the_choice_shrinks(at, choices):
    desk = Desk("sanbao-cn")
    request = desk.fact("request.received", f"{at} 00:00", cause="quality")
    result = desk.judged(f"{at} 00:01", request, equipment__delivered="2026-03-01")
    offered = line(result.remedies, "choice").options

    assert len([o for o in offered if o.truth.value == "yes"]) == choices


def test_sanbao_cn_two_hundred_days_cost_a_tenth():
    desk = Desk("sanbao-cn")
    failed = [desk.fact("repair.closed", f"2026-0{n}-01 00:00", result="failed") for n in (4, 6)]
    chosen = desk.fact(
        "remedy.chosen", "2026-07-20 00:00", remedy="after_two", option="return", same_model=True
    )
    about = {"equipment__delivered": "2026-01-01", "equipment__price": 1000}
    result = desk.judged("2026-07-21 00:00", *failed, chosen, **about)

    assert line(result.amounts, "use").value == 100


def test_no_lemon_us_repairs_of_the_makers_time_do_not_count():
    desk = Desk("no-lemon-us")
    about = {"equipment__purchased": "2025-01-01", "equipment__maker_warranty": "12 months"}

    def state(*dates, work="repair"):
        facts = [desk.fact("request.received", "2026-01-02 00:00", problem="E1")]
        facts += [desk.fact("repair.closed", f"{d} 10:00", problem="E1", work=work) for d in dates]
        result = desk.judged("2026-12-01 00:00", *facts, **about)
        return line(result.counters, "same_trouble").state

    assert state("2026-02-01", "2026-03-01", "2026-04-01") is CounterState.REACHED
    assert state("2025-12-01", "2026-03-01", "2026-04-01") is CounterState.BELOW
    three = ("2026-02-01", "2026-03-01", "2026-04-01")
    assert state(*three, work="cleaning") is CounterState.BELOW


@pytest.mark.parametrize(("bought", "share"), [("2025-01-01", 0), ("2023-06-01", 50)])
def test_zz_short_shapes_share_by_age(bought, share):
    desk = Desk("zz-short-shapes")
    request = desk.fact("request.received", "2026-03-01 00:00")
    result = desk.judged("2026-03-01 00:01", request, equipment__purchased=bought)
    shares = dict(result.cost("parts").payers[0].shares)

    assert shares["customer"] == share


def test_zz_short_shapes_a_breach_raises_the_level():
    desk = Desk("zz-short-shapes")
    request = desk.fact("request.received", "2026-03-02 10:00", many_down=False, one_down=True)

    assert next(g.value for g in desk.judged("2026-03-02 17:59", request).grades) == "B"
    assert next(g.value for g in desk.judged("2026-03-02 18:01", request).grades) == "A"


def test_zz_short_shapes_half_a_working_day():
    desk = Desk("zz-short-shapes")
    request = desk.fact("request.received", "2026-03-02 09:00")
    result = desk.judged("2026-03-02 09:01", request, site__county=False)

    assert result.clock("half_day").due_at == desk.when("2026-03-02 14:00")


@pytest.mark.parametrize(
    ("signed", "end"), [("2026-06-01", "2031-01-01 00:00"), ("2026-08-01", "2028-01-01 00:00")]
)
def test_zz_short_shapes_a_service_contract_in_time(signed, end):
    desk = Desk("zz-short-shapes")
    about = {"equipment__installed": "2026-01-01", "contract__service_signed": signed}
    result = desk.judged("2026-10-01 00:00", **about)

    assert line(result.terms, "warranty").end == desk.when(end)


def test_remedies_and_terms_of_a_tender_for_goods():
    desk = Desk("tender-goods-2y")
    facts = [
        desk.fact("request.received", "2026-03-02 08:00"),
        desk.fact("visit.arrived", "2026-03-02 15:00"),
    ]
    before = desk.judged("2026-03-04 23:59", *facts)
    after = desk.judged("2026-03-05 00:01", *facts)

    assert before.clock("done").due_at == desk.when("2026-03-05 00:00")
    assert "himself" not in {remedy.rule for remedy in before.remedies}
    assert line(after.remedies, "himself").state is RemedyState.OPEN


def test_yamaha_nsk_robot_the_earliest_of_three():
    desk = Desk("yamaha-nsk-robot")
    about = {"equipment__shipped": "2025-01-01", "equipment__installed": "2025-06-01"}

    def found(*facts, **more):
        result = desk.judged("2026-05-01 00:00", *facts, **{**about, **more})
        return line(result.terms, "robot")

    assert found().end == desk.when("2026-06-01 00:00")
    read = desk.fact("reading.taken", "2026-04-01 00:00", equipment__operating_hours=2401)
    assert found(read).end == desk.when("2026-04-01 00:00")
    assert found(equipment__installed="2026-02-01").end == desk.when("2026-07-01 00:00")


def test_kohler_sdmo_es_without_a_meter_day_63():
    desk = Desk("kohler-sdmo-es")
    result = desk.judged("2026-06-01 00:00", equipment__purchased="2026-01-01")
    warranty = line(result.terms, "warranty")

    assert warranty.state is TermState.ENDED
    assert warranty.end == desk.when("2026-03-04 12:00")  # 62.5 days


@pytest.mark.parametrize(("day", "end"), [(7, "2027-01-01 00:00"), (9, "2027-01-09 00:00")])
def test_alcatel_temporis_fr_seven_days_or_nothing(day, end):
    desk = Desk("alcatel-temporis-fr")
    facts = [
        desk.fact("stop.began", "2026-02-01 00:00"),
        desk.fact("stop.ended", f"2026-02-{day:02} 00:00"),
    ]
    result = desk.judged("2026-03-01 00:00", *facts, equipment__purchased="2026-01-01")

    assert line(result.terms, "warranty").end == desk.when(end)


@pytest.mark.parametrize(("told", "active"), [(True, True), (False, False)])
def test_jp_mhhe_warranty_a_new_owner(told, active):
    desk = Desk("jp-mhhe-warranty")
    facts = [desk.fact("customer.told", "2026-02-01 00:00")] if told else []
    facts.append(desk.fact("owner.changed", "2026-03-01 00:00"))
    about = {"equipment__delivered": "2026-01-01", "contract__warranty": "12 months"}
    warranty = line(desk.judged("2026-04-01 00:00", *facts, **about).terms, "warranty")

    assert (warranty.state is TermState.ACTIVE) is active
