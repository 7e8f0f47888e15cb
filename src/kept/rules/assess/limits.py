"""Which cell of a limit counts, and what is due then."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time

from kept.rules.assess.assessment import Because
from kept.rules.assess.conditions import YES, Answer, holds
from kept.rules.assess.dimensions import Dimension, dimension
from kept.rules.assess.lengths import duration_in
from kept.rules.assess.moments import moment
from kept.rules.assess.scene import Instant, Scene
from kept.rules.assess.unchanging import unchanging
from kept.rules.facts.values import Truth, all_of
from kept.rules.hours import Duration, Limit, Span, Unit
from kept.rules.policy.model import ALWAYS, Cell, CellState, Condition, Row, Table


@unchanging
class Chosen:
    """The cell that counts, the values it was read at, and whether that is certain."""

    cell: Cell
    keys: tuple[tuple[str, str | None], ...]
    certain: bool
    limit: Limit | None
    target: Limit | None
    adds: tuple[Duration, ...] = ()
    clauses: tuple[str, ...] = ()
    because: tuple[Because, ...] = ()  # what the conditions of its rows saw


NO_CELL = Cell(CellState.NOT_OFFERED)


def choose(scene: Scene, table: Table, when: Instant, *, calendar: str) -> Chosen:
    """Return the cell for the values at `when`.

    While a dimension is unknown: of the rows that may still fit, the one with the earliest due.
    """
    read = tuple(dimension(scene, key, when) for key in table.by)
    possible: list[Row] = []
    truth = Truth.NO
    because: tuple[Because, ...] = ()
    for row in table.rows:
        answer = YES if row.when is ALWAYS else holds(scene, row.when, when)
        truth = all_of((_fit(row, read), answer.truth))
        if truth is not Truth.NO:
            possible.append(row)
            because = (*because, *answer.because)
        if truth is Truth.YES:
            break
    certain = len(possible) == 1 and truth is Truth.YES
    keys = tuple((key, d.shown) for key, d in zip(table.by, read, strict=True))
    if not possible:
        return Chosen(NO_CELL, keys, certain=True, limit=None, target=None)
    chosen = [_resolve(scene, row.cell, keys, when, certain=certain) for row in possible]
    if len(chosen) == 1:
        return replace(chosen[0], because=because) if because else chosen[0]
    if len({_gist(c) for c in chosen}) == 1:
        return replace(chosen[0], certain=True, because=because)
    strictest = min(chosen, key=lambda c: _strictness(scene, c, when.anchor, calendar))
    return replace(strictest, because=because)


def _gist(chosen: Chosen) -> tuple[object, ...]:
    """Return what a cell promises; rows that promise the same leave nothing open."""
    return chosen.cell.state, chosen.limit, chosen.target, chosen.adds


def due(
    scene: Scene, calendar: str, start: datetime, chosen: Chosen, pauses: tuple[Span, ...]
) -> tuple[datetime | None, datetime | None]:
    """Return the due and the target (the lower end of a range) of a chosen cell."""
    if chosen.cell.state is CellState.UNTIL:
        return _given(scene, calendar, chosen.cell), None
    return (
        start
        if chosen.cell.state is CellState.ON_TIME
        else _instant(scene, calendar, start, chosen.limit, chosen.adds, pauses),
        _instant(scene, calendar, start, chosen.target, chosen.adds, pauses),
    )


def _given(scene: Scene, calendar: str, cell: Cell) -> datetime | None:
    """Return the moment that something names; a date (its 00:00) gives the whole day."""
    found = moment(scene, cell.event) if cell.event else None
    if found is None:
        return None
    running = scene.calendar(calendar)
    if running.wall(found.at).time() != time():
        return found.at
    return running.due(running.add_calendar_days(found.at, -1), Duration(1, Unit.DAY))


def _instant(
    scene: Scene,
    calendar: str,
    start: datetime,
    limit: Limit | None,
    adds: tuple[Duration, ...],
    pauses: tuple[Span, ...],
) -> datetime | None:
    if limit is None:
        return None
    running = scene.calendar(calendar)
    at = running.due(start, limit, pauses)
    for add in adds:
        at = running.due(at, add)
    return at


def _strictness(
    scene: Scene, chosen: Chosen, start: datetime, calendar: str
) -> tuple[bool, datetime]:
    at, _ = due(scene, calendar, start, chosen, ())
    return (at is None, at or start)


def _resolve(
    scene: Scene,
    cell: Cell,
    keys: tuple[tuple[str, str | None], ...],
    when: Instant,
    *,
    certain: bool,
) -> Chosen:
    limit = cell.limit
    if cell.state is CellState.FROM:
        limit = duration_in(scene.seen(cell.attribute, when.at).value)
        if limit is None and cell.fallback is not None:
            return _resolve(scene, cell.fallback, keys, when, certain=certain)
    added = [m for m in cell.modifiers if _at_start(scene, m.when, when).truth is Truth.YES]
    adds = tuple([m.add for m in added])
    clauses = (*cell.source, *(c for m in added for c in m.source)) if added else cell.source
    return Chosen(cell, keys, certain, limit, cell.target, adds, clauses)


def _at_start(scene: Scene, condition: Condition, when: Instant) -> Answer:
    return holds(scene, condition, Instant(when.at, when.anchor))


def _fit(row: Row, read: tuple[Dimension, ...]) -> Truth:
    return all_of([d.fits(value) for d, value in zip(read, row.keys, strict=False)])
