"""Credits, their caps and their time to claim: worked out by hand from what the papers say."""

from decimal import Decimal

import pytest

from kept.rules.assess import AmountState, ClockState
from kept.rules.hours import Duration
from tests.rules.library.elsewhere.cases import line
from tests.rules.library.fresh.test_fresh import desk

NONE = None


def credit(name, at, *facts, rule="credit", **about):
    """Return an amount, or nothing where it does not come about."""
    there = desk(name)
    made = [there.fact(kind, moment, **values) for kind, moment, values in facts]
    lines = {one.rule: one for one in there.judged(at, *made, **about).amounts}
    return lines.get(rule)


def value_of(found):
    return NONE if found is None or found.state is AmountState.NONE else found.value


# --- virtual servers: 5 % for each half hour that has begun, the month's fee at most ------------


def outage(*stops, **values):
    facts = [("request.received", "2026-04-10 00:00", values)]
    for begun, ended in stops:
        facts += [("interruption.began", f"2026-04-{begun}", {})]
        facts += [("interruption.ended", f"2026-04-{ended}", {})]
    return facts


@pytest.mark.parametrize(
    ("stops", "expected"),
    [
        ([("10 10:00", "10 10:01")], 5),
        ([("10 10:00", "10 10:30")], 5),
        ([("10 10:00", "10 10:31")], 10),
        ([("10 10:00", "10 10:20"), ("12 10:00", "12 10:20")], 10),  # 40 minutes of the month
        ([("10 10:00", "10 19:30")], 95),
        ([("10 10:00", "10 20:00")], 100),
        ([("10 10:00", "10 22:00")], 100),  # 24 half hours would be 120 %
    ],
)
def test_each_half_hour_that_has_begun_gives_five_per_cent(stops, expected):
    found = credit("VSERVER", "2026-04-13 00:00", *outage(*stops), contract__monthly_fee=100)

    assert value_of(found) == expected


@pytest.mark.parametrize(("announced", "expected"), [("72 h", NONE), ("71 h", 10)])
def test_maintenance_counts_unless_it_was_announced_in_time(announced, expected):
    work = [
        ("maintenance.began", "2026-04-10 10:00", {"announced_ahead": Duration.parse(announced)}),
        ("maintenance.ended", "2026-04-10 11:00", {}),
    ]
    facts = [*outage(("10 10:00", "10 11:00")), *work]
    found = credit("VSERVER", "2026-04-13 00:00", *facts, contract__monthly_fee=100)

    assert value_of(found) == expected


@pytest.mark.parametrize(("cause", "expected"), [("provider", 10), ("attack", NONE)])
def test_what_is_not_ours_gives_nothing(cause, expected):
    facts = [
        *outage(("10 10:00", "10 11:00")),
        ("cause.found", "2026-04-11 00:00", {"cause": cause}),
    ]
    found = credit("VSERVER", "2026-04-13 00:00", *facts, contract__monthly_fee=100)

    assert value_of(found) == expected


@pytest.mark.parametrize(
    ("claimed", "state"),
    [("2026-04-17 23:59", AmountState.CLAIMED), ("2026-04-18 00:01", AmountState.BARRED)],
)
def test_seven_days_to_ask_for_it(claimed, state):
    facts = [*outage(("10 10:00", "10 11:00"), cause="provider"), ("claim.made", claimed, {})]
    found = credit("VSERVER", "2026-04-18 12:00", *facts, contract__monthly_fee=100)

    assert found.state is state


# --- an application: bands of a calendar month, fifteen days after its end -----------------------
# April has 43,200 minutes: 99.9 % leave 43.2 of them, 98 % leave 864, 95 % leave 2,160.


def stopped(minutes):
    days, rest = divmod(minutes, 1440)
    end = f"{10 + days:02} {rest // 60:02}:{rest % 60:02}"
    return outage(("10 00:00", end))


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [(43, NONE), (44, 10), (864, 10), (865, 50), (2160, 50), (2161, 100), (10_000, 100)],
)
def test_the_bands_of_a_month(minutes, expected):
    found = credit("HOTEL_APP", "2026-05-01 00:00", *stopped(minutes), contract__monthly_fee=200)

    assert value_of(found) == expected


