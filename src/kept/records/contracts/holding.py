"""Which terms hold when a request comes in: the answer of `equipment_binding`, in one statement.

Logging a request asks this on every call. It can also be asked without equipment: then the lines
that cover the site or all of the customer count.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection

from kept.records.contracts.queries import NoPolicy

# The most specific line wins; among equals the contract signed last. Of each field the override
# counts that began last. Where no contract holds, the company's choice of that day does.
HOLDS = """
    WITH contract AS MATERIALIZED (
    SELECT contract.id, contract.number, contract.signed_on, contract.version_id,
        (SELECT sha256 FROM policies_policyversion WHERE id = contract.version_id) AS sha256,
        contract.tier, contract.terms,
        (SELECT jsonb_agg(jsonb_build_object('rule', o.rule, 'field', o.field, 'value', o.value,
                                             'source', o.source, 'reason', o.reason)
                          ORDER BY o.rule, o.field)
         FROM (SELECT DISTINCT ON (rule, field) * FROM contracts_contractoverride
               WHERE contract_id = contract.id AND starts_on <= %(on)s
                 AND (withdrawn_at IS NULL OR withdrawn_at > %(at)s)
               ORDER BY rule, field, starts_on DESC, recorded_at DESC, id DESC) AS o) AS overrides
    FROM contracts_contractline AS line
    JOIN contracts_contract AS contract ON contract.id = line.contract_id
    WHERE line.customer_id = %(customer)s AND line.starts_on <= %(on)s
      AND (line.ends_on IS NULL OR line.ends_on >= %(on)s)
      AND (line.equipment_id = %(equipment)s OR line.system_id = %(system)s
           OR line.site_id = %(site)s OR line.covers = 'customer')
    ORDER BY array_position(ARRAY['equipment', 'system', 'site', 'customer'], line.covers::text),
        contract.signed_on DESC, contract.id DESC
    LIMIT 1
    ), company AS (
    SELECT version_id, (SELECT sha256 FROM policies_policyversion WHERE id = version_id) AS sha256
    FROM policies_companypolicy
    WHERE starts_on <= %(today)s AND NOT EXISTS (SELECT FROM contract)
    ORDER BY starts_on DESC LIMIT 1
    )
    SELECT id, number, signed_on, version_id, sha256, tier, terms, overrides FROM contract
    UNION ALL
    SELECT NULL, NULL, NULL, version_id, sha256, NULL, NULL, NULL FROM company
"""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What a request is about; what is None is not known."""

    customer_id: int
    equipment_id: int | None
    system_id: int | None
    site_id: int | None
    zone: str  # of the site, whose day counts


@dataclass(frozen=True)
class HoldingContract:
    """The contract that holds, with its overrides as they are then."""

    pk: int
    number: str
    signed_on: date
    version_id: int
    sha256: str  # of its text
    tier: str
    terms: Mapping[str, Any]
    overrides: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True)
class Holding:
    """The policy version that holds, and the contract that says so; None: the company's choice."""

    version_id: int
    sha256: str  # of its text
    contract: HoldingContract | None


def holding(asked: Asked, *, at: datetime) -> Holding:
    """Return what holds for a request at a moment. Raises NoPolicy."""
    on = at.astimezone(ZoneInfo(asked.zone)).date()
    known = {
        "customer": asked.customer_id,
        "equipment": asked.equipment_id,
        "system": asked.system_id,
        "site": asked.site_id,
        "on": on,
        "at": at,
        "today": at.astimezone(ZoneInfo(settings.TIME_ZONE)).date(),  # of the company
    }
    with connection.cursor() as cursor:
        cursor.execute(HOLDS, known)
        row = cursor.fetchone()
    if row is None:
        raise NoPolicy(on=on)
    if row[0] is None:
        return Holding(row[3], row[4], None)
    terms, overrides = json.loads(row[6]), json.loads(row[7] or "[]")
    found = HoldingContract(*(*row[:6], terms, tuple(overrides)))
    return Holding(found.version_id, found.sha256, found)
