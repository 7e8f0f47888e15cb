"""Invoices, payments and what was made good in the demo company's cases."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from itertools import islice
from typing import Final

from kept.config.demo.world import HOME, World
from kept.records.cases.models import Case
from kept.records.claims.models import Outcome
from kept.records.claims.services import NewBill, NewDecision, decide_claim, record_bill
from kept.records.payments.models import Invoice, Method
from kept.records.payments.services import (
    NewCredit,
    NewInvoice,
    NewLine,
    NewPayment,
    credit_invoice,
    issue_invoice,
    receive_payment,
)
from kept.records.payments.who_pays import check_payers
from kept.records.refusal import Refused

BOOKS, BOSS = "fang.yi", "marta.stein"
LOOKED_AT: Final = 60  # cases among which some are found whose customers pay
WORDS: Final = {
    "parts": {"en": "Sensor module", "zh-hans": "传感器模块", "zh-hant": "感測器模組"},
    "travel": {"en": "Way to the site", "zh-hans": "差旅", "zh-hant": "差旅"},
}
PRICES: Final = {"parts": Decimal(1280), "travel": Decimal("360.50")}
# How much of each invoice is paid, and how long ago it was written, in days.
PAID: Final = ((Decimal(1), 40), (Decimal("0.4"), 12), (Decimal(0), 45), (Decimal(0), 3))
GOODWILL: Final = {
    "en": "The engineer came a day late.",
    "zh-hans": "工程师晚到一天。",
    "zh-hant": "工程師晚到一天。",
}


def pay(world: World) -> None:
    """Write a few invoices, take some payments, and make something good."""
    cases = Case.objects.select_related("customer").order_by("-pk")[:LOOKED_AT]
    made = islice(_invoices(world, list(cases)), len(PAID))
    for (share, _days), invoice in zip(PAID, made, strict=False):
        if share:
            _receive(world, invoice, share)
        if share == 1:
            _take_back(world, invoice)
    for nth, case in enumerate(cases[:3]):
        _make_good(world, case, nth)


def _invoices(world: World, cases: list[Case]) -> Iterator[Invoice]:
    """Yield invoices for the cases whose customers pay.

    The policy is asked beforehand: what is refused here would undo all of the demo.
    """
    found = 0
    for case in cases:
        _share, days = PAID[min(found, len(PAID) - 1)]
        if _customer_pays(world, case):
            found += 1
            yield Invoice.objects.get(number=_invoice(world, case, days))


def _customer_pays(world: World, case: Case) -> bool:
    try:
        check_payers(case.pk, _lines(case), at=world.at)
    except Refused:
        return False
    return True


def _lines(case: Case) -> tuple[NewLine, ...]:
    return tuple(
        NewLine(
            text=WORDS[component][case.customer.language],
            component=component,
            quantity=Decimal(1),
            unit_price=price,
            tax_rate=Decimal(13) if component == "parts" else Decimal(6),
        )
        for component, price in PRICES.items()
    )


def _invoice(world: World, case: Case, days: int) -> str:
    on = (world.at - timedelta(days=days)).astimezone(HOME).date()
    invoice = NewInvoice(
        customer_id=case.customer_id,
        case_id=case.pk,
        currency="CNY",
        lines=_lines(case),
        issued_on=on,
        due_on=on + timedelta(days=30),
    )
    by, key = world.people[BOOKS], f"demo {case.pk}"
    return issue_invoice(invoice=invoice, by=by, now=world.at, key=key).number


def _receive(world: World, invoice: Invoice, share: Decimal) -> None:
    payment = NewPayment(
        customer_id=invoice.customer_id,
        case_id=invoice.case_id,
        invoice_id=invoice.pk,
        amount=(invoice.total * share).quantize(Decimal("0.01")),
        currency=invoice.currency,
        received_at=world.at - timedelta(hours=20),
        method=Method.TRANSFER,
        reference=f"ICBC {invoice.number}",
    )
    by, key = world.people[BOOKS], f"demo {invoice.pk}"
    receive_payment(payment=payment, by=by, now=world.at, key=key)


def _take_back(world: World, invoice: Invoice) -> None:
    """Credit a part of an invoice that is paid: it waits to be used or paid out."""
    reason = GOODWILL[invoice.customer.language]
    line = NewLine(text=reason, quantity=Decimal(1), unit_price=Decimal(120))
    credit = NewCredit(
        invoice_id=invoice.pk,
        reason=reason,
        issued_on=world.at.astimezone(HOME).date(),
        lines=(line,),
    )
    by, key = world.people[BOOKS], f"demo back {invoice.pk}"
    credit_invoice(credit=credit, by=by, now=world.at, key=key)


def _make_good(world: World, case: Case, nth: int) -> None:
    """Give something for one case, ask for a second person in another, send in a bill."""
    by, key, told = world.people[BOSS], f"demo {nth}", world.at
    if nth == 2:
        bill = NewBill(
            case_id=case.pk,
            firm="Quick Repairs Ltd.",
            number="QR-2041",
            dated_on=(world.at - timedelta(days=2)).astimezone(HOME).date(),
            text="Fan replaced, controller set",
            amount=Decimal(880),
            currency="CNY",
            paid_by_customer=True,
        )
        record_bill(bill=bill, by=by, now=told, key=key)
        return
    decision = NewDecision(
        case_id=case.pk,
        amount=Decimal(9800) if nth else Decimal(450),
        outcome=Outcome.CREDIT_NOTE if nth else Outcome.PAYOUT,
        reason=GOODWILL[case.customer.language],
    )
    decide_claim(decision=decision, by=by, now=told, key=key)
