"""All checks, one after the other."""

from __future__ import annotations

from typing import Final

from kept.rules.policy.check import (
    accepted,
    clauses,
    clocks,
    conflicts,
    contests,
    gaps,
    hours,
    money,
    reach,
    texts,
    words,
    work,
)
from kept.rules.policy.check.findings import Check, Finding, Kind
from kept.rules.policy.model import Policy

CHECKS: Final[tuple[Check, ...]] = (
    clauses.each_clause_is_kept,
    clauses.each_rule_has_a_clause,
    clauses.unset,
    clauses.pending,
    clocks.calendars_have_a_reason,
    clocks.responses_do_not_pause,
    clocks.clocks_can_run,
    clocks.rows_can_be_reached,
    clocks.promises_agree,
    words.words_have_measures,
    words.values_are_set,
    words.required_is_there,
    conflicts.nothing_twice,
    conflicts.one_payer,
    conflicts.one_side_of_the_cover,
    conflicts.one_term,
    conflicts.one_chooser,
    conflicts.grades_stand_apart,
    reach.conditions_can_hold,
    reach.conditions_say_something,
    reach.cases_can_be_reached,
    reach.number_rows_can_be_reached,
    work.gates_can_open,
    work.gates_let_clocks_stop,
    work.remedies_can_be_chosen,
    work.counters_can_be_reached,
    work.duties_can_be_done,
    contests.contests_can_be_decided,
    gaps.tables_are_complete,
    gaps.every_case_has_a_grade,
    gaps.promises_leave_no_gap,
    gaps.payers_leave_no_gap,
    gaps.covers_leave_no_gap,
    gaps.no_circles,
    hours.hours_are_charged_once,
    hours.factors_are_multiples,
    money.bands_leave_no_gap,
    money.shares_are_shares,
    money.caps_fit_what_they_cap,
    money.amounts_have_parties,
    money.prices_have_payers_and_lists,
    money.sums_have_a_currency,
    texts.texts_in_both_languages,
)
_MODULES: Final = (
    clauses, clocks, words, conflicts, contests, reach, work, gaps, hours, money, texts, accepted,
)  # fmt: skip
KINDS: Final[tuple[Kind, ...]] = tuple(kind for module in _MODULES for kind in module.KINDS)


def check(policy: Policy) -> list[Finding]:
    """Return what is doubtful or missing in a policy, in the order of the file.

    Accepted findings are among them, with who accepted them and why.
    """
    found = accepted.marked(policy, [finding for each in CHECKS for finding in each(policy)])
    return sorted(found, key=lambda f: f.place.line if f.place else 0)
