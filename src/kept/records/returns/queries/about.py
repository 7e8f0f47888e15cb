"""Which of a policy's rules are about returns: by the facts they wait for."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Final

from kept.records.cases.models import Case, Clock
from kept.records.cases.queries.queue import NextClock
from kept.records.cases.running import running_policy
from kept.rules.assess.moments import kinds_in
from kept.rules.policy.model import ClockRule, DutyRule, Policy

RETURNED: Final = "goods.returned_shipped"


@dataclass(frozen=True)
class Terms:
    """The policy of a case: its code, its version, its words."""

    code: str
    number: int
    policy: Policy


def terms_of(case_ids: Collection[int]) -> dict[int, Terms]:
    """Return the policies under which cases run, by the case's key."""
    fields = ("pk", "version_id", "version__sha256", "overrides")
    rows = Case.objects.filter(pk__in=case_ids).values_list(
        *fields, "version__policy__code", "version__number"
    )
    return {
        pk: Terms(code, number, running_policy(version, overrides, sha256=sha256).policy)
        for pk, version, sha256, overrides, code, number in rows
    }


def clocks_back(terms: Mapping[int, Terms]) -> dict[int, NextClock]:
    """Return the clock that runs until goods are back on their way, by the case's key.

    Of several runs the last; of several promises the one that is due first.
    """
    named = {pk: rules_that_wait(found.policy, RETURNED) for pk, found in terms.items()}
    wanted = {pk: rules for pk, rules in named.items() if rules}
    rows = Clock.objects.filter(case_id__in=wanted).order_by("case_id", "run", "-due_at")
    return {
        row.case_id: NextClock(
            key=row.key,
            names=row.names,
            clauses=tuple(row.clauses),
            state=row.state,
            strength=row.strength,
            certain=row.certain,
            started_at=row.started_at,
            due_at=row.due_at,
        )
        for row in rows
        if row.rule in wanted[row.case_id]
    }


@lru_cache(maxsize=512)
def rules_that_wait(policy: Policy, kind: str) -> tuple[str, ...]:
    """Return the keys of the rules that a kind of fact keeps: clocks it stops, duties it does."""
    return tuple(rule.id for rule in _waiting(policy) if kind in _kept_by(rule))


def clauses_that_want(policy: Policy, kinds: Iterable[str]) -> tuple[str, ...]:
    """Return the clauses that promise what these kinds of facts keep, the first of them first."""
    rules = [key for kind in kinds for key in rules_that_wait(policy, kind)]
    found = [c for key in rules for c in (*policy.rules[key].source, *policy.rules[key].see)]
    return tuple(dict.fromkeys(found))


def _waiting(policy: Policy) -> tuple[ClockRule | DutyRule, ...]:
    return (*policy.clocks, *policy.duties)


def _kept_by(rule: ClockRule | DutyRule) -> set[str]:
    return kinds_in(rule.stop if isinstance(rule, ClockRule) else rule.done)


def due_of(clock: NextClock | None) -> datetime | None:
    """Return when a clock that counts is due; None while it stands still, or without one."""
    return clock.due_at if clock and clock.state in ("running", "broken") else None
