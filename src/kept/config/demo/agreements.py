"""What was agreed with the customers: which policy, what beside it, and what otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import Any

from kept.config.demo.companies import Company

WARRANTIES = (12, 18, 24, 24, 36)  # months that contracts give
# These say themselves how long their warranty is; a contract names another length now and then.
WITH_OWN_LENGTH = {"S4a", "S4b", "S4d"}
TIERS = ("A", "B", "C")
BEST_TIER = TIERS[0]
WITH_TIERS = "S3a"
FOR_SITES_ABROAD = {"arrival_abroad": "72 h"}


@dataclass(frozen=True)
class Differs:
    """Where one customer's contract under one policy differs from it."""

    short: str
    policy: str
    rule: str
    field: str
    value: str
    source: str
    reason: str


OVERRIDES = (
    Differs("青鹭汀医院", "S2", "on_site", "limit", "2 h", "合同第 6.2 条", "医院要求更快到场"),
    Differs("听澜渡水务", "S3c", "answer", "limit", "1 h", "合同附件 2", "重点客户约定答复时限"),
    Differs("听澜渡水务", "S3c", "on_site", "limit", "8 h", "合同附件 2", "重点客户约定到场时限"),
    Differs(
        "霜见冷藏", "S4b", "on_site", "limit", "8 h", "合同第 9 条", "冷库温升快，另定到场时限"
    ),
    Differs("白露洲钢铁", "S0", "answer", "limit", "2 h", "补充协议第 1 条", "产线连续生产"),
    Differs("Rheinschilf", "S3b", "on_site", "limit", "72 h", "contract § 7", "Site in Germany"),
    Differs("桐花巷数据", "S3a", "spare", "limit", "2 h", "合同第 5 条", "客户现场设备件库"),
)


def agreed_beside(company: Company, policy: str, dice: Random) -> Mapping[str, Any]:
    """Return what a contract says beside the policy: facts that its conditions may ask for."""
    found: dict[str, Any] = {}
    if policy not in WITH_OWN_LENGTH or dice.random() < 0.3:
        found["warranty_months"] = dice.choice(WARRANTIES)
    if company.abroad:
        found |= FOR_SITES_ABROAD
    return found


def tier(policy: str, dice: Random) -> str:
    """Return the service tier a contract buys, where the policy knows tiers."""
    return dice.choice(TIERS) if policy == WITH_TIERS else ""
