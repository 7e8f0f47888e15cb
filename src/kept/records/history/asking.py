"""The statements by which a history is read. Only our own names are put into their texts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kept.records.archive.search.asking import Reading
from kept.records.history.scopes import Arm

FIELDS = "id, source, object_id, kind, at, equipment_id, case_id, by, title, body, data"
HOLDS = """
    at >= %(since)s AND at < %(until)s AND (at, id) < (%(before_at)s, %(before_id)s)
    AND (case_id IS NULL OR case_id <> ALL(%(hidden)s))
"""
NEWEST = "ORDER BY at DESC, id DESC LIMIT"


def newest(arms: Sequence[Arm], values: dict[str, Any], *, limit: int) -> str:
    """Return the statement for the newest entries; the keys of its arms are put into `values`."""
    parts = [_arm(arm, number, values) for number, arm in enumerate(arms)]
    values["limit"] = limit
    union = " UNION ALL ".join(f"({part} {NEWEST} %(limit)s)" for part in parts)
    return f"SELECT * FROM ({union}) AS found {NEWEST} %(limit)s"  # noqa: S608


def _arm(arm: Arm, number: int, values: dict[str, Any]) -> str:
    values[f"keys{number}"] = list(arm.keys)
    where = f"{arm.column} = ANY(%(keys{number})s) AND {HOLDS} {arm.only}"
    if not arm.by_kind:
        return f"""
            SELECT {FIELDS}, folded FROM history_entry
            WHERE {where} AND kind = ANY(%(kinds)s)
        """  # noqa: S608
    # Kind by kind, each from its newest: one index serves every choice of kinds.
    where = where.replace(f"ANY(%(keys{number})s)", f"(%(keys{number})s::bigint[])[1]")
    return f"""
        SELECT found.* FROM unnest(%(kinds)s::text[]) AS wanted (kind) CROSS JOIN LATERAL (
            SELECT {FIELDS}, folded FROM history_entry
            WHERE {where} AND kind = wanted.kind {NEWEST} %(limit)s
        ) AS found
    """  # noqa: S608


def with_words(statement: str, readings: Sequence[Reading], values: dict[str, Any]) -> str:
    """Return the statement for those of its entries that hold the words."""
    return f"SELECT * FROM ({statement}) AS met WHERE {_hold(readings, values)}"  # noqa: S608


def named(arms: Sequence[Arm], readings: Sequence[Reading], values: dict[str, Any]) -> str:
    """Return the statement for the newest entries that the index of words names."""
    parts = []
    for number, arm in enumerate(arms):
        values[f"keys{number}"], values[f"places{number}"] = list(arm.keys), list(arm.places)
        parts.append(
            f"SELECT {FIELDS}, folded FROM history_entry WHERE ({_pieces(readings, values)})"  # noqa: S608
            f" AND grams && %(places{number})s::text[] AND {arm.column} = ANY(%(keys{number})s)"
            f" AND {HOLDS} AND kind = ANY(%(kinds)s) {arm.only}"
        )
    union = " UNION ALL ".join(parts)
    # Apart, so that the words are looked up first and their order comes after.
    return f"""
        WITH named AS MATERIALIZED ({union})
        SELECT * FROM named WHERE {_hold(readings, values)} {NEWEST} %(limit)s
    """  # noqa: S608


def _pieces(readings: Sequence[Reading], values: dict[str, Any]) -> str:
    for number, reading in enumerate(readings):
        values[f"grams{number}"] = list(reading.grams)
    return " OR ".join(f"grams @> %(grams{number})s::text[]" for number in range(len(readings)))


def _hold(readings: Sequence[Reading], values: dict[str, Any]) -> str:
    """Return that all texts of a reading are there: letters and digits only, so no wildcards."""
    for number, reading in enumerate(readings):
        values[f"like{number}"] = [f"%{token}%" for token in reading.tokens]
    return " OR ".join(f"folded LIKE ALL(%(like{number})s)" for number in range(len(readings)))
