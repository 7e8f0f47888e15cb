"""Invoices, payments and claims of a company's case, as tests of the web find them."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kept.records.claims.models import Outcome
from kept.records.claims.services import (
    NewBill,
    NewClaim,
    NewDecision,
    decide_claim,
    make_claim,
    record_bill,
)
from kept.records.documents.models import CodeBy
from kept.records.ledger.actor import System
from kept.records.money import Money
from kept.records.payments.models import Invoice, Matching, Method
from kept.records.payments.services import (
    NewGift,
    NewInvoice,
    NewLine,
    NewPayment,
    give_credit,
    issue_invoice,
    receive_payment,
    refund_payment,
    send_pay_link,
)
from kept.records.people.models import Person, Role
from kept.records.people.services import PersonDetails, create_person
from kept.records.releases.services import Waiting
from tests.desk import at
from tests.giving import given
from tests.security.company import Company, World

TODAY, LATER = date(2026, 11, 24), date(2026, 12, 24)


@dataclass(frozen=True)
class Moneyed:
    """What is there for one company's case, each by its key or number."""

    invoice: str
    item: int  # what is open of it
    payment: int
    match: int
    payout: int
    bill: int
    decision: int
    giving: int  # of a refund that waits for a second person
    credit: str  # a credit note of which something is open


def money_for(company: Company, world: World) -> Moneyed:
    """Ask the company for money, take some, and owe it some; every text has its mark."""
    tag, now = uuid.uuid4().hex[:8], at("14:00")
    books, case = world.people["accountant"], company.case.case_id
    told = {"by": books, "now": now}
    line = NewLine(
        text=f"{company.mark} fan", quantity=Decimal(1), unit_price=Decimal(500), component="parts"
    )
    invoice = NewInvoice(
        customer_id=company.customer.pk,
        case_id=case,
        currency="CNY",
        lines=(line,),
        issued_on=TODAY,
        due_on=LATER,
    )
    number = issue_invoice(invoice=invoice, key=f"i{tag}", **told).number
    paid = receive_payment(payment=_payment(company, case, "100"), key=f"p{tag}", **told)
    match = Matching.objects.get(held__payment=paid.payment_id).pk
    held = receive_payment(payment=_payment(company, None, "100"), key=f"q{tag}", **told)
    reason = f"{company.mark} twice"
    payout = refund_payment(
        payment_id=held.payment_id, amount=Decimal(10), reason=reason, key=f"r{tag}", **told
    )
    claim = NewClaim(case_id=case, rule="loss", at=now, amount=Decimal(50), text=company.mark)
    make_claim(claim=claim, by=world.people["manager"], now=now, key=f"c{tag}")
    send_pay_link(
        case_id=case, contact_id=company.contact.pk, code_by=CodeBy.PHONE, key=f"l{tag}", **told
    )
    item, boss = Invoice.objects.get(number=number).item.pk, _boss(company, tag)
    return Moneyed(
        number, item, held.payment_id, match, payout.payout_ids[0], _bill(company, books, tag),
        _decision(company, boss, tag), _waiting(company, boss, tag), _credit(company, books, tag),
    )  # fmt: skip


def _credit(company: Company, books: Person, tag: str) -> str:
    """Return a credit note of which nothing is used yet."""
    gift = NewGift(
        customer_id=company.customer.pk,
        case_id=None,
        money=Money(Decimal(20), "CNY"),
        text=f"{company.mark} credit",
        reason=company.mark,
        issued_on=TODAY,
    )
    told = {"by": books, "now": at("14:00"), "key": f"g{tag}"}
    giving = given(gift.money, customer_id=gift.customer_id, case_id=None, **told)
    return give_credit(gift=gift, giving=giving, **told).number


def _payment(company: Company, case: int | None, amount: str) -> NewPayment:
    return NewPayment(
        customer_id=company.customer.pk,
        case_id=case,
        amount=Decimal(amount),
        currency="CNY",
        received_at=at("13:00"),
        method=Method.TRANSFER,
        reference=f"{company.mark} bank",
    )


def _bill(company: Company, by: Person, tag: str) -> int:
    bill = NewBill(
        case_id=company.case.case_id,
        firm=f"{company.mark} firm",
        number=tag,
        dated_on=TODAY,
        text=f"{company.mark} repair",
        amount=Decimal(80),
        currency="CNY",
    )
    return record_bill(bill=bill, by=by, now=at("14:00"), key=f"b{tag}")


def _boss(company: Company, tag: str) -> Person:
    """Return another manager."""
    details = PersonDetails(
        username=f"boss-{tag}", display_name=f"{company.mark} boss", roles=[Role.MANAGER]
    )
    return create_person(details=details, by=System("test"), at=at("08:00"))


def _decision(company: Company, by: Person, tag: str) -> int:
    """Let another manager decide about so much that a second one has to release it."""
    decision = NewDecision(
        case_id=company.case.case_id,
        amount=Decimal(90_000),
        outcome=Outcome.PAYOUT,
        reason=f"{company.mark} goodwill",
    )
    return decide_claim(decision=decision, by=by, now=at("14:00"), key=f"d{tag}").decision_id


def _waiting(company: Company, by: Person, tag: str) -> int:
    """Let another manager ask that so much goes back that a second person has to release it."""
    told = {"by": by, "now": at("14:00")}
    held = receive_payment(payment=_payment(company, None, "9000"), key=f"w{tag}", **told)
    refund = {"payment_id": held.payment_id, "amount": Decimal(9000)}
    made = refund_payment(reason=company.mark, key=f"w{tag}", **refund, **told)
    assert isinstance(made, Waiting)
    return made.giving_id
