"""The rule forms, each by its word."""

from __future__ import annotations

from kept.rules.policy.schema.amount import amount
from kept.rules.policy.schema.clock import clock
from kept.rules.policy.schema.cost import cost
from kept.rules.policy.schema.counter import counter
from kept.rules.policy.schema.cover import cover
from kept.rules.policy.schema.duty import duty
from kept.rules.policy.schema.gate import gate
from kept.rules.policy.schema.measure import measure
from kept.rules.policy.schema.remedy import ladder, remedy
from kept.rules.policy.schema.schedule import schedule
from kept.rules.policy.schema.shapes import Schema
from kept.rules.policy.schema.term import term
from kept.rules.policy.schema.work import assignment, escalation, precedence, provision


def rules() -> dict[str, Schema]:
    """Return the schema of every rule form."""
    return {
        "clock": clock(),
        "term": term(),
        "cover": cover(),
        "cost": cost(),
        "gate": gate(),
        "remedy": remedy(),
        "ladder": ladder(),
        "counter": counter(),
        "duty": duty(),
        "measure": measure(),
        "provision": provision(),
        "assignment": assignment(),
        "escalation": escalation(),
        "precedence": precedence(),
        "amount": amount(),
        "schedule": schedule(),
    }
