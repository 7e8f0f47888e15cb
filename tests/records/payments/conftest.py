"""A small service desk that is owed money."""

from datetime import date
from decimal import Decimal

import pytest

from kept.records.cases.models import CaseFact
from kept.records.payments.models import Invoice, Method
from kept.records.payments.services import (
    NewInvoice,
    NewLine,
    NewPayment,
    issue_invoice,
    receive_payment,
)
from tests.desk import POLICY, Desk, at, open_desk

GATES = """
  pay_first:
    form: gate
    name: {en: Payment first}
    source: D-8
    step: repair.started
    needs:
      - {name: {en: all of the payment}, when: {happened: payment.received}}
  deposit_first:
    form: gate
    name: {en: Something down}
    source: D-9
    step: goods.ordered
    needs:
      - name: {en: a deposit}
        when: {any: [{happened: payment.part_received}, {happened: payment.received}]}
  charges:
    form: cost
    name: {en: Who pays}
    cases:
      - source: D-10
        when: {cause: improper_use}
        pays: {parts: customer, labour: provider}
      - source: D-11
        when: {cause: quality}
        pays: {parts: provider, labour: provider}
"""
CLAUSES = """
  D-8: {en: We repair once all is paid.}
  D-9: {en: We order once something is paid.}
  D-10: {en: For improper use the customer pays the parts.}
  D-11: {en: Problems of quality cost nothing.}
rules:
"""
TEXT = POLICY.replace("rules:\n", CLAUSES.lstrip("\n"), 1) + GATES
TODAY = date(2026, 11, 24)


class Till:
    """Writes invoices and takes money in few words."""

    def __init__(self, desk):
        self.desk = desk
        self.by = desk.manager
        self.opened = desk.log()
        self._keys = 0

    def key(self):
        self._keys += 1
        return f"key-{self._keys}"

    def invoice(self, *prices, key="", by=None, now="11:00", **more):
        lines = tuple(
            price
            if isinstance(price, NewLine)
            else NewLine(
                text=f"Way {n}",
                quantity=Decimal(1),
                unit_price=Decimal(str(price)),
                component="travel",  # of which this policy says nothing
            )
            for n, price in enumerate(prices)
        )
        asked = {
            "customer_id": self.desk.customer.pk,
            "currency": "CNY",
            "lines": lines,
            "issued_on": TODAY,
            "due_on": date(2026, 12, 24),
            "case_id": self.opened.case_id,
        } | more
        issued = issue_invoice(
            invoice=NewInvoice(**asked), by=by or self.by, now=at(now), key=key or self.key()
        )
        return Invoice.objects.get(pk=issued.invoice_id)

    def pay(self, amount, *, key="", by=None, now="12:00", **more):
        asked = {
            "customer_id": self.desk.customer.pk,
            "amount": Decimal(str(amount)),
            "currency": "CNY",
            "received_at": at(now),
            "method": Method.TRANSFER,
            "reference": f"bank {amount}",
            "case_id": self.opened.case_id,
        } | more
        return receive_payment(
            payment=NewPayment(**asked), by=by or self.by, now=at(now), key=key or self.key()
        )

    def told(self):
        """What the policy was told of money, in order."""
        rows = CaseFact.objects.filter(case_id=self.opened.case_id, kind__startswith="payment.")
        return [(row.kind, row.values["amount"]) for row in rows.order_by("seq")]


@pytest.fixture
def desk(db: None) -> Desk:
    return open_desk(TEXT)


@pytest.fixture
def till(desk):
    return Till(desk)


@pytest.fixture
def committed_till(transactional_db: None):
    """A till that several threads see."""
    return Till(open_desk(TEXT))
