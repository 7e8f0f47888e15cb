"""Releasing what somebody else wants to give away, or refusing it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone

from kept.records.cases.models import Case
from kept.records.cases.services import touch_case
from kept.records.claims.models import Outcome
from kept.records.claims.services.deciding import settle_released
from kept.records.claims.services.goodwill import grant_released
from kept.records.claims.services.supplier_deciding import decide_released
from kept.records.payments.services import issue_released_credit, pay_released, refund_released
from kept.records.payments.streams import take_turn_for_numbers
from kept.records.people.models import Person
from kept.records.releases.models import Giving, Kind
from kept.records.releases.services import (
    NothingWaits,
    check_answer,
    record_answer,
)
from kept.records.repeats import one_at_a_time

NUMBERED: Final = frozenset((Kind.CREDIT_NOTE, Kind.DECISION))


@transaction.atomic
def answer_giving(
    *, giving_id: int, released: bool, reason: str, by: Person, now: datetime
) -> None:
    """Release what somebody else asked for, and it is carried out; or refuse it, with a reason.

    Safe to repeat. Raises NothingWaits, OwnRequest, NotYoursToRelease, AnsweredAlready,
    ReasonMissing, ConcernsYou; and what refuses to carry it out, such as MoreThanOpen, NotOwed or
    OwedLess, where so much is not open or not owed any more.
    """
    one_at_a_time(f"release {giving_id}")
    rows = Giving.objects.select_related("case", "customer", "asked_by")
    row = rows.filter(pk=giving_id).first()
    if row is None:
        raise NothingWaits
    if released and _is_numbered(row):
        take_turn_for_numbers()
    case = touch_case(case_id=row.case_id, handled_by=by) if row.case_id else None
    if not check_answer(row, released=released, reason=reason, by=by):
        return
    record_answer(
        row,
        released=released,
        reason=reason,
        carry_out=lambda: _carry_out(row, case, by=by, now=now),
        by=by,
        now=now,
    )


def _is_numbered(row: Giving) -> bool:
    if row.kind == Kind.DECISION:
        return row.decision.outcome == Outcome.CREDIT_NOTE
    return row.kind == Kind.CREDIT_NOTE


def _carry_out(row: Giving, case: Case | None, *, by: Person, now: datetime) -> None:
    if row.kind == Kind.GOODWILL:
        grant_released(row, now=now)
    elif row.kind == Kind.SUPPLIER:
        decide_released(row, by=by, now=now)
    elif row.kind == Kind.DECISION:
        assert case is not None
        settle_released(row, case, now=now)
    elif row.kind == Kind.CREDIT_NOTE:
        issue_released_credit(row, case, on=_day(case, now), now=now)
    elif row.kind == Kind.REFUND:
        refund_released(row, now=now)
    else:
        pay_released(row, now=now)


def _day(case: Case | None, now: datetime) -> date:
    """Return the day at the case's office; without a case, where who releases it is."""
    zone = ZoneInfo(case.office.time_zone) if case else None
    return timezone.localtime(now, zone).date()
