"""S4c: a service window, a clear answer in one working day, and goods that come back in a week."""

import pytest

from kept.rules.assess import ClockState, TermState
from kept.rules.facts import Truth
from kept.rules.hours import compiled
from kept.rules.policy.model import CellState, ClauseState
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

AT = "2026-03-02 10:00"  # a Monday
LATER = "2026-03-02 10:30"
IN_WARRANTY = {"equipment__accepted": when("2025-06-01 00:00"), "contract__warranty": "12 months"}
EXPIRED = {"equipment__accepted": when("2021-06-01 00:00"), "contract__warranty": "12 months"}
ITEMS = ("parts", "labour", "travel", "diagnosis")

RECEIVED = fact("goods.received_for_repair", "2026-03-02 09:00")
REPAIRED = fact("repair.finished", "2026-03-05 17:00")  # a Thursday
PAID = fact("payment.received", "2026-03-11 11:00")  # the Wednesday after


def answer(at, *facts, now=None):
    """The clock of the clear answer to a request made at `at`."""
    return judged("S4c", case(request(at), *facts), now or at).clock("answer")


def returned(*facts, at, **about):
    """The clock of the goods that came back for repair."""
    return judged("S4c", case(request("2026-02-27 10:00"), *facts, **about), at).clock("returned")


def found(cause, **about):
    """What follows once the cause is known."""
    finding = fact("cause.found", "2026-03-02 12:00", cause=cause)
    return judged("S4c", case(request(AT), finding, **about), "2026-03-02 13:00")


def test_S4c_1_1a():
    """Whatever the channel, it is the same request with the same answer due."""
    policy = shipped("S4c")
    dues = {
        judged("S4c", case(request(AT, channel=channel)), LATER).clock("answer").due_at
        for channel in policy.channels
    }

    assert policy.channels["other"].source == ("S4c-1.1a",)
    assert len(policy.channels) == 8
    assert dues == {when("2026-03-03 10:00")}


def test_S4c_1_2a():
    """On site once guidance and remote work have failed: measured, without a limit."""
    failed = fact("remote.attempted", "2026-03-02 11:00", result="failed")
    worked = fact("remote.attempted", "2026-03-02 11:00", result="worked")

    line = judged("S4c", case(request(AT), failed), "2026-04-02 11:00").clock("on_site")
    assert line.state is ClockState.UNSET
    assert line.started_at == when("2026-03-02 11:00")
    assert line.broken_at is None
    assert line.promises[-1].cell is CellState.UNSET
    assert "S4c-1.2a" in line.reason.clauses

    for facts in ([request(AT)], [request(AT), worked]):
        line = judged("S4c", case(*facts), "2026-03-02 12:00").clock("on_site")
        assert line.state is ClockState.NOT_STARTED


def test_S4c_1_2b():
    """In warranty, a fault of its own quality: the exchange costs the customer nothing."""
    result = found("quality", **IN_WARRANTY)

    for component in ITEMS:
        assert (who_pays(result, component), price(result, component)) == ("provider", "free")
        assert cited(result, component) == ("S4c-1.2b",)


def test_S4c_2_0():
    """A call at 20:00 lies outside the window; what it starts counts from the next opening."""
    policy = shipped("S4c")
    window = compiled(policy.calendars["service_window"].spec)

    assert policy.calendars["service_window"].source == ("S4c-2.0",)
    assert policy.calendars["service_window"].assumed == "C46"
    assert policy.channels["telephone"].calendar == "service_window"
    assert not window.is_open(when("2026-03-02 20:00"))
    assert window.is_open(when("2026-03-01 10:00"))  # seven days: a Sunday
    week = window.working_seconds(when("2026-03-02 00:00"), when("2026-03-09 00:00"))
    assert week == 7 * 8 * 3600

    # Wednesday is the first working day that is wholly there after the opening of Tuesday.
    assert answer("2026-03-02 20:00").due_at == when("2026-03-04 09:00")

    failed = fact("remote.attempted", "2026-03-02 20:00", result="failed")
    line = judged("S4c", case(request(AT), failed), "2026-03-03 10:00").clock("on_site")
    assert line.spent_seconds == 3600


