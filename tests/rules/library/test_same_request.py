"""One request, ten policies: the same Monday morning is ten different sets of promises."""

from itertools import combinations
from textwrap import dedent

import pytest

from kept.rules.assess import Assessment
from kept.rules.facts import Facts
from tests.rules.library.shipped import case, judged, request, shipped, when

TEN = ("S0", "S1", "S2", "S3a", "S3b", "S3c", "S4a", "S4b", "S4c", "S4d")
AT = "2026-03-02 10:00"  # a Monday
COMPONENTS = ("parts", "labour", "travel")

# The customer calls, nothing runs any more, it is urgent and somebody is to come.
CALL = request(AT, channel="telephone", emergency=True, service_down=True, visit_demanded=True)
CONTRACT = {"contract__warranty": "12 months"}
COVERED = case(CALL, equipment__accepted=when("2025-09-01 00:00"), **CONTRACT)
EXPIRED = case(CALL, equipment__accepted=when("2021-09-01 00:00"), **CONTRACT)

# policy | clock | due, or why there is no number | calendar | clauses of that policy
PROMISED = """
    S0  | Engineer on site | Tue 3 Mar 10:00:00 | every hour counts | 2.2c
    S0  | Answer | Mon 2 Mar 14:00:00 | every hour counts | 2.2b
    S1  | Answer at once | Mon 2 Mar 10:01:00 | every hour counts | 4.2a
    S1  | Engineer on site | Tue 3 Mar 10:00:00 | every hour counts | 4.3a
    S2  | Support at once | Mon 2 Mar 10:01:00 | every hour counts | 9a
    S2  | Answer | Mon 2 Mar 11:00:00 | every hour counts | 2a
    S2  | Engineer on site | Mon 2 Mar 13:00:00 | every hour counts | 2b
    S2  | Repaired | Tue 3 Mar 10:00:00 | every hour counts | 3a
    S2  | Explanation in writing | unset | every hour counts | 3a
    S2  | Last notice | unset | every hour counts | 4a
    S3a | Answer | unset | every hour counts | 1.4
    S3a | Phone answered | unset | duty phone, day and night | 2.1d
    S3a | Call back | not started | duty phone, day and night | 2.1e
    S3a | Spare on site | not started | every hour counts | 2.3b 2.3c
    S3b | Answer | Mon 2 Mar 12:00:00 | every hour counts | 6.3a
    S3b | Engineer on site | Mon 2 Mar 22:00:00 | every hour counts | 6.3b
    S3c | Answer | unset | every hour counts | 5.1
    S3c | Engineer on site | unset | every hour counts | 4.6
    S4a | Answer | Mon 2 Mar 12:00:00 | every hour counts | 2.1a
    S4a | Precise answer | Thu 5 Mar 00:00:00 | working days | 2.1b
    S4b | Answer | Mon 2 Mar 11:00:00 | hotline, day and night | 1.6a
    S4b | Engineer on site | unset | hotline, day and night | 2.3g
    S4c | Clear answer | Tue 3 Mar 10:00:00 | working days | 2.2a
    S4c | Engineer on site | unset | service phone, 7 days by 8 hours | 1.2a
    S4d | Solution proposed | Mon 2 Mar 10:30:00 | every hour counts | 1.5
"""

# policy | component | who pays | at which price | clauses. The cause is not known yet, so several
# outcomes may stand side by side. "ask": the paper is silent.
PAID_WHILE_COVERED = """
    S0  | parts | provider or customer | free or quote | 2.2d 2.4b
    S0  | labour | provider or customer | free or quote | 2.2d 2.4b
    S0  | travel | provider or customer | free or quote | 2.2d 2.4b
    S1  | parts | customer or provider | fair or free | 2.0 2.1a
    S1  | labour | customer or provider | fair or free | 2.0 2.1a
    S1  | travel | customer or provider | fair or free | 2.0 2.1a
    S2  | parts | provider or customer | free or quote | 6d 5c 1e
    S2  | labour | provider or customer | free or quote | 6d 5c 1d
    S2  | travel | provider or customer | free or quote | 6d 5c 2c
    S3a | parts | ask | ask |
    S3a | labour | ask | ask |
    S3a | travel | ask | ask |
    S3b | parts | perhaps provider | perhaps free | 1.3
    S3b | labour | provider | free | 1.3 6.4
    S3b | travel | perhaps provider | perhaps free | 1.3
    S3c | parts | customer or provider | separate_list or free or at_cost | 5.2c 3c 4.10a 3d 4.9
    S3c | labour | customer or provider | separate_list or free | 5.2c 4.10a 4.9
    S3c | travel | customer or provider | separate_list or free | 5.2c 4.10a 4.9
    S4a | parts | customer or provider | quote or free | 2.4e 1.7a
    S4a | labour | customer or provider | quote or free | 2.4e 1.7a
    S4a | travel | customer or provider | quote or free | 2.4e 1.7a
    S4b | parts | provider | free | 1.5b
    S4b | labour | provider | free | 1.5b
    S4b | travel | provider | free | 1.5b
    S4c | parts | customer or provider | quote or free | 2.6 1.2b
    S4c | labour | customer or provider | quote or free | 2.6 1.2b
    S4c | travel | customer or provider | quote or free | 2.6 1.2b
    S4d | parts | customer or provider | at_cost or free | 3.1b 3.1a
    S4d | labour | customer or provider | at_cost or free | 3.1b 3.1a
    S4d | travel | customer or provider | at_cost or free | 3.1b 3.1a
"""
PAID_AFTER_THE_WARRANTY = """
    S0  | parts | customer | quote | 2.4b
    S0  | labour | customer | quote | 2.4b
    S0  | travel | customer | quote | 2.4b
    S1  | parts | customer | fair | 2.4
    S1  | labour | customer | fair | 2.4
    S1  | travel | customer | fair | 2.4
    S2  | parts | provider or customer | free or quote or favourable | 6d 5c 8b
    S2  | labour | provider or customer | free or quote or favourable | 6d 5c 8b
    S2  | travel | provider or customer | free or quote or favourable | 6d 5c 8b
    S3a | parts | ask | ask |
    S3a | labour | ask | ask |
    S3a | travel | ask | ask |
    S3b | parts | customer | at_cost | 4c
    S3b | labour | provider | free | 4d
    S3b | travel | ask | ask |
    S3c | parts | customer | contract_unit_price_cap | 3g
    S3c | labour | customer | quote | 3h
    S3c | travel | ask | ask |
    S4a | parts | customer | at_cost | 1.8b
    S4a | labour | provider | free | 1.8c
    S4a | travel | provider | free | 1.8b
    S4b | parts | customer | at_cost | 1.5b
    S4b | labour | provider | free | 1.5c
    S4b | travel | provider | free | 1.5b
    S4c | parts | customer | quote | 2.3c 2.6
    S4c | labour | customer | quote | 2.3c 2.6
    S4c | travel | customer | quote | 2.3c 2.6
    S4d | parts | customer | at_cost | 3.2a
    S4d | labour | provider | free | 3.2b
    S4d | travel | ask | ask |
"""


