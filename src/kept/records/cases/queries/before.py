"""What else was asked about a machine and those it took the place of."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

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
    telling = Q(values__has_any_keys=keys) | Q(corrects__isnull=False)
    rows = CaseFact.objects.filter(telling, case_id__in=ids).order_by("case_id", "at", "seq")
    found = list(rows.values_list("case_id", "seq", "corrects", "values"))
    replaced = {(case_id, corrects) for case_id, _seq, corrects, _values in found}
    said: dict[int, dict[str, Value]] = {}
    for case_id, seq, _corrects, told in found:
        if (case_id, seq) not in replaced:
            known = {key: value for key, value in told.items() if key in keys}
            said.setdefault(case_id, {}).update(values.from_json(known))
    return said
