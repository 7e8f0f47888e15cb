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
        default=_plain,
        ensure_ascii=False,
    )


def _plain(value: Any) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(f"no value of a row: {value!r}")
