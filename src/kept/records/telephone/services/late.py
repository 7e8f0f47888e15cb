"""What becomes known of a call after it has led to a case."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime

from kept.records.cases.running import running_policy
from kept.records.cases.services import record_fact
from kept.records.people.models import Person
from kept.records.refusal import Refused
from kept.records.telephone.models import Call
from kept.records.telephone.telling import how_it_went


def tell_the_case(call: Call, *, now: datetime) -> None:
    """Record in the call's case how the call went, if that has become known only now."""
    if call.case is None:
        return
    by = call.answered_by or call.linked_by
    assert isinstance(by, Person)  # whoever linked it is on record
    policy = running_policy(call.case.version_id, call.case.overrides).policy
    told = set(call.case.facts.filter(source="telephone").values_list("kind", "at"))
    for fact in how_it_went(call):
        if fact.kind in policy.events and (fact.kind, fact.at) not in told:
            key = f"call-{call.pk}-{fact.kind}"
            # What the case's policy holds back must not keep the call itself from being noted.
            with suppress(Refused):
                record_fact(case_id=call.case.pk, fact=fact, by=by, now=now, key=key)
