"""A contract changes single fields of single rules and is cited for them."""

from __future__ import annotations

import pytest

from kept.rules.hours import Duration, Unit
from kept.rules.policy import Override, PolicyErrors, load_file, with_overrides
from kept.rules.policy.model import ClockRule, NoLength, Strength, TermRule, Warn
from tests.rules.policy.texts import EVERYTHING

POLICY = load_file(EVERYTHING)
CONTRACT = "contract CW-2023-04 §4"


def clock(*overrides: Override, rule: str = "answer") -> ClockRule:
    found = with_overrides(POLICY, overrides).rules[rule]
    assert isinstance(found, ClockRule)
    return found


def override(field: str, value: str, rule: str = "answer", source: str = CONTRACT) -> Override:
    return Override(rule, field, value, source, "agreed in April")


def test_without_overrides_it_is_the_policy_itself():
    assert with_overrides(POLICY, []) is POLICY


def test_a_limit_is_replaced_and_the_contract_is_cited():
    answer = clock(override("limit", "30 min"))

    assert [row.cell.limit for row in answer.limit.rows] == [Duration(30, Unit.MINUTE)]
    assert answer.source == (CONTRACT,)


def test_the_clauses_of_the_paper_are_still_seen():
    answer = clock(override("limit", "30 min"))

    assert {"E-10", "E-11", "E-12", "E-13", "E-14", "第15条"} == set(answer.see)


def test_the_contract_is_a_clause_that_people_can_read():
    clause = with_overrides(POLICY, [override("limit", "30 min")]).clauses[CONTRACT]

    assert clause.text == {"en": "agreed in April"}
    assert CONTRACT not in POLICY.clauses


def test_what_the_contract_says_is_no_longer_assumed():
    answer = clock(override("calendar", "elapsed"))

    assert answer.calendar == "elapsed"
    assert answer.assumed == {"stop": "R-1"}


def test_strength_warnings_and_tables():
    answer = clock(
        override("strength", "guarantee"),
        override("warn", "[50%]"),
        override("limit", '{by: emergency, cells: {yes: 1 h, "*": 2 h}}'),
    )

    assert answer.strength is Strength.GUARANTEE
    assert answer.warnings == (Warn(fraction=0.5),)
    assert answer.limit.by == ("emergency",)


def test_two_contracts_on_one_rule_are_both_cited():
    answer = clock(override("limit", "1 h"), override("calendar", "elapsed", source="annex 2"))

    assert answer.source == (CONTRACT, "annex 2")
    assert CONTRACT not in answer.see


@pytest.mark.parametrize(
    ("value", "length"), [("3 years", Duration(3, Unit.YEAR)), ("life", NoLength.LIFE)]
)
def test_the_length_of_a_term(value, length):
    term = with_overrides(POLICY, [override("length", value, rule="free")]).rules["free"]
    assert isinstance(term, TermRule)

    assert term.length == length
    assert (term.source, term.see) == ((CONTRACT,), ("E-2", "E-4"))


def test_the_policy_itself_does_not_change():
    before = POLICY.rules["answer"]

    with_overrides(POLICY, [override("limit", "30 min")])

    assert POLICY.rules["answer"] is before


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        (override("limit", "soon"), "“soon” is not a duration"),
        (override("limit", "0 h"), "“0 h” is zero"),
        (override("limit", "{is: 2 h"), "The mapping in braces that begins in line 1 is broken"),
        (override("limit", "&x [a]"), "“&x \\[a\\]” is not a duration"),
        (override("calendar", "ofice"), "There is no calendar “ofice”. Did you mean “office”?"),
        (
            override("when", "{}"),
            "A contract cannot change “when” of “answer”; it can",
        ),
        (
            override("limit", "1 h", rule="anwser"),
            "There is no rule “anwser”. Did you mean",
        ),
        (override("limit", "1 h", rule="cover"), "A contract cannot change the rule “cover”."),
        (override("limit", "1 h", rule="free"), "A contract cannot change “limit” of “free”"),
        (override("limit", "1 h", source=" "), "An override names its place in the contract"),
    ],
    ids=lambda value: value.value if isinstance(value, Override) else "",
)
def test_what_does_not_fit_is_refused(wrong, sentence):
    with pytest.raises(PolicyErrors, match=sentence):
        with_overrides(POLICY, [wrong])


def test_all_that_does_not_fit_is_told_by_its_number():
    wrong = [override("limit", "soon"), override("limit", "1 h"), override("limit", "{is: soon}")]

    with pytest.raises(PolicyErrors) as refused:
        with_overrides(POLICY, wrong)

    assert [(e.file, e.line) for e in refused.value.errors] == [("contract", 1), ("contract", 3)]
