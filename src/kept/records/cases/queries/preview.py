"""What would be promised: a request that is being typed, without writing anything."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from kept.records.cases.about import Surroundings, about, surroundings
from kept.records.cases.asking import LogRequest, facts_told
from kept.records.cases.earlier import earlier_facts
from kept.records.cases.rows_as_facts import fact_id
from kept.records.cases.running import running_policy
from kept.records.cases.vocabulary import check_fact
from kept.rules.assess import Assessment, assess
from kept.rules.facts import Fact, Facts
from kept.rules.policy.model import Policy


@dataclass(frozen=True)
class Preview:
    """What would follow if the request were logged at `at` as it stands."""

    at: datetime
    known: Surroundings
    policy: Policy
    facts: Facts
    assessment: Assessment


def preview(*, request: LogRequest, at: datetime) -> Preview:
    """Return the promises of a request that nobody has logged yet.

    Raises what `open_case` raises for what is told, but asks for no description.
    """
    known = surroundings(request, at=at)
    policy = running_policy(known.version_id, known.overrides, sha256=known.sha256).policy
    told = list(facts_told(request, policy))
    for fact in told:
        check_fact(policy, fact, now=at, asked_at=None)
    facts = Facts(
        tuple(
            Fact(fact_id(seq), fact.kind, min(fact.at, at), received_at=at, values=fact.values)
            for seq, fact in enumerate(told, start=1)
        ),
        about(known),
        earlier_facts(policy, request.equipment_id),
    )
    return Preview(at, known, policy, facts, assess(policy, facts, at))
