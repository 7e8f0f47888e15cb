"""Trying another text of a policy on cases: asked for, done batch by batch, called off."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kept.records.cases.earlier import earlier_facts_of
from kept.records.cases.models import Case, CaseFact, Replay, ReplayedCase, ReplayStretch
from kept.records.cases.replaying import Sums, difference
from kept.records.cases.rows_as_facts import facts_of
from kept.records.cases.running import running_policy
from kept.records.cases.services.stretching import LONG, cut, finish_done, put_back, take
from kept.records.ledger.services import write
from kept.records.people.models import Person
from kept.records.policies.models import Policy
from kept.records.refusal import Refused
from kept.rules.facts import Facts
from kept.rules.policy import Override, PolicyErrors, load, with_overrides
from kept.rules.policy.model import Policy as RulesPolicy

MOST_CLOSED = 100_000


class NotReadable(Refused):
    """Only a text without mistakes can be tried."""

    sentence = _("This text has mistakes, so it cannot be tried on cases yet. Mend them first.")


class TooManyCases(Refused):
    """A trial ends some day."""

    sentence = _("At most 100,000 closed cases can be tried at once.")


@transaction.atomic
def ask_replay(*, code: str, text: str, closed_cases: int, by: Person, at: datetime) -> Replay:
    """Try a text of a policy on its open cases and the last closed ones; return the trial.

    Safe to repeat: an unfinished trial of the same text by the same person is given again.
    Raises NotReadable, TooManyCases.
    """
    if not 0 <= closed_cases <= MOST_CLOSED:
        raise TooManyCases
    try:
        load(text, file=code)
    except PolicyErrors:
        raise NotReadable from None
    policy = Policy.objects.select_for_update().get(code=code)
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    same = {"policy": policy, "sha256": sha256, "closed_cases": closed_cases, "asked_by": by}
    there = Replay.objects.filter(**same, finished_at=None, cancelled_at=None).first()
    if there is not None:
        return there
    cases = _cases_of(policy, closed_cases)
    replay = Replay.objects.create(**same, text=text, at=at, total=len(cases))
    ReplayStretch.objects.bulk_create(
        [ReplayStretch(replay=replay, waiting=some) for some in cut(cases)]
    )
    data = {"replay": replay.pk, "sha256": sha256, "cases": len(cases)}
    write(stream=f"policy:{code}", verb="policy.replay_asked", by=by, at=at, data=data)
    return replay


@transaction.atomic
def cancel_replay(*, replay_id: int, by: Person, at: datetime) -> None:
    """Call a trial off; what was found so far stays. Nothing happens if it is over."""
    rows = Replay.objects.select_for_update(of=("self",), no_key=True)
    replay = rows.select_related("policy").get(pk=replay_id)
    if replay.finished_at is None and replay.cancelled_at is None:
        replay.cancelled_at, replay.cancelled_by = at, by
        replay.save(update_fields=["cancelled_at", "cancelled_by"])
        write(
            stream=f"policy:{replay.policy.code}",
            verb="policy.replay_cancelled",
            by=by,
            at=at,
            data={"replay": replay.pk},
        )


@transaction.atomic
def replay_some(*, now: datetime, limit: int = LONG) -> int | None:
    """Try the next cases of the oldest trial that waits; return how many, None without a trial.

    Any number of processes may do this at once.
    """
    stretch = take(ReplayStretch.objects.select_related("replay"), "replay")
    if stretch is None:
        finish_done(Replay.objects.all(), ReplayStretch.objects.all(), now=now)
        return None
    some, rest = stretch.waiting[:limit], stretch.waiting[limit:]
    sums = Sums.from_json(stretch.sums)
    ReplayedCase.objects.bulk_create(_tried(stretch.replay, some, sums))
    stretch.sums = sums.to_json()
    put_back(stretch, later=rest, tried=False, now=now)
    return len(some)


def _cases_of(policy: Policy, closed: int) -> list[int]:
    rows = Case.objects.filter(version__policy=policy)
    still_open = rows.filter(state="open").order_by("pk").values_list("pk", flat=True)
    last = rows.filter(state="closed").order_by("-closed_at", "-pk").values_list("pk", flat=True)
    return [*still_open, *last[:closed]]


def _tried(replay: Replay, keys: Sequence[int], sums: Sums) -> list[ReplayedCase]:
    facts: dict[int, list[CaseFact]] = {}
    for fact in CaseFact.objects.filter(case_id__in=keys).order_by("case_id", "seq"):
        facts.setdefault(fact.case_id, []).append(fact)
    cases = Case.objects.with_version().in_bulk(list(keys))
    past = earlier_facts_of(
        _parsed(replay.sha256, replay.text),
        {key: case.equipment_id for key, case in cases.items()},
    )
    tried = []
    for key in keys:
        about = facts_of(cases[key], facts.get(key, []), past.get(key, ()))
        tried.append(_try(replay, cases[key], about, sums))
    return [one for one in tried if one is not None]


def _try(replay: Replay, case: Case, facts: Facts, sums: Sums) -> ReplayedCase | None:
    found = ReplayedCase(replay=replay, case=case, customer_id=case.customer_id)
    before = running_policy(case.version_id, case.overrides, sha256=case.version.sha256).policy
    try:
        after = _with(_parsed(replay.sha256, replay.text), case)
    except PolicyErrors as refused:
        sums.problems += 1
        found.clocks, found.costs, found.problem = [], [], str(refused.errors[0])[:500]
        return found
    change = difference(before, after, facts, replay.at)
    sums.add(change)
    found.clocks, found.costs = change.to_json()
    return found if change else None


def _with(policy: RulesPolicy, case: Case) -> RulesPolicy:
    return with_overrides(policy, [Override(**one) for one in case.overrides])


@lru_cache(maxsize=4)
def _parsed(sha256: str, text: str) -> RulesPolicy:
    return load(text, file=f"text {sha256[:8]}")
