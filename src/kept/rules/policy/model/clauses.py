"""Clauses, where they stand, and how doubtful ones are read."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from kept.rules.facts.values import Texts


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a policy file something is said."""

    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


class ClauseState(StrEnum):
    """How a clause is kept: by rules, shown as text, without value yet, or by a form to come."""

    RULE = "rule"
    STATEMENT = "statement"
    UNSET = "unset"
    PENDING = "pending"


@dataclass(frozen=True, slots=True)
class Clause:
    """One numbered sentence of the paper, in the reader's languages."""

    id: str
    text: Texts
    state: ClauseState
    form: str = ""  # for unset and pending: the rule form that will keep it
    note: Texts = field(default_factory=dict)  # a proxy measure, or what the owner must set
    paper_line: int | None = None
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """How the company reads a doubtful or contradictory place of its paper, and who decided it."""

    id: str
    clauses: tuple[str, ...]
    text: Texts
    decided_by: str = ""
    decided_on: date | None = None


@dataclass(frozen=True, slots=True)
class Acceptance:
    """A finding of `kept check` that somebody accepts: which one, why, who and when."""

    finding: str  # its code
    clauses: tuple[str, ...]
    text: Texts = field(hash=False)
    decided_by: str = ""
    decided_on: date | None = None
    place: Place | None = None
