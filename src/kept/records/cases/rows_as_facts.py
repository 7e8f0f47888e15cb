"""Rows of facts as the rules know them."""

from __future__ import annotations

from collections.abc import Sequence

from kept.records.cases import values
from kept.records.cases.models import Case, CaseFact
from kept.rules.facts import Fact, Facts


def facts_of(case: Case, facts: Sequence[CaseFact], history: tuple[Fact, ...]) -> Facts:
    """Return a case's facts, and what was known of its equipment, as the rules know them."""
    return Facts(tuple(fact_of(row) for row in facts), values.from_json(case.about), history)


def fact_of(row: CaseFact, *, earlier: str = "") -> Fact:
    """Return one fact as the rules know it; `earlier`: the number of the earlier case it is of."""
    return Fact(
        id=fact_id(row.seq, earlier=earlier),
        kind=row.kind,
        at=row.at,
        recorded_at=row.recorded_at,
        received_at=row.received_at,
        by=row.by_name,
        values=values.from_json(row.values),
        corrects=None if row.corrects is None else fact_id(row.corrects, earlier=earlier),
        case=earlier,
    )


def fact_id(seq: int, *, earlier: str = "") -> str:
    """Return a fact's number as the rules carry it; it sorts as the number does."""
    return f"{earlier}#{seq:05d}" if earlier else f"{seq:05d}"


def earlier_case(facts: Sequence[str]) -> str:
    """Return the earlier case that facts are of, by their numbers; empty for the case at hand."""
    return next((one.partition("#")[0] for one in facts if "#" in one), "")
