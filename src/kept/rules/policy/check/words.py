"""Words without a measure, and values that the paper leaves out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

from kept.rules.facts.texts import Named
from kept.rules.hours import Duration, Limit
from kept.rules.policy.check.findings import Finding, Kind, Severity
from kept.rules.policy.check.parts import clauses_of
from kept.rules.policy.model import (
    Cell,
    CellState,
    ClockRule,
    Constant,
    NoLength,
    NoNumber,
    Policy,
    Requirement,
    RequirementKind,
    ScheduleRule,
    Times,
)
from kept.rules.policy.walk import walk
from kept.rules.said import Saying, noun

NO_NUMBER = Kind(
    Severity.NOTE,
    Saying(
        "word-without-number",
        "Clause {clause} says “{word}” and the rule {rule} has no number for it; its owner has to "
        "say "
        "what counts.",
    ),
)
UNSET = Kind(
    Severity.NOTE,
    Saying(
        "value-unset",
        "The rule {rule} has no value in the paper for {what}; its owner has to set it.",
    ),
)
REQUIRED = Kind(
    Severity.NOTE,
    Saying(
        "required-missing",
        "“{name}” has to be there before this policy can be published.",
    ),
)
KINDS = (NO_NUMBER, UNSET, REQUIRED)

_WORDS = re.compile(
    r"\b(immediately|promptly|at once|in (?:good )?time|without delay|as soon as possible|timely|"
    r"quickly|swiftly|regular(?:ly)?|from time to time|at any time|shortly|reasonable time|"
    r"stipulated time|periodic(?:ally)?)\b"
    "|及时|及時|立即|立刻|尽快|盡快|尽早|马上|馬上|第一时间|随时|隨時|定期|迅速|规定时间|合理时间",
    re.IGNORECASE,
)
_WITHOUT = (CellState.UNSET, CellState.NEGOTIATED, CellState.NONE, CellState.NOT_OFFERED)


def words_have_measures(policy: Policy) -> Iterator[Finding]:
    """Find clauses that say "immediately" and the like, kept by a rule without a number.

    A clock without a number is told in any case. Other rules are asked only while nobody has said
    in a reading how the word is meant.
    """
    read = {clause for reading in policy.readings.values() for clause in reading.clauses}
    for key, rule in policy.rules.items():
        clock = isinstance(rule, ClockRule)
        if _measured(rule) or (not clock and (rule.assumed if hasattr(rule, "assumed") else {})):
            continue
        for clause in clauses_of(rule):
            word = _word(policy, clause)
            if word and (clock or clause not in read):
                yield NO_NUMBER.at(rule.place, [clause], rule=key, clause=clause, word=word)


def values_are_set(policy: Policy) -> Iterator[Finding]:
    """List the rules for which the paper leaves a value out."""
    for key, rule in policy.rules.items():
        part = next(unset_in(rule), None)
        clauses = clauses_of(rule)
        worded = isinstance(rule, ClockRule) and not _measured(rule)
        if part is not None and not (worded and any(_word(policy, clause) for clause in clauses)):
            yield UNSET.at(rule.place, clauses, rule=key, what=part)


def required_is_there(policy: Policy) -> Iterator[Finding]:
    """List what the file itself still has to say before it can be published."""
    for one in missing_in(policy):
        yield REQUIRED.at(one.place, one.source, name=Named(one.name, one.id))


def missing_in(policy: Policy) -> Iterator[Requirement]:
    """Yield what is required of the file itself and not in it; lists and documents lie beside."""
    for one in policy.required.values():
        is_unset = one.kind is RequirementKind.TEXT and not one.text
        if is_unset or any(next(unset_in(policy.rules[key]), None) for key in one.rules):
            yield one


def _word(policy: Policy, clause: str) -> str:
    found = _WORDS.search(" ".join(policy.clauses[clause].text.values()))
    return found[0] if found else ""


def _measured(rule: object) -> bool:
    """Whether a rule says how long, how often or how much."""
    said = rule.limit if isinstance(rule, ClockRule) else rule  # when to warn is no measure
    return any(_is_measure(part) for part in walk(said))


def _is_measure(part: object) -> bool:
    if isinstance(part, Cell):
        return part.state not in (*_WITHOUT, CellState.IMMEDIATELY) or part.limit is not None
    return isinstance(part, Duration | Limit | Constant | Times)


def unset_in(rule: object) -> Iterator[Saying]:
    """Yield what is unset within a rule."""
    if isinstance(rule, ScheduleRule) and not (rule.phases or rule.times or rule.before):
        yield noun("how often it comes")
    for part in walk(rule):
        for value in _values(part):
            if value is NoLength.UNSET:
                yield noun("its length")
            elif value is NoNumber.UNSET:
                yield noun("a number")
            elif value is CellState.UNSET:
                yield noun("a limit")


def _values(part: object) -> Iterator[Any]:
    if not is_dataclass(part):
        return
    for field in fields(part):
        value = getattr(part, field.name)
        yield value
        if isinstance(value, tuple):
            yield from value
        elif isinstance(value, dict):
            yield from value.values()
