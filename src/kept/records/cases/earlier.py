"""Earlier cases of the same equipment, for rules that look at more than one case."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache

from django.db import connection

from kept.records.cases.models import Case, CaseFact
from kept.records.cases.rows_as_facts import fact_of
from kept.rules.facts import Fact
from kept.rules.policy.model import Event, Happened, Policy, TimeIn
from kept.rules.policy.walk import walk

# A piece and those it took the place of; only cases in which something happened that is looked at.
READ = """
    WITH RECURSIVE chain (before, id, replaces_id) AS (
        SELECT asked.before, piece.id, piece.replaces_id
        FROM unnest(%(before)s::bigint[], %(equipment)s::bigint[]) AS asked (before, equipment_id)
        JOIN archive_equipment AS piece ON piece.id = asked.equipment_id
        UNION
        SELECT chain.before, older.id, older.replaces_id FROM archive_equipment AS older
        JOIN chain ON older.id = chain.replaces_id
    )
    -- Piece by piece and case by case: PostgreSQL takes a chain for long, and would rather read
    -- all cases there are, or all facts of these kinds. Each fact once, whoever looks at it.
    , past AS (
        SELECT kase.id, kase.number, array_agg(chain.before) AS lookers
        FROM chain
        CROSS JOIN LATERAL (
            SELECT id, number FROM cases_case
            WHERE equipment_id = chain.id AND id < chain.before OFFSET 0
        ) AS kase
        CROSS JOIN LATERAL (
            SELECT FROM cases_casefact WHERE case_id = kase.id AND kind = ANY(%(kinds)s) LIMIT 1
        ) AS looked_at
        GROUP BY kase.id, kase.number
    )
    SELECT fact.*, past.number, past.lookers
    FROM past
    CROSS JOIN LATERAL (SELECT * FROM cases_casefact WHERE case_id = past.id OFFSET 0) AS fact
    ORDER BY fact.case_id, fact.seq
"""
# The cases after this one, of this piece and of those that took its place, in their order.
WAKE = """
    WITH RECURSIVE chain (id) AS (
        SELECT %(equipment)s::bigint
        UNION
        SELECT newer.id FROM archive_equipment AS newer JOIN chain ON newer.replaces_id = chain.id
    ), later AS (
        SELECT id FROM cases_case WHERE id = ANY(ARRAY(
            SELECT kase.id FROM chain CROSS JOIN LATERAL (
                SELECT id FROM cases_case WHERE equipment_id = chain.id OFFSET 0
            ) AS kase WHERE kase.id > %(case)s
        ))
        ORDER BY id FOR UPDATE
    )
    UPDATE cases_case AS kase SET reassess_at = %(now)s FROM later WHERE kase.id = later.id
"""
ALL = 2**63 - 1


def earlier_facts(
    policy: Policy, equipment_id: int | None, *, before: int | None = None
) -> tuple[Fact, ...]:
    """Return the facts of the cases before one (None: of all) that the policy's rules look at.

    Nothing is read for a policy whose rules look at the case alone.
    """
    last = before or ALL
    return earlier_facts_of(policy, {last: equipment_id}).get(last, ())


def earlier_facts_of(
    policy: Policy, equipment: Mapping[int, int | None]
) -> dict[int, tuple[Fact, ...]]:
    """Return the same for many cases in one statement, by case; `equipment` says each one's.

    Cases without such facts are left out.
    """
    kinds = kinds_looked_at(policy)
    asked = {case: piece for case, piece in equipment.items() if piece is not None}
    if not asked or not kinds:
        return {}
    machines = {"before": list(asked), "equipment": list(asked.values())}
    found: dict[int, list[Fact]] = {}
    for row in CaseFact.objects.raw(READ, {**machines, "kinds": sorted(kinds)}):
        more = vars(row)
        fact = fact_of(row, earlier=more["number"])
        for case in more["lookers"]:
            found.setdefault(case, []).append(fact)
    return {case: tuple(facts) for case, facts in found.items()}


def wake_later_cases(case: Case, *, now: datetime) -> None:
    """Let the sweeper assess the later cases of the same equipment anew: they look at this one.

    Locks run from earlier to later cases, so that two of them never wait for each other.
    """
    if case.equipment_id is None:
        return
    with connection.cursor() as cursor:
        cursor.execute(WAKE, {"equipment": case.equipment_id, "case": case.pk, "now": now})


@lru_cache(maxsize=256)
def kinds_looked_at(policy: Policy) -> frozenset[str]:
    """Return the kinds of facts that rules look for beyond the case at hand."""
    rules = (*policy.counters, *policy.measures, *policy.terms)
    same = tuple(case.same_as for rule in policy.assignments for case in rule.cases)
    ever = (
        part.event
        for part in walk((policy.rules, policy.scales))
        if isinstance(part, Happened) and part.ever
    )
    done = (rule.done for rule in policy.schedules)
    looked_at = (*rules, *same, *done, *ever)
    named = {p.kind for p in walk(looked_at) if isinstance(p, Event | TimeIn)}
    undone = {by for kind, by in policy.undoing.items() if kind in named}
    return frozenset(kind for kind in named | undone if kind in policy.events)
