"""What a stranger's policy could get wrong in money matters is found on the draft."""

from __future__ import annotations

import pytest

from kept.rules.policy.check import check
from tests.rules.policy.texts import mistakes, policy_of, policy_text

MEASURE = """\
form: measure
name: {en: Uptime, zh-Hans: 可用率}
source: D-2
intervals: {from: interruption.began, until: interruption.ended}
window: month
gives: uptime
"""
CREDIT = """\
form: amount
name: {en: Credit, zh-Hans: 抵扣}
source: D-1
what: credit
when: {measure.other: {less_than: 99.9}}
formula: {by: measure.other, bands: [{less_than: 95, is: 1}, {less_than: 99.9, is: 0.1}]}
of: contract.monthly_fee
from: provider
to: customer
"""
COST = """\
form: cost
name: {en: Who pays, zh-Hans: 费用}
cases: [{source: D-1, pays: {parts: customer}, price: {parts: quote}}]
"""
CURRENCY = "currency: EUR\n"


def found(rule, *, other=MEASURE, more=CURRENCY):
    policy = policy_of(rule, other=other, more=more)
    return {one.code: one for one in check(policy)}


def changed(text, old, new):
    assert old in text
    return text.replace(old, new)


def test_nothing_is_found_in_what_is_sound():
    codes = set(found(CREDIT)) | set(found(COST))

    assert codes <= {"calendar-assumed-silently", "value-unset"}


SURE = "bands: [{less_than: 95, is: 1}, {less_than: 99.9, is: 0.1}]"


@pytest.mark.parametrize(
    ("bands", "gap"),
    [
        ("[{less_than: 95, is: 1}, {more_than: 95, is: 0.1}]", "at exactly 95"),
        ("[{less_than: 95, is: 1}, {at_least: 97, is: 0.1}]", "between 95 and 97"),
        ("[{less_than: 95, is: 1}, {less_than: 99, is: 0.1}]", "between 99 and 99.9"),
        ("[{at_least: 97, is: 0.1}, {at_most: 95, is: 1}]", "between 95 and 97"),
        ("[{less_than: 95, is: 1}, {at_least: 95, is: 0.1}]", None),
        ("[{less_than: 95, is: 1}, {otherwise: unset}]", None),
        ("[{less_than: 97, is: 1}, {at_least: 95, less_than: 100, is: 0.1}]", None),
    ],
)
def test_bands_that_leave_a_gap_are_told_with_where_it_is(bands, gap):
    told = found(changed(CREDIT, SURE, f"bands: {bands}")).get("band-gap")

    assert (told is None) is (gap is None)
    if told is not None:
        assert f"give no number {gap}" in told.sentence()
        assert "D-1" in told.clauses


@pytest.mark.parametrize(("first", "second", "gap"), [(2, 3, False), (2, 4, True)])
def test_of_whole_numbers_the_next_one_is_no_gap(first, second, gap):
    counter = "form: counter\nname: {en: N, zh-Hans: 次}\nsource: D-2\ncounts: repair.closed\n"
    rows = f"[{{at_most: {first}, is: 5}}, {{at_least: {second}, is: 9}}]"
    credit = changed(CREDIT, f"by: measure.other, {SURE}", f"by: count.other, bands: {rows}")
    credit = changed(credit, "when: {measure.other: {less_than: 99.9}}\n", "")
    credit = changed(credit, "of: contract.monthly_fee\n", "")

    assert ("band-gap" in found(credit, other=counter)) is gap


@pytest.mark.parametrize(
    ("old", "new", "code", "words"),
    [
        ("is: 0.1}", "is: 10}", "credit-above-whole", "gives 10 times"),
        (
            "to: customer\n",
            "to: customer\nat_most: {times: [contract.monthly_fee, 0.5]}\n",
            "cap-below-band",
            "would give 1, and “at_most” lets no more than 0.5",
        ),
        (
            "of: contract.monthly_fee\n",
            "at_most: {is: 0.5, source: D-2}\n",
            "cap-below-band",
            "no more than 0.5 be paid",
        ),
        (
            "to: customer\n",
            "to: customer\nat_least: 20\nat_most: 10\n",
            "least-above-most",
            "at least 20 and at most 10",
        ),
        ("to: customer\n", "to: provider\n", "paid-to-itself", "same party pays and is paid"),
        ("to: customer\n", "", "amount-without-party", "names nobody under “to”"),
        (
            "to: customer\n",
            "to: customer\nclaim: {by: provider}\n",
            "claimed-by-payer",
            "would have to ask for it",
        ),
    ],
)
def test_an_amount_that_cannot_be_meant_is_told(old, new, code, words):
    told = found(changed(CREDIT, old, new))[code]

    assert words in told.sentence()
    assert "D-1" in told.clauses


def test_a_cap_of_the_whole_fee_fits():
    credit = changed(CREDIT, "to: customer\n", "to: customer\nat_most: contract.monthly_fee\n")

    assert "cap-below-band" not in found(credit)


@pytest.mark.parametrize(
    ("old", "new", "code", "words"),
    [
        (
            "pays: {parts: customer}",
            "share: {parts: {customer: 120, provider: -20}}",
            "share-out-of-bounds",
            "lets a party pay 120 %",
        ),
        (
            "price: {parts: quote}",
            "price: {parts: quote, labour: quote}",
            "priced-without-payer",
            "what labour costs",
        ),
        (
            "price: {parts: quote}",
            "price: {parts: price_list}",
            "basis-without-list",
            "“price_list: price_list”",
        ),
    ],
)
def test_costs_that_cannot_be_meant_are_told(old, new, code, words):
    told = found(changed(COST, old, new))[code]

    assert words in told.sentence()
    assert told.clauses == ("D-1",)


def test_a_list_that_is_required_is_not_missed():
    required = "required:\n  list: {name: L, source: D-2, price_list: price_list}\n"
    cost = changed(COST, "price: {parts: quote}", "price: {parts: price_list}")

    assert "basis-without-list" not in found(cost, more=CURRENCY + required)


def test_a_sum_without_a_currency_is_told():
    cost = changed(COST, "price: {parts: quote}", "fee: {parts: 37.50}")

    assert "currency-missing" not in found(cost)
    assert "a sum of 37.50" in found(cost, more="")["currency-missing"].sentence()
    assert "currency-missing" not in found(CREDIT, more="")  # a share of a fee has the fee's


@pytest.mark.parametrize("said", ["Euro", "EURO", "EUX"])
def test_a_currency_is_one_that_there_is(said):
    (told,) = mistakes(policy_text(more=f"currency: {said}\n"))

    assert told[1].startswith(f"“{said}” is not the three letters of a currency")


def test_a_time_to_claim_of_nothing_cannot_be_written():
    claim = "claim: {within: 0 days, of: service.restored}\n"
    (told,) = mistakes(policy_text(CREDIT + claim, other=MEASURE))

    assert "is zero" in told[1]
