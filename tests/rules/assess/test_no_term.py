"""A term that is not given is none; what was undone has not happened."""

import pytest

from kept.rules.assess import TermState
from tests.rules.assess.paper import worked
from tests.rules.assess.scene import case, fact, when

RULES = """
facts: {use: {type: one_of, name: use, choices: {home: {name: home}, trade: {name: trade}}}}
rules:
  free:
    form: term
    name: Free
    source: A-1
    when: {use: home}
    start: equipment.delivered
    length: 1 year
  pays:
    form: cost
    name: Pays
    cases:
      - {source: A-2, when: {term.free: active}, pays: {all: provider}}
      - {source: A-3, when: {term.free: [ended, none]}, pays: {all: customer}}
"""


@pytest.mark.parametrize(
    ("use", "at", "payer"),
    [
        ("home", "2024-06-01", "provider"),
        ("home", "2026-06-01", "customer"),
        ("trade", "2024-06-01", "customer"),
        (None, "2024-06-01", None),
    ],
)
def test_who_pays_is_decided_where_no_term_is_given(use, at, payer):
    about = {"equipment__delivered": when("2024-01-01 00:00"), **({"use": use} if use else {})}
    result = worked(RULES, case(**about), f"{at} 00:00")

    assert result.cost("parts").payer == payer


def test_a_term_that_may_not_be_given_is_only_possible():
    result = worked(RULES, case(equipment__delivered=when("2024-01-01 00:00")), "2024-06-01 00:00")

    assert (result.terms[0].state, result.terms[0].certain) == (TermState.ACTIVE, False)


def test_a_table_has_a_row_for_no_term():
    rules = (
        RULES
        + """
      answer:
        form: clock
        name: Answer
        source: A-4
        start: request.received
        stop: response.given
        calendar: elapsed
        limit: {by: term.free, cells: {none: 8 h, "*": 1 h}}
    """.replace("\n    ", "\n")
    )

    def due(use):
        about = {"equipment__delivered": when("2024-01-01 00:00"), "use": use}
        facts = case(fact("request.received", "2024-06-03 10:00"), **about)
        return worked(rules, facts, "2024-06-03 10:00").clock("answer").due_at

    assert [due("home"), due("trade")] == [when("2024-06-03 11:00"), when("2024-06-03 18:00")]


UNDONE = """
rules:
  gate: {form: gate, name: G, source: A-1, step: case.closed,
         needs: [{when: {happened: service.restored}}, {when: {answered: [cause, problem]}}]}
  bill: {form: duty, name: B, source: A-2, done: explanation.sent,
         when: {happened: {after: 2 h, of: service.restored}}}
"""


def undone(at, *more):
    facts = [fact("request.received", "2026-03-02 08:00", cause="quality", problem="E1")]
    facts += [
        fact("service.restored", "2026-03-02 10:00"),
        fact("case.reopened", "2026-03-02 11:00"),
    ]
    return worked(UNDONE, case(*facts, *more), at)


@pytest.mark.parametrize(
    ("at", "state"), [("10:30", "open"), ("11:30", "closed"), ("14:30", "open")]
)
def test_what_was_undone_has_not_happened(at, state):
    again = fact("service.restored", "2026-03-02 14:00")

    assert undone(f"2026-03-02 {at}", again).gates[0].state.value == state


@pytest.mark.parametrize(("at", "state"), [("15:00", []), ("16:00", ["owed"])])
def test_a_while_after_it_counts_from_when_it_stands(at, state):
    again = fact("service.restored", "2026-03-02 14:00")

    assert [d.state.value for d in undone(f"2026-03-02 {at}", again).duties] == state


def test_a_gate_waits_until_its_questions_are_answered():
    facts = case(fact("service.restored", "2026-03-02 10:00", cause="quality"))
    gate = worked(UNDONE, facts, "2026-03-02 10:30").gates[0]

    assert gate.state.value == "closed"
    assert [b.values for b in gate.missing[0].reason.because] == [(("problem", None),)]
