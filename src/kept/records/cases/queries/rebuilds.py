"""Reading how far the work on many cases is."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Sum
from django.db.models.functions import Coalesce

from kept.records.cases.findings import Findings
from kept.records.cases.models import Rebuild, RebuildStretch, ReplayStretch


@dataclass(frozen=True)
class RebuildCard:
    """How far a rebuild is."""

    pk: int
    scope: str
    only_check: bool
    zones: str
    total: int
    done: int
    cancelled: bool

    @property
    def over(self) -> bool:
        """Whether nothing more is done."""
        return self.cancelled or self.done == self.total


def rebuild_card(pk: int) -> RebuildCard:
    """Return how far a rebuild is. Raises Rebuild.DoesNotExist."""
    return _card(Rebuild.objects.get(pk=pk))


def running_rebuilds() -> list[RebuildCard]:
    """Return those that are neither finished nor called off, oldest first."""
    rows = Rebuild.objects.filter(finished_at=None, cancelled_at=None).order_by("pk")
    return [_card(row) for row in rows]


def rebuild_findings(pk: int) -> Findings:
    """Return what a rebuild has found so far."""
    found = Findings()
    for stored in RebuildStretch.objects.filter(rebuild_id=pk).values_list("found", flat=True):
        found.add(Findings.from_json(stored))
    return found


def stretches_to_do(*, most: int) -> int:
    """Return how many stretches of rebuilds and trials are to do, counted up to `most`."""
    count = 0
    for model, whole in ((RebuildStretch, "rebuild"), (ReplayStretch, "replay")):
        runs = {"done_at": None, f"{whole}__finished_at": None, f"{whole}__cancelled_at": None}
        count += model._default_manager.filter(**runs)[:most].count()
    return min(count, most)


def _card(row: Rebuild) -> RebuildCard:
    left = row.stretches.filter(done_at=None).aggregate(n=Coalesce(Sum("waiting__len"), 0))["n"]
    return RebuildCard(
        pk=row.pk,
        scope=row.scope,
        only_check=row.only_check,
        zones=row.zones,
        total=row.total,
        done=row.total - left,
        cancelled=row.cancelled_at is not None,
    )
