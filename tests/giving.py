"""That so much may be given away, as tests need it for a credit note out of nothing."""

from __future__ import annotations

from datetime import datetime

from kept.records.archive.models import Customer
from kept.records.cases.models import Case
from kept.records.money import Money
from kept.records.people.models import Person
from kept.records.releases.models import Giving, Kind
from kept.records.releases.services import NewGiving, ask_to_give


def given(
    money: Money, *, customer_id: int, case_id: int | None, by: Person, now: datetime, key: str
) -> Giving:
    """Return a giving of so much, which by itself is below the limit."""
    new = NewGiving(
        kind=Kind.DECISION,
        customer=Customer.objects.get(pk=customer_id),
        case=Case.objects.get(pk=case_id) if case_id else None,
        about=f"gift {key}",
        money=money,
        subject="A gift",
        payee="A customer",
        reason="a bad week",
        gives=True,
    )
    return ask_to_give(new, by=by, now=now, key=key)
