"""What comes first: of sources, of rules for the same thing, of versions."""

import pytest

from kept.rules.assess.say import Speaker, document
from kept.rules.assess.say.escalations import precedence_words
from tests.rules.assess.scene import SHANGHAI, case, fact, judged, policy, when

NOW = "2026-03-02 11:00"
ORDER = """
rules:
  usual:
    form: cost
    name: Usually
    cases: [{source: T-1, pays: {all: provider}}]
  special:
    form: cost
    name: Key customers
    cases: [{source: T-2, when: {urgent: yes}, pays: {parts: customer}}]
  cover:
    form: cover
    name: Cover
    cases: [{is: out, source: T-3, name: parts, items: parts}]
  promised:
    form: cover
    name: Promised
    cases: [{is: in, source: T-4, name: all parts, items: parts, when: {urgent: yes}}]
  rank:
    form: precedence
    name: {en: What comes first, zh-Hans: 优先顺序}
    source: [T-5, T-6]
    ranks: [{en: the contract, zh-Hans: 合同}, {en: this policy, zh-Hans: 本政策}]
    rules: [promised, special]
    version_by: equipment.accepted
    when: {down: no}
"""
FILE_ORDER = ORDER.replace("    rules: [promised, special]\n", "")


def asked(rules=ORDER, **answers):
    request = fact("request.received", "2026-03-02 10:00", **answers)
    return judged(rules, case(request, equipment__accepted=when("2026-01-10 00:00")), NOW)


@pytest.mark.parametrize(
    ("rules", "answers", "payer", "inside"),
    [
        (FILE_ORDER, {"urgent": True, "down": False}, "provider", [False]),
        (ORDER, {"urgent": True, "down": False}, "customer", [True]),
        (ORDER, {"urgent": False, "down": False}, "provider", [False]),
        # an order that does not hold, or may not, orders nothing
        (ORDER, {"urgent": True, "down": True}, "provider", [False]),
        (ORDER, {"urgent": True}, "provider", [False]),
    ],
)
def test_the_rules_that_are_named_are_tried_first_and_win(rules, answers, payer, inside):
    found = asked(rules, **answers)

    assert found.cost("parts").payer == payer
    assert [line.inside for line in found.cover] == inside


def test_a_rule_that_comes_first_and_may_hold_leaves_both_outcomes():
    found = asked(down=False)

    assert [(o.value, o.truth.value) for o in found.cost("parts").payers] == [
        ("customer", "unknown"),
        ("provider", "yes"),
    ]
    assert [line.inside for line in found.cover] == [False, True]


PARTS = """
rules:
  usual:
    form: provision
    name: Usual
    source: T-1
    kind: part
    cases: [{is: refused, name: used parts, items: parts}]
  special:
    form: provision
    name: Special
    source: T-2
    kind: part
    cases: [{is: allowed, name: used parts, items: parts}]
  loan:
    form: provision
    name: Loan
    source: T-3
    kind: loaner
    cases: [{is: refused, name: no loaner}]
  rank:
    form: precedence
    name: First
    source: [T-4, T-5, T-6]
    rules: [special, usual]
"""


def test_provisions_of_the_same_kind_follow_it_too():
    assert [line.rule for line in asked(PARTS).provisions] == ["special", "loan"]


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        (
            "en",
            (
                "What comes first: the contract, this policy, in this order. Of several rules for "
                "the same thing the first counts: Promised, Key customers. "
                "The version in force on 10 Jan 2026 counts (“accepted”)."
            ),
        ),
        (
            "zh-Hant",
            (
                "優先順序：依次為合同、本政策。"
                "同一事項有多條規則時，依次以Promised、Key customers為先。"
                "以 2026年1月10日（「驗收日期」）有效的版本為準。"
            ),
        ),
    ],
)
def test_what_comes_first_is_said(language, sentence):
    (line,) = asked(down=False).precedence

    assert precedence_words(Speaker(policy(ORDER), language, SHANGHAI), line) == sentence


def test_the_document_holds_the_order():
    (told,) = document(policy(ORDER), asked(down=False))["precedence"]

    assert told["rules"] == ["promised", "special"]
    assert told["version_at"] == "2026-01-10T00:00:00+08:00"
    assert told["clauses"] == ["T-5", "T-6"]
