"""What a case's customer owes: open invoices, else the deposit that was asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F, Q, Sum

from kept.records.cases.queries import Assessed, assessed
from kept.records.money import Money, nothing
from kept.records.payments.models import Checkout, Deposit, Invoice, InvoiceKind, Payment
from kept.records.payments.streams import stream_of
from kept.records.payments.telling import PART, TOLD
from kept.rules.assess import GateLine
from kept.rules.policy.model import Event, GateRule
from kept.rules.policy.walk import walk

PAYMENTS = frozenset((*TOLD, PART))


@dataclass(frozen=True, kw_only=True)
class Owed:
    """Something that is to be paid. Either `invoice_id` or `deposit_id` is there."""

    invoice_id: int | None = None
    deposit_id: int | None = None
    stream: str  # of the ledger
    number: str  # of the invoice, or of the case
    text: str  # why, where it is a deposit
    whole: Money
    open: Money
    due_on: date | None

    @property
    def key(self) -> str:
        """Return by what it is told from others of the case."""
        return f"i{self.invoice_id}" if self.invoice_id else f"d{self.deposit_id}"


@dataclass(frozen=True, kw_only=True)
class Waits:
    """A step that the policy lets wait for a payment."""

    found: Assessed
    lines: Sequence[GateLine]


def owed_of(case_id: int) -> list[Owed]:
    """Return what is to be paid for a case, the first due first.

    Once there is an invoice in its currency, a deposit is no longer asked for.
    """
    invoices = Invoice.objects.select_related("case", "item").filter(
        case_id=case_id, kind=InvoiceKind.INVOICE
    )
    open_ones = invoices.filter(item__matched__lt=F("item__amount")).order_by("due_on", "pk")
    found = [_invoice(row) for row in open_ones]
    deposit = Deposit.objects.select_related("case").filter(case_id=case_id).last()
    if deposit is None or invoices.filter(currency=deposit.currency).exists():
        return found
    asked = _deposit(deposit)
    return [*found, asked] if asked.open else found


def owed_by_invoice(invoice_id: int) -> Owed | None:
    """Return what is to be paid of an invoice, also when nothing is; None: it is none."""
    rows = Invoice.objects.select_related("case", "item").filter(kind=InvoiceKind.INVOICE)
    row = rows.filter(pk=invoice_id).first()
    return None if row is None else _invoice(row)


def waits_for_payment(case_id: int, *, at: datetime) -> Waits:
    """Return the steps that wait for a payment, each with its clause."""
    found = assessed(case_id, at=at)
    lines = [line for line in found.assessment.gates if line.missing and _asks(found, line)]
    return Waits(found=found, lines=lines)


def times_paid(owed: Owed) -> int:
    """Return how often a page at the provider led to money for this."""
    of_it = Q(invoice_id=owed.invoice_id) if owed.invoice_id else Q(deposit_id=owed.deposit_id)
    return Checkout.objects.filter(of_it, notifications__isnull=False).count()


def _asks(found: Assessed, line: GateLine) -> bool:
    """Say whether a gate still misses a payment."""
    rule = found.policy.rules[line.rule]
    assert isinstance(rule, GateRule)
    missing = [(each.name, each.reason.clauses) for each in line.missing]
    needs = [need for need in rule.needs if (need.name, need.source or rule.source) in missing]
    events = (part for need in needs for part in walk(need.when) if isinstance(part, Event))
    return any(event.kind in PAYMENTS for event in events)


def _invoice(row: Invoice) -> Owed:
    return Owed(
        invoice_id=row.pk,
        stream=stream_of(row),
        number=str(row.number),
        text="",
        whole=Money(row.total, row.currency),
        open=row.item.open,
        due_on=row.due_on,
    )


def _deposit(row: Deposit) -> Owed:
    of_case = Payment.objects.filter(case_id=row.case_id, currency=row.currency)
    paid = of_case.aggregate(whole=Sum("amount"))["whole"] or 0
    back = of_case.aggregate(back=Sum("refunds__amount"))["back"] or 0
    whole = Money(row.amount, row.currency)
    left = row.amount - paid + back
    return Owed(
        deposit_id=row.pk,
        stream=row.case.stream,
        number=str(row.case.number),
        text=row.reason,
        whole=whole,
        open=Money(left, row.currency) if left > 0 else nothing(row.currency),
        due_on=None,
    )
