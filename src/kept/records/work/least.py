"""What is charged beyond the time that was worked: the least of a visit, and begun steps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from kept.records.cases.queries import CaseCard
from kept.records.work.models import Where, WorkKind
from kept.records.work.queries import EntryLine
from kept.rules.hours import Duration
from kept.rules.policy.model import WorkTime

Together = tuple[date, int, str, str]
"""One person's work of one component on one day, at one kind of place: charged as one."""


@dataclass(frozen=True)
class Added:
    """So many seconds are charged beyond what these entries took, as if the last had gone on."""

    last: EntryLine
    seconds: int
    entries: frozenset[int]


def added_to(entries: Iterable[EntryLine], card: CaseCard) -> Iterator[Added]:
    """Yield what the policy adds to the time worked."""
    said = card.policy.work_time
    if said is None or (said.call_out is None and said.increments is None):
        return
    for lines in _together(entries, said, ZoneInfo(card.zone)).values():
        worked = sum(line.seconds for line in lines)
        least = said.call_out if lines[0].where == Where.ON_SITE else None
        more = charged(worked, least=least, steps=said.increments) - worked
        if more:
            yield Added(max(lines, key=_end), more, frozenset(line.pk for line in lines))


def charged(worked: int, *, least: Duration | None, steps: Duration | None) -> int:
    """Return how many seconds are charged for those worked: the least, and begun steps whole."""
    found = max(worked, (least.seconds or 0) if least else 0)
    step = (steps.seconds or 1) if steps else 1
    return -(-found // step) * step


def _together(
    entries: Iterable[EntryLine], said: WorkTime, zone: ZoneInfo
) -> dict[Together, list[EntryLine]]:
    found: dict[Together, list[EntryLine]] = {}
    for line in entries:
        if line.component in said.components and line.kind != WorkKind.EXPENSE and line.seconds:
            day = line.at.astimezone(zone).date()
            key = (day, line.person_id, line.component, line.where)
            found.setdefault(key, []).append(line)
    return found


def _end(line: EntryLine) -> float:
    return line.ended_at.timestamp() if line.ended_at else 0.0
