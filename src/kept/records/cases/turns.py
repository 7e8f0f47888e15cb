"""How a case's clocks turned between two moments, as values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from kept.records.cases.models import FlipKind
from kept.records.cases.projection import ClockRow
from kept.rules.assess import ClockState

OWED = {ClockState.RUNNING.value, ClockState.BROKEN.value}


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn of one clock. `nth` is given for warnings; other turns are counted as they come."""

    clock: ClockRow
    kind: FlipKind
    at: datetime
    due_before: datetime | None
    due_after: datetime | None
    nth: int | None = None
    fact: str | None = None


def turns(
    before: Mapping[str, ClockRow], after: Mapping[str, ClockRow], *, now: datetime
) -> list[Turn]:
    """Return what turned from one projection of a case to the next, in the order it happened."""
    found: list[Turn] = []
    for key, new in after.items():
        found.extend(_turned(before.get(key), new, now))
    for key, old in before.items():
        if key not in after:
            found.extend(_gone(old, now))
    return sorted(found, key=lambda turn: turn.at)


def _turned(old: ClockRow | None, new: ClockRow, now: datetime) -> Iterator[Turn]:
    yield from _promise(old, new, now)
    yield from _warnings(old, new, now)
    yield from _breach(old, new, now)
    yield from _done(old, new, now)
    if new.ended_at is not None and (old is None or old.ended_at is None) and new.started_at:
        yield _turn(FlipKind.ENDED, old, new, at=new.ended_at)


def _gone(old: ClockRow, now: datetime) -> Iterator[Turn]:
    """Yield what it means that a clock is there no more: what started it was taken back."""
    if old.broken_at is not None:
        yield Turn(old, FlipKind.UNDONE, now, old.due_at, None)
    elif old.started_at is not None:
        yield Turn(old, FlipKind.ENDED, now, old.due_at, None)


def _promise(old: ClockRow | None, new: ClockRow, now: datetime) -> Iterator[Turn]:
    if old is None or old.started_at is None:
        return
    if (new.promise_version, new.limit) != (old.promise_version, old.limit):
        yield _turn(FlipKind.CHANGED, old, new, at=now)
    elif new.due_at != old.due_at:
        yield _turn(FlipKind.MOVED, old, new, at=now)


def _warnings(old: ClockRow | None, new: ClockRow, now: datetime) -> Iterator[Turn]:
    """Yield the warnings whose time came, as they stood before; done things need none.

    A promise that is late for its own warnings gives the last of them at once.
    """
    if new.state not in OWED:
        return
    if old is None or not old.started_at or old.promise_version != new.promise_version:
        if new.passed and new.broken_at is None:
            yield Turn(new, FlipKind.WARNED, now, None, new.due_at, new.passed)
        return
    for planned in old.plan:
        if planned.what is FlipKind.WARNED and planned.at <= now and planned not in new.plan:
            yield Turn(new, planned.what, planned.at, old.due_at, new.due_at, planned.nth)


def _breach(old: ClockRow | None, new: ClockRow, now: datetime) -> Iterator[Turn]:
    was = old.broken_at if old else None
    if new.broken_at is not None and was is None:
        yield _turn(FlipKind.BROKEN, old, new, at=new.broken_at)
    if new.broken_at is None and was is not None:
        yield _turn(FlipKind.UNDONE, old, new, at=new.done_at or now)


def _done(old: ClockRow | None, new: ClockRow, now: datetime) -> Iterator[Turn]:
    """Yield how it was done. After a due that is only possible, nobody can say yet."""
    was = _outcome(old) if old else None
    if new.done_at is None:
        if was is not None:
            yield _turn(FlipKind.REOPENED, old, new, at=now)
    elif (kind := _outcome(new)) is not None and _as_done(old) != (kind, new.done_at):
        yield _turn(kind, old, new, at=new.done_at)


def _as_done(row: ClockRow | None) -> tuple[FlipKind | None, datetime | None]:
    return (_outcome(row), row.done_at) if row else (None, None)


def _outcome(row: ClockRow) -> FlipKind | None:
    """Return whether it was met or late; None: not done, or perhaps too late."""
    if row.done_at is None or (row.state == ClockState.UNSET and row.due_at is not None):
        return None
    return FlipKind.MET if row.broken_at is None else FlipKind.LATE


def _turn(kind: FlipKind, old: ClockRow | None, new: ClockRow, *, at: datetime) -> Turn:
    before = old.due_at if old else None
    fact = new.stop_fact if kind in (FlipKind.MET, FlipKind.LATE, FlipKind.UNDONE) else None
    return Turn(new, kind, at, before, new.due_at, fact=fact)
