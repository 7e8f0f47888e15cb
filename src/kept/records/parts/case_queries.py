"""What was done with parts for a case."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from django.db import connection

RESERVED: Final = "reserved"


@dataclass(frozen=True)
class CasePart:
    """So much of a part is reserved for a case, or was fitted, or taken out.

    `kind` is "reserved" or a kind of movement; `at` is when, of what is reserved when it is needed.
    """

    kind: str
    brand: str
    number: str
    names: Mapping[str, str]
    unit: str
    quantity: Decimal
    place: str
    lot: str
    serial: str
    at: datetime | None
    by: str


READ = """
    SELECT 'reserved', part.brand, part.number, part.names, part.unit, wanted.quantity, place.code,
        '', '', wanted.needed_at, person.display_name, wanted.reserved_at AS since
    FROM parts_reservation AS wanted
    JOIN parts_part AS part ON part.id = wanted.part_id
    JOIN parts_stockplace AS place ON place.id = wanted.place_id
    JOIN people_person AS person ON person.id = wanted.reserved_by_id
    WHERE wanted.case_id = %(case)s AND wanted."end" = ''
    UNION ALL
    SELECT moved.kind, part.brand, part.number, part.names, part.unit, moved.quantity, place.code,
        moved.lot, coalesce(unit.serial_number, ''), moved.at, person.display_name, moved.at
    FROM parts_movement AS moved
    JOIN parts_part AS part ON part.id = moved.part_id
    JOIN parts_stockplace AS place ON place.id IN (moved.source_id, moved.target_id)
    JOIN people_person AS person ON person.id = moved.recorded_by_id
    LEFT JOIN parts_serialunit AS unit ON unit.id = moved.unit_id
    WHERE moved.case_id = %(case)s AND moved.kind NOT LIKE 'sorted%%'
    ORDER BY since DESC
"""


def parts_of_case(case_id: int) -> list[CasePart]:
    """Return what is reserved for a case and not taken yet, and what moved for it, the last first.

    A page asks for both with everything else of a case: one statement.
    """
    with connection.cursor() as cursor:
        cursor.execute(READ, {"case": case_id})
        return [_part(row) for row in cursor.fetchall()]


def _part(row: tuple[Any, ...]) -> CasePart:
    kind, brand, number, names, *rest, _since = row
    return CasePart(kind, brand, number, json.loads(names), *rest)
