"""Why one case of costs or of the cover lost to another."""

from zoneinfo import ZoneInfo

import pytest

from kept.rules.assess.say import Speaker
from kept.rules.assess.say.explained import Wanted, explained, said
from tests.rules.assess.paper import paper, worked
from tests.rules.assess.scene import case, fact

RULES = """
rules:
  pays:
    form: cost
    name: {en: Costs, zh-Hans: 费用}
    cases:
      - source: A-1
        see: A-6
        name: {en: quality, zh-Hans: 质量}
        when: {cause: quality}
        pays: {all: provider}
      - {source: A-2, when: {cause: improper_use}, pays: {all: customer}, price: {all: quote}}
      - {source: A-3, pays: {all: customer}}
  cover:
    form: cover
    name: {en: Cover, zh-Hans: 保障}
    cases:
      - {is: in, source: A-4, name: {en: all, zh-Hans: 全部}}
      - {is: out, source: A-5, name: {en: misuse, zh-Hans: 使用不当}, when: {cause: improper_use}}
"""


def told(cause, clause, language="en"):
    facts = case(fact("cause.found", "2026-03-02 10:00", cause=cause))
    policy = paper(RULES)
    found = explained(policy, worked(RULES, facts, "2026-03-02 11:00"), Wanted(clause=clause))
    speaker = Speaker(policy, language, ZoneInfo("Asia/Shanghai"))
    return [said(speaker, each)[:2] for each in found]


@pytest.mark.parametrize(
    ("language", "sentence", "reason"),
    [
        (
            "en",
            "Costs: case 1 (quality) does not hold.",
            "not met: Cause is “improper use”",
        ),
        ("zh-Hans", "费用：第 1 种情形（质量）不成立。", "不成立：原因是“使用不当”"),
    ],
)
def test_a_case_that_does_not_hold_says_what_it_saw(language, sentence, reason):
    ((first, second),) = told("improper_use", "A-1", language)

    assert first == sentence
    assert second.lower() == reason.lower()


def test_a_case_that_holds_says_which_one_came_first():
    assert (
        told("improper_use", "A-3")[0][0] == "Costs: case 3 decides nothing here; A-2 comes first."
    )
    assert (
        told("improper_use", "A-4")[0][0]
        == "Cover: case 1 (all) decides nothing here; A-5 comes first."
    )


def test_the_case_that_wins_is_not_among_them():
    facts = case(fact("cause.found", "2026-03-02 10:00", cause="quality"))
    result = worked(RULES, facts, "2026-03-02 11:00")

    assert [(p.rule, p.number) for p in result.passed] == [("pays", 2), ("pays", 3), ("cover", 2)]
    assert result.cost("parts").payers[0].reason.clauses == ("A-1", "A-6")
