"""Goodwill, as tests need it: granted on the charge sheet, up to so much."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from kept.records.claims.services import Granted, NewGoodwill, grant_goodwill
from kept.records.people.models import Person
from kept.records.releases.services import Waiting

MUCH = "4000"  # less than one person gives alone


def grant(
    case_id: int,
    *,
    by: Person,
    now: datetime,
    component: str = "labour",
    per_cent: str = "100",
    up_to: str | None = MUCH,
    reason: str = "a bad week",
    key: str = "goodwill",
) -> Granted | Waiting:
    """Grant goodwill in a case; `up_to` None: what it comes to by now."""
    goodwill = NewGoodwill(
        case_id=case_id,
        component=component,
        per_cent=Decimal(per_cent),
        reason=reason,
        up_to=None if up_to is None else Decimal(up_to),
    )
    return grant_goodwill(goodwill=goodwill, by=by, now=now, key=key)
