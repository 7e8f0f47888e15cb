"""Conditions that never hold or always do, and cases that an earlier one always takes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final

from kept.rules.policy.check.findings import Finding, Kind, Severity
from kept.rules.policy.check.logic import Logic
from kept.rules.policy.check.parts import called, clauses_of
from kept.rules.policy.model import (
    ALWAYS,
    AllOf,
    AssignmentCase,
    AssignmentRule,
    Case,
    Cases,
    Condition,
    CostCase,
    CostRule,
    CoverCase,
    EscalationStep,
    Event,
    Extension,
    Grade,
    Interval,
    LadderStep,
    LengthRow,
    LengthTable,
    Modifier,
    Need,
    Not,
    NumberTable,
    Option,
    Pause,
    Policy,
    ProvisionCase,
    Row,
    Scale,
    Table,
)
from kept.rules.policy.walk import walk
from kept.rules.said import Saying

NEVER = Kind(
    Severity.WARNING,
    Saying(
        "condition-never-holds",
        "In {rule} the condition of {part} contradicts itself; it can never hold.",
    ),
)
ALWAYS_HOLDS = Kind(
    Severity.WARNING,
    Saying(
        "condition-says-nothing",
        "In {rule} the condition of {part} holds whatever the facts are; leave it out or say more.",
    ),
)
BLANK = Kind(
    Severity.WARNING,
    Saying(
        "condition-blank",
        "In {rule} the exclusion {part} has no condition, so nothing at all is covered; say when "
        "it "
        "holds.",
    ),
)
UNREACHABLE = Kind(
    Severity.WARNING,
    Saying(
        "case-unreachable",
        "In {rule} the case {part} never decides anything: whenever it holds, {earlier} above "
        "holds "
        "as well. Move it up, or take one of them out.",
    ),
)
NUMBER_ROW = Kind(
    Severity.WARNING,
    Saying(
        "number-row-unreachable",
        "In {rule} the row {row} of a table of numbers is never reached: the row {earlier} above "
        "fits "
        "as well.",
    ),
)
KINDS = (NEVER, ALWAYS_HOLDS, BLANK, UNREACHABLE, NUMBER_ROW)

# What is asked together with the condition of its rule; of the others each fact is asked alone.
_UNDER_THE_RULE: Final = (
    CoverCase,
    CostCase,
    Option,
    LadderStep,
    ProvisionCase,
    AssignmentCase,
    EscalationStep,
    Need,
    Grade,
    Case,
    Row,
    LengthRow,
)
BY_A_PERSON: Final = Not(ALWAYS)  # a grade that facts do not give
_ALONE: Final = (Pause, Interval, Extension, Modifier)


def conditions_can_hold(policy: Policy) -> Iterator[Finding]:
    """Find conditions that contradict themselves or the condition of their rule."""
    logic = Logic(policy)
    for key, owner, part, name in _conditional(policy):
        base = getattr(owner, "when", None) or ALWAYS
        own = base if part is owner else part.when
        beside = base if isinstance(part, _UNDER_THE_RULE) else ALWAYS
        if not logic.can_hold(own, beside):
            yield NEVER.at(owner.place, _clauses(part, owner), rule=key, part=name)
    for key, owner in _owners(policy):
        for event in (part for part in walk(owner) if isinstance(part, Event) and part.where):
            if not logic.can_hold(AllOf(event.where)):
                yield NEVER.at(owner.place, clauses_of(owner), rule=key, part=event.kind)


def conditions_say_something(policy: Policy) -> Iterator[Finding]:
    """Find conditions that hold whatever the facts are, and exclusions that have none."""
    logic = Logic(policy)
    for key, owner, part, name in _conditional(policy):
        if logic.implies(ALWAYS, part.when):
            yield ALWAYS_HOLDS.at(owner.place, _clauses(part, owner), rule=key, part=name)
    for rule in policy.covers:
        for number, case in enumerate(rule.cases, 1):
            if not case.inside and not case.items and case.when == ALWAYS:
                name = called(case, number)
                yield BLANK.at(rule.place, case.source, rule=rule.id, part=name)


def cases_can_be_reached(policy: Policy) -> Iterator[Finding]:
    """Find cases and grades that stand below one that holds whenever they do."""
    logic = Logic(policy)
    for key, owner in _owners(policy):
        for cases, answers in _ordered(owner):
            yield from _covered(logic, (key, owner), cases, answers)


def number_rows_can_be_reached(policy: Policy) -> Iterator[Finding]:
    """Find rows of tables of numbers that stand below one which fits whenever they do."""
    for key, owner in _owners(policy):
        for table in (part for part in walk(owner) if isinstance(part, NumberTable)):
            for at, row in enumerate(table.rows):
                earlier = next(
                    (e for e in table.rows[:at] if fits_whenever(e.keys, row.keys)), None
                )
                if earlier is not None:
                    rows = {"row": " / ".join(row.keys), "earlier": " / ".join(earlier.keys)}
                    yield NUMBER_ROW.at(owner.place, clauses_of(owner), rule=key, **rows)


def fits_whenever(earlier: Sequence[str], row: Sequence[str]) -> bool:
    """Return whether an earlier row of a table fits whenever a later one does."""
    return all(a in ("*", b) for a, b in zip(earlier, row, strict=True))


def answers(case: CostCase) -> frozenset[tuple[str, str]]:
    """Return which questions a case of costs answers: (who or how much, component)."""
    payer = ((("who"), component) for component in (*case.pays, *case.share))
    price = (
        component
        for each in (case.price, case.fee, case.at_least, case.increments)
        for component in each
    )
    return frozenset((*payer, *(("how much", component) for component in price)))


def _owners(policy: Policy) -> Iterator[tuple[str, Any]]:
    yield from policy.rules.items()
    yield from policy.scales.items()


def _conditional(policy: Policy) -> Iterator[tuple[str, Any, Any, object]]:
    """Yield every part that has a condition: (rule, owner, part, what it is called)."""
    for key, owner in _owners(policy):
        numbers: dict[type, int] = {}
        for part in walk(owner):
            numbers[type(part)] = numbers.get(type(part), 0) + 1
            when: Condition | None = getattr(part, "when", None)
            if when is None or when in (ALWAYS, BY_A_PERSON):
                continue
            if part is owner:
                yield key, owner, part, key
            elif isinstance(part, (*_UNDER_THE_RULE, *_ALONE)):
                yield key, owner, part, called(part, numbers[type(part)])


def _clauses(part: object, owner: object) -> tuple[str, ...]:
    return clauses_of(part) or clauses_of(owner)


def _nothing(_: object) -> frozenset[tuple[str, str]]:
    return frozenset()


def _ordered(owner: object) -> Iterator[tuple[Sequence[Any], Callable[[Any], Any]]]:
    """Yield the lists within a rule of which the first that holds decides."""
    if isinstance(owner, CostRule):
        yield owner.cases, answers
    elif isinstance(owner, AssignmentRule):
        yield owner.cases, _nothing
    elif isinstance(owner, Scale) and not owner.table_by and not owner.attribute:
        yield owner.grades, _nothing
    for part in walk(owner):
        if isinstance(part, Cases):
            yield part.cases, _nothing
        elif isinstance(part, Table | LengthTable) and not part.by:
            yield part.rows, _nothing


def _covered(
    logic: Logic,
    named: tuple[str, Any],
    cases: Sequence[Any],
    answered: Callable[[Any], frozenset[tuple[str, str]]],
) -> Iterator[Finding]:
    key, owner = named
    before: list[tuple[Any, object, frozenset[tuple[str, str]]]] = []
    for number, case in enumerate(cases, 1):
        own, name = answered(case), called(case, number)
        if isinstance(case, Grade) and case.when in (None, BY_A_PERSON):
            continue
        taken = [(e, n) for e, n, its in before if _takes(own, its) and _holds(logic, case, e)]
        if taken:
            clauses = (*clauses_of(case), *clauses_of(taken[0][0])) or clauses_of(owner)
            yield UNREACHABLE.at(
                owner.place, dict.fromkeys(clauses), rule=key, part=name, earlier=taken[0][1]
            )
        before.append((case, name, own))


def _holds(logic: Logic, case: Any, earlier: Any) -> bool:
    return logic.implies(case.when or ALWAYS, earlier.when or ALWAYS)


def _takes(own: frozenset[tuple[str, str]], its: frozenset[tuple[str, str]]) -> bool:
    """Whether everything that a case answers is answered by an earlier one."""
    return all(answer in its or (answer[0], "all") in its for answer in own)
