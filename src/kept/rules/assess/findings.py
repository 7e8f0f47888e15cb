"""What was found out about the cause, and whether somebody disputes it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from kept.rules.facts.fact import Fact
from kept.rules.policy.model import ContestRule, Policy

FOUND: Final = "cause.found"
DISPUTED: Final = "cause.disputed"
MANAGER: Final = "manager"
# What a fact says about itself; nobody disputes that.
BESIDE: Final = frozenset(
    ("text", "reason", "party", "role", "requester", "evidence", "files", "problem")
)


class Standing(StrEnum):
    """How far a finding of the cause is settled."""

    PROVISIONAL = "provisional"
    FINAL = "final"
    DISPUTED = "disputed"


@dataclass(frozen=True, slots=True)
class SaidBy:
    """The facts that say an attribute, by its key; a dispute is among those of all it disputes.

    `doubted` are findings of the cause, by case and id, that came while a dispute was open.
    """

    history: dict[str, list[Fact]]
    doubted: frozenset[tuple[str, str]]

    def disputes(self, fact: Fact) -> bool:
        """Say whether what a fact says is disputed: by itself, or since before it."""
        return fact.kind == DISPUTED or (fact.case, fact.id) in self.doubted


def said_by(policy: Policy, facts: Iterable[Fact]) -> SaidBy:
    """Return which facts say what, of facts in the order in which they happened."""
    history: dict[str, list[Fact]] = defaultdict(list)
    found: dict[str, dict[str, None]] = defaultdict(dict)  # what was found, by case
    open_in: set[str] = set()
    doubted: set[tuple[str, str]] = set()
    for fact in facts:
        keys = dict.fromkeys(fact.values)
        if fact.kind == DISPUTED:
            open_in.add(fact.case)
            keys |= {"cause": None, "finding": None} | found[fact.case]
        elif fact.kind == FOUND:
            found[fact.case] |= {key: None for key in keys if key not in BESIDE}
            if fact.case in open_in:
                if settles(policy, fact):
                    open_in.discard(fact.case)
                else:
                    doubted.add((fact.case, fact.id))
        for key in keys:
            history[key].append(fact)
    return SaidBy(history, frozenset(doubted))


def settles(policy: Policy, fact: Fact) -> bool:
    """Say whether a finding ends a dispute: it is final, by somebody who decides, for a reason."""
    return (
        fact.kind == FOUND
        and standing_of(fact) is Standing.FINAL
        and bool(fact.values.get("reason"))
        and word_of(fact) in ("", *deciders(policy.cause.contest))
    )


def standing_of(fact: Fact) -> Standing:
    """Return how a finding stands by itself; one that does not say is final."""
    said = str(fact.values.get("finding", ""))
    return Standing(said) if said in tuple(Standing) else Standing.FINAL


def word_of(fact: Fact) -> str:
    """Return whose word a fact is, a role or a party; "" when it does not say."""
    return str(fact.values.get("role") or fact.values.get("party") or "")


def deciders(contest: ContestRule) -> tuple[str, ...]:
    """Return who decides about a contest where nobody's word alone does."""
    return contest.decided_by or (MANAGER,)