def written(table):
    """Return the rows of a table above, as they are written."""
    return dedent(table).strip().splitlines()


def row(policy, *cells, clauses):
    """Return one line of a table; the clauses without the policy's name in front."""
    short = " ".join(clause.removeprefix(f"{policy}-") for clause in clauses)
    return " | ".join((f"{policy:<3}", *cells, short)).rstrip()


def promised(policy, facts: Facts):
    """Return a row for each clock of the request under a policy."""
    return [
        row(
            policy,
            line.name["en"],
            due(line),
            shipped(policy).calendars[line.calendar].name["en"],
            clauses=line.promises[-1].clauses,
        )
        for line in judged(policy, facts, AT).clocks
    ]


def due(line):
    """Return when it is due, or the word that stands for a missing number."""
    if line.due_at is not None:
        return f"{line.due_at:%a} {line.due_at.day} {line.due_at:%b %H:%M:%S}"
    cell = line.promises[-1].cell.value
    return "not started" if cell == "value" else cell


def paid(policy, facts: Facts):
    """Return a row for each of the usual cost components under a policy."""
    result = judged(policy, facts, AT)
    return [paid_row(policy, result, component) for component in COMPONENTS]


def paid_row(policy, result: Assessment, component):
    line = result.cost(component)
    clauses = dict.fromkeys(c for o in line.payers for c in o.reason.clauses)
    return row(policy, component, either(line.payers), either(line.prices), clauses=clauses)


def either(outcomes):
    """Return what is sure, or everything that may still be."""
    if not outcomes:
        return "ask"
    values = list(dict.fromkeys(outcome.value for outcome in outcomes))
    open_end = outcomes[-1].truth.name != "YES"
    return f"perhaps {values[0]}" if open_end and len(values) == 1 else " or ".join(values)


def of_policy(table, policy):
    return [line for line in written(table) if line.split(" ", 1)[0] == policy]


@pytest.mark.parametrize("policy", TEN)
def test_what_is_promised(policy):
    assert promised(policy, COVERED) == of_policy(PROMISED, policy)


@pytest.mark.parametrize("policy", TEN)
def test_who_pays_while_the_equipment_is_covered(policy):
    assert paid(policy, COVERED) == of_policy(PAID_WHILE_COVERED, policy)


@pytest.mark.parametrize("policy", TEN)
def test_who_pays_after_the_warranty(policy):
    assert paid(policy, EXPIRED) == of_policy(PAID_AFTER_THE_WARRANTY, policy)


def test_an_emergency_after_the_warranty_waits_an_hour_longer_under_S2_and_nowhere_else():
    changed = {p: set(promised(p, EXPIRED)) ^ set(promised(p, COVERED)) for p in TEN}

    assert {policy for policy, rows in changed.items() if rows} == {"S2"}
    assert changed["S2"] == {
        "S2  | Engineer on site | Mon 2 Mar 13:00:00 | every hour counts | 2b",
        "S2  | Engineer on site | Mon 2 Mar 14:00:00 | every hour counts | 9b",
        "S2  | Fault cleared | unset | every hour counts | 9c",
    }


def test_the_ten_sets_differ_from_each_other():
    """Not by their clause numbers alone: by what is promised, and until when."""
    sets = {
        policy: frozenset(
            (clock.name["en"], due(clock)) for clock in judged(policy, COVERED, AT).clocks
        )
        for policy in TEN
    }

    assert all(sets[a] != sets[b] for a, b in combinations(TEN, 2))
    assert len({frozenset(rows) for rows in sets.values()}) == 10


@pytest.mark.parametrize("policy", TEN)
def test_every_line_names_clauses_of_its_policy(policy):
    result = judged(policy, COVERED, AT)
    lines = (
        *result.clocks,
        *result.terms,
        *result.cover,
        *(o for c in result.costs for o in c.payers),
    )

    assert lines
    for line in lines:
        assert line.reason.clauses
        assert set(line.reason.clauses) <= set(shipped(policy).clauses)
