"""What a rebuild has found in cases, as values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, fields
from datetime import datetime
from typing import Any

from kept.records.cases.projection import ClockRow


@dataclass(slots=True)
class Findings:
    """Cases that did not hold what follows from their facts, by number.

    `due` are those that a worker had yet to look at: only looking, they are left to it.
    """

    different: dict[str, list[str]] = field(default_factory=dict)  # in what
    failed: dict[str, str] = field(default_factory=dict)  # why nothing could be worked out
    due: int = 0

    def add(self, more: Findings) -> None:
        """Take in what was found in other cases."""
        self.different |= more.different
        self.failed |= more.failed
        self.due += more.due

    def to_json(self) -> dict[str, Any]:
        """Return it for a JSON column."""
        return asdict(self)

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> Findings:
        """Return what `to_json` wrote."""
        return cls(**stored)


def different(
    what: str, stored: Mapping[str, Any] | None, right: Mapping[str, Any] | None
) -> Iterator[str]:
    """Yield each field whose stored value is not the right one; None: it is not there."""
    if stored is None:
        yield f"{what}: is missing"
    elif right is None:
        yield f"{what}: should not be there"
    else:
        for name, value in stored.items():
            if value != right[name]:
                yield f"{what}: {name} is {_said(value)}, not {_said(right[name])}"


def as_told(row: ClockRow | None) -> dict[str, Any] | None:
    """Return a clock by its fields, as far as they are kept; None for none."""
    if row is None:
        return None
    return {one.name: getattr(row, one.name) for one in fields(row) if one.compare}


def _said(value: Any) -> str:
    return value.isoformat() if isinstance(value, datetime) else repr(value)
