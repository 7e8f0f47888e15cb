"""A lift maintenance contract, managed printing and a car maker's mobility guarantee, on cases."""

from decimal import Decimal
from pathlib import Path

import pytest

from kept.rules.assess import AmountState, ClockState, CounterState, ScheduleState
from kept.rules.policy import Severity, check, load
from tests.rules.library.elsewhere.cases import Desk, line

HERE = Path(__file__).parent
POLICIES = {
    file.name.partition(".")[0]: load(file.read_text("utf-8"), file=file.name)
    for file in sorted(HERE.glob("*.policy.yaml"))
}


def desk(name):
    return Desk(name, POLICIES[name])


@pytest.mark.parametrize("name", POLICIES)
def test_nothing_is_doubtful_in_it(name):
    assert [f.code for f in check(POLICIES[name]) if f.severity is not Severity.NOTE] == []


# --- lift -------------------------------------------------------------------------------------


def lift(at, *facts, **about):
    place = {"site__city": "A", "office__city": "A", "contract__service_tier": "full"}
    known = {**place, "equipment__accepted": "2026-01-10", "contract__quarterly_fee": 900, **about}
    there = desk("LIFT")
    made = [there.fact(kind, moment, **values) for kind, moment, values in facts]
    return there.judged(at, *made, **known)


@pytest.mark.parametrize(("city", "due"), [("A", "23:00"), ("B", "23:15")])
def test_trapped_people_are_freed_by_day_and_night(city, due):
    call = ("request.received", "2026-05-09 22:30", {"trapped": True})  # a Saturday
    result = lift("2026-05-09 22:31", call, site__city=city)

    assert result.clock("rescue").due_at == desk("LIFT").when(f"2026-05-09 {due}")


@pytest.mark.parametrize(
    ("tier", "due"), [("full", "2026-05-12 10:00"), ("basic", "2026-05-12 14:00")]
)
def test_a_breakdown_counts_working_hours(tier, due):
    values = {"trapped": False, "case_type": "fault"}
    call = ("request.received", "2026-05-11 15:00", values)  # two hours are left of Monday
    result = lift("2026-05-11 15:01", call, contract__service_tier=tier)

    assert result.clock("breakdown").due_at == desk("LIFT").when(due)


@pytest.mark.parametrize(("kind", "due"), [("passenger", 2), ("escalator", 3), ("goods", 4)])
def test_the_rhythm_of_maintenance_depends_on_the_kind(kind, due):
    first = line(lift("2026-01-20 00:00", equipment__class=kind).schedules, "maintenance")

    assert first.periods[0].due_at == desk("LIFT").when(f"2026-0{due}-11 00:00")


def test_the_rhythm_waits_until_the_kind_is_known():
    assert line(lift("2026-01-20 00:00").schedules, "maintenance").state is ScheduleState.UNKNOWN


def stood_still(hours, at, **about):
    days, rest = divmod(hours, 24)
    stop = [("request.received", "2026-04-10 00:00", {}), ("stop.began", "2026-04-10 00:00", {})]
    stop.append(("stop.ended", f"2026-04-{10 + days} {rest:02}:00", {}))
    return lift(at, *stop, **about)


@pytest.mark.parametrize(
    ("hours", "refund"),
    [  # the second quarter has 2,184 hours: 1 % are 21.84
        (21, None),
        (22, 45),  # 98.99 %: one per cent begun
        (44, 90),  # 97.99 %: two begun
        (120, 180),  # 94.5 %: five begun, at most 20 %
    ],
)
def test_a_refund_for_each_per_cent_begun(hours, refund):
    amounts = stood_still(hours, "2026-04-20 00:00").amounts
    found = [a.value for a in amounts if a.rule == "refund"]

    assert found == ([] if refund is None else [Decimal(refund)])


@pytest.mark.parametrize(
    ("tier", "state"), [("full", AmountState.CLAIMABLE), ("basic", AmountState.BARRED)]
)
def test_a_comprehensive_contract_has_longer_to_claim(tier, state):
    result = stood_still(48, "2026-05-20 00:00", contract__service_tier=tier)

    assert line(result.amounts, "refund").state is state


@pytest.mark.parametrize(
    ("tier", "at", "vandalism", "payer", "fee"),
    [
        ("full", "2026-05-12 20:00", False, "provider", None),
        ("full", "2026-05-12 20:00", True, "customer", None),
        ("basic", "2026-05-12 20:00", False, "customer", 180),
        ("basic", "2026-05-12 11:00", False, "customer", None),
    ],
)
def test_who_pays_the_call(tier, at, vandalism, payer, fee):
    call = ("request.received", at, {"vandalism": vandalism})
    cost = lift(at, call, contract__service_tier=tier).cost("travel")
    charged = [o.charge.fee for o in cost.prices if o.charge]

    assert (cost.payer, charged) == (payer, [fee] if fee else [])


