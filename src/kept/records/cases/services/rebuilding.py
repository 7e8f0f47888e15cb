"""Projections, worked out again from the facts: of one case, or of many in few statements."""

from __future__ import annotations

import json
import logging
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from kept.records.cases.findings import Findings, as_told, different
from kept.records.cases.models import Case, CaseFact, Clock, Flip, News
from kept.records.cases.models.case import CaseQuerySet
from kept.records.cases.projection import Projection
from kept.records.cases.services.holding import CaseNotFound, Held, clock_row, look_back_on
from kept.records.cases.services.rows import plain, write_rows
from kept.records.cases.services.settling import (
    PROJECTED,
    TIME,
    as_clock,
    flip_line,
    new_flips,
    news_of_turns,
    put_projection,
    work_out,
)
from kept.records.cases.turns import turns
from kept.records.cases.untold import untold
from kept.records.ledger.services import Line, write_many

log = logging.getLogger(__name__)

PUT_CASES = """
    UPDATE cases_case AS kase SET
        state = new.state, closed_at = new.closed_at, closed_by_id = new.closed_by_id,
        level = new.level, next_due_at = new.next_due_at, next_clock = new.next_clock,
        reassess_at = new.reassess_at, contested_at = new.contested_at,
        follow_up_due_at = new.follow_up_due_at, owed_since = new.owed_since,
        requested_at = new.requested_at, channel = new.channel,
        case_type = new.case_type, reminders = new.reminders, called_in = new.called_in,
        change = nextval('cases_change')
    FROM jsonb_to_recordset(%s) AS new (
        id bigint, state text, closed_at timestamptz, closed_by_id bigint, level text,
        next_due_at timestamptz, next_clock text, reassess_at timestamptz, contested_at timestamptz,
        follow_up_due_at timestamptz, owed_since timestamptz,
        requested_at timestamptz, channel text, case_type text,
        reminders integer, called_in jsonb)
    WHERE kase.id = new.id
"""
TAKE_CLOCKS_AWAY = """
    DELETE FROM cases_clock AS clock
    USING unnest(%s::bigint[], %s::text[]) AS gone (case_id, key)
    WHERE clock.case_id = gone.case_id AND clock.key = gone.key
"""


# What tells that a case is as it was: every change has a number, but an earlier case that wakes a
# later one only sets when that is to be assessed again.
_State = tuple[int, datetime | None]


@dataclass(frozen=True)
class _Stored:
    """A case as it is stored. `astray` are clocks whose look is not where their plan says."""

    held: Held
    astray: frozenset[str]
    state: _State


@dataclass(frozen=True)
class _Compared:
    """A case as it is stored, what follows from its facts, and in what the two differ."""

    stored: _Stored
    right: Projection
    differences: list[str]
    is_due: bool  # a worker had yet to look at it

    @property
    def held(self) -> Held:
        return self.stored.held


@transaction.atomic
def rebuild(*, case_id: int, now: datetime) -> list[str]:
    """Write a case's projections anew from its facts; return in what they differed.

    What turned meanwhile is noted now; what people were told before is not told again. Raises
    CaseNotFound.
    """
    compared = _looked_back(case_id, now)
    if compared.differences:
        _put_right([compared], now=now)
    return compared.differences


@transaction.atomic
def differences(*, case_id: int, now: datetime) -> list[str]:
    """Return where what is stored is not what follows from the facts at `now`; empty: nowhere.

    A case that no worker has looked at since one of its clocks turned differs in that. Raises
    CaseNotFound.
    """
    return _looked_back(case_id, now).differences


def mend(keys: Sequence[int], *, now: datetime) -> tuple[Findings, list[int]]:
    """Put right what differs in some cases; return what was found, and which must come later.

    Nothing is locked but what differs, and nobody is waited for: a case that somebody else holds,
    or that was changed while we thought about it, comes later. Part of the caller's transaction.
    """
    found, wrong = _compared(keys, now)
    free = _states(
        Case.objects.select_for_update(of=("self",), skip_locked=True).filter(pk__in=wrong)
    )
    mine, later = _unchanged(wrong, free)
    _put_right(mine, now=now)
    return _told(found, mine), later


def look_over(keys: Sequence[int], *, now: datetime) -> tuple[Findings, list[int]]:
    """Return what differs in some cases, and which were changed meanwhile and must come later.

    Writes nothing and locks nothing. A case that a worker has yet to look at is only counted.
    """
    found, wrong = _compared(keys, now)
    rest = {pk: one for pk, one in wrong.items() if not one.is_due}
    found.due += len(wrong) - len(rest)
    mine, later = _unchanged(rest, _states(Case.objects.filter(pk__in=rest)))
    return _told(found, mine), later


def _states(rows: CaseQuerySet) -> dict[int, _State]:
    found = rows.order_by("pk").values_list("pk", "change", "reassess_at")
    return {pk: (change, reassess_at) for pk, change, reassess_at in found}


def _unchanged(
    wrong: dict[int, _Compared], states: dict[int, _State]
) -> tuple[list[_Compared], list[int]]:
    """Return the cases that are as they were when we read them, and the keys of the others."""
    same = [one for pk, one in wrong.items() if states.get(pk) == one.stored.state]
    others = wrong.keys() - {one.held.case.pk for one in same}
    return same, sorted(others)


