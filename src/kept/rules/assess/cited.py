"""What a line rests on in the policy: its clauses, and how these are read."""

from __future__ import annotations

from collections.abc import Iterable

from kept.rules.policy.model import Cell, ClockRule, Policy


def clauses_of(rule: ClockRule, found: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Return the clauses of a clock; where the cell that was `found` names none, those of all."""
    named = dict.fromkeys((*found, *rule.source, *rule.see))
    return tuple(named or dict.fromkeys(c for r in rule.limit.rows for c in _of_cell(r.cell)))


def readings_of(policy: Policy, clauses: Iterable[str]) -> tuple[str, ...]:
    """Return the readings that say how some of these clauses are understood."""
    asked = set(clauses)
    return tuple(key for key, r in policy.readings.items() if not asked.isdisjoint(r.clauses))


def _of_cell(cell: Cell) -> tuple[str, ...]:
    return cell.source + (_of_cell(cell.fallback) if cell.fallback else ())