def test_the_third_fault_of_a_kind_brings_the_specialist():
    faults = [("cause.found", f"2026-0{m}-04 10:00", {"problem": "door"}) for m in (3, 4, 5)]
    result = lift("2026-05-05 00:00", *faults)

    assert line(result.counters, "repeated").state is CounterState.REACHED
    # ten working days after Monday 4 May, a holiday; 25 May would be the next one
    assert result.clock("examined").due_at == desk("LIFT").when("2026-05-18 17:00")


@pytest.mark.parametrize(("notice", "end"), [("2026-09-30", 2027), ("2026-10-02", 2028)])
def test_notice_three_months_before_the_end(notice, end):
    given = ("contract.notice_given", f"{notice} 12:00", {})
    result = lift("2026-12-01 00:00", given, contract__signed="2022-01-01")

    assert line(result.terms, "contract").end == desk("LIFT").when(f"{end}-01-01 00:00")


# --- printing ---------------------------------------------------------------------------------


def printing(at, *facts, **about):
    there = desk("PRINT")
    made = [there.fact(kind, moment, **values) for kind, moment, values in facts]
    return there.judged(at, *made, **about)


@pytest.mark.parametrize(("down", "due"), [(True, "2026-02-27 15:00"), (False, "2026-03-02 17:00")])
def test_a_printer_that_does_not_print_at_all_comes_first(down, due):
    values = {"device_down": down, "case_type": "fault"}
    result = printing("2026-02-26 16:01", ("request.received", "2026-02-26 16:00", values))

    assert result.clock("repair").due_at == desk("PRINT").when(due)


@pytest.mark.parametrize(
    ("ordered", "due"), [("13:59", "2026-02-27 15:00"), ("14:30", "2026-03-02 17:00")]
)
def test_toner_ordered_by_two_comes_the_next_working_day(ordered, due):
    order = ("order.placed", f"2026-02-26 {ordered}", {"consumable": "toner"})
    result = printing("2026-02-26 15:00", order)

    assert result.clock("toner").due_at == desk("PRINT").when(due)


def counted(*shown, **about):
    facts = [("reading.taken", f"{day} 10:00", {"equipment__pages": n}) for day, n in shown]
    return printing(f"{shown[-1][0]} 20:00", *facts, **about)


@pytest.mark.parametrize(
    ("about", "fee"), [({}, "72"), ({"contract__pages_included": 10_000}, "12")]
)
def test_pages_beyond_those_included_are_charged(about, fee):
    result = counted(("2026-01-30", 90_000), ("2026-02-27", 101_000), **about)

    assert line(result.measures, "pages").value == 11_000
    assert line(result.amounts, "excess").value == Decimal(fee)


def test_a_kit_is_owed_after_100000_pages_whatever_the_calendar_says():
    result = counted(("2026-01-30", 90_000), ("2026-02-27", 101_000))

    assert result.clock("kit").started_at == desk("PRINT").when("2026-02-27 10:00")
    assert result.clock("kit").state is ClockState.UNSET  # the paper does not say how soon


# --- mobility ---------------------------------------------------------------------------------


def mobility(at, *facts, **about):
    there = desk("MOBIL")
    made = [there.fact(kind, moment, **values) for kind, moment, values in facts]
    return there.judged(at, *made, equipment__registered="2023-03-01", **about)


@pytest.mark.parametrize(
    ("service", "km", "end"),
    [
        (None, 30_000, "2025-03-01"),
        ("2024-06-01", 30_000, "2025-06-01"),
        ("2023-06-01", 30_000, "2025-03-01"),  # more was left than a service gives
        ("2025-06-01", 30_000, "2026-06-01"),  # it had lapsed
    ],
)
def test_each_service_gives_twelve_months(service, km, end):
    values = {"at_partner": True, "equipment__km": km}
    done = [("maintenance.ended", f"{service} 00:00", values)] if service else []
    term = line(mobility("2025-09-01 00:00", *done).terms, "mobility")

    assert term.end == desk("MOBIL").when(f"{end} 00:00")


def test_it_ends_with_200000_kilometres():
    reading = ("reading.taken", "2024-06-01 00:00", {"equipment__km": 200_100})
    term = line(mobility("2024-09-01 00:00", reading).terms, "mobility")

    assert term.end == desk("MOBIL").when("2024-06-01 00:00")


@pytest.mark.parametrize(("rail", "choices"), [(5, 3), (7, 4)])
def test_stranded_far_from_home(rail, choices):
    values = {"distance_home_km": 300, "hours_by_rail": rail}
    facts = [
        ("request.received", "2024-03-01 09:00", values),
        ("visit.arrived", "2024-03-01 10:00", {}),
    ]
    offered = line(mobility("2024-03-01 14:01", *facts).remedies, "stranded").options

    assert len([o for o in offered if o.truth.value == "yes"]) == choices


def test_towing_is_paid_up_to_300_and_not_after_wrong_fuel():
    facts = [("request.received", "2024-03-01 09:00", {"towing_cost": 420, "equipment__km": 9000})]

    def paid(cause):
        found = ("cause.found", "2024-03-01 10:00", {"cause": cause})
        return [a.value for a in mobility("2024-03-01 12:00", *facts, found).amounts]

    assert (paid("quality"), paid("improper_use")) == ([Decimal(300)], [])
