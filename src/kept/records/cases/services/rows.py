"""Writing many rows in one statement: as JSON, which the database takes apart.

The columns come from the models, so that the two cannot differ.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any

from django.db import connection
from django.db.models import Field, GeneratedField, Model


@cache
def written(model: type[Model]) -> tuple[Field[Any, Any], ...]:
    """Return the fields that are written: neither made by the database nor given by it."""
    return tuple(
        field
        for field in model._meta.concrete_fields
        if not (field.primary_key and field.remote_field is None)
        and not isinstance(field, GeneratedField)
        and not field.has_db_default()
    )


@cache
def columns(model: type[Model], without: tuple[str, ...] = ()) -> str:
    """Return the names of the written columns, quoted, with commas."""
    return ", ".join(f'"{f.column}"' for f in written(model) if f.column not in without)


@cache
def recordset(model: type[Model], without: tuple[str, ...] = ()) -> str:
    """Return `jsonb_to_recordset(%s) AS new (…)` with the written columns and their types."""
    typed = ", ".join(
        f'"{f.column}" {f.db_type(connection)}' for f in written(model) if f.column not in without
    )
    return f"jsonb_to_recordset(%s) AS new ({typed})"


def as_json(rows: Sequence[Model]) -> str:
    """Return rows for `recordset`."""
    return json.dumps(
        [{f.column: getattr(row, f.attname) for f in written(type(row))} for row in rows],
        default=plain,
        ensure_ascii=False,
    )


def write_rows(rows: Sequence[Model], *, unique: tuple[str, ...] = ()) -> None:
    """Write rows of one table; those that are there by their `unique` columns are overwritten."""
    if rows:
        with connection.cursor() as cursor:
            cursor.execute(_statement(type(rows[0]), unique), [as_json(rows)])


@cache
def _statement(model: type[Model], unique: tuple[str, ...]) -> str:
    # Only names of our own columns are put into the text.
    add = (
        f"INSERT INTO {model._meta.db_table} ({columns(model)}) "  # noqa: S608
        f"SELECT {columns(model)} FROM {recordset(model)}"
    )
    if not unique:
        return add
    change = ", ".join(
        f'"{field.column}" = excluded."{field.column}"'
        for field in written(model)
        if field.column not in unique
    )
    return f"{add} ON CONFLICT ({', '.join(unique)}) DO UPDATE SET {change}"


def plain(value: Any) -> str:
    """Return how a value that JSON does not know is written."""
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(f"no value of a row: {value!r}")
