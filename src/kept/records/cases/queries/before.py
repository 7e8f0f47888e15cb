"""What else was asked about a machine and those it took the place of."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kept.records.archive.queries import chain_ids
from kept.records.cases import values
from kept.records.cases.concerned import complaints_about
from kept.records.cases.models import CaseFact
from kept.records.cases.queries.visible import visible_to
from kept.records.people.models import Person
from kept.rules.facts import Value


@dataclass(frozen=True)
class BeforeLine:
    """Another case of the same machine. `said` is what its facts say last of what was asked for."""

    number: str
    title: str
    state: str
    requested_at: datetime
    equipment_id: int
    serial_number: str
    said: Mapping[str, Value]


def cases_before(
    equipment_id: int,
    *,
    viewer: Person,
    without: int,
    keys: Collection[str],
    limit: int = 8,
) -> list[BeforeLine]:
    """Return the other cases of a machine's serial chain, the last first, as far as one may know.

    `keys` are the attributes to look for in their facts, such as the problem.
    """
    rows = visible_to(viewer).filter(equipment_id__in=chain_ids(equipment_id)).exclude(pk=without)
    rows = rows.exclude(pk__in=complaints_about(viewer.pk)).order_by("-requested_at", "-pk")
    fields = ("number", "title", "state", "requested_at", "equipment_id")
    found = list(rows.values_list("pk", *fields, "equipment__serial_number")[:limit])
    said = _said([row[0] for row in found], list(keys))
    return [
        BeforeLine(number, title, state, asked_at, equipment_id, serial, said.get(pk, {}))
        for pk, number, title, state, asked_at, equipment_id, serial in found
    ]


def _said(ids: list[int], keys: list[str]) -> dict[int, dict[str, Value]]:
    """Return the last word of each case's facts about each of the keys."""
    if not ids:
        return {}
    rows = CaseFact.objects.filter(case_id__in=ids, values__has_any_keys=keys).exclude(
        pk__in=_replaced(ids)
    )
    said: dict[int, dict[str, Value]] = {}
    told: tuple[int, dict[str, Any]]
    for told in rows.order_by("case_id", "at", "seq").values_list("case_id", "values"):
        known = {key: value for key, value in told[1].items() if key in keys}
        said.setdefault(told[0], {}).update(values.from_json(known))
    return said


def _replaced(ids: list[int]) -> list[int]:
    """Return the facts that were corrected or withdrawn."""
    corrected = CaseFact.objects.filter(case_id__in=ids, corrects__isnull=False)
    gone = set(corrected.values_list("case_id", "corrects"))
    if not gone:
        return []
    rows = CaseFact.objects.filter(case_id__in=ids, seq__in={seq for _case, seq in gone})
    return [pk for pk, *place in rows.values_list("pk", "case_id", "seq") if tuple(place) in gone]
