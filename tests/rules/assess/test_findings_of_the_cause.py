"""The cause: provisional, final, disputed, and what that means for who pays."""

import pytest

from kept.rules.assess import ContestState, Standing, assess
from kept.rules.facts.values import Truth
from tests.rules.assess.paper import paper
from tests.rules.assess.scene import case, fact, when

DAY = "2026-03-02"
PAYS = """
{cause}
rules:
  pays:
    form: cost
    name: Who pays
    cases:
      - {{name: faulty, source: T-1, when: {{cause: quality}}, pays: {{all: provider}}}}
      - {{name: misused, source: T-2, when: {{cause: improper_use}}, pays: {{all: customer}}}}
      - {{name: other, source: T-3, pays: {{all: customer}}, price: {{all: at_cost}}}}
"""
SILENT = ""
BY_AN_EXPERT = "cause: {source: T-4, contest: {by: customer, decided_by: expert, source: T-5}}"


def judged(*facts, at="12:00", cause=SILENT):
    facts = (fact("request.received", f"{DAY} 09:00"), *facts)
    return assess(paper(PAYS.format(cause=cause)), case(*facts), when(f"{DAY} {at}"))


def found(at, cause, finding="final", **more):
    return fact("cause.found", f"{DAY} {at}", cause=cause, finding=finding, by="高磊", **more)


def disputed(at, **more):
    said = {"party": "customer", "text": "We never touched it"} | more
    return fact("cause.disputed", f"{DAY} {at}", by="周敏", **said)


def payers(assessment):
    """Return who may pay the parts: who, whether for sure, whether by the finding as it stands."""
    line = assessment.cost("parts")
    return [(o.value, o.truth is Truth.YES, o.provisional) for o in line.payers]


def test_a_final_finding_decides_who_pays():
    result = judged(found("10:00", "improper_use"))

    assert result.finding.standing is Standing.FINAL
    assert payers(result) == [("customer", True, False)]


def test_a_provisional_one_shows_both_outcomes_and_marks_its_own():
    result = judged(found("10:00", "improper_use", "provisional"))

    assert result.finding.standing is Standing.PROVISIONAL
    assert payers(result) == [
        ("provider", False, False),
        ("customer", False, True),
        ("customer", True, False),  # whatever it is, if it is neither
    ]
    assert result.cost("parts").payer is None


def test_a_component_that_does_not_depend_on_the_cause_stays_sure():
    text = """
    rules:
      pays:
        form: cost
        name: Who pays
        cases:
          - {name: faulty, source: T-1, when: {cause: quality}, pays: {parts: provider}}
          - {name: way, source: T-2, pays: {travel: provider}}
    """
    facts = (
        fact("request.received", f"{DAY} 09:00"),
        found("10:00", "quality", "provisional"),
    )
    result = assess(paper(text), case(*facts), when(f"{DAY} 12:00"))

    assert result.cost("travel").payer == "provider"
    assert result.cost("parts").payer is None


class TestADispute:
    def test_makes_both_outcomes_possible_again(self):
        result = judged(found("10:00", "improper_use"), disputed("11:00", cause="material"))

        assert result.finding.standing is Standing.DISPUTED
        assert (result.finding.cause, result.finding.claimed) == ("improper_use", "material")
        assert payers(result) == [
            ("provider", False, False),
            ("customer", False, False),
            ("customer", True, False),
        ]

    def test_does_not_reach_back_before_it_was_made(self):
        result = judged(found("10:00", "improper_use"), disputed("11:00"), at="10:30")

        assert payers(result) == [("customer", True, False)]

    @pytest.mark.parametrize(
        "again",
        [
            found("11:30", "improper_use"),  # without a reason
            found("11:30", "quality", "provisional", reason="Looks so"),
            found("11:30", "improper_use", party="provider", reason="It is"),  # decides nothing
            found("10:30", "improper_use", reason="Before anybody disputed it"),
        ],
    )
    def test_is_not_ended_by_finding_again(self, again):
        result = judged(found("10:00", "improper_use"), disputed("11:00"), again)

        assert result.finding.standing is Standing.DISPUTED
        assert len(payers(result)) == 3

    @pytest.mark.parametrize(
        ("cause", "state", "payer"),
        [
            ("improper_use", ContestState.UPHELD, "customer"),
            ("material", ContestState.CHANGED, "provider"),
        ],
    )
    def test_ends_with_a_decision_that_has_a_reason(self, cause, state, payer):
        decision = found("11:30", cause, role="manager", reason="The laboratory says so")
        result = judged(found("10:00", "improper_use"), disputed("11:00"), decision)

        assert [line.state for line in result.contests] == [state]
        assert result.finding.standing is Standing.FINAL
        assert result.cost("parts").payer == payer

    def test_is_decided_by_whom_the_policy_names(self):
        disputing = (found("10:00", "improper_use"), disputed("11:00"))
        by_manager = judged(
            *disputing,
            found("11:30", "material", role="manager", reason="Yes"),
            cause=BY_AN_EXPERT,
        )
        by_expert = judged(
            *disputing, found("11:30", "material", role="expert", reason="Yes"), cause=BY_AN_EXPERT
        )

        assert by_manager.contested[0].deciders == ("expert",)
        assert by_manager.contested[0].reason.clauses == ("T-5", "T-4")
        assert by_expert.contested == ()

    def test_can_be_made_again(self):
        result = judged(
            found("09:10", "improper_use"),
            disputed("09:20"),
            found("09:30", "improper_use", role="manager", reason="Seen"),
            disputed("11:00"),
        )

        states = [line.state for line in result.contests]
        assert states == [ContestState.UPHELD, ContestState.OPEN]
        assert result.finding.standing is Standing.DISPUTED
