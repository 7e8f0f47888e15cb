"""What happened in a case, and what became of its promises, for reading."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from kept.records.cases import values
from kept.records.cases.asking import LATE
from kept.records.cases.models import CaseFact, Flip
from kept.rules.facts import Value
from kept.rules.policy.model import Policy


@dataclass(frozen=True)
class FactLine:
    """One fact. `names` says what happened, by language."""

    seq: int
    kind: str
    names: Mapping[str, str]
    at: datetime
    recorded_at: datetime | None
    received_at: datetime
    by: str
    person_id: int | None
    values: Mapping[str, Value]
    source: str
    corrects: int | None
    against: tuple[tuple[str, tuple[str, ...]], ...]  # rules it passed, with their clauses
    despite: str  # why it happened nevertheless
    replaced_by: int | None  # the number of the fact that corrected or withdrew it
    withdrawn: bool

    @property
    def stands(self) -> bool:
        """Return whether it counts."""
        return self.replaced_by is None and self.kind != "fact.withdrawn"

    @property
    def late_by(self) -> timedelta:
        """Return how long after it happened it was entered."""
        return self.received_at - self.at

    @property
    def entered_late(self) -> bool:
        """Return whether it was entered so late that everyone should see it."""
        return self.kind != "fact.withdrawn" and self.late_by > LATE


@dataclass(frozen=True)
class FlipLine:
    """One turn of one clock, as it was known when it was noted."""

    clock: str
    kind: str
    nth: int
    at: datetime
    noted_at: datetime
    due_before: datetime | None
    due_after: datetime | None
    fact: int | None


def fact_lines(policy: Policy, rows: Sequence[CaseFact]) -> tuple[FactLine, ...]:
    """Return facts for reading, the last that happened first."""
    replaced = {row.corrects: row for row in rows if row.corrects is not None}
    lines = [_fact_line(policy, row, replaced.get(row.seq)) for row in rows]
    return tuple(sorted(lines, key=lambda line: (line.at, line.seq), reverse=True))


def _fact_line(policy: Policy, row: CaseFact, replaced: CaseFact | None) -> FactLine:
    kind = policy.events.get(row.kind)
    return FactLine(
        seq=row.seq,
        kind=row.kind,
        names=kind.name if kind else {"en": row.kind},
        at=row.at,
        recorded_at=row.recorded_at,
        received_at=row.received_at,
        by=row.by_name,
        person_id=row.by_id,
        values=values.from_json(row.values),
        source=row.source,
        corrects=row.corrects,
        against=tuple((held["rule"], tuple(held["clauses"])) for held in row.against),
        despite=row.despite,
        replaced_by=replaced.seq if replaced else None,
        withdrawn=replaced is not None and replaced.kind == "fact.withdrawn",
    )


def flip_lines(case_id: int) -> tuple[FlipLine, ...]:
    """Return what became of a case's promises, in the order it was noted."""
    fields = ("clock", "kind", "nth", "at", "noted_at", "due_before", "due_after", "fact")
    rows = Flip.objects.filter(case_id=case_id).order_by("noted_at", "pk").values_list(*fields)
    return tuple(FlipLine(*row) for row in rows)
