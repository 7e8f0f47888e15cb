"""Reading a history, newest first: as fast among a million entries as among a thousand."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db import connection

from kept.records.archive.search.asking import question
from kept.records.cases.concerned import complaints_about
from kept.records.history.asking import named, newest, with_words
from kept.records.history.differing import differing
from kept.records.history.models import EntryKind
from kept.records.history.scopes import Arm, Scope, ScopeKind, arms_of
from kept.records.history.sources import SOURCES
from kept.records.people.models import Person, Role

__all__ = ["EntryLine", "HistoryFilter", "HistoryPage", "Scope", "ScopeKind", "history", "readable"]

PAGE = 50
REACH = 1_000  # so many of the newest are read before the index of words is asked
LAST = 2**63 - 1
# Who answers customers reads what they said on the telephone, in letters and afterwards.
DESK = (Role.HOTLINE, Role.DISPATCHER, Role.MANAGER, Role.ADMINISTRATOR)
FOR_THE_DESK = frozenset({EntryKind.CALL, EntryKind.LETTER, EntryKind.FOLLOW_UP})
EARLIEST, LATEST = datetime(1, 1, 2, tzinfo=UTC), datetime(9999, 12, 30, tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class HistoryFilter:
    """What of a history is shown; what is empty does not narrow. `until` is not in it any more."""

    kinds: tuple[EntryKind, ...] = ()
    text: str = ""
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True)
class EntryLine:
    """One thing that happened; `data` is what its source says of it."""

    pk: int
    source: str
    object_id: int
    kind: str
    at: datetime
    equipment_id: int | None
    case_id: int | None
    by: str
    title: str
    body: str
    data: Mapping[str, Any]


@dataclass(frozen=True)
class HistoryPage:
    """Some entries, and where the next page begins: pass it as `after`; empty: that is all."""

    entries: tuple[EntryLine, ...]
    after: str


def history(
    scope: Scope,
    wanted: HistoryFilter,
    *,
    viewer: Person,
    now: datetime,
    after: str = "",
    limit: int = PAGE,
) -> HistoryPage:
    """Return what happened, the last first, as far as the viewer may know of it.

    Who works here may know all but complaints about themselves, and calls, letters and follow-ups
    only at the desk; nobody else has a history to read.
    """
    if not viewer.is_active or not viewer.roles or Role.CUSTOMER in viewer.roles:
        return HistoryPage((), "")
    arms = [arm for arm in arms_of(scope) if arm.keys]
    found = _read(arms, wanted, _values(wanted, viewer, now, after), limit=limit + 1)
    shown = found[:limit]
    mark = f"{shown[-1].at.isoformat()}~{shown[-1].pk}" if len(found) > limit else ""
    return HistoryPage(tuple(shown), mark)


def readable(viewer: Person) -> list[EntryKind]:
    """Return the kinds of entries that a person may read."""
    hidden = frozenset() if viewer.has_role(*DESK) else FOR_THE_DESK
    return [kind for kind in EntryKind if kind not in hidden]


def _values(wanted: HistoryFilter, viewer: Person, now: datetime, after: str) -> dict[str, Any]:
    before_at, before_id = _place(after, now)
    return {
        "kinds": [kind.value for kind in wanted.kinds or EntryKind if kind in readable(viewer)],
        "since": wanted.since or EARLIEST,
        "until": wanted.until or LATEST,
        "before_at": min(before_at, now),  # what is agreed for later has not happened
        "before_id": before_id,
        "hidden": complaints_about(viewer.pk),
    }


def _place(after: str, now: datetime) -> tuple[datetime, int]:
    """Return where a page begins; a mark that nobody gave out begins at the newest."""
    moment, _, pk = after.partition("~")
    try:
        at = datetime.fromisoformat(moment)
        return (at, min(int(pk), LAST)) if at.tzinfo else (now, LAST)
    except ValueError:
        return now, LAST


def _read(
    arms: Sequence[Arm], wanted: HistoryFilter, values: dict[str, Any], *, limit: int
) -> list[EntryLine]:
    """Return the newest entries, with the words if some were given.

    Words that many entries hold are soon met on the way down, where the index would first name all
    of them; what is not met there is held by few, and few is what the index names then.
    """
    readings = [reading for reading in question(wanted.text).readings if reading.tokens]
    if not arms or (wanted.text.strip() and not readings):
        return []
    if not readings:
        return _rows(newest(arms, values, limit=limit), values)
    met = _rows(with_words(newest(arms, values, limit=REACH), readings, values), values)
    if len(met) >= limit:
        return met[:limit]
    values["limit"] = limit
    return _rows(named(arms, readings, values), values)


def _rows(statement: str, values: Mapping[str, Any]) -> list[EntryLine]:
    with connection.cursor() as cursor:
        cursor.execute(statement, dict(values))
        return [_line(row) for row in cursor.fetchall()]


def _line(row: tuple[Any, ...]) -> EntryLine:
    pk, source, object_id, kind, at, equipment_id, case_id, by, title, body, data, _folded = row
    told = json.loads(data)
    return EntryLine(pk, source, object_id, kind, at, equipment_id, case_id, by, title, body, told)


def different_entries() -> int:
    """Return how many entries are not what their sources say; 0 unless something went wrong."""
    return sum(len(differing(source)) for source in SOURCES)
