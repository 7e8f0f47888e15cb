"""Costs in numbers: shares, fees, the least that is charged, increments."""

import pytest

from kept.rules.assess.say import document
from kept.rules.facts import Truth
from tests.rules.assess.scene import case, fact, judged, policy
from tests.rules.policy.texts import mistakes, policy_text

SHARED = """
rules:
  pays:
    form: cost
    name: Who pays
    cases:
      - source: T-1
        when: {urgent: yes}
        share: {parts: {customer: 25, provider: 75}}
        fee: {labour: 37.50}
        at_least: 95
        increments: {labour: 15 min}
      - source: T-2
        share:
          all:
            customer:
              by: size
              bands: [{less_than: 1, is: 0, source: T-3}, {less_than: 2, is: 30}, {otherwise: 100}]
            provider:
              by: size
              bands: [{less_than: 1, is: 100}, {less_than: 2, is: 70}, {otherwise: 0}]
        price: {all: price_list}
      - {source: T-4, price: {labour: quote}, fee: {travel: unset}}
"""


def cost(component, facts):
    return judged(SHARED, facts, "2026-03-02 10:00").cost(component)


def test_parts_are_shared():
    line = cost("parts", case(urgent=True))

    assert [(o.value, dict(o.shares), o.truth) for o in line.payers] == [
        ("shared", {"customer": 25, "provider": 75}, Truth.YES)
    ]
    assert line.payer is None


@pytest.mark.parametrize(("size", "customer"), [(0, 0), (1, 30), (1.9, 30), (2, 100), (None, None)])
def test_shares_by_age(size, customer):
    about = {} if size is None else {"size": size}

    (outcome,) = cost("travel", case(urgent=False, **about)).payers

    provider = None if customer is None else 100 - customer
    assert dict(outcome.shares) == {"customer": customer, "provider": provider}
    assert ("T-3" in outcome.reason.clauses) == (size == 0)


def test_while_the_condition_is_unknown_both_stand():
    line = cost("parts", case(size=1))

    assert [o.truth for o in line.payers] == [Truth.UNKNOWN, Truth.YES]


def test_fees_the_least_and_increments():
    (labour,) = cost("labour", case(urgent=True)).prices

    assert labour.value == ""
    assert (str(labour.charge.fee), str(labour.charge.at_least)) == ("37.50", "95")
    assert str(labour.charge.increments) == "15 minutes"


def test_in_words_and_as_a_document():
    found = judged(
        SHARED, case(fact("request.received", "2026-03-02 09:00", urgent=True)), "2026-03-02 10:00"
    )

    told = {line["component"]: line for line in document(policy(SHARED), found)["costs"]}

    payer = told["parts"]["payers"][0]
    assert payer["text"]["en"] == (
        "Spare parts: the customer 25 %, we 75 % pay, because “urgent” is “yes”."
    )
    assert payer["shares"] == {"customer": "25", "provider": "75"}
    price = told["labour"]["prices"][0]
    assert price["text"]["en"].startswith("Labour: 37.5, at least 95, in steps of 15 minutes")
    assert (price["fee"], price["at_least"], price["increments"]) == ("37.5", "95", "15 minutes")


RULE = """form: cost
name: {en: Pays, zh-Hans: 费用}
cases:
  - {source: D-1, %s}
"""


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ("share: {parts: {customer: 25, provider: 70}}", "The shares sum to 95, not to 100."),
        (
            "pays: {parts: customer}, share: {parts: {customer: 100}}",
            "“parts” stands under “pays” and under “share”; only one can be.",
        ),
        ("when: {emergency: yes}", "A cost case says one of pays, share, price, fee"),
        ("fee: {labor: 3}", "“labor” does not begin a number"),
    ],
)
def test_mistakes(said, message):
    assert any(message in found for _, found in mistakes(policy_text(RULE % said)))


ONE_PAYS_ALL = """
rules:
  pays:
    form: cost
    name: Who pays
    cases:
      - {source: T-1, when: {urgent: yes}, pays: {all: provider}, price: {all: free}}
"""


def test_who_pays_all_pays_the_freight_once_goods_come_back():
    opened = case(fact("rma.opened", "2026-03-02 09:00"), urgent=True)

    before = judged(ONE_PAYS_ALL, case(urgent=True), "2026-03-02 10:00")
    after = judged(ONE_PAYS_ALL, opened, "2026-03-02 10:00")

    assert "freight_in" not in {line.component for line in before.costs}
    assert [after.cost(c).payer for c in ("freight_in", "freight_out")] == ["provider"] * 2


def test_freight_that_nobody_speaks_of_stays_out():
    opened = case(fact("rma.opened", "2026-03-02 09:00"), urgent=True)
    said = ONE_PAYS_ALL.replace("{all:", "{parts:")

    found = judged(said, opened, "2026-03-02 10:00")

    assert {line.component for line in found.costs} == {"parts", "labour", "travel"}