@pytest.mark.parametrize(
    ("fees", "expected"),
    [
        ({"contract__yearly_fee": 2400}, 10),  # a twelfth is 200
        ({"contract__monthly_fee": 20}, NONE),  # exactly one dollar
        ({"contract__monthly_fee": 21}, Decimal("1.05")),
    ],
)
def test_the_fee_of_the_month_and_the_dollar_that_is_not_given(fees, expected):
    found = credit("HOTEL_APP", "2026-05-01 00:00", *stopped(44), **fees)

    assert value_of(found) == expected


@pytest.mark.parametrize(
    ("claimed", "state"),
    [
        ("2026-04-20 10:00", AmountState.CLAIMED),
        ("2026-05-15 23:59", AmountState.CLAIMED),
        ("2026-05-16 00:01", AmountState.BARRED),
    ],
)
def test_fifteen_days_after_the_end_of_the_month(claimed, state):
    facts = [*stopped(865), ("claim.made", claimed, {})]
    found = credit("HOTEL_APP", "2026-05-17 00:00", *facts, contract__monthly_fee=200)

    assert found.claim_by == desk("HOTEL_APP").when("2026-05-16 00:00")
    assert found.state is state


# --- a telephone line: from the third calendar day, whichever is more ----------------------------
# Reported on Monday, 2 March: two calendar days are over when Wednesday is.


def dead(restored, reported="2026-03-02 10:00", **values):
    call = {"line_dead": True, "case_type": "fault", **values}
    return [("request.received", reported, call), ("service.restored", restored, {})]


def compensation(*facts, fee=40):
    about = {"rule": "compensation", "contract__monthly_fee": fee}
    return credit("LINE", "2026-04-10 00:00", *facts, **about)


@pytest.mark.parametrize(
    ("restored", "low", "high"),  # of a fee of 40, of which 10 % are 4; and of 80
    [
        ("2026-03-04 23:59", NONE, NONE),
        ("2026-03-05 01:00", 5, 8),
        ("2026-03-06 12:00", 10, 16),
        ("2026-03-07 09:00", 20, 32),
        ("2026-03-08 09:00", 30, 48),
    ],
)
def test_each_day_after_the_second_and_the_larger_of_two(restored, low, high):
    for fee, expected in ((40, low), (80, high)):
        assert value_of(compensation(*dead(restored), fee=fee)) == expected


def test_days_are_those_of_the_calendar_when_the_clocks_change():
    facts = dead("2026-03-30 00:30", reported="2026-03-27 10:00")
    found = credit(
        "LINE", "2026-04-10 00:00", *facts, rule="compensation", contract__monthly_fee=40
    )

    assert value_of(found) == 5


@pytest.mark.parametrize("cause", ["customer", "nature", "official_order"])
def test_there_is_none_for_what_others_caused(cause):
    facts = [*dead("2026-03-08 09:00"), ("cause.found", "2026-03-09 09:00", {"cause": cause})]
    found = credit(
        "LINE", "2026-03-20 00:00", *facts, rule="compensation", contract__monthly_fee=40
    )

    assert value_of(found) is NONE


def test_there_is_none_while_something_works():
    facts = dead("2026-03-08 09:00", line_dead=False)
    found = credit(
        "LINE", "2026-03-20 00:00", *facts, rule="compensation", contract__monthly_fee=40
    )

    assert value_of(found) is NONE


@pytest.mark.parametrize(("fee", "expected"), [(40, 10), (80, 16)])
def test_a_missed_appointment(fee, expected):
    facts = [*dead("2026-03-03 09:00"), ("appointment.missed", "2026-03-03 08:00", {})]
    found = credit("LINE", "2026-03-20 00:00", *facts, rule="missed", contract__monthly_fee=fee)

    assert value_of(found) == expected


@pytest.mark.parametrize(
    ("told", "state"),
    [("2026-03-04 23:00", ClockState.MET), ("2026-03-05 00:01", ClockState.LATE)],
)
def test_word_on_the_day_after_the_first(told, state):
    there = desk("LINE")
    call = {"line_dead": True, "case_type": "fault"}
    facts = [
        there.fact("request.received", "2026-03-02 10:00", **call),
        there.fact("customer.told", told),
    ]

    assert there.judged("2026-03-06 00:00", *facts).clock("told").state is state


def test_every_amount_is_shown_with_its_clauses():
    facts = outage(("10 10:00", "10 22:00"))
    found = credit("VSERVER", "2026-04-13 00:00", *facts, contract__monthly_fee=100)

    assert set(found.reason.clauses) >= {"V-1", "V-2", "V-5"}
    assert line([found], "credit").payer == "provider"
