"""What follows from a case, for what is done with it rather than shown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from kept.records.cases.earlier import earlier_facts
from kept.records.cases.models import Case, CaseFact
from kept.records.cases.rows_as_facts import facts_of
from kept.records.cases.running import running_policy
from kept.rules.assess import Assessment, assess
from kept.rules.facts import Facts
from kept.rules.policy.model import Policy


@dataclass(frozen=True)
class Assessed:
    """A case's policy and facts, and what follows from both at a moment."""

    policy: Policy
    facts: Facts
    assessment: Assessment


def assessed(case_id: int, *, at: datetime) -> Assessed:
    """Return what follows from a case at a moment. Raises Case.DoesNotExist."""
    row = Case.objects.with_version().get(pk=case_id)
    told = list(CaseFact.objects.filter(case_id=row.pk).order_by("seq"))
    policy = running_policy(row.version_id, row.overrides, sha256=row.version.sha256).policy
    facts = facts_of(row, told, earlier_facts(policy, row.equipment_id, before=row.pk))
    return Assessed(policy, facts, assess(policy, facts, at))
