"""All checks, one after the other."""

from __future__ import annotations

from typing import Final

from kept.rules.policy.check import clauses, clocks, gaps, texts
from kept.rules.policy.check.findings import Check, Finding, Kind
from kept.rules.policy.model import Policy

CHECKS: Final[tuple[Check, ...]] = (
    clauses.each_clause_once,
    clauses.each_rule_has_a_clause,
    clauses.unset,
    clauses.pending,
    clocks.calendars_have_a_reason,
    clocks.responses_do_not_pause,
    clocks.clocks_can_run,
    clocks.rows_can_be_reached,
    clocks.words_have_numbers,
    clocks.promises_agree,
    gaps.tables_are_complete,
    gaps.every_case_has_a_grade,
    gaps.no_circles,
    texts.texts_in_both_languages,
)
KINDS: Final[tuple[Kind, ...]] = (*clauses.KINDS, *clocks.KINDS, *gaps.KINDS, *texts.KINDS)


def check(policy: Policy) -> list[Finding]:
    """Return what is doubtful or missing in a policy, in the order of the file."""
    found = [finding for each in CHECKS for finding in each(policy)]
    return sorted(found, key=lambda f: f.place.line if f.place else 0)
