"""Who pays in the end: goodwill beside the rules' answer, and what each cause would bring."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kept.rules.assess import assess
from kept.rules.assess.charges import (
    ANY_OTHER,
    Goodwill,
    by_cause,
    charges,
    shares_of,
    with_goodwill,
)
from tests.rules.assess.scene import case, fact, policy, when

PAYS = """
rules:
  pays:
    form: cost
    name: Who pays
    cases:
      - {source: T-1, when: {cause: quality}, pays: {all: provider}}
      - source: T-2
        when: {cause: [improper_use, negligence]}
        pays: {all: customer}
        price: {all: quote}
      - source: T-3
        share: {parts: {customer: 25, provider: 75}}
        pays: {labour: customer, travel: provider}
"""
NOW = "2026-03-02 10:00"


def sheet(facts):
    found = assess(policy(PAYS), facts, when(NOW))
    return {line.component: line for line in charges(found, facts)}


def granted(component="labour", at="09:30", **more):
    values = {"component": component, "reason": "a good customer", **more}
    return fact("goodwill.granted", f"2026-03-02 {at}", **values)


FOUND = fact("cause.found", "2026-03-02 09:00", cause="wear", finding="final")


def test_shares_are_known_once_the_cause_is():
    lines = sheet(case(FOUND))

    assert lines["labour"].shares == (("customer", 100),)
    assert dict(lines["parts"].shares) == {"customer": 25, "provider": 75}


def test_nothing_is_said_for_sure_while_it_is_not_known():
    assert sheet(case())["labour"].shares == ()


def test_goodwill_stands_beside_the_rules_answer():
    line = sheet(case(FOUND, granted()))["labour"]

    assert line.shares == (("provider", 100),)
    assert line.cost.payer == "customer"
    assert line.goodwill.reason == "a good customer"


def test_goodwill_takes_its_part_of_a_share():
    line = sheet(case(FOUND, granted("parts", per_cent=60)))["parts"]

    assert dict(line.shares) == {"customer": 10, "provider": 90}


def test_the_last_decision_counts_and_a_component_of_its_own_wins_over_all():
    both = (granted("all", "09:10"), granted("labour", "09:20", per_cent=10))
    lines = sheet(case(FOUND, *both, granted("labour", "09:40", per_cent=50)))

    assert dict(lines["labour"].shares) == {"customer": 50, "provider": 50}
    assert dict(lines["parts"].shares) == {"provider": 100}


def test_a_decision_that_was_taken_back_changes_nothing():
    taken_back = fact(
        "fact.withdrawn", "2026-03-02 09:40", corrects="goodwill.granted@2026-03-02 09:30"
    )

    assert sheet(case(FOUND, granted(), taken_back))["labour"].shares == (("customer", 100),)


@pytest.mark.parametrize(("said", "taken"), [(500, 100), (-5, 0)])
def test_no_decision_takes_more_than_all_or_less_than_nothing(said, taken):
    line = sheet(case(FOUND, granted(per_cent=said)))["labour"]

    assert line.goodwill.per_cent == taken


shares = st.integers(0, 100).map(
    lambda first: (("customer", Decimal(first)), ("provider", Decimal(100 - first)))
)


@given(shares, st.decimals(0, 100, places=2), st.sampled_from(["provider", "supplier"]))
def test_shares_always_sum_to_the_whole(before, per_cent, party):
    goodwill = Goodwill("f", when(NOW), "parts", party, per_cent, "why")

    after = with_goodwill(before, goodwill)

    assert sum(share for _, share in after) == 100
    assert dict(after).get("customer", 0) <= dict(before)["customer"]


class TestByCause:
    def test_each_cause_brings_its_answer(self):
        found = by_cause(policy(PAYS), case(), when(NOW))

        assert [one.causes for one in found] == [
            ("quality",), ("improper_use", "negligence"), (ANY_OTHER,),
        ]  # fmt: skip
        assert [shares_of(one.charges[1].cost.payers[-1])[0][0] for one in found] == [
            "provider", "customer", "customer",
        ]  # fmt: skip

    def test_a_cause_found_for_good_leaves_no_question(self):
        assert by_cause(policy(PAYS), case(FOUND), when(NOW)) == ()

    def test_a_provisional_one_and_a_disputed_one_do(self):
        guess = fact("cause.found", "2026-03-02 09:00", cause="quality", finding="provisional")
        disputed = fact("cause.disputed", "2026-03-02 09:30", text="no")

        assert len(by_cause(policy(PAYS), case(guess), when(NOW))) == 3
        assert len(by_cause(policy(PAYS), case(FOUND, disputed), when(NOW))) == 3

    def test_where_it_makes_no_difference_nothing_is_said(self):
        always = """
        rules:
          pays: {form: cost, name: Who pays, cases: [{source: T-1, pays: {all: provider}}]}
        """
        assert by_cause(policy(always), case(), when(NOW)) == ()

    def test_goodwill_holds_whatever_the_cause(self):
        found = by_cause(policy(PAYS), case(granted("all")), when(NOW))

        assert all(dict(line.shares) == {"provider": 100} for one in found for line in one.charges)
