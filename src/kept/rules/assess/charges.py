"""Who pays what in the end: the rules' answer, and what goodwill makes of it.

Goodwill is a decision of somebody with a name and a reason. It takes something off a party that
the rules let pay; it never touches what the rules say, which stays beside it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from typing import Final

from kept.rules.assess.assessment import SHARED, Assessment, CostLine, Outcome
from kept.rules.assess.costs import ALL
from kept.rules.assess.engine import assess
from kept.rules.assess.findings import FOUND, Standing
from kept.rules.assess.numbers import decimal_of
from kept.rules.assess.unchanging import unchanging
from kept.rules.facts import Facts
from kept.rules.facts.fact import Fact
from kept.rules.facts.values import Truth
from kept.rules.policy.model import Policy, Test
from kept.rules.policy.walk import walk

GRANTED: Final = "goodwill.granted"
CAUSE: Final = "cause"
ANY_OTHER: Final = ""
WHOLE: Final = Decimal(100)
PROVIDER: Final = "provider"

Shares = tuple[tuple[str, Decimal], ...]
"""The per cent that each party pays; they sum to 100."""


@unchanging
class Goodwill:
    """So many per cent of what a party pays for a component are taken over by another.

    `up_to`: no more than so much of it, in its currency; None where the decision did not say.
    """

    fact: str
    at: datetime
    component: str  # or "all"
    party: str  # who takes it over
    per_cent: Decimal
    reason: str
    by: str = ""
    up_to: Decimal | None = None
    currency: str = ""


@unchanging
class ChargeLine:
    """Who pays a component: `cost` as the rules say, `goodwill` as somebody decided.

    `shares` is what follows of both; empty while that is not known, or the paper is silent.
    """

    cost: CostLine
    goodwill: Goodwill | None
    shares: Shares

    @property
    def component(self) -> str:
        """Return the component's key."""
        return self.cost.component


@unchanging
class IfCause:
    """What holds if the cause is one of these; `ANY_OTHER` stands for all that are not named."""

    causes: tuple[str, ...]
    charges: tuple[ChargeLine, ...]


def charges(assessment: Assessment, facts: Facts) -> tuple[ChargeLine, ...]:
    """Return who pays each component in the end, in the order of the assessment."""
    granted = _granted(facts)
    return tuple(_charge(line, granted) for line in assessment.costs)


def shares_of(outcome: Outcome) -> Shares:
    """Return the per cent of each party in one answer; empty where a share is not known."""
    if outcome.value != SHARED:
        return ((outcome.value, WHOLE),)
    known = tuple((party, share) for party, share in outcome.shares if share is not None)
    return known if len(known) == len(outcome.shares) else ()


def with_goodwill(shares: Shares, goodwill: Goodwill | None) -> Shares:
    """Return the shares once goodwill has taken its part off everybody else."""
    if goodwill is None:
        return shares
    left = {
        party: share * (WHOLE - goodwill.per_cent) / WHOLE if party != goodwill.party else share
        for party, share in shares
    }
    taken = sum((share for _, share in shares), Decimal(0)) - sum(left.values())
    left[goodwill.party] = left.get(goodwill.party, Decimal(0)) + taken
    return tuple((party, share) for party, share in left.items() if share)


def by_cause(policy: Policy, facts: Facts, at: datetime) -> tuple[IfCause, ...]:
    """Return what each cause would bring, causes with the same answer together.

    Nothing where the cause is found for good, or where it makes no difference.
    """
    now = assess(policy, facts, at)
    if now.finding is not None and now.finding.standing is Standing.FINAL:
        return ()
    together: dict[object, IfCause] = {}
    for cause, stands_for in _causes(policy):
        supposed = facts.with_more([_found(cause, at)])
        found = charges(assess(policy, supposed, at), supposed)
        gist = tuple(_gist(line) for line in found)
        same = together.get(gist)
        causes = (*(same.causes if same else ()), stands_for)
        together[gist] = replace(same, causes=causes) if same else IfCause(causes, found)
    return tuple(together.values()) if len(together) > 1 else ()


def _charge(line: CostLine, granted: dict[str, Goodwill]) -> ChargeLine:
    goodwill = granted.get(line.component, granted.get(ALL))
    payers = line.payers
    answers = {shares_of(outcome) for outcome in payers}
    is_sure = bool(payers) and payers[-1].truth is Truth.YES and len(answers) == 1
    shares = with_goodwill(answers.pop(), goodwill) if is_sure else ()
    return ChargeLine(line, goodwill, shares)


def _granted(facts: Facts) -> dict[str, Goodwill]:
    """Return the last decision about each component."""
    return {one.component: one for one in map(_goodwill, facts.standing) if one is not None}


def _goodwill(fact: Fact) -> Goodwill | None:
    if fact.kind != GRANTED:
        return None
    said = decimal_of(fact.values.get("per_cent"))
    per_cent = WHOLE if said is None else min(max(said, Decimal(0)), WHOLE)
    values = {key: str(value) for key, value in fact.values.items()}
    return Goodwill(
        fact=fact.id,
        at=fact.at,
        component=values.get("component", ALL),
        party=values.get("party", PROVIDER),
        per_cent=per_cent,
        reason=values.get("reason", ""),
        by=fact.by,
        up_to=decimal_of(fact.values.get("amount")),
        currency=values.get("currency", ""),
    )


@lru_cache(maxsize=256)
def _causes(policy: Policy) -> tuple[tuple[str, str], ...]:
    """Return the causes that rules name, each with what it stands for, and one for all others."""
    attribute = policy.attributes.get(CAUSE)
    if attribute is None:
        return ()
    named = set(_named(policy))
    known = [choice.key for choice in attribute.choices]
    within = {choice.key: choice.within for choice in attribute.choices}
    others = [key for key in known if key not in named and within[key] not in named]
    found = [(key, key) for key in known if key in named]
    return (*found, *((key, ANY_OTHER) for key in others[-1:]))


def _named(policy: Policy) -> Iterator[str]:
    for part in walk(tuple(policy.rules.values())):
        if isinstance(part, Test) and part.key == CAUSE:
            yield from (str(each) for each in part.against)


def _found(cause: str, at: datetime) -> Fact:
    values = {CAUSE: cause, "finding": Standing.FINAL.value, "reason": "supposed"}
    return Fact(id="supposed", kind=FOUND, at=at, values=values)


def _gist(line: ChargeLine) -> tuple[object, ...]:
    """Return what makes an answer different from another: who and how much, and by which clause."""
    return tuple(
        (each.value, each.truth, each.shares, each.charge, each.reason.clauses)
        for each in (*line.cost.payers, *line.cost.prices)
    )
