"""What was promised for a case, for whoever asked for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from kept.records.cases.earlier import earlier_facts
from kept.records.cases.models import Case, CaseFact
from kept.records.cases.rows_as_facts import facts_of
from kept.records.cases.running import running_policy
from kept.rules.assess import Assessment, assess
from kept.rules.policy.model import Policy

GOODS: Final = ("goods.sent_to_supplier", "goods.back_from_supplier")


@dataclass(frozen=True)
class Promised:
    """A case without a word of what was said or done in it, but for when its goods were where."""

    number: str
    requested_at: datetime
    zone: str
    policy: Policy
    assessment: Assessment
    goods: Mapping[str, datetime]  # kind of fact -> when it happened last


def promised(case_id: int, *, at: datetime) -> Promised:
    """Return what stands promised for a case. The caller knows who may ask for it.

    Raises Case.DoesNotExist.
    """
    row = Case.objects.with_version().get(pk=case_id)
    told = list(CaseFact.objects.filter(case_id=case_id).order_by("seq"))
    policy = running_policy(row.version_id, row.overrides, sha256=row.version.sha256).policy
    earlier = earlier_facts(policy, row.equipment_id, before=row.pk)
    facts = facts_of(row, told, earlier)
    zone = str(facts.about.get("site.zone") or facts.about["office.zone"])
    found = assess(policy, facts, at)
    goods = {one.kind: one.at for one in facts.standing if one.kind in GOODS}
    return Promised(str(row.number), row.requested_at, zone, policy, found, goods)
