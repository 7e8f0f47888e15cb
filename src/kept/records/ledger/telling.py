"""Writing values so that the ledger can hold them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any
from uuid import UUID

from kept.records.ledger.chain import moment


def told(value: Any) -> Any:
    """Return a value as JSON without fractions: moments in UTC, decimals and keys as text."""
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: told(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): told(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [told(inner) for inner in value]
    return _plain(value)


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, date | Decimal | UUID | float):
        return str(value)
    return value


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    """Return only what differs, as {"before": …, "after": …}; empty if nothing does."""
    names = [name for name in after if before.get(name) != after[name]]
    if not names:
        return {}
    return {
        "before": {name: before.get(name) for name in names},
        "after": {name: after[name] for name in names},
    }
