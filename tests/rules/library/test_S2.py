"""S2: one hour, three hours, a day; who pays in which order; a warranty that grows."""

from datetime import timedelta

import pytest

from kept.rules.assess import ClockState, TermState
from kept.rules.policy.model import Strength
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

AT = "2026-03-02 10:00"
LATER = "2026-03-02 10:05"
ACCEPTED = when("2025-06-01 00:00")
IN_WARRANTY = {"equipment__accepted": ACCEPTED, "contract__warranty": "24 months"}
EXPIRED = {"equipment__accepted": when("2021-06-01 00:00"), "contract__warranty": "24 months"}
CALM = {"emergency": False, "visit_demanded": False, "visit_necessary": False}


def found(cause, at="2026-03-02 12:00", **more):
    return fact("cause.found", at, cause=cause, **more)


def stops(*spans):
    """Stops of the equipment that our own work forced."""
    return [
        one
        for begin, end in spans
        for one in (
            fact("stop.began", begin, stopped_by="provider"),
            fact("stop.ended", end),
        )
    ]


def test_S2_0d():
    assert shipped("S2").channels["telephone"].source == ("S2-0d",)


def test_S2_1c():
    """Guidance under warranty gives no charge."""
    result = judged(
        "S2",
        case(request(AT, case_type="guidance"), found("wear"), **IN_WARRANTY),
        "2026-03-02 13:00",
    )

    assert who_pays(result, "consultation") == "provider"
    assert price(result, "consultation") == "free"
    assert "S2-1c" in cited(result, "consultation")


def test_S2_1d():
    """A repair under warranty shows labour and travel at nothing."""
    result = judged("S2", case(request(AT), found("wear"), **IN_WARRANTY), "2026-03-02 13:00")

    assert (who_pays(result, "labour"), price(result, "labour")) == ("provider", "free")
    assert (who_pays(result, "travel"), price(result, "travel")) == ("provider", "free")
    assert "S2-1d" in cited(result, "labour")


def test_S2_1e():
    result = judged("S2", case(request(AT), found("wear"), **IN_WARRANTY), "2026-03-02 13:00")

    assert (who_pays(result, "parts"), price(result, "parts")) == ("provider", "free")
    assert "S2-1e" in cited(result, "parts")


def test_S2_2a():
    """Requested at 10:00, the reply is due at 11:00."""
    assert judged("S2", case(request(AT)), LATER).clock("answer").due_at == when("2026-03-02 11:00")


def test_S2_2b():
    """Three hours count from the notice, not from the moment the visit is asked for."""
    facts = [request(AT, **CALM)]
    quiet = judged("S2", case(*facts, **IN_WARRANTY), "2026-03-02 10:20")
    assert "on_site" not in {line.rule for line in quiet.clocks}

    facts.append(fact("customer.demanded_visit", "2026-03-02 10:30"))
    line = judged("S2", case(*facts, **IN_WARRANTY), "2026-03-02 10:31").clock("on_site")
    assert line.due_at == when("2026-03-02 13:00")
    assert line.certain
    assert "S2-2b" in line.reason.clauses

    broken = judged("S2", case(*facts, **IN_WARRANTY), "2026-03-02 13:00").clock("on_site")
    assert broken.state is ClockState.BROKEN


def test_S2_2b_a_late_arrival_takes_the_breach_back():
    facts = case(
        request(AT, visit_demanded=True),
        fact("visit.arrived", "2026-03-02 12:58", known="2026-03-02 14:00"),
        **IN_WARRANTY,
    )

    then = judged("S2", facts.known_by(when("2026-03-02 13:30")), "2026-03-02 13:30")
    assert then.clock("on_site").state is ClockState.BROKEN
    assert judged("S2", facts, "2026-03-02 14:00").clock("on_site").state is ClockState.MET


def test_S2_2b_stands_still_while_the_customer_cannot_let_us_in():
    facts = [
        request(AT, visit_demanded=True),
        fact("waiting.began", "2026-03-02 12:00", waiting_for="customer_access"),
        fact("waiting.ended", "2026-03-02 12:14"),
    ]
    result = judged("S2", case(*facts, **IN_WARRANTY), "2026-03-02 12:30")

    assert result.clock("on_site").due_at == when("2026-03-02 13:14")
    assert result.clock("answer").due_at == when("2026-03-02 11:00")


def test_S2_2b_a_fault_cleared_from_afar_needs_no_visit_until_it_comes_back():
    facts = [request(AT, visit_demanded=True), fact("service.restored", "2026-03-02 11:00")]
    spared = judged("S2", case(*facts, **IN_WARRANTY), "2026-03-02 14:00").clock("on_site")
    assert spared.state is ClockState.ENDED

    facts.append(fact("case.reopened", "2026-03-02 11:30"))
    again = judged("S2", case(*facts, **IN_WARRANTY), "2026-03-02 12:00").clock("on_site")
    assert again.state is ClockState.RUNNING
    assert again.due_at == when("2026-03-02 13:30")  # the half hour in between does not count


