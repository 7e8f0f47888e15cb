"""What would hold if goods were sent in: who pays which way, and when they would be back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from kept.records.cases.earlier import earlier_facts
from kept.records.cases.models import Case, CaseFact
from kept.records.cases.queries import Preview
from kept.records.cases.rows_as_facts import fact_id, facts_of
from kept.records.cases.running import running_policy
from kept.records.returns.queries.about import RETURNED, rules_that_wait
from kept.rules.assess import Assessment, ClockLine, CostLine, assess
from kept.rules.assess.assessment import Outcome
from kept.rules.facts import Fact, Facts
from kept.rules.facts.values import Truth
from kept.rules.policy.model import Policy

FREIGHT: Final = ("freight_in", "freight_out")
RECEIVED: Final = "goods.received_for_repair"
MOST_FACTS: Final = 1_000_000  # after every fact that a case can have


@dataclass(frozen=True)
class Foreseen:
    """What follows if goods arrived now; nothing of it is written down."""

    policy: Policy
    zone: str
    assessment: Assessment

    @property
    def freight(self) -> tuple[CostLine, ...]:
        """Return who pays the way to us and the way back, as far as the policy says it."""
        costs = {cost.component: cost for cost in self.assessment.costs}
        return tuple(costs[name] for name in FREIGHT if name in costs)

    @property
    def clocks(self) -> tuple[ClockLine, ...]:
        """Return the promises by which goods go back."""
        wanted = rules_that_wait(self.policy, RETURNED)
        return tuple(
            line
            for line in self.assessment.clocks
            if line.rule in wanted and line.certain and line.promises
        )

    @property
    def tells_freight(self) -> bool:
        """Say whether it is sure who pays one way at least."""
        return any(sure_payers(self.freight))


def foreseen_of_case(case_id: int, *, at: datetime) -> Foreseen:
    """Return what would follow in a case if its goods arrived at `at`.

    The caller knows who may ask for it. Raises Case.DoesNotExist.
    """
    row = Case.objects.with_version().get(pk=case_id)
    told = list(CaseFact.objects.filter(case_id=case_id).order_by("seq"))
    policy = running_policy(row.version_id, row.overrides, sha256=row.version.sha256).policy
    facts = facts_of(row, told, earlier_facts(policy, row.equipment_id, before=row.pk))
    zone = str(facts.about.get("site.zone") or facts.about["office.zone"])
    return _foreseen(policy, facts, zone, at)


def foreseen_of_preview(found: Preview) -> Foreseen:
    """Return what would follow of a request that nobody has logged yet."""
    return _foreseen(found.policy, found.facts, found.known.zone, found.at)


def sure_payers(costs: tuple[CostLine, ...]) -> Iterator[tuple[CostLine, Outcome]]:
    """Yield the costs of which it is sure who pays, each with who does."""
    for cost in costs:
        for outcome in cost.payers:
            if outcome.truth is Truth.YES:
                yield cost, outcome
                break


def _foreseen(policy: Policy, facts: Facts, zone: str, at: datetime) -> Foreseen:
    arrived = Fact(fact_id(MOST_FACTS), RECEIVED, at, received_at=at)
    then = replace(facts, facts=(*facts.facts, arrived))
    return Foreseen(policy, zone, assess(policy, then, at))
