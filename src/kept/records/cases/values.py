"""The values of facts as JSON and back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from kept.rules.facts.values import Scalar, Value

MOMENT = "moment"


def to_json(values: Mapping[str, Value]) -> dict[str, Any]:
    """Return values for a JSON column; moments as {"moment": ISO 8601 with offset}."""
    return {key: _out(value) for key, value in values.items()}


def from_json(stored: Mapping[str, Any]) -> dict[str, Value]:
    """Return the values that `to_json` wrote."""
    return {key: _in(value) for key, value in stored.items()}


def for_ledger(values: Mapping[str, Value]) -> dict[str, Any]:
    """Return values for the ledger, which has no fractions: those become text."""
    return {key: _certain(_out(value)) for key, value in values.items()}


def _out(value: Value) -> Any:
    if isinstance(value, tuple):
        return [_out(part) for part in value]
    if isinstance(value, datetime):
        return {MOMENT: value.isoformat()}
    return value


def _in(value: Any) -> Value:
    if isinstance(value, list):
        return tuple(_scalar(part) for part in value)
    return _scalar(value)


def _scalar(value: Any) -> Scalar:
    if isinstance(value, dict):
        return datetime.fromisoformat(value[MOMENT])
    if isinstance(value, str | bool | int | float):
        return value
    raise ValueError(f"not the value of a fact: {value!r}")


def _certain(value: Any) -> Any:
    if isinstance(value, list):
        return [_certain(part) for part in value]
    if isinstance(value, float):
        return repr(value)
    return value
