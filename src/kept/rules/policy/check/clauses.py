"""Every clause is kept, or says why it is not."""

from __future__ import annotations

from collections.abc import Iterator

from kept.rules.policy.check.findings import Finding, Kind, Severity
from kept.rules.policy.model import Clause, ClauseState, Policy
from kept.rules.policy.walk import walk
from kept.rules.said import Saying

KEPT_BY_NOTHING = Kind(
    Severity.ERROR,
    Saying(
        "clause-kept-by-nothing",
        "No rule names clause {clause} as its source; write the rule, or mark the clause "
        "statement, "
        "unset or pending.",
    ),
)
MARKED_AND_KEPT = Kind(
    Severity.ERROR,
    Saying(
        "clause-marked-and-kept",
        "Clause {clause} is marked {state}, and yet a rule names it as its source.",
    ),
)
RULE_WITHOUT_CLAUSE = Kind(
    Severity.ERROR,
    Saying(
        "rule-without-clause",
        "The rule {rule} names no clause of the paper, neither as source nor under “see”.",
    ),
)
PENDING = Kind(
    Severity.NOTE,
    Saying(
        "clause-pending",
        "Clause {clause} waits for the form {form}; until then it is shown as text.",
    ),
)
UNSET = Kind(
    Severity.NOTE,
    Saying(
        "clause-unset",
        "Clause {clause} ({form}) has no value in the paper; its owner has to set it.",
    ),
)
KINDS = (KEPT_BY_NOTHING, MARKED_AND_KEPT, RULE_WITHOUT_CLAUSE, PENDING, UNSET)


def sources(policy: Policy) -> dict[str, int]:
    """Return for each clause how many rules, scales, calendars … name it as their source.

    Several cells or cases of one rule may share a clause: that is one place.
    """
    found: dict[str, int] = dict.fromkeys(policy.clauses, 0)
    for owner in _owners(policy):
        for clause in _sources_within(owner):
            found[clause] = found.get(clause, 0) + 1
    return found


def each_clause_is_kept(policy: Policy) -> Iterator[Finding]:
    """Find clauses that no rule keeps, and marked ones that are kept as well."""
    counts = sources(policy)
    for clause in policy.clauses.values():
        count = counts[clause.id]
        if clause.state is ClauseState.RULE and count == 0:
            yield KEPT_BY_NOTHING.at(clause.place, [clause.id], clause=clause.id)
        elif clause.state is not ClauseState.RULE and count:
            yield MARKED_AND_KEPT.at(
                clause.place, [clause.id], clause=clause.id, state=clause.state
            )


def each_rule_has_a_clause(policy: Policy) -> Iterator[Finding]:
    """Find rules that rest on no clause at all."""
    for rule in policy.rules.values():
        if not rule.see and not _sources_within(rule):
            yield RULE_WITHOUT_CLAUSE.at(rule.place, rule=rule.id)


def pending(policy: Policy) -> Iterator[Finding]:
    """List the clauses that wait for a form."""
    for clause in _in_state(policy, ClauseState.PENDING):
        yield PENDING.at(clause.place, [clause.id], clause=clause.id, form=clause.form)


def unset(policy: Policy) -> Iterator[Finding]:
    """List the clauses without a value."""
    for clause in _in_state(policy, ClauseState.UNSET):
        yield UNSET.at(clause.place, [clause.id], clause=clause.id, form=clause.form)


def _in_state(policy: Policy, state: ClauseState) -> Iterator[Clause]:
    return (clause for clause in policy.clauses.values() if clause.state is state)


def _owners(policy: Policy) -> Iterator[object]:
    """Everything that can have a source, besides what lies within it."""
    yield from policy.rules.values()
    yield from policy.scales.values()
    yield from policy.calendars.values()
    yield from policy.required.values()
    yield policy.cause
    yield policy.work_time
    for named in (
        policy.parties,
        policy.roles,
        policy.channels,
        policy.case_types,
        policy.components,
        policy.prices,
    ):
        yield from named.values()


def _sources_within(owner: object) -> frozenset[str]:
    """Return the clauses that a rule names as source, on itself or on its parts."""
    return frozenset(clause for part in walk(owner) for clause in getattr(part, "source", ()))
