"""Every clause that a rule keeps is tried by a scenario, worked out by hand from its text."""

import pytest

from kept.rules.policy.model import ClauseState
from tests.rules.library.elsewhere.cases import SLUGS, elsewhere
from tests.rules.library.elsewhere.scenarios import Telling, scenarios

ALL = [scenario for slug in SLUGS for scenario in scenarios(slug)]


@pytest.mark.parametrize("scenario", ALL, ids=lambda scenario: scenario.id)
def test_what_the_clauses_say_follows(scenario):
    told = Telling(scenario)
    told.tell()

    missing = {f"H-{scenario.slug}-{n}" for n in scenario.clauses} - told.cited
    assert not missing, "these clauses stand under nothing that the scenario looked at"


@pytest.mark.parametrize("slug", SLUGS)
def test_every_clause_is_tried(slug):
    tried = {f"H-{slug}-{number}" for one in scenarios(slug) for number in one.clauses}
    ruled = {c.id for c in elsewhere(slug).clauses.values() if c.state is ClauseState.RULE}

    assert ruled - tried == set()
