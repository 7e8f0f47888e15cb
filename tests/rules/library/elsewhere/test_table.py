"""Every policy loads without an error, and the page about them says how far the language goes."""

from collections import Counter
from pathlib import Path

import pytest

from kept.rules.policy import Severity, check
from kept.rules.policy.model import ClauseState
from tests.rules.library.elsewhere.cases import SLUGS, elsewhere
from tests.rules.library.elsewhere.scenarios import scenarios

PAGE = Path(__file__).parents[4] / "docs" / "policies-elsewhere.md"


def _row(slug):
    policy = elsewhere(slug)
    states = Counter(clause.state for clause in policy.clauses.values())
    ruled, said, unset = (
        states[s] for s in (ClauseState.RULE, ClauseState.STATEMENT, ClauseState.UNSET)
    )
    fits_not = states[ClauseState.PENDING]
    counts = (len(policy.clauses), ruled, unset, said, fits_not, len(scenarios(slug)))
    return [slug, *(str(n) for n in counts)]


def _rows():
    lines = PAGE.read_text("utf-8").splitlines()
    rows = [[c.strip() for c in line.strip("|").split("|")] for line in lines if line[:1] == "|"]
    return {row[0]: row for row in rows[2:]}


def test_all_of_them_are_here():
    assert len(SLUGS) == 26
    assert sum(len(elsewhere(slug).clauses) for slug in SLUGS) == 375


@pytest.mark.parametrize("slug", SLUGS)
def test_a_policy_has_no_errors(slug):
    assert [f for f in check(elsewhere(slug)) if f.severity is Severity.ERROR] == []


@pytest.mark.parametrize("slug", SLUGS)
def test_the_page_counts_its_clauses(slug):
    assert _rows()[slug][:7] == _row(slug)


def test_the_page_has_no_other_rows():
    assert list(_rows()) == [*SLUGS, "total"]


def test_the_page_adds_them_up():
    each = zip(*(_row(slug)[1:] for slug in SLUGS), strict=True)

    assert _rows()["total"][1:7] == [str(sum(int(n) for n in column)) for column in each]
