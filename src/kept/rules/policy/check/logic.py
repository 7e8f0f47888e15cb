"""What conditions allow: they are looked at over few values each, and never for long.

A fact or line that conditions look at becomes a variable with a small set of values, "unknown"
among them. A condition becomes alternatives, each of which leaves every variable some values.
Where that would be too many the answer is the one that finds nothing.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any, Final, TypeAlias

from kept.rules.policy.model import (
    AllOf,
    AnyOf,
    Condition,
    FactType,
    Happened,
    Not,
    Op,
    Policy,
    TermRule,
    Test,
)
from kept.rules.policy.read import domains
from kept.rules.policy.read.domains import NO_TERM
from kept.rules.policy.walk import walk

Variable: TypeAlias = Hashable
Values: TypeAlias = frozenset[str]
Alternative: TypeAlias = Mapping[Any, Values]

UNKNOWN: Final = "unknown"
_OTHER: Final = "any other"
_YES_NO: Final = ("yes", "no")
_MOST_ALTERNATIVES: Final = 256
_MOST_STEPS: Final = 20_000  # for one condition
_MOST_WORK: Final = 400_000  # for one policy
_MOST_MARKS: Final = 60  # values that one fact is compared with
_STATES: Final[Mapping[str, tuple[str, ...]]] = {
    "term": domains.TERM_STATES,
    "clock": domains.CLOCK_STATES,
    "gate": domains.GATE_STATES,
    "duty": domains.DUTY_STATES,
    "remedy": domains.REMEDY_STATES,
    "cover": domains.COVER_STATES,
    "schedule": domains.SCHEDULE_STATES,
    "counter": domains.COUNTER_STATES,
    "target": domains.TARGET_STATES,
}
_DAYS: Final = domains.CALENDAR_STATES[2:]
_HOURS: Final = domains.CALENDAR_STATES[:2]
_SIZES: Final = (Op.AT_LEAST, Op.AT_MOST, Op.MORE_THAN, Op.LESS_THAN)


class TooMany(Exception):
    """There are more alternatives than can be looked at."""


class Logic:
    """Answers questions about the conditions of one policy, within a bounded amount of work."""

    def __init__(self, policy: Policy) -> None:
        self.policy = policy
        self._left = _MOST_WORK
        self._mentioned: dict[str, set[object]] = {}
        for part in walk((policy.rules, policy.scales)):
            if isinstance(part, Test) and part.op is not Op.SAME_AS:
                self._mentioned.setdefault(part.key, set()).update(part.against)

    def can_hold(self, *conditions: Condition) -> bool:
        """Return whether facts are thinkable for which all conditions hold."""
        try:
            return bool(self._ways(AllOf(conditions), True, False))
        except TooMany:
            return True

    def overlap(self, one: Condition, other: Condition) -> bool:
        """Return whether both conditions are sure to have facts in common."""
        try:
            return bool(self._ways(AllOf((one, other)), True, False))
        except TooMany:
            return False

    def cross(self, one: Condition, other: Condition) -> bool:
        """Return whether both can hold together, and each without the other."""
        try:
            return (
                bool(self._ways(AllOf((one, other)), True, False))
                and not self._implied(one, other)
                and not self._implied(other, one)
            )
        except TooMany:
            return False

    def implies(self, one: Condition, other: Condition) -> bool:
        """Return whether `other` is sure to hold whenever `one` does."""
        try:
            return self._implied(one, other)
        except TooMany:
            return False

    def _implied(self, one: Condition, other: Condition) -> bool:
        if one == other or other == AllOf(()):
            return True
        against = self._ways(other, True, True)
        return not any(
            self._joined(way, counter) is not None
            for way in self._ways(one, True, False)
            for counter in against
        )

    def fails(self, condition: Condition, known: Alternative) -> bool:
        """Return whether a condition cannot hold while variables have these values."""
        try:
            ways = self._ways(condition, True, False)
            return all(self._joined(way, known) is None for way in ways)
        except TooMany:
            return False

    def values(self, key: str) -> tuple[str, ...]:
        """Return the values that a fact, level, zone or term can have; () without end of them."""
        scale = self.policy.scales.get(key)
        if scale is not None:
            return tuple(grade.key for grade in scale.grades)
        attribute = self.policy.attributes.get(key)
        if attribute is None:
            prefix, _, name = key.partition(".")
            rule = self.policy.rules.get(name)
            given = isinstance(rule, TermRule) and rule.when == AllOf(())
            return tuple(s for s in _STATES.get(prefix, ()) if not given or s != NO_TERM)
        if attribute.type is FactType.YES_NO:
            return _YES_NO
        return tuple(choice.key for choice in attribute.choices)

    # --- alternatives ------------------------------------------------------------------------

    def _ways(self, condition: Condition, truth: bool, negated: bool) -> list[Alternative]:
        """Return the alternatives in which a condition is `truth`, or (negated) anything else."""
        if isinstance(condition, Not):
            return self._ways(condition.part, not truth, negated)
        if not isinstance(condition, AllOf | AnyOf):
            variable, values = self._leaf(condition, truth, negated)
            self._spend(1)
            return [{variable: values}] if values else []
        parts = (self._ways(part, truth, negated) for part in condition.parts)
        together = isinstance(condition, AllOf) == (truth is not negated)
        return self._product(parts) if together else self._sum(parts)

    def _sum(self, parts: Iterable[list[Alternative]]) -> list[Alternative]:
        found: list[Alternative] = []
        for part in parts:
            found += part
            if len(found) > _MOST_ALTERNATIVES:
                raise TooMany
        return found

    def _product(self, parts: Iterable[list[Alternative]]) -> list[Alternative]:
        found: list[Alternative] = [{}]
        for part in parts:
            joined = (self._joined(one, two) for one in found for two in part)
            found = [way for way in joined if way is not None]
            if len(found) > _MOST_ALTERNATIVES:
                raise TooMany
        return found

    def _joined(self, one: Alternative, two: Alternative) -> Alternative | None:
        self._spend(1 + len(one) + len(two))
        found = dict(one)
        for variable, values in two.items():
            both = values & found.get(variable, values)
            if not both:
                return None
            found[variable] = both
        return found

    def _spend(self, steps: int) -> None:
        self._left -= steps
        if self._left < 0 or steps > _MOST_STEPS:
            raise TooMany

    # --- one comparison ----------------------------------------------------------------------

    def _leaf(self, leaf: Condition, truth: bool, negated: bool) -> tuple[Variable, Values]:
        if not isinstance(leaf, Test):
            every = frozenset(_YES_NO if isinstance(leaf, Happened) else (*_YES_NO, UNKNOWN))
            return leaf, _of(truth, negated, every, frozenset(("yes",)))
        if leaf.op is Op.SAME_AS:
            every = frozenset((*_YES_NO, UNKNOWN))
            return (leaf.key, leaf.against, leaf.at), _of(
                truth, negated, every, frozenset(("yes",))
            )
        if len(self._mentioned.get(leaf.key, ())) > _MOST_MARKS:
            raise TooMany
        variable: tuple[Hashable, ...] = (leaf.key, leaf.at)
        if leaf.key.startswith("calendar."):
            variable = (*variable, str(leaf.against[0]) in _DAYS)
        every = frozenset(self._domain(leaf))
        if leaf.op is Op.KNOWN:
            known = every - {UNKNOWN} if leaf.against[0] else frozenset((UNKNOWN,))
            return variable, every - known if truth is negated else known
        return variable, _of(truth, negated, every, frozenset(self._true(leaf)))

    def _domain(self, test: Test) -> Iterator[str]:
        yield UNKNOWN
        if test.key.startswith("calendar."):
            yield from _DAYS if str(test.against[0]) in _DAYS else _HOURS
            return
        fixed = self.values(test.key)
        if fixed:
            yield from fixed
            return
        yield _OTHER
        for value in self._marks(test.key):
            yield f"={value}"
            yield f">{value}"

    def _marks(self, key: str) -> list[object]:
        found = self._mentioned.get(key, set())
        sizes = [v for v in found if isinstance(v, int | float | Decimal | datetime)]
        try:
            return [*sorted(sizes), *sorted(str(v) for v in found if isinstance(v, str))]
        except TypeError:
            return list(found)

    def _true(self, test: Test) -> Iterator[str]:
        """Yield the values for which a comparison holds."""
        if test.op in (Op.ONE_OF, Op.NOT_ONE_OF):
            chosen = {_said(value) for value in test.against}
            for value in self._domain(test):
                meant = bool(chosen & self._wider(test.key, value))
                if value != UNKNOWN and meant is (test.op is Op.ONE_OF):
                    yield value
            return
        than = test.against[0]
        for value in self._domain(test):
            if value != UNKNOWN and self._compares(test, value, than):
                yield value

    def _compares(self, test: Test, value: str, than: object) -> bool:
        marks = [_OTHER, *(f"{sign}{m}" for m in self._marks(test.key) for sign in "=>")]
        here, there = marks.index(value), marks.index(f"={than}")
        return {
            Op.AT_LEAST: here >= there,
            Op.MORE_THAN: here > there,
            Op.AT_MOST: here <= there,
            Op.LESS_THAN: here < there,
        }[test.op]

    def _wider(self, key: str, value: str) -> set[str]:
        attribute = self.policy.attributes.get(key)
        parents = {c.key: c.within for c in attribute.choices} if attribute else {}
        found = {value.removeprefix("=")}
        step = parents.get(value)
        while step is not None and step not in found:
            found.add(step)
            step = parents.get(step)
        return found


def _of(truth: bool, negated: bool, every: Values, true: Values) -> Values:
    """Return the values for which a comparison is `truth`; negated: anything else."""
    meant = true if truth else every - true - {UNKNOWN}
    return every - meant if negated else meant


def _said(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)
