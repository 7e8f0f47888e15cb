"""Each clause about payers, prices, remedies, parts and amounts is shown by a journey."""

import pytest
import time_machine

from tests.journeys.clauses.company import THEN, Company
from tests.journeys.clauses.telling import FILES, HERE, Journey, Telling, journeys
from tests.rules.library.shipped import text_of

ALL = [journey for file in FILES for journey in journeys(file)]
LISTED = [line.split()[0] for line in (HERE / "clause_ids.txt").read_text("utf-8").splitlines()[1:]]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("company", "journey"),
    [pytest.param(one.file, one, id=one.id) for one in ALL],
    indirect=["company"],
)
def test_the_screens_show_it(company, journey: Journey):
    telling = Telling(company, journey)
    telling.tell()

    assert set(journey.clauses) - telling.shown == set(), "these stand nowhere on the way"


def test_every_clause_has_its_journey():
    told = {clause for journey in ALL for clause in journey.clauses}

    assert [clause for clause in LISTED if clause not in told] == []


# What an owner might change, each with the journey that must then find something else.
CHANGES = [
    ("S0", "pays: {all: provider}", "pays: {all: customer}", "S0-2.2d"),
    ("S1", "- source: S1-2.4\n", "- source: S1-2.0\n", "S1-2.4"),
    ("S2", "labour: favourable", "labour: quote", "S2-8b"),
    ("S4a", "happened: payment.received", "happened: request.received", "S4a-2.4e"),
    ("S4b", "contract.special_warranty}, 2 years", "contract.special_warranty}, 1 year", "S4b-1.4"),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("policy", "was", "now", "clause"), CHANGES, ids=lambda one: one[:7])
def test_a_changed_policy_is_found_out(settings, tmp_path, policy, was, now, clause):
    settings.FILES = tmp_path
    text = text_of(policy)
    assert was in text
    with time_machine.travel(THEN, tick=False):
        changed = Company(text.replace(was, now))

    for journey in journeys(policy):
        if clause in journey.clauses:
            with pytest.raises(AssertionError):
                Telling(changed, journey).tell()
            break
    else:
        pytest.fail("no such journey")
