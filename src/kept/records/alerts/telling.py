"""What an alert says, as values."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from kept.records.ledger.chain import canonical
from kept.records.ledger.telling import told as as_json


@dataclass(frozen=True, kw_only=True)
class Told:
    """An alert as it was told. The machine is named by its serial number or the code on it.

    `model` tells two machines of one serial number apart. `raised_at` is the machine's own clock.
    """

    symptom: str
    serial: str = ""
    model: str = ""
    code: str = ""
    text: str = ""
    readings: Mapping[str, str] = field(default_factory=dict)
    raised_at: datetime | None = None

    @property
    def symptom_key(self) -> str:
        """Return the symptom as symptoms are compared."""
        return " ".join(self.symptom.casefold().split())[:80]

    def digest(self) -> str:
        """Return what tells alerts under one key apart."""
        return hashlib.sha256(canonical(as_json(self))).hexdigest()

    def title(self) -> str:
        """Return what its case is called."""
        return f"{self.symptom}: {self.text}" if self.text else self.symptom

    def description(self) -> str:
        """Return all it says, a line each."""
        measured = [f"{name}: {value}" for name, value in self.readings.items()]
        return "\n".join([self.title(), *measured])
