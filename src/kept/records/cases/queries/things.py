"""What a case points to, read in one statement.

Each thing is looked up by its key in a subquery of its own: a join of ten tables would cost the
database more to plan than to run.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection

from kept.records.cases.models import Case, LinkKind

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
        (SELECT is_key FROM archive_customer WHERE id = %(customer)s),
        (SELECT jsonb_agg(jsonb_build_array(
            kind, case_id = %(case)s, number, title, state,
            ARRAY(SELECT person_id FROM cases_concern WHERE cases_concern.case_id = far))
            ORDER BY linked_at DESC, link DESC)
         FROM (SELECT link.id AS link, kind, link.case_id, linked_at, far.id AS far, number,
                   title, state
               FROM cases_caselink AS link
               JOIN cases_case AS far ON far.id =
                   CASE link.case_id WHEN %(case)s THEN link.other_id ELSE link.case_id END
               WHERE (link.case_id = %(case)s OR link.other_id = %(case)s) AND undone_at IS NULL
               ORDER BY linked_at DESC, link.id DESC LIMIT %(most)s) AS links),
        (SELECT jsonb_agg(person_id)
         FROM (SELECT person_id FROM cases_concern WHERE case_id = %(case)s
               UNION
               SELECT responsible_id FROM cases_caselink AS link
               JOIN cases_case AS other ON other.id = link.other_id
               WHERE link.case_id = %(case)s AND link.kind = %(complaint)s) AS concerned)
"""
MOST = 20  # links; a page of their own has all


@dataclass(frozen=True)
class Thing:
    """Something a case points to: its key, and its names by language or its one name."""

    pk: int
    names: Mapping[str, str]
    note: str = ""  # serial number, contract tier, position


@dataclass(frozen=True)
class Belonging:
    """A linked case. `is_outgoing`: the case that was asked about is `kind` of it."""

    kind: str
    is_outgoing: bool
    number: str
    title: str
    state: str
    about: tuple[int, ...]  # whom it complains of by name


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
    belongs: tuple[Belonging, ...]  # the last linked first
    about: frozenset[int]  # whom this complaint is about, as `concerned` says


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
        "case": case.pk,
        "complaint": LinkKind.COMPLAINT.value,
        "most": MOST,
    }
    with connection.cursor() as cursor:
        cursor.execute(READ, asked)
        row = cursor.fetchone()
    *plain, links, concerned = row[8:]
    belongs = tuple(_belonging(*link) for link in json.loads(links or "[]"))
    about = frozenset(json.loads(concerned or "[]"))
    return Things(*(*map(_thing, row[:8]), *plain, belongs, about))


def _belonging(*told: Any) -> Belonging:
    return Belonging(*(*told[:-1], tuple(told[-1])))


def _thing(text: str | None) -> Thing | None:
    return None if text is None else Thing(*json.loads(text))
