"""Reading what a trial of a policy's text has found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kept.records.cases.models import Replay, ReplayedCase
from kept.records.cases.queries.visible import visible_to
from kept.records.cases.replaying import Sums
from kept.records.people.models import Person


@dataclass(frozen=True)
class ReplayedLine:
    """A case that would be different. `pk` says where a list goes on."""

    pk: int
    number: str
    title: str
    state: str
    customer_names: Mapping[str, str]
    clocks: list[dict[str, Any]]  # as replaying.ClockDifference
    costs: list[dict[str, Any]]  # as replaying.CostDifference
    problem: str


@dataclass(frozen=True)
class ReplayCard:
    """How far a trial is and what it has found so far."""

    pk: int
    policy_code: str
    sha256: str
    at: datetime
    asked_by: str
    total: int
    done: int
    finished: bool
    cancelled: bool
    sums: Sums


def replay_card(pk: int) -> ReplayCard:
    """Return a trial with its sums. Raises Replay.DoesNotExist."""
    replay = Replay.objects.select_related("policy", "asked_by").defer("text").get(pk=pk)
    sums, left = Sums(), 0
    for stored, waiting in replay.stretches.values_list("sums", "waiting__len"):
        sums.add_up(Sums.from_json(stored))
        left += waiting or 0
    return ReplayCard(
        pk=replay.pk,
        policy_code=replay.policy.code,
        sha256=replay.sha256,
        at=replay.at,
        asked_by=replay.asked_by.display_name,
        total=replay.total,
        done=replay.total - left,
        finished=left == 0,
        cancelled=replay.cancelled_at is not None,
        sums=sums,
    )


def replayed_cases(
    pk: int, *, viewer: Person, after: int = 0, limit: int = 50
) -> list[ReplayedLine]:
    """Return the cases of a trial that a person may see and that would be different."""
    rows = ReplayedCase.objects.filter(replay_id=pk, case__in=visible_to(viewer), pk__gt=after)
    fields = (
        *("pk", "case__number", "case__title", "case__state", "customer__names"),
        *("clocks", "costs", "problem"),
    )
    return [ReplayedLine(*row) for row in rows.order_by("pk").values_list(*fields)[:limit]]
