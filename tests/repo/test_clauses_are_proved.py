"""Every clause of the shipped policies is shown at work by a test that carries its id."""

import re

import pytest

import clauses

POLICIES = clauses.policies()
IDS = [clause for policy in POLICIES for clause in policy.clauses]
LISTED = {
    line.split()[0]
    for line in (clauses.PROOFS / "clause_ids.txt").read_text("utf-8").splitlines()[1:]
}


@pytest.mark.parametrize("policy", POLICIES, ids=lambda policy: policy.id)
def test_every_clause_has_a_proof(policy):
    found = clauses.proofs(IDS, clauses.tests())

    assert [clause for clause in policy.clauses if not found[clause]] == []


@pytest.mark.parametrize("policy", POLICIES, ids=lambda policy: policy.id)
def test_no_clause_waits_for_its_rule(policy):
    waiting = [one.id for one in policy.clauses.values() if one.state.value == "pending"]

    assert waiting == []


@pytest.mark.parametrize("policy", POLICIES, ids=lambda policy: policy.id)
def test_a_policy_names_no_unknown_clause(policy):
    assert set(policy.clauses) <= LISTED
    assert set(clauses.keepers(policy)) <= set(policy.clauses)


def test_a_longer_id_is_not_a_proof_of_a_shorter_one():
    names = ["test_S4c_2_6b_an_outlet", "test_S4c_2_6_told", "test_S4c_2_60"]

    found = clauses.proofs(["S4c-2.6", "S4c-2.6b", "S4c-2"], names)

    assert found == {
        "S4c-2.6": ["test_S4c_2_6_told"],
        "S4c-2.6b": ["test_S4c_2_6b_an_outlet"],
        "S4c-2": ["test_S4c_2_60"],
    }


def test_one_test_may_prove_several_clauses():
    found = clauses.proofs(["S1-1a", "S1-2.1", "S1-2"], ["test_S1_1a_S1_2_1_both_are_shown"])

    assert [bool(names) for names in found.values()] == [True, True, False]


def test_the_page_of_clauses_is_up_to_date():
    """`python scripts/clauses.py` writes it."""
    written = clauses.PAGE.read_text("utf-8")

    assert written == clauses.page()
    assert set(re.findall(r"^\| (S\S+) \|", written, re.MULTILINE)) == set(IDS)