def test_S4c_2_0_its_owner_may_open_at_another_hour():
    """C46: the hours are one line of the policy."""
    earlier = shipped(
        "S4c", ('weekly: {mon-sun: ["09:00-17:00"]}', 'weekly: {mon-sun: ["08:00-16:00"]}')
    )
    window = compiled(earlier.calendars["service_window"].spec)

    assert window.next_open(when("2026-03-02 20:00")) == when("2026-03-03 08:00")


def test_S4c_2_2a():
    """Friday 15:00 is due Monday 15:00."""
    line = answer("2026-03-06 15:00")

    assert line.due_at == when("2026-03-09 15:00")
    assert line.assumed == {"limit": "C47"}  # that it counts working days is in the paper
    assert line.reason.readings == ("C47",)


@pytest.mark.parametrize(
    ("asked", "due"),
    [
        ("2026-03-01 11:00", "2026-03-03 09:00"),  # Sunday: answered, and counted from Monday
        ("2026-03-02 17:00", "2026-03-03 17:00"),  # at closing
        ("2026-03-06 20:00", "2026-03-10 09:00"),  # Friday evening
        ("2025-09-30 15:00", "2025-10-09 15:00"),  # over the National Day holiday
        ("2025-10-10 15:00", "2025-10-11 15:00"),  # a Saturday that people work
    ],
)
def test_S4c_2_2a_counts_working_days(asked, due):
    """C47: two calendars in one policy."""
    assert answer(asked).due_at == when(due)


@pytest.mark.parametrize(
    "clear",
    [
        fact("response.clear", "2026-03-02 15:00"),
        fact("response.given", "2026-03-02 15:00", clear=True),
        fact("answer.given", "2026-03-02 15:00"),
    ],
)
def test_S4c_2_2a_is_met_by_a_clear_answer_only(clear):
    """C43: an answer without substance leaves it running."""
    vague = fact("response.given", "2026-03-02 10:20")

    assert answer(AT, vague, now="2026-03-02 16:00").state is ClockState.RUNNING
    assert answer(AT, vague, now="2026-03-03 10:00").state is ClockState.BROKEN
    line = answer(AT, vague, clear, now="2026-03-02 16:00")
    assert (line.state, line.done_at) == (ClockState.MET, when("2026-03-02 15:00"))


def test_S4c_2_3b():
    """Inbound freight the customer's, outbound freight ours, whatever the cause turns out to be."""
    for result in (
        judged("S4c", case(request(AT), **IN_WARRANTY), LATER),
        found("quality", **IN_WARRANTY),
    ):
        assert who_pays(result, "freight_in") == "customer"
        assert who_pays(result, "freight_out") == "provider"
        assert price(result, "freight_out") == "free"
        for component in ("freight_in", "freight_out"):
            assert cited(result, component) == ("S4c-2.3b",)


def test_S4c_2_3c():
    """Expired: both freights, parts and labour on the quotation."""
    result = judged("S4c", case(request(AT), **EXPIRED), LATER)

    for component in ("freight_in", "freight_out", *ITEMS):
        assert (who_pays(result, component), price(result, component)) == ("customer", "quote")
        assert "S4c-2.3c" in cited(result, component)


def test_S4c_2_3_without_a_length_of_the_warranty_stays_open():
    """C44: this paper has none of its own; nobody is told a payer before the contract is known."""
    result = judged("S4c", case(request(AT), equipment__accepted=when("2025-06-01 00:00")), LATER)

    (line,) = result.terms
    assert (line.state, line.length) == (TermState.UNKNOWN, "unset")
    assert who_pays(result, "freight_out") is None
    assert possible_payers(result, "freight_out") == {"customer", "provider"}


def test_S4c_2_4a():
    """The scan on receipt starts a clock of seven days, the parcel back stops it."""
    line = returned(RECEIVED, at="2026-03-03 10:00")
    assert line.due_at == when("2026-03-09 09:00")
    assert line.state is ClockState.RUNNING

    sent = fact("goods.returned_shipped", "2026-03-09 08:59")
    assert returned(RECEIVED, sent, at="2026-03-09 09:00").state is ClockState.MET
    assert returned(RECEIVED, at="2026-03-09 09:00").state is ClockState.BROKEN


