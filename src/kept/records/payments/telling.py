"""What the policy is told of payments: facts of the case."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Final

from django.db.models import F, Sum
from django.db.models.functions import Coalesce

from kept.records.cases.asking import NewFact
from kept.records.cases.models import CaseFact
from kept.records.cases.services import record_fact
from kept.records.money import Money, amount_column
from kept.records.payments.models import OpenItem, Payment, Payout
from kept.records.people.models import Person
from kept.rules.facts import Value

RECEIVED: Final = "payment.received"  # all that was asked for is paid
PART: Final = "payment.part_received"
RETURNED: Final = "payment.returned"
TOLD: Final = (RECEIVED, RETURNED)


@dataclass(frozen=True)
class Came:
    """Money that came, or was put against an invoice: how much, when, and by which key."""

    money: Money
    at: datetime
    key: str
    is_new: bool = True  # it came now; else it was here and is for this case only now


def tell_paid(case_id: int, came: Came, *, by: Person, now: datetime) -> None:
    """Record that a case's customer paid: all that its invoices ask for, or a part.

    A gate that wants the payment opens with the last part of it. What is paid before there is an
    invoice is a part, whatever it comes to: nobody has said yet how much all of it is.
    """
    if is_all_paid(case_id):
        if not said_paid(case_id):
            _record(case_id, RECEIVED, came, by=by, now=now)
    elif came.is_new:
        _record(case_id, PART, came, by=by, now=now)


def tell_unpaid(case_id: int, came: Came, *, by: Person, now: datetime) -> None:
    """Record that what had been paid is open again; what is still here for the case is a part."""
    if said_paid(case_id) and not is_all_paid(case_id):
        _record(case_id, RETURNED, came, by=by, now=now)
        if is_something_here(case_id):
            _record(case_id, PART, came, by=by, now=now)


def tell_sent_back(case_id: int, came: Came, *, by: Person, now: datetime) -> None:
    """Record that money goes back, once nothing is left of what was paid for a case.

    Otherwise a gate that wants something down would stay open with nothing down.
    """
    told = CaseFact.objects.filter(case_id=case_id, kind__in=(*TOLD, PART)).order_by("seq").last()
    if told is not None and told.kind != RETURNED and not is_something_here(case_id):
        _record(case_id, RETURNED, came, by=by, now=now)


def is_something_here(case_id: int) -> bool:
    """Say whether anything that was paid for a case, or put against its invoices, is still here."""
    paid = Payment.objects.filter(case_id=case_id).annotate(
        back=Coalesce(Sum("refunds__amount"), Decimal(0), output_field=amount_column())
    )
    here: dict[str, Decimal] = {}
    for row in paid:
        here[row.currency] = here.get(row.currency, Decimal(0)) + row.amount - row.back
    # A credit note takes back what had been paid; where its money went to the bank no payment says.
    by_bank = Payout.objects.filter(credit_note__corrects__case=case_id, payment=None)
    for currency, amount in by_bank.values_list("currency", "amount"):
        here[currency] = here.get(currency, Decimal(0)) - amount
    against = OpenItem.objects.filter(invoice__case_id=case_id, is_owed=True)
    settled = against.filter(matched__gt=F("credited"))
    return any(amount > 0 for amount in here.values()) or settled.exists()


def is_all_paid(case_id: int) -> bool:
    """Say whether the case has invoices and nothing of them is open.

    What a credit note took back was never owed.
    """
    items = OpenItem.objects.filter(invoice__case_id=case_id, is_owed=True)
    found = items.aggregate(asked=Sum("amount"), credited=Sum("credited"), paid=Sum("matched"))
    asked = found["asked"] or 0
    return bool(asked - (found["credited"] or 0) > 0 and found["paid"] == asked)


def said_paid(case_id: int) -> bool:
    """Say whether it is on record that all is paid."""
    rows = CaseFact.objects.filter(case_id=case_id, kind__in=TOLD).order_by("-seq")
    gone = set(
        CaseFact.objects.filter(case_id=case_id, corrects__isnull=False).values_list(
            "corrects", flat=True
        )
    )
    last = next((row for row in rows if row.seq not in gone), None)
    return last is not None and last.kind == RECEIVED


def _record(case_id: int, kind: str, came: Came, *, by: Person, now: datetime) -> None:
    values: dict[str, Value] = {
        "amount": float(came.money.amount),
        "currency": came.money.currency,
    }
    fact = NewFact(kind=kind, at=came.at, values=values, source="payments")
    key = hashlib.sha256(f"{kind} {came.key}".encode()).hexdigest()[:40]
    record_fact(case_id=case_id, fact=fact, by=by, now=now, key=key)
