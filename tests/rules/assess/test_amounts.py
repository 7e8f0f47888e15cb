"""Amounts: how much, who has to ask until when, and who decided."""

import pytest

from kept.rules.assess import AmountState
from kept.rules.assess.say import document
from kept.rules.facts import Facts
from kept.rules.policy.model import NoNumber
from tests.rules.assess.scene import case, fact, judged, policy, when

SLA = """
rules:
  uptime:
    form: measure
    name: Uptime
    source: T-1
    intervals: {from: interruption.began, until: interruption.ended}
    window: month
    gives: uptime
  credit:
    form: amount
    name: Credit
    source: T-2
    what: credit
    when: {measure.uptime: {less_than: 99.999}}
    formula:
      by: measure.uptime
      bands:
        - {at_least: 99.99, less_than: 99.999, is: 0.10}
        - {at_least: 99.0, less_than: 99.99, is: 0.25, source: T-3}
        - {at_least: 95.0, less_than: 99.0, is: 0.50, source: T-4}
        - {less_than: 95, is: 1.00}
    of: contract.monthly_fee
    at_most: 600
    from: provider
    to: customer
    claim: {by: customer, within: 30 days, of: service.restored, source: T-5}
    form_of_payment: on the next invoice
    exclusive: yes
  gate:
    form: gate
    name: Gate
    source: T-6
    step: case.closed
    needs: [{when: {amount.credit: {at_most: 0}}}]
"""


def outage(minutes):
    ended = f"2026-06-02 {minutes // 60:02}:{minutes % 60:02}"
    return (
        fact("interruption.began", "2026-06-02 00:00"),
        fact("request.received", "2026-06-02 00:00"),
        fact("interruption.ended", ended),
        fact("service.restored", ended),
    )


def credit(facts, at="2026-06-03 00:00", rules=SLA):
    return judged(rules, facts, at).amounts[0]


# 30-day month = 43,200 min: 300 down are 99.306 %, 900 are 97.917 %.
@pytest.mark.parametrize(
    ("minutes", "fee", "expected", "limited"),
    [
        (300, 1000, 250, ""),
        (900, 1000, 500, ""),
        (900, 1300, 600, "at_most"),
        (4, 1000, 100, ""),
        (300, 99.99, "24.9975", ""),
    ],
)
def test_a_credit_by_bands_of_uptime_with_a_cap(minutes, fee, expected, limited):
    line = credit(case(*outage(minutes), contract__monthly_fee=fee))

    assert str(line.value.normalize() + 0) == str(expected) or line.value == expected
    assert (line.state, line.limited) == (AmountState.CLAIMABLE, limited)


# Restored on 2 June: 30 days end with 2 July.
@pytest.mark.parametrize(
    ("claimed", "at", "state"),
    [
        (None, "2026-06-20 00:00", "claimable"),
        (None, "2026-07-02 23:59", "claimable"),
        (None, "2026-07-03 00:01", "barred"),
        ("2026-07-02 23:59", "2026-08-01 00:00", "claimed"),
        ("2026-07-03 00:01", "2026-08-01 00:00", "barred"),
    ],
)
def test_a_claim_on_day_31_is_barred(claimed, at, state):
    facts = case(*outage(300), contract__monthly_fee=1000)
    if claimed:
        facts = facts.with_more([fact("claim.made", claimed, claim="credit")])

    found = judged(SLA, facts, at)

    assert found.amounts[0].state is AmountState(state)
    assert found.amounts[0].claim_by == when("2026-07-03 00:00")
    assert (found.gates[0].missing == ()) == (state == "barred")


def test_time_alone_bars_it_and_says_when():
    found = judged(SLA, case(*outage(300), contract__monthly_fee=1), "2026-07-02 23:00")

    assert found.look_at == when("2026-07-03 00:00")


def test_what_is_missing_is_named_and_nothing_is_charged():
    line = credit(case(*outage(300)))

    assert (line.value, line.missing) == (None, ("contract.monthly_fee",))
    assert judged(SLA, case(*outage(300)), "2026-06-03 00:00").gates[0].state.value == "possible"


def test_a_decision_says_how_much():
    facts = case(
        *outage(300),
        fact("claim.made", "2026-06-04 10:00", claim="other", amount=9),
        fact("claim.decided", "2026-06-05 10:00", amount=180),
        contract__monthly_fee=1000,
    )

    line = credit(facts, "2026-06-06 00:00")

    assert (line.state, line.value, line.claimed_at) == (AmountState.DECIDED, 180, None)


def test_without_an_outage_there_is_no_credit():
    found = judged(SLA, case(), "2026-06-06 00:00")

    assert (found.amounts, [a.rule for a in found.absent]) == ((), ["credit"])


REFUND = """
rules:
  refund:
    form: amount
    name: Refund
    source: T-1
    what: refund
    when: {urgent: yes}
    formula: {minus: [size, {times: [size, 0.0005, {days: {from: agreed}}]}]}
    at_least: 0
  loss:
    form: amount
    name: Loss
    source: T-2
    what: compensation
    formula: claimed
    decided_by: manager
  fee: {form: amount, name: Fee, source: T-3, what: fee, formula: unset}
  nothing: {form: amount, name: Nothing, source: T-4, what: fee, formula: {if: {urgent: no}, is: 9}}
"""


@pytest.mark.parametrize(
    ("about", "state", "value"),
    [
        ({"urgent": True}, "due", 1800),
        ({"urgent": True, "size": 0}, "none", 0),
        ({}, "possible", 1800),
    ],
)
def test_a_refund_pro_rata(about, state, value):
    """2,000 paid, 200 days: 200 deducted, 1,800 refunded."""
    facts = case(**{"size": 2000, "agreed": when("2026-01-01 10:00"), **about})

    line = credit(facts, "2026-07-20 09:00", REFUND)

    assert (line.state, line.value) == (AmountState(state), value)


def test_what_the_paper_leaves_out_is_shown_and_what_is_claimed_waits_for_a_decision():
    claimed = fact("claim.made", "2026-03-01 10:00", amount=750, claim="loss")

    _, loss, fee, nothing = judged(REFUND, case(claimed, urgent=True), "2026-03-02 10:00").amounts

    assert (loss.state, loss.value) == (AmountState.CLAIMED, 750)
    assert (fee.state, fee.value, fee.word) == (AmountState.DUE, None, NoNumber.UNSET)
    assert nothing.state is AmountState.NONE
    unclaimed = judged(REFUND, Facts((), {"urgent": True}), "2026-03-02 10:00").amounts[1]
    assert (unclaimed.state, unclaimed.value) == (AmountState.CLAIMABLE, None)


def test_in_words_and_as_a_document():
    facts = case(*outage(300), contract__monthly_fee=1000)

    told = document(policy(SLA), judged(SLA, facts, "2026-06-03 00:00"))["amounts"][0]

    assert told["text"]["en"] == (
        "Credit: 250, from us to the customer; the customer has to ask for it by 3 Jul 2026 00:00. "
        "Given on the next invoice. There is no other remedy."
    )
    assert (told["value"], told["clauses"]) == ("250", ["T-2", "T-3", "T-5"])
