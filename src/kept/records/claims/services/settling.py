"""What follows from a decision that stands: the policy is told, and the money goes its way."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from kept.records.cases.asking import NewFact
from kept.records.cases.models import Case
from kept.records.cases.services import record_fact
from kept.records.claims.models import Decision, Kind, Outcome, Settlement
from kept.records.money import Money
from kept.records.naming import name_in
from kept.records.payments.services import NewGift, NewPayout, give_credit, pay_out
from kept.records.people.models import Person
from kept.rules.facts import Value

DECIDED = "claim.decided"


def settle(row: Decision, case: Case, *, by: Person, now: datetime) -> None:
    """Record the decision as a fact, and ask for the payout or write the credit note."""
    money, key = Money(row.amount, row.currency), f"decision {row.pk}"
    settlement = Settlement(decision=row, at=now)
    name = name_in(row.names, case.customer.language)
    reason = row.reason or ", ".join(row.clauses) or name
    if row.giving is not None and row.outcome == Outcome.PAYOUT:
        payout = NewPayout(
            customer_id=row.customer_id,
            case_id=case.pk,
            money=money,
            payee=row.payee,
            reason=f"{name}: {reason}"[:500],
            giving=row.giving,
        )
        settlement.payout_id = pay_out(payout=payout, by=by, now=now, key=key)
    if row.giving is not None and row.outcome == Outcome.CREDIT_NOTE:
        gift = NewGift(
            customer_id=row.customer_id,
            case_id=case.pk,
            money=money,
            text=name,
            reason=reason[:500],
            issued_on=now.astimezone(ZoneInfo(case.office.time_zone)).date(),
        )
        note = give_credit(gift=gift, giving=row.giving, by=by, now=now, key=key)
        settlement.credit_note_id = note.invoice_id
    settlement.save(force_insert=True)
    fact = NewFact(kind=DECIDED, at=now, values=_values(row), source="claims")
    record_fact(case_id=case.pk, fact=fact, by=by, now=now, key=key)


def _values(row: Decision) -> dict[str, Value]:
    values: dict[str, Value] = {
        "claim": _claim(row),
        "amount": float(row.amount),
        "currency": row.currency,
    }
    if row.reason:
        values["reason"] = row.reason
    return values


def _claim(row: Decision) -> str:
    """Return what the fact names: the policy's own amounts by their keys, and ours by another."""
    if row.kind == Kind.AMOUNT:
        return row.rule
    return f"third_party:{row.bill_id}" if row.bill_id else f"goodwill:{row.pk}"
