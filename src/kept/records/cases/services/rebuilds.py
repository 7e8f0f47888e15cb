"""Working out many cases again from their facts: asked for, done stretch by stretch, called off."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from kept.records.cases.findings import Findings
from kept.records.cases.models import Case, Rebuild, RebuildStretch
from kept.records.cases.services.holding import CaseNotFound
from kept.records.cases.services.moving import NotPublished
from kept.records.cases.services.rebuilding import look_over, mend
from kept.records.cases.services.stretching import LONG, cut, finish_done, put_back, take
from kept.records.ledger.actor import Actor
from kept.records.ledger.services import write
from kept.records.policies.models import PolicyVersion
from kept.records.repeats import one_at_a_time

STREAM = "rebuilds"
OPEN, ALL = "open", "all"
EVERYWHERE = (OPEN, ALL)  # what is open is in both


@dataclass(frozen=True, kw_only=True)
class Scope:
    """Which cases: all of them, unless more is said."""

    only_open: bool = False
    policy: str = ""  # its code
    version: int | None = None  # of the policy
    case: str = ""  # its number

    def __str__(self) -> str:
        if self.case:
            return f"case {self.case}"
        of = f"{self.policy} version {self.version}" if self.version else self.policy
        return " ".join(filter(None, [of, OPEN if self.only_open else ""])) or ALL

    def keys(self) -> list[int]:
        """Return the keys of the cases. Raises CaseNotFound, NotPublished."""
        rows = Case.objects.open() if self.only_open else Case.objects.all()
        if self.case:
            rows = rows.filter(number=self.case)
            if not rows.exists():
                raise CaseNotFound
        if self.policy:
            rows = rows.filter(version_id__in=self._versions())
        return list(rows.order_by("pk").values_list("pk", flat=True))

    def _versions(self) -> list[int]:
        rows = PolicyVersion.objects.filter(policy__code=self.policy)
        if self.version is not None:
            rows = rows.filter(number=self.version)
        found = list(rows.values_list("pk", flat=True))
        if not found:
            raise NotPublished
        return found


@transaction.atomic
def ask_rebuild(*, scope: Scope, only_check: bool, zones: str, by: Actor, at: datetime) -> Rebuild:
    """Let cases be worked out again, or only be looked at; return the work, which others do.

    Safe to repeat: one of the same cases that is not finished is given again, unless it was asked
    for under other zone data; then it is called off. Raises CaseNotFound, NotPublished.
    """
    one_at_a_time("rebuilds")
    running = Rebuild.objects.filter(
        scope=str(scope), only_check=only_check, finished_at=None, cancelled_at=None
    )
    running.exclude(zones=zones).update(cancelled_at=at)
    there = running.first()
    if there is not None:
        return there
    _forget(scope, only_check=only_check)
    keys = scope.keys()
    made = Rebuild.objects.create(
        scope=str(scope), only_check=only_check, zones=zones, at=at, total=len(keys)
    )
    RebuildStretch.objects.bulk_create(
        [RebuildStretch(rebuild=made, waiting=some) for some in cut(keys)]
    )
    if not only_check:
        data = {"rebuild": made.pk, "scope": made.scope, "zones": zones, "cases": made.total}
        write(stream=STREAM, verb="cases.rebuild_asked", by=by, at=at, data=data)
    return made


def _forget(scope: Scope, *, only_check: bool) -> None:
    """Let go of what earlier ones of the same kind have found; that there were some stays."""
    earlier = {"rebuild__scope": str(scope), "rebuild__only_check": only_check}
    RebuildStretch.objects.filter(**earlier, rebuild__finished_at__isnull=False).delete()


@transaction.atomic
def cancel_rebuilds(*, by: Actor, at: datetime) -> int:
    """Call off what runs; return how many. What was written anew stays: it is right."""
    one_at_a_time("rebuilds")
    running = Rebuild.objects.filter(finished_at=None, cancelled_at=None)
    keys = list(running.values_list("pk", flat=True))
    running.update(cancelled_at=at)
    if keys:
        write(stream=STREAM, verb="cases.rebuild_cancelled", by=by, at=at, data={"rebuilds": keys})
    return len(keys)


@transaction.atomic
def follow_zones(*, zones: str, by: Actor, at: datetime) -> Rebuild | None:
    """Let open cases be worked out again if zone data came that is newer than theirs.

    Returns the work; None if they were worked out with this version, or with one that is newer.
    """
    one_at_a_time("zones of rebuilds")
    if zones <= zones_followed():
        return None
    return ask_rebuild(scope=Scope(only_open=True), only_check=False, zones=zones, by=by, at=at)


def zones_followed() -> str:
    """Return the newest zone data for which open cases are worked out; empty: none so far."""
    rows = Rebuild.objects.filter(scope__in=EVERYWHERE, only_check=False, cancelled_at=None)
    return max(rows.values_list("zones", flat=True), default="")


@transaction.atomic
def rebuild_some(*, now: datetime, zones: str, limit: int = LONG) -> int | None:
    """Work out the next cases of the oldest rebuild; return how many, None if none waits.

    Any number of processes may do this at once. Those with other zone data leave it to them.
    """
    mine = RebuildStretch.objects.filter(rebuild__zones=zones).select_related("rebuild")
    stretch = take(mine, "rebuild")
    if stretch is None:
        finish_done(Rebuild.objects.all(), RebuildStretch.objects.all(), now=now)
        return None
    some, rest = stretch.waiting[:limit], stretch.waiting[limit:]
    work = look_over if stretch.rebuild.only_check else mend
    more, later = work(some, now=now)
    found = Findings.from_json(stretch.found)
    found.add(more)
    stretch.found = found.to_json()
    put_back(stretch, later=[*rest, *later], tried=bool(later), now=now)
    return len(some) - len(later)
