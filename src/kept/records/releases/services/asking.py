"""Asking to give money away: the one place that looks at the limit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Sum

from kept.records.archive.models import Customer
from kept.records.cases.models import Case
from kept.records.ledger.services import write
from kept.records.money import Money, told
from kept.records.people.models import Person
from kept.records.releases.limits import is_above_limit, limit_in
from kept.records.releases.models import Giving, Kind
from kept.records.releases.telling import stream_of, tell_who_may
from kept.records.repeats import one_at_a_time


@dataclass(frozen=True, kw_only=True)
class NewGiving:
    """How much is to be given away, by what, for what, to whom and why.

    What belongs to one case adds up for the limit; without a case, what is `about` one thing.
    `what` says how it is carried out. `is_judged`: somebody says how much; else the policy does.
    """

    kind: Kind
    customer: Customer
    case: Case | None
    about: str
    money: Money
    subject: str
    payee: str
    reason: str
    gives: bool = False
    pays: bool = False
    is_judged: bool = True
    what: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Waiting:
    """Something that a second person has to release first."""

    giving_id: int
    repeated: bool


def asked_before(kind: Kind, *, by: Person, key: str) -> Giving | None:
    """Return what the same key has asked for before."""
    return Giving.objects.filter(kind=kind, asked_by=by, key=key).first()


def ask_to_give(new: NewGiving, *, by: Person, now: datetime, key: str) -> Giving:
    """Write down what is to be given away, and tell those who may release it if somebody has to.

    Part of the caller's transaction, which holds the case. Only what is below the limit, with all
    that was given for the same before, is carried out at once.
    """
    about = f"case {new.case.pk}" if new.case else new.about
    one_at_a_time(f"giving {about}")
    row = Giving.objects.create(
        kind=new.kind,
        customer=new.customer,
        case=new.case,
        about=about,
        currency=new.money.currency,
        amount=new.money.amount,
        gives=new.gives,
        pays=new.pays,
        is_judged=new.is_judged,
        subject=new.subject[:200],
        payee=new.payee[:200],
        reason=new.reason.strip()[:1000],
        what=dict(new.what),
        needs_second=_needs_second(new, about),
        alone_up_to=limit_in(new.money.currency),
        asked_at=now,
        asked_by=by,
        key=key,
    )
    data = {
        "giving": row.pk,
        "kind": row.kind,
        **told(new.money),
        "subject": row.subject,
        "payee": row.payee,
        "reason": row.reason,
        "needs_second": row.needs_second,
    }
    write(stream=stream_of(row), verb="giving.asked", by=by, at=now, data=data)
    if row.needs_second:
        tell_who_may(row, now=now)
    return row


def _needs_second(new: NewGiving, about: str) -> bool:
    """Say whether somebody else has to release it: by itself, or with what was given before.

    Otherwise one person gives any amount in parts, each below the limit. What the policy works
    out is owed and not given: it counts by itself alone.
    """
    if not new.is_judged:
        return is_above_limit(new.money)
    return any(
        is_above_limit(_alone(about, new.money, side) + new.money)
        for side, is_on in (("gives", new.gives), ("pays", new.pays))
        if is_on
    )


def _alone(about: str, money: Money, side: str) -> Money:
    """Return what was given for the same on one side without a second person."""
    rows = Giving.objects.filter(
        about=about, currency=money.currency, needs_second=False, is_judged=True, **{side: True}
    )
    return Money(rows.aggregate(sum=Sum("amount"))["sum"] or Decimal(0), money.currency)
