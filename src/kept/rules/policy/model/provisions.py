"""What simply holds: which parts may be used, who owns what, who decides, what customers do."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kept.rules.facts.values import Texts
from kept.rules.policy.model.expressions import ALWAYS, Condition
from kept.rules.policy.model.heads import RuleHead


class ProvisionKind(StrEnum):
    """What people call it; all kinds work alike."""

    PART = "part"
    OWNERSHIP = "ownership"
    LOANER = "loaner"
    DISCRETION = "discretion"
    CUSTOMER_DUTY = "customer_duty"
    DEFINITION = "definition"
    OTHER = "other"


class Effect(StrEnum):
    """What a provision says of its items; the stricter one wins."""

    REFUSED = "refused"
    WITH_APPROVAL = "with_approval"
    ALLOWED = "allowed"
    HOLDS = "holds"  # nothing to allow or refuse: it is so


@dataclass(frozen=True, slots=True)
class ProvisionCase:
    """One thing that holds when its condition does."""

    effect: Effect
    name: Texts
    when: Condition = ALWAYS
    items: tuple[str, ...] = ()  # components or services; empty: whatever the rule is about
    party: str = ""  # a party or role: who owns, decides, approves or has to do it
    source: tuple[str, ...] = ()
    see: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvisionRule(RuleHead):
    """Cases of which every one that holds counts, the stricter before the milder."""

    cases: tuple[ProvisionCase, ...]
    kind: ProvisionKind = ProvisionKind.OTHER
