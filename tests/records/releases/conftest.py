"""A till with a second accountant, and what gives money away from it."""

from decimal import Decimal

import pytest

from kept.records.claims.services import answer_giving
from kept.records.ledger.actor import System
from kept.records.payments.models import Invoice
from kept.records.payments.services import (
    NewCredit,
    credit_invoice,
    pay_out_credit,
    refund_payment,
)
from kept.records.people.models import Role
from kept.records.people.services import PersonDetails, create_person
from kept.records.releases.models import Giving
from tests.desk import at, open_desk
from tests.records.payments.conftest import TEXT, TODAY, Till
from tests.records.payments.test_invoices import line


class Books(Till):
    """Takes back and pays back in few words; `by` is an accountant, `second` another one."""

    def __init__(self, desk):
        super().__init__(desk)
        self.by, self.second = (self.hire(name, Role.ACCOUNTANT) for name in ("fang", "qian"))

    def hire(self, username, *roles):
        details = PersonDetails(username=username, display_name=username.title(), roles=[*roles])
        return create_person(details=details, by=System("test"), at=at("08:00"))

    def credit(self, invoice, amount=None, *, key="", by=None):
        lines = () if amount is None else (line(amount),)
        credit = NewCredit(invoice_id=invoice.pk, reason="agreed", issued_on=TODAY, lines=lines)
        told = {"by": by or self.by, "now": at("13:00"), "key": key or self.key()}
        return credit_invoice(credit=credit, **told)

    def refund(self, paid, amount, *, key=""):
        told = {"by": self.by, "now": at("14:00"), "key": key or self.key()}
        return refund_payment(
            payment_id=paid.payment_id, amount=Decimal(str(amount)), reason="twice", **told
        )

    def pay_out(self, note, amount, *, key="", by=None):
        told = {"by": by or self.by, "now": at("15:00"), "key": key or self.key()}
        return pay_out_credit(
            credit_note_id=note.pk, amount=Decimal(str(amount)), reason="", **told
        )

    def answer(self, made, *, by=None, released=True, reason="", now="16:00"):
        answer_giving(
            giving_id=made.giving_id,
            released=released,
            reason=reason,
            by=by or self.second,
            now=at(now),
        )

    def note(self, issued):
        return Invoice.objects.get(pk=issued.invoice_id)

    def waits(self, made):
        return (
            hasattr(made, "giving_id")
            and Giving.objects.waiting().filter(pk=made.giving_id).exists()
        )


@pytest.fixture
def books(db: None):
    return Books(open_desk(TEXT))


@pytest.fixture
def committed_books(transactional_db: None):
    """Books that several threads see."""
    return Books(open_desk(TEXT))