def test_S2_2c():
    """The visit of a covered case is free; the exclusions of clause 5 override that."""
    result = judged("S2", case(request(AT), found("wear"), **IN_WARRANTY), "2026-03-02 13:00")
    assert who_pays(result, "travel") == "provider"
    assert cited(result, "travel") == ("S2-2c",)

    excluded = judged(
        "S2", case(request(AT), found("improper_maintenance"), **IN_WARRANTY), "2026-03-02 13:00"
    )
    assert who_pays(excluded, "travel") == "customer"


def test_S2_3a():
    """At 24 hours unrepaired the promise is broken; a formal notice moves its start (C16)."""
    line = judged("S2", case(request(AT)), "2026-03-03 10:00").clock("repair")
    assert line.state is ClockState.BROKEN

    noticed = case(request(AT), fact("notice.formal", "2026-03-02 15:00"))
    again = judged("S2", noticed, "2026-03-03 10:00").clock("repair")
    assert again.due_at == when("2026-03-03 15:00")
    assert again.state is ClockState.RUNNING


def test_S2_4b():
    """The invoice of the third party that the customer had to call in is ours."""
    engaged = fact("third_party.engaged", "2026-03-02 13:05")
    after = judged("S2", case(request(AT), engaged, **IN_WARRANTY), "2026-03-02 14:00")

    assert who_pays(after, "third_party") == "provider"
    assert cited(after, "third_party") == ("S2-4b",)

    # an arrival that turns up afterwards takes nothing from a customer who acted in good faith
    arrived = fact("visit.arrived", "2026-03-02 12:58", known="2026-03-02 15:00")
    kept = judged("S2", case(request(AT), engaged, arrived, **IN_WARRANTY), "2026-03-02 15:00")
    assert who_pays(kept, "third_party") == "provider"


def excluded(cause):
    return judged("S2", case(request(AT), found(cause), **IN_WARRANTY), "2026-03-02 13:00")


def test_S2_5a():
    """A change by the customer turns a case under warranty chargeable, and the clause is named."""
    result = excluded("customer_modification")

    assert result.terms[0].state is TermState.ACTIVE
    assert covered(result, "S2-5a") is False
    assert who_pays(result, "parts") == "customer"


def test_S2_5b():
    """So does improper maintenance."""
    result = excluded("improper_maintenance")

    assert result.terms[0].state is TermState.ACTIVE
    assert covered(result, "S2-5b") is False
    assert who_pays(result, "parts") == "customer"


def test_S2_5c():
    """An excluded case gets a quotation instead of a refusal."""
    result = judged(
        "S2", case(request(AT), found("customer_modification"), **IN_WARRANTY), "2026-03-02 13:00"
    )

    assert (who_pays(result, "parts"), price(result, "parts")) == ("customer", "quote")
    assert cited(result, "parts") == ("S2-5c",)


@pytest.mark.parametrize("about", [IN_WARRANTY, EXPIRED])
def test_S2_6a(about):
    """A tender figure missed through a supplied defect opens free repair, at any age."""
    result = judged(
        "S2",
        case(request(AT), found("supplied_defect", tender_indicator_missed=True), **about),
        "2026-03-02 13:00",
    )

    assert covered(result, "S2-6a") is True
    assert who_pays(result, "parts") == "provider"


def test_S2_6b():
    """Our own wrong guidance is a cause, and leads to us paying."""
    result = judged(
        "S2",
        case(request(AT), found("our_guidance", tender_indicator_missed=True), **EXPIRED),
        "2026-03-02 13:00",
    )

    assert covered(result, "S2-6b") is True
    assert who_pays(result, "labour") == "provider"


def test_S2_6d():
    """Every line of the cost sheet is ours."""
    result = judged(
        "S2",
        case(request(AT), found("supplied_defect", tender_indicator_missed=True), **EXPIRED),
        "2026-03-02 13:00",
    )

    assert {line.payer for line in result.costs} == {"provider"}
    assert all(cited(result, line.component) == ("S2-6d",) for line in result.costs)


def test_S2_7a():
    """Stops of 5 h and 30 h move the end by exactly 35 h, and each is listed."""
    facts = [
        request("2025-07-01 07:00"),
        *stops(("2025-07-01 08:00", "2025-07-01 13:00"), ("2025-10-10 09:00", "2025-10-11 15:00")),
    ]
    (line,) = judged("S2", case(*facts, **IN_WARRANTY), "2026-03-02 10:00").terms

    assert line.base_end == when("2027-06-01 00:00")
    assert line.end == when("2027-06-01 00:00") + timedelta(hours=35)
    assert line.extended_seconds == 35 * 3600
    assert [stop.clauses for stop in line.extensions] == [("S2-7a",), ("S2-7a",)]


def test_S2_7a_overlapping_stops_count_once():
    """C17: 7 h and 30 h; 31 January 23:59 becomes 2 February 12:59."""
    facts = [
        fact("stop.began", "2025-03-01 08:00", stopped_by="provider"),
        fact("stop.ended", "2025-03-01 15:00"),
        fact("stop.began", "2025-03-01 12:00", stopped_by="provider"),
        *stops(("2025-06-10 09:00", "2025-06-11 15:00")),
    ]
    about = {"equipment__accepted": when("2025-01-31 23:59"), "contract__warranty": "12 months"}

    (line,) = judged("S2", case(*facts, **about), "2025-12-01 10:00").terms

    assert line.end == when("2026-02-02 12:59")


