"""Projections, worked out again from the facts."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from kept.records.cases.services.holding import hold
from kept.records.cases.services.settling import PROJECTED, TIME, finish, settle, work_out


@transaction.atomic
def rebuild(*, case_id: int, now: datetime) -> None:
    """Write a case's projections anew from its facts; what turned meanwhile is noted now."""
    held = hold(case_id)
    settle(held, now=now, by=TIME)
    finish(held)


@transaction.atomic
def differences(*, case_id: int, now: datetime) -> list[str]:
    """Return where what is stored is not what follows from the facts at `now`; empty: nowhere.

    A case that no worker has looked at since one of its clocks turned differs in that.
    """
    held = hold(case_id)
    _, wanted = work_out(held, now=now)
    found = [
        f"case.{name}: {getattr(held.case, name)!r}, not {getattr(wanted.case, name)!r}"
        for name in PROJECTED
        if name != "closed_by_id" and getattr(held.case, name) != getattr(wanted.case, name)
    ]
    for key in sorted({*held.clocks, *wanted.clocks}):
        stored, right = held.clocks.get(key), wanted.clocks.get(key)
        if stored != right:
            found.append(f"clock {key}: {stored!r}, not {right!r}")
    return found
