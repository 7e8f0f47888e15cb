"""Noting what time alone did: warnings and breaches, each once, many at a time."""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import DatabaseError, connection, transaction

from kept.records.cases.models import Case, Flip, FlipKind, News
from kept.records.cases.projection import Planned
from kept.records.cases.services import sweep_sql
from kept.records.cases.services.holding import hold
from kept.records.cases.services.settling import TIME, finish, flip_line, news_of, settle
from kept.records.ledger.actor import acting_from
from kept.records.ledger.services import write_many

log = logging.getLogger(__name__)
ORIGIN = "worker:sweeper"
AGAIN_IN = timedelta(minutes=10)  # a case that could not be assessed is tried again


@dataclass(frozen=True)
class Swept:
    """How much was done; `full`: there may be more to do at once."""

    clocks: int = 0
    flips: int = 0
    cases: int = 0
    failed: int = 0
    full: bool = False


@dataclass(frozen=True)
class _Due:
    """A clock whose look has come, locked together with its case."""

    pk: int
    case_id: int
    customer_id: int
    number: str
    key: str
    clauses: list[str]
    strength: str
    state: str
    due_at: datetime | None
    broken_at: datetime | None
    promise_version: int
    names: dict[str, str]
    plan: list[Planned]


def sweep(*, now: datetime, limit: int = 200) -> Swept:
    """Note the warnings and breaches that came by `now`, oldest first; at most `limit` of a kind.

    A breach is noted at its own instant, however late the sweep. Any number of workers may sweep
    at once: each takes what no other holds, and what one took is not there for the next. What a
    clock running out changes in its case besides (a grade, another clock) is assessed anew.
    """
    with acting_from(ORIGIN):
        assessed, failed = _assess_anew(now, limit)
        clocks, flips = _sweep_clocks(now, limit)
    return Swept(clocks, flips, assessed, failed, full=limit in (clocks, assessed + failed))


@transaction.atomic
def _sweep_clocks(now: datetime, limit: int) -> tuple[int, int]:
    with connection.cursor() as cursor:
        cursor.execute(sweep_sql.CLAIM, [now, now, limit])
        due = [_due(row) for row in cursor.fetchall()]
        if not due:
            return 0, 0
        cursor.execute(sweep_sql.MOVE_ON, _moved_on(due, now))
        cursor.execute(sweep_sql.ADD_FLIPS, _turned(due, now))
        flips = [_flip(row, now) for row in cursor.fetchall()]
        cursor.execute(sweep_sql.TOUCH_CASES, [sorted({clock.case_id for clock in due})])
    _tell(due, sorted(flips, key=lambda flip: flip.at))
    return len(due), len(flips)


def _due(row: Sequence[Any]) -> _Due:
    # Django leaves JSON as text in plain statements.
    names, plan = json.loads(row[-2]), json.loads(row[-1])
    return _Due(*(*row[:-2], names, [Planned.from_json(one) for one in plan]))


def _moved_on(due: Sequence[_Due], now: datetime) -> list[Any]:
    """Return what the clocks' rows hold from now on: what is left of the plan, and the breach."""
    left = [[planned for planned in clock.plan if planned.at > now] for clock in due]
    broken = [_broken_at(clock, now) for clock in due]
    return [
        [clock.pk for clock in due],
        [
            "broken" if at is not None else clock.state
            for clock, at in zip(due, broken, strict=True)
        ],
        broken,
        [json.dumps([planned.to_json() for planned in plan]) for plan in left],
        [plan[0].at if plan else None for plan in left],
    ]


def _broken_at(clock: _Due, now: datetime) -> datetime | None:
    breaches = (p.at for p in clock.plan if p.what is FlipKind.BROKEN and p.at <= now)
    return next(breaches, clock.broken_at)


def _turned(due: Sequence[_Due], now: datetime) -> list[Any]:
    rows = [
        (c.case_id, c.customer_id, c.key, p.what.value, c.promise_version, p.nth, p.at, c.due_at)
        for c in due
        for p in c.plan
        if p.at <= now
    ]
    return [now, *(list(column) for column in zip(*rows, strict=True))]


def _flip(row: Sequence[Any], now: datetime) -> Flip:
    case_id, customer_id, clock, kind, version, nth, at, due_at = row
    return Flip(
        case_id=case_id,
        customer_id=customer_id,
        clock=clock,
        kind=kind,
        promise_version=version,
        nth=nth,
        at=at,
        noted_at=now,
        due_before=due_at,
        due_after=due_at,
    )


def _tell(due: Sequence[_Due], flips: Sequence[Flip]) -> None:
    clocks = {(clock.case_id, clock.key): clock for clock in due}
    told = [(flip, clocks[flip.case_id, flip.clock]) for flip in flips]
    News.objects.bulk_create(
        [news_of(flip, clock.names, clock.clauses, clock.strength) for flip, clock in told],
        ignore_conflicts=True,
    )
    write_many([flip_line(f"case:{clock.number}", flip, by=TIME) for flip, clock in told])


def _assess_anew(now: datetime, limit: int) -> tuple[int, int]:
    """Assess the cases where time changed more than a clock; return how many, how many failed."""
    done = failed = 0
    while done + failed < limit:
        outcome = _assess_next(now)
        if outcome is None:
            break
        done, failed = done + outcome, failed + (not outcome)
    return done, failed


@transaction.atomic
def _assess_next(now: datetime) -> bool | None:
    """Assess the next case; return whether it could be done; None if there is none."""
    rows = Case.objects.to_assess(now).select_for_update(of=("self",), skip_locked=True)
    case_id = rows.values_list("pk", flat=True).first()
    if case_id is None:
        return None
    try:
        with transaction.atomic():
            held = hold(case_id)
            settle(held, now=now, by=TIME)
            finish(held)
    except DatabaseError:
        raise
    except Exception:  # one case that cannot be assessed must not stop the others
        log.exception("case %s cannot be assessed", case_id)
        Case.objects.filter(pk=case_id).update(reassess_at=now + AGAIN_IN)
        return False
    return True
