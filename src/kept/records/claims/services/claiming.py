"""Writing down what customers claim, and bills of third parties."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kept.records.cases.asking import NewFact
from kept.records.cases.queries import assessed
from kept.records.cases.services import KeyReused, Recorded, record_fact, touch_case
from kept.records.claims.currency import currency_of
from kept.records.claims.models import ThirdPartyBill
from kept.records.claims.owing import NotOwed, owing
from kept.records.ledger.services import write
from kept.records.payments.services import AmountUnclear
from kept.records.payments.services.matching import payable_money
from kept.records.people.models import Person
from kept.records.refusal import Refused
from kept.records.repeats import one_at_a_time
from kept.rules.facts import Value

MADE = "claim.made"


class BilledAlready(Refused):
    """One invoice of a firm is sent in once."""

    sentence = _("The invoice %(number)s of %(firm)s was sent in already, in the case %(case)s.")


class BillUnclear(Refused):
    """An invoice says who asks, under which number, and what for."""

    sentence = _("Please give the firm, the number of its invoice and what was done.")


@dataclass(frozen=True, kw_only=True)
class NewClaim:
    """What a customer asks for, by the policy's own key; `amount` where it has no formula."""

    case_id: int
    rule: str
    at: datetime
    amount: Decimal | None = None
    text: str = ""
    requester: str = ""


@dataclass(frozen=True, kw_only=True)
class NewBill:
    """An invoice of a third party for repairing what was ours to repair."""

    case_id: int
    firm: str
    number: str
    dated_on: date
    text: str
    amount: Decimal
    currency: str
    paid_by_customer: bool = False


@transaction.atomic
def make_claim(*, claim: NewClaim, by: Person, now: datetime, key: str) -> Recorded:
    """Write down that the customer asks for an amount. What comes too late is on record all the
    same, and nothing follows from it.

    Safe to repeat with the same key. Raises NotOwed, AmountUnclear, KeyReused, CaseNotFound.
    """
    case = touch_case(case_id=claim.case_id, handled_by=by)
    found = owing(case, assessed(case.pk, at=now), claim.rule)
    if found is None:
        raise NotOwed(clauses=claim.rule)
    values: dict[str, Value] = {"claim": claim.rule}
    currency = currency_of(case)
    if claim.amount is not None:
        money = payable_money(claim.amount, currency)
        values |= {"amount": float(money.amount), "currency": currency}
    elif found.worked_out is None and found.line.word is None and not found.line.missing:
        raise AmountUnclear(currency=currency)
    said = {"text": claim.text.strip(), "requester": claim.requester.strip()}
    values |= {name: words for name, words in said.items() if words}
    fact = NewFact(kind=MADE, at=claim.at, values=values, source="claims")
    return record_fact(case_id=case.pk, fact=fact, by=by, now=now, key=key)


@transaction.atomic
def record_bill(*, bill: NewBill, by: Person, now: datetime, key: str) -> int:
    """Write down a third party's invoice; return its key. Whether we owe it is decided later.

    Safe to repeat with the same key. Raises BilledAlready, BillUnclear, AmountUnclear, KeyReused,
    CaseNotFound.
    """
    one_at_a_time(f"third party bill {by.pk} {key}")
    old = ThirdPartyBill.objects.filter(recorded_by=by, key=key).first()
    if old is not None:
        asked = (bill.case_id, _written(bill.firm), _written(bill.number), bill.amount)
        if (old.case_id, old.firm, old.number, old.amount) != asked:
            raise KeyReused
        return old.pk
    firm, number = _written(bill.firm), _written(bill.number)
    if not (firm and number and bill.text.strip()):
        raise BillUnclear
    money = payable_money(bill.amount, bill.currency)
    case = touch_case(case_id=bill.case_id, handled_by=by)
    _refuse_twice(firm, number)
    row = ThirdPartyBill.objects.create(
        case=case,
        customer_id=case.customer_id,
        firm=firm[:200],
        number=number[:80],
        dated_on=bill.dated_on,
        text=bill.text.strip()[:500],
        paid_by_customer=bill.paid_by_customer,
        currency=money.currency,
        amount=money.amount,
        recorded_at=now,
        recorded_by=by,
        key=key,
    )
    data = {"firm": row.firm, "number": row.number, "amount": f"{row.amount:f}"}
    write(stream=case.stream, verb="bill.recorded", by=by, at=now, data=data)
    values: dict[str, Value] = {
        "claim": f"third_party:{row.pk}",
        "amount": float(row.amount),
        "currency": row.currency,
        "text": f"{row.firm}, {row.number}: {row.text}",
    }
    fact = NewFact(kind=MADE, at=now, values=values, source="claims")
    record_fact(case_id=case.pk, fact=fact, by=by, now=now, key=f"bill {row.pk}")
    return row.pk


def _written(text: str) -> str:
    """Return a name or number as it is compared: full width, signs nobody sees and other dashes
    make no other invoice of it.
    """
    signs = ((sign, unicodedata.category(sign)) for sign in unicodedata.normalize("NFKC", text))
    seen = ("-" if kind == "Pd" else sign for sign, kind in signs if kind != "Cf")
    return " ".join("".join(seen).split())


def _refuse_twice(firm: str, number: str) -> None:
    one_at_a_time(f"bill of {firm.casefold()} {number.casefold()}")
    rows = ThirdPartyBill.objects.select_related("case")
    old = rows.filter(firm__iexact=firm, number__iexact=number).first()
    if old is not None:
        raise BilledAlready(number=old.number, firm=old.firm, case=old.case.number)