def test_S2_7a_a_stop_of_the_customer_adds_nothing():
    facts = [
        fact("stop.began", "2025-07-01 08:00", stopped_by="customer"),
        fact("stop.ended", "2025-07-01 13:00"),
    ]

    assert judged("S2", case(*facts, **IN_WARRANTY), AT).terms[0].extended_seconds == 0


def test_S2_7b():
    """The loss from such a stop is ours; a stop of the customer's own is not."""
    facts = [request(AT), *stops(("2026-03-02 11:00", "2026-03-02 12:00"))]
    ours = judged("S2", case(*facts, **IN_WARRANTY), "2026-03-02 13:00")
    assert ours.cost("loss").payers[-1].value == "provider"
    assert cited(ours, "loss") == ("S2-7b",)

    other = fact("stop.began", "2026-03-02 11:00", stopped_by="customer")
    theirs = judged(
        "S2", case(request(AT), other, found("wear"), **IN_WARRANTY), "2026-03-02 13:00"
    )
    assert "S2-7b" not in {c for o in theirs.cost("loss").payers for c in o.reason.clauses}


def test_S2_8a():
    """An expired unit still gets its case and its answer."""
    result = judged("S2", case(request(AT), **EXPIRED), LATER)

    assert result.terms[0].state is TermState.ENDED
    assert covered(result, "S2-8a") is True
    assert result.clock("answer").due_at == when("2026-03-02 11:00")


def test_S2_8b():
    """After the warranty everything is charged at the favourable price."""
    result = judged("S2", case(request(AT), found("wear"), **EXPIRED), "2026-03-02 13:00")

    for component in ("parts", "labour", "travel"):
        assert (who_pays(result, component), price(result, component)) == ("customer", "favourable")
        assert cited(result, component) == ("S2-8b",)


def test_S2_9a():
    """An emergency on an expired unit: support now, minutes counted until somebody is there."""
    facts = [request(AT, **(CALM | {"emergency": True}))]
    line = judged("S2", case(*facts, **EXPIRED), "2026-03-02 10:03").clock("support")
    assert line.state is ClockState.BROKEN
    assert line.spent_seconds == 180

    facts.append(fact("support.started", "2026-03-02 10:00:40"))
    kept = judged("S2", case(*facts, **EXPIRED), "2026-03-02 10:03").clock("support")
    assert kept.state is ClockState.MET


def test_S2_9a_holds_for_covered_units_too():
    """C11: the stricter of two promises."""
    covered_unit = judged("S2", case(request(AT, emergency=True), **IN_WARRANTY), AT)

    assert covered_unit.clock("support").due_at == when("2026-03-02 10:01")


def test_S2_9b():
    """The same case has 4 hours to arrive while the cause may still be inherent."""
    facts = [request(AT, **(CALM | {"emergency": True}))]
    result = judged("S2", case(*facts, **EXPIRED), LATER)
    assert result.clock("on_site_emergency").due_at == when("2026-03-02 14:00")
    assert result.clock("on_site_emergency").certain
    assert "on_site" not in {line.rule for line in result.clocks}
    assert possible_payers(result, "parts") == {"customer", "provider"}

    facts.append(found("customer_modification"))
    ended = judged("S2", case(*facts, **EXPIRED), "2026-03-02 15:00")
    assert ended.clock("on_site_emergency").state is ClockState.ENDED
    assert price(ended, "parts") == "quote"


def test_S2_9b_a_breach_stays_when_the_cause_turns_out_otherwise():
    facts = [request(AT, emergency=True), found("customer_modification", "2026-03-02 15:00")]

    line = judged("S2", case(*facts, **EXPIRED), "2026-03-02 16:00").clock("on_site_emergency")

    assert line.broken_at == when("2026-03-02 14:00")


def test_S2_9c():
    """The time until the fault is cleared is measured; there is no limit to break."""
    facts = [request(AT, emergency=True), fact("service.restored", "2026-03-02 17:30")]
    line = judged("S2", case(*facts, **EXPIRED), "2026-03-09 10:00").clock("removal")

    assert line.state is ClockState.UNSET
    assert line.strength is Strength.AIM
    assert line.spent_seconds == 7.5 * 3600
    assert line.broken_at is None


def test_S2_10b():
    """A dispute about rights is a case of its own kind; no repair is promised for it."""
    assert shipped("S2").case_types["ip_dispute"].source == ("S2-10b",)
    result = judged("S2", case(request(AT, case_type="ip_dispute"), **IN_WARRANTY), LATER)
    assert "repair" not in {line.rule for line in result.clocks}


@pytest.mark.parametrize("about", [IN_WARRANTY, EXPIRED])
def test_S2_10c(about):
    """Nothing booked to such a dispute is ever charged to the customer."""
    result = judged("S2", case(request(AT, case_type="ip_dispute"), **about), LATER)

    assert {line.payer for line in result.costs} == {"provider"}
    assert {price(result, line.component) for line in result.costs} == {"free"}
