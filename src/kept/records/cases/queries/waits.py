"""What would keep something from happening, before anybody records it."""

from __future__ import annotations

from datetime import datetime

from kept.records.cases.asking import NewFact
from kept.records.cases.earlier import earlier_facts
from kept.records.cases.held_back import Holding, held_back
from kept.records.cases.models import Case, CaseFact
from kept.records.cases.rows_as_facts import fact_id, facts_of
from kept.records.cases.running import running_policy
from kept.rules.facts import Fact


def would_wait(case_id: int, fact: NewFact, *, at: datetime) -> tuple[Holding, ...]:
    """Return what the policy of a case wants before a fact; nothing: it may happen."""
    case = Case.objects.with_version().get(pk=case_id)
    running = running_policy(case.version_id, case.overrides, sha256=case.version.sha256)
    told = list(CaseFact.objects.filter(case_id=case_id).order_by("seq"))
    earlier = earlier_facts(running.policy, case.equipment_id, before=case.pk)
    supposed = Fact(
        id=fact_id(len(told) + 1),
        kind=fact.kind,
        at=min(fact.at, at),
        received_at=at,
        values=fact.values,
    )
    return held_back(running.policy, facts_of(case, told, earlier), supposed, at)
