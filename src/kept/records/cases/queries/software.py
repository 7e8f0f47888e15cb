"""Which version the software inside a machine has, and had before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Exists, OuterRef

from kept.records.cases.models import CaseFact
from kept.records.cases.queries.visible import visible_to
from kept.records.people.models import Person

UPGRADED: Final = "software.upgraded"
VERSION: Final = "software_version"


@dataclass(frozen=True)
class SoftwareLine:
    """A version that was put into a machine: when, and in the course of which case."""

    version: str
    at: datetime
    case: str


def software_of(equipment_id: int, *, viewer: Person, limit: int = 12) -> list[SoftwareLine]:
    """Return the versions of a machine's software, the present one first.

    They are read from the facts of its cases as far as one may see these; what was corrected or
    withdrawn does not count. A machine that took another's place has software of its own.
    """
    corrected = CaseFact.objects.filter(case_id=OuterRef("case_id"), corrects=OuterRef("seq"))
    rows = CaseFact.objects.filter(
        ~Exists(corrected),
        kind=UPGRADED,
        case__in=visible_to(viewer).filter(equipment_id=equipment_id),
    ).order_by("-at", "-received_at", "-pk")
    told = rows.values_list(f"values__{VERSION}", "at", "case__number")
    return [SoftwareLine(*line) for line in told[:limit]]
