"""What a case points to, read in one statement.

Each thing is looked up by its key in a subquery of its own: a join of ten tables would cost the
database more to plan than to run.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import connection

from kept.records.cases.models import Case

READ = """
    SELECT
        (SELECT jsonb_build_array(id, names, short_name)
         FROM archive_customer WHERE id = %(customer)s),
        (SELECT jsonb_build_array(id, jsonb_build_object('en', name), position)
         FROM archive_contact WHERE id = %(contact)s),
        (SELECT jsonb_build_array(id, names, time_zone) FROM archive_site WHERE id = %(site)s),
        (SELECT jsonb_build_array(id, (
            SELECT jsonb_object_agg(key, concat_ws(' ', brand, code, value))
            FROM archive_productmodel, jsonb_each_text(names)
            WHERE archive_productmodel.id = piece.product_id), serial_number)
         FROM archive_equipment AS piece WHERE id = %(equipment)s),
        (SELECT jsonb_build_array(id, jsonb_build_object('en', number), tier)
         FROM contracts_contract WHERE id = %(contract)s),
        (SELECT jsonb_build_array(id, names, time_zone) FROM people_office WHERE id = %(office)s),
        (SELECT jsonb_build_array(id, jsonb_build_object('en', display_name), '')
         FROM people_person WHERE id = %(responsible)s),
        (SELECT jsonb_build_array(id, jsonb_build_object('en', display_name), '')
         FROM people_person WHERE id = %(logged_by)s),
        (SELECT code FROM policies_policy WHERE id = (
            SELECT policy_id FROM policies_policyversion WHERE id = %(version)s)),
        (SELECT number FROM policies_policyversion WHERE id = %(version)s),
        COALESCE(
            (SELECT language FROM archive_contact WHERE id = %(contact)s),
            (SELECT language FROM archive_customer WHERE id = %(customer)s)),
        (SELECT is_key FROM archive_customer WHERE id = %(customer)s)
"""


@dataclass(frozen=True)
class Thing:
    """Something a case points to: its key, and its names by language or its one name."""

    pk: int
    names: Mapping[str, str]
    note: str = ""  # serial number, contract tier, position


@dataclass(frozen=True)
class Things:
    """Everything a case points to."""

    customer: Thing
    contact: Thing | None
    site: Thing | None
    equipment: Thing | None
    contract: Thing | None
    office: Thing
    responsible: Thing
    logged_by: Thing
    policy_code: str
    policy_number: int
    language: str  # of the contact who asked, else of the customer
    is_key: bool  # of the customer


def things_of(case: Case) -> Things:
    """Return what a case points to."""
    asked = {
        "customer": case.customer_id,
        "contact": case.contact_id,
        "site": case.site_id,
        "equipment": case.equipment_id,
        "contract": case.contract_id,
        "office": case.office_id,
        "responsible": case.responsible_id,
        "logged_by": case.logged_by_id,
        "version": case.version_id,
    }
    with connection.cursor() as cursor:
        cursor.execute(READ, asked)
        row = cursor.fetchone()
    return Things(*(*map(_thing, row[:8]), *row[8:]))


def _thing(text: str | None) -> Thing | None:
    return None if text is None else Thing(*json.loads(text))
