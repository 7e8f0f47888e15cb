"""Many cases for benchmarks: one that was really logged, copied inside the database."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

from django.db import connection

sys.path.insert(0, str(Path(__file__).parents[1]))  # the small desk of the tests

GENERATED = {"id", "number", "queue_at"}


def copy_cases(template: int, count: int, **columns: str) -> None:
    """Copy a case so often; `columns` are SQL expressions of `n`, the number of the copy."""
    fixed = {"key": "'copy ' || n", "change": "nextval('cases_change')"}
    source = f"generate_series(1, {count}) AS n"
    _copy("cases_case", f"old.id = {template}", source, fixed | columns)


def copy_rows(table: str, template: int, times: int = 1, **columns: str) -> None:
    """Copy a case's rows of a table for every other case, each `times` times (`n`)."""
    source = f"cases_case AS new CROSS JOIN generate_series(1, {times}) AS n"
    condition = f"old.case_id = {template} AND new.id <> {template}"
    _copy(table, condition, source, {"case_id": "new.id"} | columns)


def _copy(table: str, condition: str, source: str, columns: Mapping[str, str]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT column_name FROM information_schema.columns WHERE table_name = %s", [table]
        )
        names = [row[0] for row in cursor.fetchall() if row[0] not in GENERATED]
        values = [columns.get(name, f'old."{name}"') for name in names]
        quoted = ", ".join(f'"{name}"' for name in names)
        cursor.execute(
            f"INSERT INTO {table} ({quoted}) "
            f"SELECT {', '.join(values)} FROM {table} AS old, {source} WHERE {condition}"
        )


def settle_down() -> None:
    """Let PostgreSQL tidy up and count, as it would have done over time."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
