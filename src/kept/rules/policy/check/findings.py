"""What a check says, and how checks are collected."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from kept.rules.policy.model import Acceptance, Place, Policy
from kept.rules.said import ENGLISH, Saying


class Severity(StrEnum):
    """How much a finding matters."""

    ERROR = "error"  # the policy must not be published like this
    WARNING = "warning"  # somebody should look at it
    NOTE = "note"  # good to know


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a check found. Its code is explained in docs/policy-findings.md."""

    severity: Severity
    place: Place | None
    clauses: tuple[str, ...]
    saying: Saying
    accepted: Acceptance | None = None  # by whom and why; then it does not count

    @property
    def code(self) -> str:
        """Return what kind of finding it is."""
        return self.saying.code

    def sentence(self, language: str = ENGLISH) -> str:
        """Return the sentence in `language`; English where there is none."""
        return self.saying.in_language(language)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of finding: its severity, and its sentence whose holes are still empty."""

    severity: Severity
    saying: Saying

    @property
    def code(self) -> str:
        """Return what the kind is called."""
        return self.saying.code

    def at(self, place: Place | None, clauses: Iterable[str] = (), **holes: object) -> Finding:
        """Return a finding of this kind."""
        told = Saying(self.saying.code, self.saying.text, **holes)
        return Finding(self.severity, place, tuple(clauses), told)


Check: TypeAlias = Callable[[Policy], Iterable[Finding]]
