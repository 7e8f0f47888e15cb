"""How a case would stand under another text of its policy, as values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from kept.rules.assess import Assessment, ClockLine, ClockState, assess
from kept.rules.facts import Facts
from kept.rules.policy.model import Policy

ARROW = " > "
MISSED = {ClockState.BROKEN, ClockState.LATE}


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a clock stands: its state, its due time, and whether it was missed."""

    state: str
    due_at: str | None  # ISO 8601 with offset
    missed: bool


@dataclass(frozen=True, slots=True)
class ClockDifference:
    """A clock that would be due at another time, or stand otherwise; None: there is none."""

    key: str
    rule: str
    names: dict[str, str]
    before: Standing | None
    after: Standing | None


@dataclass(frozen=True, slots=True)
class CostDifference:
    """A component that somebody else would pay, or at another price; "" where it is open."""

    component: str
    before: str
    after: str
    price_before: str
    price_after: str


@dataclass(frozen=True, slots=True)
class Difference:
    """All that would be different in one case. Empty: nothing."""

    clocks: tuple[ClockDifference, ...]
    costs: tuple[CostDifference, ...]

    def __bool__(self) -> bool:
        return bool(self.clocks or self.costs)

    def to_json(self) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
        """Return clocks and costs for JSON columns."""
        return [asdict(one) for one in self.clocks], [asdict(one) for one in self.costs]


@dataclass(slots=True)
class Sums:
    """What a trial has found so far, over all of its cases.

    By clock rule: how many runs would newly be missed, and how many no longer. By component and
    payers: how many cases would move from one to another.
    """

    different: int = 0
    problems: int = 0
    missed: Counter[str] = field(default_factory=Counter)
    mended: Counter[str] = field(default_factory=Counter)
    moved: Counter[str] = field(default_factory=Counter)  # "parts > customer > provider"

    def to_json(self) -> dict[str, Any]:
        """Return it for a JSON column."""
        counted = {"missed": self.missed, "mended": self.mended, "moved": self.moved}
        told = {name: dict(+counter) for name, counter in counted.items()}
        return {"different": self.different, "problems": self.problems, **told}

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> Sums:
        """Return what `to_json` wrote."""
        counters = {name: Counter(stored.get(name, {})) for name in ("missed", "mended", "moved")}
        return cls(stored.get("different", 0), stored.get("problems", 0), **counters)

    def add_up(self, more: Sums) -> None:
        """Take in what was found in other cases."""
        self.different += more.different
        self.problems += more.problems
        self.missed += more.missed
        self.mended += more.mended
        self.moved += more.moved

    def add(self, change: Difference) -> None:
        """Count one case."""
        self.different += bool(change)
        for clock in change.clocks:
            was = bool(clock.before and clock.before.missed)
            would_be = bool(clock.after and clock.after.missed)
            self.missed[clock.rule] += would_be and not was
            self.mended[clock.rule] += was and not would_be
        for cost in change.costs:
            if cost.before != cost.after:
                self.moved[ARROW.join((cost.component, cost.before, cost.after))] += 1


def difference(before: Policy, after: Policy, facts: Facts, at: datetime) -> Difference:
    """Return what would be different at `at` if the same facts had met the other text."""
    was, would_be = assess(before, facts, at), assess(after, facts, at)
    return Difference(tuple(_clocks(was, would_be)), tuple(_costs(was, would_be)))


def _clocks(was: Assessment, would_be: Assessment) -> Iterator[ClockDifference]:
    old = {line.key: line for line in was.clocks}
    new = {line.key: line for line in would_be.clocks}
    for key in dict.fromkeys((*old, *new)):
        before, after = _standing(old.get(key)), _standing(new.get(key))
        if before != after:
            line = new.get(key) or old[key]
            yield ClockDifference(key, line.rule, dict(line.name), before, after)


def _standing(line: ClockLine | None) -> Standing | None:
    if line is None or line.started_at is None:
        return None
    due = line.due_at.isoformat() if line.due_at else None
    return Standing(line.state.value, due, line.broken_at is not None or line.state in MISSED)


def _costs(was: Assessment, would_be: Assessment) -> Iterator[CostDifference]:
    old, new = _paid(was), _paid(would_be)
    for component in dict.fromkeys((*old, *new)):
        before, after = old.get(component, ("", "")), new.get(component, ("", ""))
        if before != after:
            yield CostDifference(component, before[0], after[0], before[1], after[1])


def _paid(assessment: Assessment) -> dict[str, tuple[str, str]]:
    """Return payer and price of each component, as far as they are sure."""
    return {
        line.component: (
            line.payer or "",
            line.prices[0].value if len({price.value for price in line.prices}) == 1 else "",
        )
        for line in assessment.costs
    }