def _told(found: Findings, compared: Iterable[_Compared]) -> Findings:
    found.different |= {str(one.held.case.number): one.differences for one in compared}
    return found


def _compared(keys: Sequence[int], now: datetime) -> tuple[Findings, dict[int, _Compared]]:
    """Return the cases that differ, by key; one that cannot be worked out stops no other."""
    found, wrong = Findings(), {}
    several = []
    for stored in _stored(Case.objects.filter(pk__in=keys).order_by("pk")):
        with _failing(found, stored):
            _ = stored.held.running  # a policy that can no longer be read
            several.append(stored)
    look_back_on(stored.held for stored in several)
    for stored in several:
        with _failing(found, stored):
            compared = _compare(stored, now)
            if compared.differences:
                wrong[stored.held.case.pk] = compared
    return found, wrong


@contextmanager
def _failing(found: Findings, stored: _Stored) -> Iterator[None]:
    """Note that a case cannot be worked out, whatever is wrong with it: the others can be done."""
    try:
        yield
    except Exception as error:
        number = str(stored.held.case.number)
        log.exception("case %s cannot be worked out", number)
        found.failed[number] = repr(error)[:500]


def _looked_back(case_id: int, now: datetime) -> _Compared:
    stored = _one(case_id)
    stored.held.look_back()
    return _compare(stored, now)


def _one(case_id: int) -> _Stored:
    """Return a case, held until the transaction ends. Raises CaseNotFound."""
    found = _stored(Case.objects.select_for_update(of=("self",)).filter(pk=case_id))
    if not found:
        raise CaseNotFound
    return found[0]


def _stored(rows: CaseQuerySet) -> list[_Stored]:
    """Return cases with their facts and clocks, in three statements."""
    cases = list(rows.with_version())
    keys = [case.pk for case in cases]
    facts: dict[int, list[CaseFact]] = defaultdict(list)
    for fact in CaseFact.objects.filter(case_id__in=keys).order_by("case_id", "seq"):
        facts[fact.case_id].append(fact)
    clocks: dict[int, list[Clock]] = defaultdict(list)
    for clock in Clock.objects.filter(case_id__in=keys):
        clocks[clock.case_id].append(clock)
    return [_as_stored(case, facts[case.pk], clocks[case.pk]) for case in cases]


def _as_stored(case: Case, facts: list[CaseFact], clocks: Sequence[Clock]) -> _Stored:
    rows = {clock.key: clock_row(clock) for clock in clocks}
    astray = {clock.key for clock in clocks if clock.look_at != rows[clock.key].look_at}
    held = Held(case, facts, rows, case.version.sha256)
    return _Stored(held, frozenset(astray), (case.change, case.reassess_at))


def _compare(stored: _Stored, now: datetime) -> _Compared:
    """Work a case out whose past was read, put it into its object, and return what was another."""
    held = stored.held
    was = {name: getattr(held.case, name) for name in PROJECTED}
    look_at = held.next_look_at()
    _, right = work_out(held, now=now)
    put_projection(held, right.case)
    is_now = {name: getattr(held.case, name) for name in PROJECTED}
    found = list(different("case", was, is_now))
    for key in sorted({*held.clocks, *right.clocks}):
        row, wanted = held.clocks.get(key), right.clocks.get(key)
        if row != wanted:
            found += different(f"clock {key}", as_told(row), as_told(wanted))
        elif key in stored.astray:
            found.append(f"clock {key}: is not looked at when its plan says so")
    return _Compared(stored, right, found, is_due=look_at is not None and look_at <= now)


def _put_right(compared: Sequence[_Compared], *, now: datetime) -> None:
    """Write what follows from the facts of cases that we hold, and tell what is news."""
    if not compared:
        return
    clocks = [
        as_clock(one.held.case, row)
        for one in compared
        for key, row in one.right.clocks.items()
        if one.held.clocks.get(key) != row or key in one.stored.astray
    ]
    gone = [
        (one.held.case.pk, key)
        for one in compared
        for key in one.held.clocks
        if key not in one.right.clocks
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            PUT_CASES, [json.dumps([_case_row(c.held.case) for c in compared], default=plain)]
        )
        if gone:
            cursor.execute(TAKE_CLOCKS_AWAY, [list(column) for column in zip(*gone, strict=True)])
    write_rows(clocks, unique=("case_id", "key"))
    _tell(compared, now)


def _case_row(case: Case) -> dict[str, Any]:
    return {"id": case.pk} | {name: getattr(case, name) for name in PROJECTED}


def _tell(compared: Sequence[_Compared], now: datetime) -> None:
    """Write turns that are news to the history, the ledger and the outbox."""
    history: dict[int, list[Flip]] = defaultdict(list)
    for flip in Flip.objects.filter(case_id__in=[c.held.case.pk for c in compared]).order_by("pk"):
        history[flip.case_id].append(flip)
    flips: list[Flip] = []
    news: list[News] = []
    lines: list[Line] = []
    for one in compared:
        case, known = one.held.case, history[one.held.case.pk]
        turned = untold(turns(one.held.clocks, one.right.clocks, now=now), known)
        new = new_flips(case, turned, known, now=now)
        flips += new
        news += news_of_turns(new, turned)
        lines += [flip_line(case.stream, flip, by=TIME) for flip in new]
    write_rows(flips)
    News.objects.bulk_create(news, ignore_conflicts=True)
    write_many(lines)
