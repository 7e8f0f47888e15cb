"""Which facts of a long case stand on its page, and where the others are found."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from django.urls import reverse

from kept.records.cases.queries import CaseCard, FactLine

NEWEST: Final = 30
ALL: Final = "all"
WITHDRAWN: Final = "fact.withdrawn"


def folded_facts(card: CaseCard) -> frozenset[int]:
    """Return the numbers of the facts that a page may leave out.

    The newest stay, and those on which something turns: a clock, what was entered late, what is
    contested, the cause.
    """
    older = told_facts(card)[NEWEST:]
    return frozenset(line.seq for line in older) - set(_kept(card)) if older else frozenset()


def told_facts(card: CaseCard) -> list[FactLine]:
    """Return the facts that are told, the last that happened first."""
    return [line for line in card.timeline if line.kind != WITHDRAWN]


def turning_facts(card: CaseCard) -> set[int]:
    """Return the numbers of the facts that started or stopped a clock."""
    told = (fact for line in card.assessment.clocks for fact in (line.start_fact, line.stop_fact))
    return {int(fact) for fact in told if fact is not None and fact.isdigit()}


def _kept(card: CaseCard) -> Iterator[int]:
    yield from turning_facts(card)
    yield from (found.fact.seq for found in card.hindsights)
    yield from (int(line.fact) for line in card.assessment.contests)
    if card.assessment.finding is not None:
        yield int(card.assessment.finding.fact)


def fact_url(number: str, fact: int, folded: frozenset[int]) -> str:
    """Return the address of a fact from the page of its case."""
    return f"{all_facts_url(number)}#fact-{fact}" if fact in folded else f"#fact-{fact}"


def all_facts_url(number: str) -> str:
    """Return the address of a case with all its facts."""
    return f"{reverse('hotline:case', args=[number])}?facts={ALL}"
