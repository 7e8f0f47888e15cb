"""What else was asked about a machine and those it took the place of."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q
from django.db.models.functions import JSONObject

from kept.records.archive.queries import in_chain
from kept.records.cases import values
from kept.records.cases.concerned import is_about
from kept.records.cases.models import CaseFact
from kept.records.cases.queries.visible import visible_to
from kept.records.people.models import Person
from kept.rules.facts import Value

TOLD: Final = ("seq", "corrects", "values")


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
    rows = visible_to(viewer).filter(in_chain("cases_case.equipment_id", equipment_id))
    rows = rows.exclude(pk=without)
    rows = rows.exclude(is_about(viewer.pk)).order_by("-requested_at", "-pk")
    fields = ("number", "title", "state", "requested_at", "equipment_id")
    told = rows.annotate(told=_telling(keys)).values_list(
        *fields, "equipment__serial_number", "told"
    )
    return [
        BeforeLine(number, title, state, asked_at, piece, serial, _said(facts, keys))
        for number, title, state, asked_at, piece, serial, facts in told[:limit]
    ]


def _telling(keys: Collection[str]) -> ArraySubquery:
    """Return the facts of a case that may say something about the keys, in their order."""
    telling = Q(values__has_any_keys=list(keys)) | Q(corrects__isnull=False)
    rows = CaseFact.objects.filter(telling, case_id=OuterRef("pk")).order_by("at", "seq")
    return ArraySubquery(rows.values(fact=JSONObject(**{name: name for name in TOLD})))


def _said(facts: Iterable[Mapping[str, Any]], keys: Collection[str]) -> dict[str, Value]:
    """Return the last word about each of the keys."""
    replaced = {fact["corrects"] for fact in facts}
    said: dict[str, Value] = {}
    for fact in facts:
        if fact["seq"] not in replaced:
            known = {key: value for key, value in fact["values"].items() if key in keys}
            said |= values.from_json(known)
    return said