def test_S4c_2_4a_does_not_wait_for_a_supplier():
    """C50: a repair at the supplier's is no pause."""
    away = fact("waiting.began", "2026-03-03 10:00", waiting_for="third_party")

    line = returned(RECEIVED, away, at="2026-03-09 10:00", **IN_WARRANTY)

    assert (line.state, line.stops) == (ClockState.BROKEN, ())


def test_S4c_2_4a_begins_again_with_the_next_return():
    sent = fact("goods.returned_shipped", "2026-03-05 09:00")
    again = fact("goods.received_for_repair", "2026-03-20 09:00")
    facts = case(request("2026-02-27 10:00"), RECEIVED, sent, again)

    assert judged("S4c", facts, "2026-03-21 09:00").clock("returned#2").due_at == when(
        "2026-03-27 09:00"
    )


def test_S4c_2_5():
    """Repaired on Thursday 17:00, paid on the Wednesday after: the time between does not count."""
    waiting = returned(RECEIVED, REPAIRED, at="2026-03-10 10:00", **EXPIRED)
    assert waiting.state is ClockState.PAUSED
    (stop,) = waiting.stops
    assert (stop.start, stop.end) == (when("2026-03-05 17:00"), None)
    assert stop.clauses == ("S4c-2.5",)
    assert stop.name["en"] == "repaired, waiting for the customer's payment"

    paid = returned(RECEIVED, REPAIRED, PAID, at="2026-03-12 10:00", **EXPIRED)
    assert paid.due_at == when("2026-03-15 03:00")  # 3 days and 16 hours after the payment
    assert paid.spent_seconds == (3 * 24 + 8 + 23) * 3600


def test_S4c_2_5_does_not_excuse_the_repair_itself():
    """C59: before it is repaired nothing waits, and a payment in advance leaves nothing to wait."""
    assert returned(RECEIVED, at="2026-03-09 10:00", **EXPIRED).state is ClockState.BROKEN

    early = fact("payment.received", "2026-03-03 10:00")
    line = returned(RECEIVED, early, REPAIRED, at="2026-03-09 10:00", **EXPIRED)
    assert (line.state, line.stops) == (ClockState.BROKEN, ())


@pytest.mark.parametrize("cause", [None, "quality", "our_staff"])
def test_S4c_2_5_never_pauses_what_the_warranty_covers(cause):
    finding = [fact("cause.found", "2026-03-03 10:00", cause=cause)] if cause else []

    line = returned(RECEIVED, *finding, REPAIRED, at="2026-03-09 10:00", **IN_WARRANTY)

    assert (line.state, line.stops) == (ClockState.BROKEN, ())


def test_S4c_2_5_pauses_what_the_customer_pays_within_the_warranty():
    finding = fact("cause.found", "2026-03-03 10:00", cause="improper_use")

    line = returned(RECEIVED, finding, REPAIRED, at="2026-03-09 10:00", **IN_WARRANTY)

    assert line.state is ClockState.PAUSED


@pytest.mark.parametrize(
    ("cause", "about"),
    [
        ("improper_use", IN_WARRANTY),
        ("other", IN_WARRANTY),
        ("quality", EXPIRED),
        (None, EXPIRED),
    ],
)
def test_S4c_2_6(cause, about):
    """Out of warranty, or not ours to answer for: the customer bears it, by quotation."""
    result = found(cause, **about) if cause else judged("S4c", case(request(AT), **about), LATER)

    for component in ITEMS:
        assert (who_pays(result, component), price(result, component)) == ("customer", "quote")
        assert "S4c-2.6" in cited(result, component)


def test_S4c_2_6_waits_for_the_cause():
    result = judged("S4c", case(request(AT), **IN_WARRANTY), LATER)

    assert who_pays(result, "labour") is None
    assert {(o.value, o.truth) for o in result.cost("labour").payers} == {
        ("customer", Truth.UNKNOWN),
        ("provider", Truth.UNKNOWN),
    }


def test_S4c_2_8():
    """Kept as a text that decides nothing (C55)."""
    clause = shipped("S4c").clauses["S4c-2.8"]

    assert clause.state is ClauseState.STATEMENT
    assert "S4c-2.8" in judged("S4c", case(request(AT)), LATER).statements
    assert "backwards" in shipped("S4c").readings["C55"].text["en"]
